"""The frontier: every address a crawl has to fetch, through any crash.

queued ─lease─► leased ─archived─► fetched ─parsed─► done
                   │                            failed, blocked: with the reason
                   └─ failed with a later time ─► queued

An entry becomes `fetched` in the transaction that commits its WARC records, and `done` in the one that adds the links
found in it. After a crash what was leased is queued again, and what was fetched is parsed from the archive.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Self
from uuid import uuid4

import sqlalchemy as sa

from storage.archive import Archive
from storage.entry import Crawl, Entry, Incident, PortalCount, State
from storage.found import Found
from storage.frontier import entry_rows, recrawl
from storage.frontier.entry_rows import entry_of, row_of
from storage.frontier.hosts import HostStates
from storage.frontier.recovery import recover
from storage.frontier.recrawl import Memory
from storage.frontier.sql import ENDED, refresh
from storage.frontier.store import FrontierStore
from storage.frontier.tables import crawls, entries, hosts, incidents
from storage.warc.records import target_uri

LEASE = 3600.0  # seconds; longer than any download may take
Options = Mapping[str, Any]


class Frontier:
    """The queue of one archive. One process at a time may hold it; `open` says ArchiveBusy to a second."""

    def __init__(self, archive: Archive, delay: float = 1.0) -> None:
        self.archive = archive
        self.delay = delay
        self.crawl_id = ""
        self._held = ExitStack()
        self._held.enter_context(archive.lock("crawl"))
        try:
            self.store = FrontierStore(archive.frontier_path)
            self._held.callback(self.store.close)
            self.hosts = HostStates(self.store, delay)
            recover(archive, self.store)
            self._release_leases()
        except BaseException:
            self._held.close()
            raise

    @classmethod
    def open(cls, archive: Archive, delay: float = 1.0) -> Self:
        """Take the archive's frontier and make whole what a dead process left; ArchiveBusy when another has it.

        `delay` is the pause (seconds) towards a host not yet known.
        """
        return cls(archive, delay)

    def close(self) -> None:
        self._held.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # crawls

    def begin(self, options: Options, portals: Iterable[str] | None = None) -> str:
        """Go on with the crawl that did not finish, or begin a new one; its id.

        A new crawl queues again what `recrawl` says is due, of these portals (home addresses; None: all).
        """
        open_one = sa.select(crawls.c.id).where(crawls.c.finished.is_(None)).order_by(crawls.c.started.desc())
        unfinished = self.store.connection.scalar(open_one)
        if unfinished:
            self.crawl_id = unfinished
            return self.crawl_id
        now = time.time()
        self.crawl_id = time.strftime("%Y%m%d%H%M%S", time.gmtime(now)) + "-" + uuid4().hex[:6]
        row = {"id": self.crawl_id, "started": now, "options": json.dumps(options, sort_keys=True)}
        with self.store.writing():
            self.store.run(sa.insert(crawls).values(row))
            self._queue_again(now, None if portals is None else list(portals))
        return self.crawl_id

    def finish(self) -> None:
        """Mark the crawl as finished: nothing is queued or in flight any more."""
        with self.store.writing():
            self.store.run(sa.update(crawls).where(crawls.c.id == self.crawl_id).values(finished=time.time()))

    def crawls(self) -> list[Crawl]:
        """Every crawl of this archive, oldest first."""
        rows = self.store.run(sa.select(crawls).order_by(crawls.c.started))
        return [Crawl(row.id, row.started, row.finished, json.loads(row.options)) for row in rows]

    def _queue_again(self, now: float, portals: list[str] | None) -> None:
        again = (
            sa.update(entries)
            .where(entries.c.state.in_(ENDED))
            .where(entries.c.role.not_in(recrawl.SETTLED) | (entries.c.state != "done") | (entries.c.due_at <= now))
        )
        if portals is not None:
            again = again.where(entries.c.portal.in_(portals))
        self.store.run(again.values(state="queued", attempts=0, not_before=0.0, reason="", crawl=self.crawl_id))
        self.store.run(refresh())

    def _release_leases(self) -> None:
        with self.store.writing():
            self.store.run(sa.update(entries).where(entries.c.state == "leased").values(state="queued"))
            self.store.run(sa.update(hosts).values(in_flight=0))
            self.store.run(refresh())

    # the queue

    def add(self, new: Iterable[Entry], again: bool = False) -> int:
        """Queue entries; how many were new. Known keys are left as they are, or queued again with `again`."""
        rows = [row_of(entry, self.crawl_id) for entry in new]
        with self.store.writing():
            if again:
                self.store.entries.again.run_many([entry_rows.again(row) for row in rows])
            added = self.store.entries.put.run_many(rows)
            for host in {row["host"] for row in rows}:
                self.hosts.know(host)
                self.store.hosts.refresh.run(of_host=host)
        return added

    def lease(self, limit: int, now: float) -> list[Entry]:
        """Up to `limit` entries to fetch now: one a host, none of a host that is in flight or wants a pause."""
        self.store.notice_clock(now)
        if not (ready := self.store.hosts.ready.all(now=now, most=limit)):
            return []
        with self.store.writing():
            leased = [self._lease_of(row.host, now) for row in ready]
        return [entry for entry in leased if entry is not None]

    def _lease_of(self, host: str, now: float) -> Entry | None:
        row = self.store.entries.next_of.first(of_host=host, now=now)
        if row is None:
            self.store.hosts.refresh.run(of_host=host)
            return None
        self.store.entries.lease.run(of_id=row.id, until=now + LEASE)
        self.store.hosts.take.run(of_host=host)
        return self._entry(row, "leased")

    def _entry(self, row: Any, state: State | None = None) -> Entry:
        """The entry of a row; one that was answered before asks whether that has changed."""
        return entry_of(row, state or row.state, recrawl.conditions(self.last(row.url)) if row.capture_id else ())

    def next_time(self) -> float | None:
        """When the next entry becomes ready; None when nothing is queued but what waits for a host in flight."""
        soonest: float | None = self.store.hosts.next_time.value()
        return soonest

    def in_flight(self) -> int:
        """How many entries are leased."""
        return int(self.store.entries.in_flight.value())

    # how a lease ends

    def fetched(self, key: str, capture_id: str, unchanged: int = 0) -> None:
        """The answer is archived; it is still to be parsed. The recorder calls this in its own transaction."""
        with self.store.writing():
            row = self._of(key)
            if row is None:
                return
            due = recrawl.due_at(row.role, time.time(), unchanged)
            self._end(row, to="fetched", capture=capture_id, due=due, why="")

    def done(self, key: str, new_entries: Iterable[Entry] = (), *, settled: bool = True) -> int:
        """The answer is parsed: the entry ends and its links are queued, both or neither. How many were new.

        Not `settled`: it was not what its role promised (a list, an empty page), and the next crawl asks again.
        """
        with self.store.writing():
            new = self.add(new_entries)
            row = self._of(key)
            if row is not None:
                self._end(row, to="done", due=row.due_at if settled else 0.0)
            return new

    def failed(self, key: str, error: str, retry_at: float | None = None, status: int | None = None) -> None:
        """No usable answer: queued again for `retry_at`, or, with None, given up with the reason on record."""
        with self.store.writing():
            row = self._of(key)
            if row is None:
                return
            if retry_at is None:
                self._end(row, to="failed", why=error)
                self._incident(row, "failed", error, status)
            else:
                self._end(row, to="queued", why=error, tries=row.attempts + 1, later=retry_at)

    def give_back(self, key: str) -> None:
        """End a lease without an attempt: something else of the host must come first."""
        with self.store.writing():
            row = self._of(key)
            if row is not None:
                self._end(row, to="queued")

    def blocked(self, key: str, reason: str, status: int | None = None) -> None:
        """A wall: robots.txt, a refusal, a captcha, a log-in. Recorded and left."""
        with self.store.writing():
            row = self._of(key)
            if row is not None:
                self._end(row, to="blocked", why=reason)
                self._incident(row, "blocked", reason, status)

    def _of(self, key: str) -> Any:
        return self.store.entries.of.first(of_key=key)

    def _end(self, row: Any, **changes: Any) -> None:
        """End a lease: the entry takes its new state and its host may be asked again after its pause.

        An answer that is archived still holds its host: what it says of the host must be known before the next.
        """
        kept = {"capture": row.capture_id, "due": row.due_at, "why": row.reason}
        kept |= {"tries": row.attempts, "later": row.not_before}
        self.store.entries.end.run(of_id=row.id, **{**kept, **changes})
        if row.state in ("leased", "fetched") and changes["to"] != "fetched":
            self.store.hosts.release.run(of_host=row.host, now=time.time())
        self.store.hosts.refresh.run(of_host=row.host)

    def _incident(self, row: Any, kind: str, reason: str, status: int | None) -> None:
        self.store.run(
            sa.insert(incidents).values(
                at=time.time(),
                crawl=self.crawl_id,
                kind=kind,
                reason=reason,
                key=row.key,
                url=row.url,
                portal=row.portal,
                capture_id=row.capture_id,
                status=status,
            )
        )

    # what is known

    def fetched_entries(self) -> Iterator[Entry]:
        """Entries archived (`capture_id`) but not parsed: after a crash they are parsed from the archive."""
        rows = self.store.run(sa.select(entries).where(entries.c.state == "fetched").order_by(entries.c.id)).all()
        return (self._entry(row) for row in rows)

    def known(self, keys: Iterable[str]) -> dict[str, Found]:
        """How those of these entries were found that ended in an earlier crawl: a list may say that they changed."""
        earlier = sa.select(entries.c.key, entries.c.found).where(
            entries.c.key.in_(list(keys)), entries.c.state == "done", entries.c.crawl != self.crawl_id
        )
        return {row.key: Found.from_json(json.loads(row.found)) for row in self.store.run(earlier)}

    def counts(self) -> list[PortalCount]:
        """How far each portal is."""
        grouped = (
            sa.select(entries.c.portal, entries.c.state, sa.func.count())
            .group_by(entries.c.portal, entries.c.state)
            .order_by(entries.c.portal)
        )
        states: dict[str, dict[str, int]] = {}
        for row in self.store.run(grouped):
            portal, state, count = tuple(row)
            states.setdefault(portal, {})[state] = count
        return [PortalCount(portal, counted) for portal, counted in states.items()]

    def incidents(self) -> Iterator[Incident]:
        """Every failure and wall, oldest first."""
        for row in self.store.run(sa.select(incidents).order_by(incidents.c.id)):
            yield Incident(row.at, row.kind, row.reason, row.url, row.portal, row.capture_id, row.status)

    def last(self, url: str) -> Memory | None:
        """The last good answer (status 200, or a 304 that stands for it) archived for an address."""
        row = self.store.captures.last.first(of_url=target_uri(url))
        if row is None:
            return None
        place = (row.payload_record, row.payload_url, row.payload_date, row.digest)
        return Memory(row.id, *place, row.etag, row.last_modified, row.role, row.unchanged)
