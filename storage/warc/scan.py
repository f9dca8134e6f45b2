"""The records of one WARC file in order, without their bodies: by FastWARC, by warcio where FastWARC refuses."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from storage.errors import BrokenRecord
from storage.warc.body import STEP, sha1
from storage.warc.message import HEAD_END, HEAD_LIMIT, Head, split

SHA1 = re.compile(r"sha1:[A-Z2-7]{32}")
START = 1 << 14
HTTP = ("http:", "https:")

Read = Callable[[int], bytes]


@dataclass(slots=True)
class Scanned:
    """One record. `fields` are its named fields, names in lower case, the first of each; `head` its HTTP head,
    `sha1` its payload digest (of a revisit: as stated).

    `block` is the whole block of a metadata or warcinfo record. `length` is that of the gzip member.
    """

    offset: int
    fields: dict[str, str]
    head: Head | None = None
    block: bytes = b""
    length: int = 0
    sha1: str = ""
    concurrent_to: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")


def scan(path: Path) -> Iterator[Scanned]:
    """Every record of a file of one record a gzip member. BrokenRecord at the first that cannot be read."""
    previous: Scanned | None = None
    for record in _records(path):
        if previous is not None:
            previous.length = record.offset - previous.offset
            yield previous
        previous = record
    if previous is not None:
        previous.length = path.stat().st_size - previous.offset
        yield previous


def _records(path: Path) -> Iterator[Scanned]:
    reached = -1
    try:
        for record in _by_fastwarc(path):
            reached = record.offset
            yield record
    except (OSError, ValueError):  # what FastWARC calls every fault
        yield from _rest_by_warcio(path, reached)


def _by_fastwarc(path: Path) -> Iterator[Scanned]:
    with path.open("rb") as handle:
        for record in FastIterator(handle, parse_http=False):
            yield _scanned(record.stream_pos, record.headers.astuples(), record.reader.read)


def _rest_by_warcio(path: Path, reached: int) -> Iterator[Scanned]:
    """What follows the last record that FastWARC read."""
    offset = max(reached, 0)
    try:
        with path.open("rb") as handle:
            handle.seek(offset)
            records = WarcioIterator(handle, no_record_parse=True)
            for record in records:
                scanned = _scanned(0, record.rec_headers.headers, record.raw_stream.read)
                scanned.offset = offset = records.get_record_offset()
                if offset > reached:
                    yield scanned
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, OSError, ValueError) as error:
        raise BrokenRecord(f"{path}: cannot be read after offset {offset}; see gongkai verify") from error


def _scanned(offset: int, headers: Sequence[tuple[str, str]], read: Read) -> Scanned:
    fields: dict[str, str] = {}
    for name, value in headers:
        fields.setdefault(name.lower(), value)
    tied = [value for name, value in headers if name.lower() == "warc-concurrent-to"]
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    scanned = Scanned(offset, fields, concurrent_to=tied)
    _read_block(scanned, read)
    return scanned


def _read_block(scanned: Scanned, read: Read) -> None:
    if scanned.kind in {"metadata", "warcinfo"}:
        scanned.block = read(HEAD_LIMIT)
        if scanned.kind == "metadata":
            _digest(scanned, scanned.block, read)
        return
    start = b""
    is_http = scanned.kind in {"response", "revisit"} and scanned.fields["warc-target-uri"].startswith(HTTP)
    if is_http and scanned.fields.get("content-length") != "0":
        start = _until_head(read)
        scanned.head, at = split(start)
        start = start[at:]
    if scanned.kind in {"response", "resource"}:
        _digest(scanned, start, read)


def _until_head(read: Read) -> bytes:
    start = read(START)
    while not HEAD_END.search(start) and len(start) < HEAD_LIMIT and (more := read(START)):
        start += more
    return start


def _digest(scanned: Scanned, start: bytes, read: Read) -> None:
    """The payload's sha1 where the record does not state one (a sha256, or none)."""
    stated = scanned.fields.get("warc-payload-digest", "")
    if SHA1.fullmatch(stated):
        scanned.sha1 = stated
        return
    digest = hashlib.sha1(start, usedforsecurity=False)
    while data := read(STEP):
        digest.update(data)
    scanned.sha1 = sha1(digest.digest())
    scanned.fields.setdefault("warc-payload-digest", scanned.sha1)
