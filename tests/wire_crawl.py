"""Run by tests in a process of its own: fetch addresses with the wire handler into an archive, nothing else.

Arguments: the archive, then a JSON file: {"urls": [...], "settings": {...}, "meta": {...}}; prints what each gave.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

from storage.archive import Archive
from storage.found import Found, Seed
from storage.frontier.queue import Frontier
from storage.recorder import Recorder

SETTINGS = {
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.fetch.wire.WireHandler"),
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_ITEMS": 4,
    "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip, deflate"},
    "RETRY_TIMES": 1,
    "DOWNLOAD_MAXSIZE": 3_000_000,
    "DOWNLOAD_WARNSIZE": 0,
}


class WireSpider(scrapy.Spider):
    """Asks for each address once, in order."""

    name = "wire"
    handle_httpstatus_all = True

    def __init__(self, wanted: dict[str, Any]) -> None:
        super().__init__()
        self.wanted = wanted
        self.seen: dict[str, Any] = {}

    async def start(self) -> AsyncIterator[Any]:
        seed = Seed("341522000000", "霍邱县人民政府", self.wanted.get("home", "http://127.0.0.1/"))
        meta = {"found": Found(role="list", seed=seed), "handle_httpstatus_all": True, **self.wanted.get("meta", {})}
        for number, url in enumerate(self.wanted["urls"]):
            yield scrapy.Request(url, self.parse, errback=self.failed, meta=dict(meta), priority=-number)

    def parse(self, response: Any) -> None:
        said = {"status": response.status, "capture": response.meta.get("capture_id"), "flags": response.flags}
        self.seen[response.request.url] = said

    def failed(self, failure: Any) -> None:
        said = {"error": failure.type.__name__, "capture": failure.request.meta.get("capture_id")}
        self.seen[failure.request.url] = said


def main() -> None:
    """Crawl and report."""
    wanted = json.loads(Path(sys.argv[2]).read_text())
    archive = Archive.create(sys.argv[1])
    with Frontier.open(archive, delay=0) as frontier:
        crawl_id = frontier.begin({})
        with Recorder.open(archive, crawl_id, "gongkai/test", frontier) as recorder:
            process = AsyncCrawlerProcess({**SETTINGS, **wanted.get("settings", {})})
            crawler = process.create_crawler(WireSpider)
            crawler.recorder = recorder  # type: ignore[attr-defined]
            process.crawl(crawler, wanted=wanted)
            process.start()
            assert isinstance(crawler.spider, WireSpider)
            print(json.dumps(crawler.spider.seen))


if __name__ == "__main__":
    main()
