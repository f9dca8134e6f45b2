"""The frontier as Scrapy's scheduler: the engine asks for the next request and is woken when one becomes ready."""

from __future__ import annotations

import asyncio
import time
from typing import Self

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from crawler.crawl import Crawl
from storage.errors import WriteFailed

LONGEST_SLEEP = 60.0
SHORTEST_SLEEP = 0.002


class FrontierScheduler(BaseScheduler):
    """Hands the frontier's entries to the engine, one a host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._alarm: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _crawl(self) -> Crawl:
        return self._crawler.spider.crawl  # type: ignore[union-attr,no-any-return]

    def close(self, reason: str) -> None:  # noqa: ARG002 - the engine gives it
        self._silence()

    def has_pending_requests(self) -> bool:
        return not self._crawl.is_over()

    def enqueue_request(self, request: Request) -> bool:
        """Nothing comes this way: what is found goes to the frontier with the entry it was found by."""
        raise RuntimeError(f"{request}: the spider yields no requests; queue an entry in the frontier")

    def next_request(self) -> Request | None:
        try:
            entry = self._crawl.next_entry(time.time())
        except WriteFailed:  # the disk is full: the crawl is being stopped, and says so itself
            return None
        if entry is None:
            self._set_alarm()
            return None
        return self._crawler.spider.request(entry)  # type: ignore[union-attr,no-any-return]

    def _set_alarm(self) -> None:
        """Wake the engine when the next entry is ready; its own heartbeat of five seconds would waste the time."""
        self._silence()
        ready = self._crawl.wake_at()
        if ready is None:
            return
        pause = min(max(ready - time.time(), SHORTEST_SLEEP), LONGEST_SLEEP)
        self._alarm = asyncio.get_event_loop().call_later(pause, self._wake)

    def _wake(self) -> None:
        self._alarm = None
        engine = self._crawler.engine
        if engine is not None and engine._slot is not None:  # noqa: SLF001 - the engine offers no other way to wake it
            engine._slot.nextcall.schedule()  # noqa: SLF001

    def _silence(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = None
