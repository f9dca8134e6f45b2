"""Run by tests: a crawl of a made-up site that is killed again and again, and what is left of it.

Arguments: the archive, how many kills, how many pages, a seed for the moments. The crawl runs in forked children, so
that a start costs milliseconds; the moments are random, or one of the named points in DEATHS. Prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from storage.archive import Archive
from storage.entry import Entry
from storage.errors import ArchiveBusy
from storage.exchange import Exchange
from storage.found import Found
from storage.frontier.ledger import Ledger
from storage.frontier.queue import Frontier
from storage.frontier.rotation import Limits
from storage.recorder import Recorder
from storage.warc import writer

HOSTS = 7
LIMITS = Limits(size=60_000, sync=0.02, index=0.05)  # so that syncs, indexes and rollovers are among the moments


def entry(number: int) -> Entry:
    host = f"h{number % HOSTS}.cn"
    return Entry(str(number), f"http://{host}/{number}.html", host, Found(role="list" if number % 3 else "report"))


def page(number: int) -> bytes:
    body = random.Random(number).randbytes(1500)
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)


def crawl(archive: Archive, pages: int) -> None:
    """Fetch every page once: page n links to 2n+1 and 2n+2."""
    asked = os.open(archive.root / "asked.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with Frontier.open(archive, delay=0) as frontier:
        crawl_id = frontier.begin({})
        frontier.add([entry(0)])
        with Recorder.open(archive, crawl_id, "gongkai/test", frontier, LIMITS) as to:
            for left in frontier.fetched_entries():
                parse(frontier, to, left.key, left.capture_id or "", pages)
            while leased := frontier.lease(3, time.time()):
                for one in leased:
                    os.write(asked, f"{one.key}\n".encode())
                    sent = f"GET /{one.key}.html HTTP/1.1\r\n\r\n".encode()
                    capture = to.record(
                        Exchange(one.url, datetime.now(UTC), sent, page(int(one.key)), "127.0.0.1"), one.found, one.key
                    )
                    assert capture is not None
                    parse(frontier, to, one.key, capture.id, pages)
        frontier.finish()


def parse(frontier: Frontier, to: Recorder, key: str, capture_id: str, pages: int) -> None:
    to.note(capture_id, {"kind": "list"})
    frontier.done(key, [entry(link) for link in (2 * int(key) + 1, 2 * int(key) + 2) if link < pages])


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def half_a_write(self: Any, data: bytes) -> None:
    os.write(self._handle, data[: len(data) // 2])
    die()


def after(real: Callable[..., Any]) -> Callable[..., Any]:
    def then_die(*arguments: Any, **named: Any) -> None:
        real(*arguments, **named)
        die()

    return then_die


# owner, name, what is put in its place: each death is at one line of the protocol
DEATHS: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "in-the-middle-of-a-write": (writer.WarcFile, "_write", half_a_write),
    "written-but-not-committed": (Ledger, "commit", die),
    "committed-but-not-parsed": (Recorder, "note", die),
    "parsed-but-not-done": (Frontier, "done", die),
    "before-the-first-record": (Ledger, "begin", die),
    "index-written-but-not-renamed": (writer.WarcFile, "finish", die),
    "renamed-but-not-noted": (Ledger, "finish", die),
    "synced": (Ledger, "synced", after(Ledger.synced)),
    "during-recovery": (Ledger, "write_index", die),
}


def child(archive: Archive, pages: int, death: str | None, skip: int = 0) -> int:
    """Start a crawl in a fork; its process id. A named death comes at the `skip`-th time its line is reached."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        if death:
            owner, name, deadly = DEATHS[death]
            real = getattr(owner, name)
            reached = Counter[str]()

            def later(*arguments: Any, **named: Any) -> Any:
                reached[name] += 1
                return (deadly if reached[name] > skip else real)(*arguments, **named)

            setattr(owner, name, later)
        crawl(archive, pages)
        status = 0
    except ArchiveBusy:
        status = 3
    finally:
        os._exit(status)


def main() -> None:
    """Kill, then finish, then say what was asked how often."""
    archive, kills, pages, seed = Archive.create(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    chance = random.Random(seed)
    deaths, killed = list(DEATHS), 0
    for number in range(kills):
        death = deaths[number % len(deaths)] if number % 3 == 0 else None
        process = child(archive, pages, death, chance.randrange(9))
        if death is None:
            time.sleep(chance.uniform(0.0, 0.12))
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGKILL
    ended = os.waitstatus_to_exitcode(os.waitpid(child(archive, pages, None), 0)[1])
    asked = Counter((archive.root / "asked.log").read_text().split())
    print(json.dumps({"ended": ended, "killed": killed, "asked": asked}))


if __name__ == "__main__":
    main()
