"""The crawl inside its process: frontier, recorder and Scrapy put together, and taken apart in order."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from crawler.crawl import Crawl
from crawler.engine.settings import equipped, release, settings, user_agent
from crawler.engine.spider import ReportsSpider
from crawler.errors import CrawlerError
from crawler.options import CrawlOptions, CrawlSummary
from crawler.portals.portal import Portal
from storage.archive import Archive
from storage.frontier.queue import Frontier
from storage.recorder import Recorder

REPORT_EVERY = 1.0  # seconds
log = logging.getLogger(__name__)


def run(archive: Archive, portals: list[Portal], options: CrawlOptions, tell: Callable[[Any], None]) -> CrawlSummary:
    """Crawl until nothing is left or SIGTERM comes; `tell` gets the progress of every portal about once a second."""
    with Frontier.open(archive, options.delay) as frontier:
        crawl_id = frontier.begin(_kept(options), [portal.home_url for portal in portals])
        software = f"gongkai/{release()} ({user_agent(options.contact)})"
        with Recorder.open(archive, crawl_id, software, frontier) as recorder:
            options = equipped(options)
            crawl = Crawl(frontier, recorder, portals, options)
            crawl.begin()
            _drive(crawl, options, tell)
            if recorder.fault is not None:
                raise recorder.fault
            finished = crawl.is_over()
            if finished:
                frontier.finish()
            return CrawlSummary(crawl_id, finished, tuple(crawl.progress()))


def _kept(options: CrawlOptions) -> dict[str, Any]:
    """The options as the frontier keeps them with the crawl."""
    return {
        "years": list(options.span()),
        "browser": options.browser,
        "max_pages": options.max_pages,
        "delay": options.delay,
    }


def _drive(crawl: Crawl, options: CrawlOptions, tell: Callable[[Any], None]) -> None:
    process = AsyncCrawlerProcess(settings(options))
    logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)  # certificates are not verified
    crawler = process.create_crawler(ReportsSpider)
    setattr(crawler, "recorder", crawl.recorder)  # noqa: B010 - the download handler finds it there
    process.crawl(crawler, crawl=crawl)
    loop = asyncio.get_event_loop()

    stopping: list[asyncio.Task[None]] = []

    def stop() -> None:
        if not stopping:
            stopping.append(loop.create_task(crawler.stop_async()))

    loop.add_signal_handler(signal.SIGTERM, stop)
    loop.call_soon(_report, loop, crawl, tell, stop)
    process.start(install_signal_handlers=False)
    if process.bootstrap_failed:
        raise CrawlerError("the crawler did not start; the lines above say why")


def _report(
    loop: asyncio.AbstractEventLoop, crawl: Crawl, tell: Callable[[Any], None], stop: Callable[[], None]
) -> None:
    """Say how far it is, now and every second; stop when nothing can be archived or nobody listens any more."""
    if crawl.recorder.fault is not None:
        stop()
    try:
        tell(crawl.progress())
    except OSError:
        log.warning("nobody listens any more: the crawl stops, and goes on at the next start")
        stop()
    else:
        loop.call_later(REPORT_EVERY, _report, loop, crawl, tell, stop)
