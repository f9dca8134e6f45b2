"""What a crawl fetched goes into the archive here, and nowhere else.

One group of records (answer, request, what is known beside them), one write, then one transaction that makes it part
of the archive and its frontier entry `fetched`. If either fails, neither has happened.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Self

import sqlalchemy as sa

from storage.archive import Archive
from storage.capture import Capture
from storage.errors import CaptureMissing, WriteFailed
from storage.exchange import Exchange, Failure
from storage.found import Found
from storage.frontier.ledger import Ledger
from storage.frontier.queue import Frontier
from storage.frontier.recrawl import Memory
from storage.frontier.rotation import Limits, Rotation
from storage.ids import content_id
from storage.warc import answer, cdxj, records
from storage.warc.answer import Answer, Chunked, Earlier
from storage.warc.body import size
from storage.warc.records import Record
from storage.warc.writer import WarcFile

SMALLEST_REVISIT = 1024  # bytes; below, the payload is cheaper than the reference
HTTP = re.compile(rb"HTTP/1\.[01] ")
log = logging.getLogger(__name__)


class Recorder:
    """The one writer of a crawl's WARC files."""

    def __init__(self, frontier: Frontier, crawl_id: str, software: str, limits: Limits | None = None) -> None:
        self.archive = frontier.archive
        self.frontier = frontier
        self.crawl_id = crawl_id
        self.chunked: Chunked = "strip"
        self._fault: WriteFailed | None = None
        self._own_frontier = False
        self._ledger = Ledger(frontier.archive, frontier.store)
        about = {"software": software, "origin": f"crawl:{crawl_id}", "isPartOf": crawl_id}
        self._files = Rotation(self._ledger, crawl_id, about, limits or Limits())

    @classmethod
    def open(
        cls,
        archive: Archive,
        crawl_id: str,
        software: str,
        frontier: Frontier | None = None,
        limits: Limits | None = None,
    ) -> Self:
        """Be ready to write. Without a frontier it opens its own, which makes whole what a dead process left."""
        recorder = cls(frontier or Frontier.open(archive), crawl_id, software, limits)
        recorder._own_frontier = frontier is None
        return recorder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def fault(self) -> WriteFailed | None:
        """Why nothing can be archived any more; once there is a reason, the crawl has to stop."""
        return self._fault or self.frontier.store.fault

    def ready(self) -> None:
        """Open the file that is written next. Before a transaction: what it takes back must not be a file."""
        try:
            self._files.writable()
        except (OSError, WriteFailed) as error:
            raise self._refused(error) from error

    # what is recorded

    def record(self, exchange: Exchange, found: Found | None = None, entry_key: str | None = None) -> Capture | None:
        """Archive an exchange; its capture. None when what came was no HTTP answer (then it is a failure on record)."""
        read = answer.read(exchange, self.chunked)
        if not HTTP.match(read.head.raw):
            kind = "not-http" if read.head.raw else "no-answer"
            failure = Failure(
                exchange.url, exchange.started, kind, repr(read.head.raw[:80]), exchange.sent, exchange.peer
            )
            self.fail(failure, found, entry_key)
            return None
        memory = self._repeats(exchange, read)
        main = answer.revisit(exchange, read, _earlier(memory)) if memory else answer.response(exchange, read)
        tie = ("WARC-Concurrent-To", _id(main))
        known = {"found": found.as_json() if found else None, **read.remarks}
        request = [records.request(exchange, _id(main))] if exchange.sent else []
        note = records.metadata(exchange.url, exchange.started, known, tie)
        return self._commit([main, *request, note], read, memory, found, entry_key)

    def fail(self, failure: Failure, found: Found | None = None, entry_key: str | None = None) -> None:
        """Archive that there was no answer, and why. The entry's state is the caller's to set."""
        known = {"failure": {"kind": failure.kind, "detail": failure.detail}, "peer": failure.peer}
        known |= {"found": found.as_json() if found else None, "entry": entry_key}
        sent: list[Record] = []
        if failure.sent:
            exchange = Exchange(failure.url, failure.started, failure.sent, b"", failure.peer)
            sent = [records.request(exchange, None)]
        tie = ("WARC-Concurrent-To", _id(sent[0])) if sent else None
        self._append([*sent, records.metadata(failure.url, failure.started, known, tie)])

    def note(self, capture_id: str, verdict: Mapping[str, Any]) -> None:
        """Archive what was made of a capture (`{"kind": "list", …}`), as a later metadata record."""
        row = self.frontier.store.captures.of.first(of_id=capture_id)
        if row is None:
            raise CaptureMissing(f"{capture_id}: no such capture in this crawl; note it right after recording it")
        tie = ("WARC-Refers-To", row.record_id)
        self._append([records.metadata(row.url, datetime.now(UTC), {"verdict": dict(verdict)}, tie)])

    def keep(self, kept: Sequence[Record]) -> None:
        """Archive records made elsewhere (a rendered page, a screenshot): a group that ends in a metadata record."""
        self._append(kept)

    def record_id(self, capture_id: str) -> str | None:
        """The WARC record of a capture of ours, for records made of it."""
        row = self.frontier.store.captures.of.first(of_id=capture_id)
        return None if row is None else str(row.record_id)

    def close(self) -> None:
        """Finish the file. When the disk refuses even that, the next start does it."""
        try:
            self._files.finish()
        except (OSError, WriteFailed, sa.exc.SQLAlchemyError) as error:
            log.warning("the last WARC file stays open (%s); the next start finishes it", error)
        finally:
            if self._own_frontier:
                self.frontier.close()

    # how

    def _repeats(self, exchange: Exchange, read: Answer) -> Memory | None:
        """The earlier answer that this one repeats, if it does."""
        status = read.head.status
        if read.truncated or not (status == 304 or (status == 200 and size(read.body) >= SMALLEST_REVISIT)):
            return None
        memory = self.frontier.last(exchange.url)
        same = memory is not None and (status == 304 or memory.digest == read.payload_digest)
        return memory if same else None

    def _commit(
        self, group: list[Record], read: Answer, memory: Memory | None, found: Found | None, entry_key: str | None
    ) -> Capture:
        """Archive an answer's group; its entry becomes `fetched` in the same transaction."""
        with self._group(group) as (file, start, lengths):
            capture = self._capture(group[0], read, (file.name, start, lengths[0]), found)
            row = _row(capture, group[0], read, memory) | {"entry_key": entry_key}
            fields = {name.lower(): value for name, value in group[0].fields}
            place = (start, lengths[0], file.name)
            index = [(start, cdxj.line(fields, read.head, place))] if cdxj.is_indexed(fields) else []
            self._ledger.commit(file.name, file.size, index, [row])
            if entry_key is not None:
                self.frontier.fetched(entry_key, capture.id, row["unchanged"])
        return capture

    def _append(self, group: Sequence[Record]) -> None:
        """Archive a group that holds no answer."""
        with self._group(group) as (file, start, lengths):
            self._ledger.commit(file.name, file.size, _index(group, file.name, start, lengths), [])

    @contextmanager
    def _group(self, group: Sequence[Record]) -> Iterator[tuple[WarcFile, int, list[int]]]:
        """Append a group and open the transaction that commits it: file, offset, and the length of each record."""
        packed, lengths = records.pack_group(group)
        try:
            file = self._files.writable()
            start = file.append(packed)
            with self._files.transaction(file, start):
                yield file, start, lengths
            self._files.after_a_group()
        except (OSError, WriteFailed) as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError | WriteFailed) -> WriteFailed:
        why = f"{error}; make room, then start again: nothing is lost"
        self._fault = error if isinstance(error, WriteFailed) else WriteFailed(why)
        return self._fault

    def _capture(self, main: Record, read: Answer, place: tuple[str, int, int], found: Found | None) -> Capture:
        url, date = main.field("WARC-Target-URI") or "", main.field("WARC-Date") or ""
        digest = main.field("WARC-Payload-Digest") or ""
        return Capture(
            id=content_id(url, date, digest),
            url=url,
            fetched_at=date,
            status=read.head.status,
            media_type=read.head.media_type,
            warc_file=f"warc/{place[0]}",
            warc_offset=place[1],
            warc_length=place[2],
            payload_digest=digest,
            origin=f"crawl:{self.crawl_id}",
            found=found,
            refers_to_url=main.field("WARC-Refers-To-Target-URI"),
            refers_to_date=main.field("WARC-Refers-To-Date"),
        )


def _index(group: Sequence[Record], name: str, start: int, lengths: Sequence[int]) -> list[tuple[int, str]]:
    """The index lines of a group without an answer: screenshots have one, conversions and metadata none."""
    lines = []
    for record, length in zip(group, lengths, strict=True):
        fields = {key.lower(): value for key, value in record.fields}
        if cdxj.is_indexed(fields):
            lines.append((start, cdxj.line(fields, None, (start, length, name))))
        start += length
    return lines


def _id(record: Record) -> str:
    return record.field("WARC-Record-ID") or ""


def _earlier(memory: Memory) -> Earlier:
    return Earlier(memory.record_id, memory.url, memory.fetched_at, memory.digest)


def _row(capture: Capture, main: Record, read: Answer, memory: Memory | None) -> dict[str, Any]:
    """The page memory of a capture: what a later crawl needs to ask for changes and to refer to the payload."""
    own = (_id(main), capture.url, capture.fetched_at, capture.payload_digest)
    payload = (memory.record_id, memory.url, memory.fetched_at, memory.digest) if memory else own
    names = ("payload_record", "payload_url", "payload_date", "digest")
    return {
        "id": capture.id,
        "url": capture.url,
        "status": read.head.status if not read.truncated else None,
        "fetched": time.time(),
        "record_id": _id(main),
        "warc": capture.warc_file.removeprefix("warc/"),
        "warc_offset": capture.warc_offset,
        "warc_length": capture.warc_length,
        **dict(zip(names, payload, strict=True)),
        "etag": read.head.get("ETag") or (memory.etag if memory else ""),
        "last_modified": read.head.get("Last-Modified") or (memory.last_modified if memory else ""),
        "role": capture.found.role if capture.found else "",
        "unchanged": memory.unchanged + 1 if memory else 0,
    }
