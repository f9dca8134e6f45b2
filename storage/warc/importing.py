"""Taking in files that other tools wrote: wget, Heritrix, Browsertrix, warcprox, Common Crawl.

A file is copied in under a name made from its digest, so that the same file twice is noticed. A first record says where
it came from. Records that fill a gzip member are copied as they are; others are packed one a member, header and block
untouched. What cannot be used is left out and counted by reason.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from base64 import b32encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import IO, Any

import zstandard
from isal import isal_zlib

from storage.archive import Archive
from storage.errors import NotAWarc, WriteFailed
from storage.warc import arc, intake, records
from storage.warc.atomic import sync_folder
from storage.warc.body import STEP, pieces
from storage.warc.gz import GZIP, LEVEL
from storage.warc.intake import Faulty, Incoming, MemberStream
from storage.warc.recovery import index_file, mend_indexes
from storage.warc.vetting import is_capture, unusable_because, vet

WACZ_MEMBERS = 10_000
WACZ_TOTAL = 1 << 36  # 64 GB
WACZ_RATIO = 200
ENDS = ("cut short", "damaged", "a decompression")  # after these a member holds nothing that can be told apart
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of a file. `left_out` and `unusable` count records by reason: not kept, and kept but no capture.

    `files` are relative to the archive; `known`: it had been taken in before.
    """

    source: str
    origin: str
    files: tuple[str, ...] = ()
    records: int = 0
    captures: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    unusable: Mapping[str, int] = field(default_factory=dict)
    known: bool = False


@dataclass
class Tally:
    """Counts while a file is read."""

    records: int = 0
    captures: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    unusable: Counter[str] = field(default_factory=Counter)

    def take(self, record: Incoming) -> None:
        self.records += 1
        self.captures += is_capture(record)
        if reason := unusable_because(record):
            self.unusable[reason] += 1


def import_file(archive: Archive, path: Path, progress: Progress | None = None) -> ImportSummary:
    """Copy a WARC, ARC or WACZ file into the archive; NotAWarc when it is none or holds nothing whole.

    `progress` is called with the number of records taken so far.
    """
    with archive.lock("import"):
        for unfinished in archive.warc_dir.glob("*.part"):
            unfinished.unlink()
        mend_indexes(archive)
        kind = _sniff(path)
        source = _digest(path)
        stem = f"import-{source.removeprefix('sha1:').lower()[:20]}"
        known = sorted(archive.warc_dir.glob(f"{stem}*.warc.gz"))
        if known:
            return ImportSummary(path.name, source, tuple(f"warc/{one.name}" for one in known), known=True)
        tally = Tally()
        taking = Taking(archive, source, path.name, tally, progress)
        try:
            files = _take_wacz(taking, path, stem) if kind == "zip" else taking.take(path, kind, f"{stem}.warc.gz")
        except OSError as error:
            raise WriteFailed(f"{path}: {error.strerror or error}; make room and import it again") from error
    if not tally.records:
        why = "; ".join(f"{count} {reason}" for reason, count in tally.left_out.items()) or "it has no records"
        raise NotAWarc(f"{path}: nothing in it can be used ({why}); get the file again")
    places = tuple(f"warc/{one.name}" for one in files)
    return ImportSummary(
        path.name, source, places, tally.records, tally.captures, dict(tally.left_out), dict(tally.unusable)
    )


def _sniff(path: Path) -> str:
    try:
        return intake.sniff(path)
    except OSError as error:
        raise NotAWarc(f"{path}: cannot be read ({error.strerror}); check the name") from error


def _digest(path: Path) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    with path.open("rb") as handle:
        while data := handle.read(STEP):
            digest.update(data)
    return "sha1:" + b32encode(digest.digest()).decode()


@dataclass
class Taking:
    """One file on its way in."""

    archive: Archive
    origin: str
    source_name: str
    tally: Tally
    progress: Progress | None = None

    def take(self, path: Path, kind: str, name: str) -> list[Path]:
        """Write the usable records of a file under a name; no file when there are none."""
        part = self.archive.warc_dir / f"{name}.part"
        before = self.tally.records
        try:
            with part.open("wb") as out, path.open("rb") as raw:
                self._head(out, name)
                for record in self._records(path, kind):
                    _put(out, raw, record)
                    if self.progress:
                        self.progress(self.tally.records)
                out.flush()
                os.fsync(out.fileno())
            if self.tally.records == before:
                return []
            done = part.with_name(name)
            index_file(self.archive, part, name)
            part.rename(done)
            sync_folder(done.parent)
            return [done]
        finally:
            part.unlink(missing_ok=True)

    def _head(self, out: IO[bytes], name: str) -> None:
        said = {
            "software": "gongkai import",
            "origin": self.origin,
            "source": self.source_name,
            "description": "records of another file, header and block as they were; see source and its digest, origin",
        }
        records.pack(records.warcinfo(name, said, datetime.now(UTC)), out)

    def _records(self, path: Path, kind: str) -> Iterator[Incoming]:
        """The records that can be kept; the others are counted."""
        for record in Reader(self.origin, self.tally.left_out).read(path, kind):
            try:
                vet(record, self.origin)
            except Faulty as fault:
                self.tally.left_out[str(fault)] += 1
                continue
            self.tally.take(record)
            yield record


@dataclass
class Reader:
    """Reads the records of one file, whatever it is packed in; what is not whole is counted in `left_out`."""

    origin: str
    left_out: Counter[str]
    is_arc: bool = False
    lost: bool = False  # after a fault the next place where a record starts is looked for, which is no fault of its own

    def read(self, path: Path, kind: str) -> Iterator[Incoming]:
        if kind == "gzip":
            for stream, member, offset in intake.read_gzip(path, self.left_out):
                self.lost = False
                yield from self._in_member(stream, member, offset)
            return
        with path.open("rb") as handle:
            if kind == "plain":
                yield from self._in_stream(handle, 0)
                return
            with BufferedReader(intake.open_zstd(handle)) as stream:
                yield from self._in_stream(stream, 0)

    def _in_member(self, stream: BufferedReader[Any], member: MemberStream, offset: int) -> Iterator[Incoming]:
        """The records of one gzip member; one that fills it is given with the member's place."""
        held: Incoming | None = None
        alone, faults = True, self.left_out.total()
        for record in self._in_stream(stream, offset):
            if held is not None:
                alone = False
                yield held
            held = record
        if held is not None:
            fills = alone and held.first and member.whole and self.left_out.total() == faults
            held.member = (offset, member.length) if fills else None
            yield held

    def _in_stream(self, stream: BufferedReader[Any], offset: int) -> Iterator[Incoming]:
        """The whole records of a stream, in order."""
        for number in count():
            try:
                first = self._next_start(stream)
                if not first:
                    return
                record = self._one(stream, first)
            except Faulty as fault:
                self.left_out[str(fault)] += 1
                self.lost = True
                if str(fault).startswith(ENDS):
                    return
                continue
            except zstandard.ZstdError:
                self.left_out["damaged zstd data"] += 1
                return
            self.lost = False
            if record is not None:
                record.offset = offset + number
                yield record

    def _next_start(self, stream: BufferedReader[Any]) -> bytes:
        """The first line of the next record, empty at the end."""
        while (line := stream.readline(intake.LINE)) and not line.strip():
            pass
        if line and not self.is_arc and not line.startswith(intake.STARTS):
            if not self.lost:
                self.left_out["bytes between records that belong to none"] += 1
            line = intake.next_start(stream)
        return line

    def _one(self, stream: BufferedReader[Any], first: bytes) -> Incoming | None:
        self.is_arc = self.is_arc or first.startswith(b"filedesc://")
        if self.is_arc:
            read = arc.read_record(stream, first, self.origin)
            return Incoming(read[0], read[2], 0, None, read[1]) if read else None
        header, fields, block = intake.read_record(stream, first)
        if not intake.ends_well(stream):
            raise Faulty("a wrong Content-Length")
        return Incoming(header, block, 0, None, fields, first)


def _put(out: IO[bytes], raw: IO[bytes], record: Incoming) -> None:
    """Copy the member that a record fills, or pack it."""
    if record.member is not None:
        raw.seek(record.member[0])
        left = record.member[1]
        while left and (data := raw.read(min(left, STEP))):
            left -= out.write(data)
        return
    press = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)
    out.write(press.compress(record.header))
    for data in pieces(record.block):
        out.write(press.compress(data))
    out.write(press.compress(b"\r\n\r\n") + press.flush())


def _take_wacz(taking: Taking, path: Path, stem: str) -> list[Path]:
    """The WARC files of a WACZ, one after another, each through a file of its own; its names never become paths."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = [one for one in packed.infolist() if _is_warc(one)]
            _check_limits(path, packed, names)
            return [
                file
                for number, one in enumerate(names)
                for file in _take_member(taking, packed, one, f"{stem}-{number:05d}.warc.gz")
            ]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotAWarc(f"{path}: a damaged or locked zip file ({error}); get the file again") from error


def _is_warc(one: zipfile.ZipInfo) -> bool:
    endings = (".warc", ".warc.gz", ".warc.zst", ".arc", ".arc.gz")
    return one.filename.startswith("archive/") and one.filename.endswith(endings)


def _check_limits(path: Path, packed: zipfile.ZipFile, names: list[zipfile.ZipInfo]) -> None:
    if not names:
        raise NotAWarc(f"{path}: a zip file without archive/*.warc.gz, so no WACZ; unpack it and import what is in it")
    total = sum(one.file_size for one in names)
    ratio = max(one.file_size / max(1, one.compress_size) for one in names)
    if len(packed.infolist()) > WACZ_MEMBERS or total > WACZ_TOTAL or ratio > WACZ_RATIO:
        raise NotAWarc(f"{path}: over the limits for a WACZ (members, size or compression); unpack it with care")


def _take_member(taking: Taking, packed: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> list[Path]:
    copy = taking.archive.warc_dir / f"{name}.source.part"
    try:
        with packed.open(one) as source, copy.open("wb") as out:
            left = one.file_size
            while data := source.read(min(STEP, left + 1)):
                left -= len(data)
                if left < 0:
                    raise NotAWarc(f"{taking.source_name}: {one.filename[:80]!r} is larger than it says; get it again")
                out.write(data)
        return taking.take(copy, intake.sniff(copy), name)
    finally:
        copy.unlink(missing_ok=True)
