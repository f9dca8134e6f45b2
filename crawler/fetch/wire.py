"""The download handler that archives what went over the wire, before anything reads it.

Every attempt becomes a record: redirects, retries, robots.txt, the second try on a stale connection, an answer that was
cut short. `request.meta` carries `found` and `entry_key` in, and `capture_id` out. `crawler.recorder` is the Recorder.
"""

from __future__ import annotations

import asyncio
import gc
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, cast

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError

from crawler.fetch.failures import word_for
from crawler.fetch.tap import CURRENT, Attempt, Tap, TapPool
from crawler.fetch.tls import LadderContextFactory
from crawler.manners.safety import check_for
from storage.errors import WriteFailed
from storage.exchange import Exchange, Failure, Truncated

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from storage.capture import Capture
    from storage.recorder import Recorder

# why an answer is not whole, by what ended it; anything else is a disconnect
CUT: tuple[tuple[type[Exception], Truncated], ...] = (
    (DownloadCancelledError, "length"),  # over DOWNLOAD_MAXSIZE
    (DownloadTimeoutError, "time"),
)


@dataclass(frozen=True)
class Ending:
    """How a request ended: `cut` says why its answer is not whole, `kind` and `detail` why there is none."""

    cut: Truncated | None
    kind: str = "disconnected"
    detail: str = ""


WHOLE = Ending(None)
SHORT = Ending("disconnect")  # a body shorter than declared, which Scrapy takes for an answer
STALE = Ending("disconnect", "stale", "stale connection, asked again on a new one")


class WireHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with its connections tapped."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it; by now Scrapy has

        pool = TapPool(reactor, persistent=True)  # type: ignore[no-untyped-call]
        pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        self._pool = pool
        _settle_collector()
        self._contextFactory = LadderContextFactory.from_crawler(crawler)  # type: ignore[assignment]
        self._stopping: list[asyncio.Future[None]] = []

    async def download_request(self, request: Request) -> Response:
        """Fetch, archive, and only then hand on."""
        started = datetime.now(UTC)
        tap = Tap(partial(check_for, request.meta.get("found")))
        token = CURRENT.set(tap)
        try:
            response = await super().download_request(request)
        except asyncio.CancelledError:
            raise  # the crawl is stopping: the lease stays, and the address is fetched again
        except Exception as error:
            self._archive(request, tap, started, _ended_by(error))
            raise
        finally:
            CURRENT.reset(token)
        self._archive(request, tap, started, SHORT if "dataloss" in response.flags else WHOLE)
        return response

    def _stop(self) -> None:
        """What cannot be archived must not be fetched: the crawl ends, and goes on when there is room."""
        if not self._stopping:
            self._stopping.append(asyncio.ensure_future(self._crawler.stop_async()))

    @property
    def _recorder(self) -> Recorder:
        recorder = getattr(self._crawler, "recorder", None)
        if recorder is None:
            raise RuntimeError("no recorder: set crawler.recorder before the crawl starts, or nothing is archived")
        return cast("Recorder", recorder)

    def _archive(self, request: Request, tap: Tap, started: datetime, ending: Ending) -> None:
        """Put every attempt on record; the last one is the entry's answer."""
        request.meta.pop("capture_id", None)
        try:
            self._archive_attempts(request, tap, started, ending)
        except WriteFailed:
            self._stop()
            raise

    def _archive_attempts(self, request: Request, tap: Tap, started: datetime, ending: Ending) -> None:
        if not tap.attempts:
            self._fail(request, Failure(request.url, started, ending.kind, ending.detail))
            return
        *stale, last = tap.attempts
        for attempt in stale:
            self._attempt(request, attempt, STALE)
        capture = self._attempt(request, last, ending)
        if capture is not None:
            request.meta["capture_id"] = capture.id

    def _attempt(self, request: Request, attempt: Attempt, ending: Ending) -> Capture | None:
        """Archive one attempt: what was received, or that nothing was. A stale one is not the entry's answer."""
        sent, url = attempt.went_out(), request.url.partition("#")[0]
        if not attempt.size:
            self._fail(request, Failure(url, attempt.started, ending.kind, ending.detail, sent, attempt.peer))
            return None
        cut = None if attempt.done else ending.cut
        exchange = Exchange(url, attempt.started, sent, attempt.received, attempt.peer, attempt.tls, cut)
        key = None if ending is STALE else request.meta.get("entry_key")
        return self._recorder.record(exchange, request.meta.get("found"), key)

    def _fail(self, request: Request, failure: Failure) -> None:
        self._recorder.fail(failure, request.meta.get("found"), request.meta.get("entry_key"))


def _settle_collector() -> None:
    """What start-up made stays: looking through it again and again was half of what archiving cost."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _ended_by(error: Exception) -> Ending:
    cut: Truncated = next((word for kind, word in CUT if isinstance(error, kind)), "disconnect")
    return Ending(cut, word_for(error), str(error)[:500])
