"""Run a crawl: one call, blocking. The crawl lives in a process of its own, because an event loop starts only once
in a process, and so that a second Ctrl-C can end it whatever it is doing; the archive recovers from that.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from typing import Any

from crawler.addresses import is_loopback
from crawler.engine.settings import check_contact
from crawler.errors import CrawlerError
from crawler.options import SEEDS, CrawlOptions, CrawlSummary
from crawler.portals.known import scheduled_portals
from crawler.portals.portal import Portal, choose, read_portals
from storage.archive import Archive
from storage.errors import StorageError
from storage.frontier.due import due_portals


def crawl(archive: Archive, options: CrawlOptions) -> CrawlSummary:
    """Crawl the portals of `options` into the archive until nothing is left to ask, or until Ctrl-C or SIGTERM.

    PortalsError and NoContact for unusable input, ArchiveBusy when another crawl holds the archive. With `due` and
    nothing due the summary has no portals.
    """
    portals = checked(archive, options)
    if options.due:
        portals = _due(archive, portals)
    if not portals:
        return CrawlSummary("", True, ())
    context = multiprocessing.get_context("spawn")
    receive, send = context.Pipe(duplex=False)
    child = context.Process(target=_work, args=(send, archive, portals, replace(options, progress=None)))
    child.start()
    send.close()
    with _forwarding_signals(child) as stopped:
        answer = _listen(receive, options)
        child.join()
    if isinstance(answer, CrawlSummary):
        return answer
    if answer is None and stopped:  # before the other process could listen to signals
        raise KeyboardInterrupt
    raise answer or CrawlerError(f"the crawl ended without a word (exit status {child.exitcode}); start it again")


def checked(archive: Archive, options: CrawlOptions) -> list[Portal]:
    """The portals to crawl; PortalsError, NoContact or CrawlerError for what is refused, before anything is made."""
    portals = chosen(archive, options)
    public = any(not is_loopback(portal.host) for portal in portals)
    check_contact(options.contact, public)
    if options.delay <= 0 and public:
        raise CrawlerError("--delay 0 is for test servers on loopback; leave it out, or give a second or more")
    return portals


def _due(archive: Archive, portals: list[Portal]) -> list[Portal]:
    due = due_portals(archive, [portal.seed for portal in portals], datetime.now(UTC).date())
    homes = {one.portal for one in due if one.is_due}
    return [portal for portal in portals if portal.home_url in homes]


def chosen(archive: Archive, options: CrawlOptions) -> list[Portal]:
    """The portals that the options name; with `due` alone those that the archive's crawls were given."""
    if options.due:
        return choose(scheduled_portals(archive, options.portals), options.only)
    paths = options.portals or (SEEDS,)
    return choose([portal for path in paths for portal in read_portals(path)], options.only)


def _listen(receive: Connection, options: CrawlOptions) -> CrawlSummary | Exception | None:
    """Pass progress on until the summary or an error comes; None when the other side is gone."""
    while True:
        try:
            message = receive.recv()
        except (EOFError, OSError):
            return None
        if isinstance(message, (CrawlSummary, Exception)):
            return message
        if options.progress:
            options.progress(message)


@contextlib.contextmanager
def _forwarding_signals(child: Any) -> Iterator[list[int]]:
    """The first Ctrl-C or SIGTERM ends the crawl in order, the second at once; gives the list of those that came."""
    seen: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield seen
        return

    def forward(number: int, _frame: Any) -> None:
        seen.append(number)
        if child.pid and child.is_alive():
            os.kill(child.pid, signal.SIGTERM if len(seen) == 1 else signal.SIGKILL)

    before = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield seen
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """End when the process that started this one is killed: the archive recovers, and the next start finds it free."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)


def is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the log says something new: what ends the crawl is said once, by its last line."""
    return not (record.exc_info and isinstance(record.exc_info[1], StorageError))


def _work(send: Connection, archive: Archive, portals: list[Portal], options: CrawlOptions) -> None:
    """The other process: run, and say how it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)  # the handler, not a logger: Scrapy sets its own loggers to DEBUG
    handler.addFilter(is_news)
    logging.basicConfig(handlers=[handler], format="%(levelname)s %(name)s: %(message)s")
    from crawler.engine.process import run  # noqa: PLC0415 - Scrapy loads only where it runs

    try:
        send.send(run(archive, portals, options, send.send))
    except (CrawlerError, StorageError) as error:
        send.send(error)
    except BrokenPipeError:
        pass
