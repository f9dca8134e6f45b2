"""The one spider: entries become requests, answers and failures go to the crawl."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import scrapy
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.answer import Answer
from crawler.crawl import Crawl
from crawler.fetch.failures import word_for
from storage.entry import Entry
from storage.errors import WriteFailed


class ReportsSpider(scrapy.Spider):
    """Asks what the frontier says and hands over what comes."""

    name = "reports"

    def __init__(self, crawl: Crawl, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl = crawl

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: the scheduler holds what is to be asked."""
        empty: tuple[Any, ...] = ()
        for nothing in empty:
            yield nothing

    def request(self, entry: Entry) -> scrapy.Request:
        """The request of an entry."""
        headers = dict(entry.headers)
        if entry.found.page and entry.found.role not in ("home", "robots"):
            headers.setdefault("Referer", entry.found.page)
        return scrapy.Request(
            entry.url,
            method=entry.method,
            body=entry.body,
            headers=headers,
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            meta={
                "entry": entry,
                "entry_key": entry.key,
                "found": entry.found,
                "cookiejar": entry.host,
                "download_slot": entry.host,
                "browser": self.crawl.renders(entry),
            },
        )

    def answered(self, response: Response) -> None:
        """An archived answer."""
        with suppress(WriteFailed):  # the disk is full: the crawl is being stopped, and says so itself
            self.crawl.answered(response.meta["entry"], answer_of(response))

    def failed(self, failure: Failure) -> None:
        """No answer."""
        self.crawl.failed(failure.request.meta["entry"], word_for(failure.value or RuntimeError("no reason given")))  # type: ignore[attr-defined]


def answer_of(response: Response) -> Answer:
    """What the crawl wants to know of a response."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    names = {name.lower() for name, _ in headers}
    framed = "content-length" in names
    return Answer(
        response.url,
        response.status,
        headers,
        response.body,
        float(response.meta.get("download_latency") or 0.0),
        response.meta.get("capture_id"),
        "dataloss" in response.flags or (not framed and "browser" not in response.flags and looks_torn(response.body)),
        "browser" in response.flags,
    )


def looks_torn(body: bytes) -> bool:
    """Whether a page without a declared length breaks off: mark-up that was opened and not closed."""
    end = body[-300:].lower()
    return b"<html" in body[:2000].lower() and b"</html" not in end and b"</body" not in end
