"""The download handler that knows a second way: a page that needs a browser is rendered, its requests go our way."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.addresses import host_of
from crawler.errors import Refused
from crawler.fetch.browser import Asked, Browser, Given, NoBrowser, Rendered
from crawler.fetch.wire import WireHandler
from crawler.pages.decode import unpack
from storage.found import Found
from storage.warc import records

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.crawl import Crawl


class BrowserHandler(WireHandler):
    """Fetches as WireHandler does; a request marked `browser` is rendered."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._browser = Browser(crawler.settings["USER_AGENT"])

    async def download_request(self, request: Request) -> Response:
        """A plain answer, or the page as its scripts left it, with the capture of the document it came from."""
        if not request.meta.get("browser"):
            return await super().download_request(request)
        captures: list[str] = []
        try:
            rendered = await self._browser.render(request.url, partial(self._fetch, request, captures))
        except NoBrowser as error:
            raise Refused(str(error), "needs_browser") from error
        self._keep(rendered, captures, request.meta["found"])
        if captures:
            request.meta["capture_id"] = captures[-1]
            self._crawl.frontier.fetched(request.meta["entry_key"], captures[-1])
        headers = {"Content-Type": "text/html; charset=utf-8"}
        return HtmlResponse(rendered.url, 200, headers, rendered.markup.encode(), flags=["browser"], request=request)

    @property
    def _crawl(self) -> Crawl:
        crawl: Crawl = self._crawler.spider.crawl  # type: ignore[union-attr]
        return crawl

    async def _fetch(self, main: Request, captures: list[str], asked: Asked) -> Given:
        """One request of the page: within its own host and robots.txt, after the host's pause."""
        if host_of(asked.url) != host_of(main.url):
            raise Refused(f"{asked.url}: another host than the page's")
        hosts = self._crawl.state.hosts
        if not hosts.may_ask(asked.url):
            raise Refused(f"{asked.url}: closed by robots.txt", "robots")
        found: Found = main.meta["found"]
        if asked.kind != "Document":
            found = Found("asset", found.seed, main.url, depth=found.depth + 1)
        headers = {**asked.headers, "Accept-Encoding": "gzip, deflate"}
        request = Request(asked.url, method=asked.method, headers=headers, body=asked.body, meta={"found": found})
        response = await super().download_request(request)
        if asked.kind == "Document" and "capture_id" in request.meta:
            captures.append(request.meta["capture_id"])
        await asyncio.sleep(hosts.state(host_of(asked.url)).delay)
        return _given(response)

    def _keep(self, rendered: Rendered, captures: list[str], found: Found) -> None:
        """The rendered page and its picture, beside the captures they were made of."""
        now = datetime.now(UTC)
        made_of: dict[str, Any] = {"rendered": {"captures": captures}, "found": found.as_json()}
        document = self._recorder.record_id(captures[-1]) if captures else None
        page = records.conversion(rendered.url, now, rendered.markup.encode(), document)
        self._recorder.keep(
            [
                page,
                records.resource(f"urn:view:{rendered.url}", now, "image/png", rendered.picture),
                records.metadata(
                    rendered.url, now, made_of, ("WARC-Concurrent-To", page.field("WARC-Record-ID") or "")
                ),
            ]
        )

    async def close(self) -> None:
        await self._browser.close()
        await super().close()


def _given(response: Response) -> Given:
    pairs = ((name, value) for name, values in response.headers.items() for value in values)
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs)
    coding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
    return Given(response.status, headers, unpack(response.body, coding))
