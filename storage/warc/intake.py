"""Records out of files that other tools wrote: gzip with one member a record or one for all, zstd, plain, broken.

Memory stays flat whatever the file claims: bodies over a megabyte go to disk, headers and records have limits, and what
cannot be read is passed over up to the next place where a record starts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, Any

import zstandard
from isal import isal_zlib

from storage.errors import NotAWarc
from storage.warc.body import Body, collect
from storage.warc.gz import GZIP, GzipError

STEP = 1 << 16
HEADER_LIMIT = 1 << 20
RECORD_LIMIT = 1 << 30
BOMB_RATIO = 1100  # deflate cannot honestly do better than 1032
WINDOW = 1 << 26  # the largest zstd window taken
ZSTD = b"\x28\xb5\x2f\xfd"
ZSTD_DICTIONARY = b"\x5d\x2a\x4d\x18"
GZIP_START = re.compile(rb"\x1f\x8b\x08")
STARTS = (b"WARC/", b"filedesc://")
LINE = 1 << 16


class Faulty(Exception):
    """Why a record cannot be used; the message is the reason it is counted under."""


@dataclass(slots=True)
class Incoming:
    """One record: its header lines as they stand, its block, and the source's member if it fills one exactly.

    `first` is the line it started with in the source; empty for a record made from another format.
    """

    header: bytes
    block: Body
    offset: int
    member: tuple[int, int] | None = None
    fields: dict[str, str] = field(default_factory=dict)
    first: bytes = b""


class MemberStream(RawIOBase):
    """One gzip member, decompressed as it is read; once it is, `rest` is what follows it and `length` its size."""

    def __init__(self, handle: IO[bytes], data: bytes) -> None:
        self._handle = handle
        self._press = isal_zlib.decompressobj(GZIP)
        self._data = data
        self._taken = len(data)
        self._given = 0
        self._fault = ""

    def readable(self) -> bool:
        return True

    @property
    def rest(self) -> bytes:
        return bytes(self._press.unused_data)

    @property
    def whole(self) -> bool:
        return bool(self._press.eof)

    @property
    def length(self) -> int:
        return self._taken - len(self._press.unused_data)

    def readinto(self, buffer: Any) -> int:
        while not self._press.eof:
            plain = self._inflate(len(buffer))
            if plain:
                buffer[: len(plain)] = plain
                return len(plain)
            if not self._data and not self._press.eof:
                self._data = self._handle.read(STEP)
                self._taken += len(self._data)
                if not self._data:
                    raise Faulty("cut short: the file ends inside a record")
        return 0

    def _inflate(self, room: int) -> bytes:
        if self._fault:
            raise Faulty(self._fault)
        try:
            plain = bytes(self._press.decompress(self._data, room))
        except GzipError as error:
            self._fault = "damaged gzip data"
            raise Faulty(self._fault) from error
        self._data = self._press.unconsumed_tail
        self._given += len(plain)
        if self._given > 64 * STEP and self._given > BOMB_RATIO * self._taken:
            self._fault = "a decompression bomb"
            raise Faulty(self._fault)
        return plain


def read_gzip(path: Path, left_out: Counter[str]) -> Iterator[tuple[BufferedReader[Any], MemberStream, int]]:
    """Each gzip member as a stream with its offset. After a damaged one, on from the next that starts a record."""
    with path.open("rb") as handle:
        offset, data = 0, handle.read(STEP)
        while data or (data := handle.read(STEP)):
            if not data.strip(b"\0") and _only_zeros(handle):
                left_out["zeros after the last record"] += 1
                return
            member = MemberStream(handle, data)
            stream: BufferedReader[Any] = BufferedReader(member, STEP)
            yield stream, member, offset
            try:
                while stream.read(STEP):
                    pass
                offset, data = offset + member.length, member.rest
            except Faulty:
                # the reader of the member has met the same fault and counted it
                found = next_member(path, offset + 1)
                if found is None:
                    return
                offset, data = found, b""
                handle.seek(offset)


def _only_zeros(handle: IO[bytes]) -> bool:
    here = handle.tell()
    try:
        return all(not data.strip(b"\0") for data in iter(lambda: handle.read(STEP), b""))
    finally:
        handle.seek(here)


def next_member(path: Path, offset: int) -> int | None:
    """Where the next gzip member that holds a record starts."""
    with path.open("rb") as handle:
        handle.seek(offset)
        while data := handle.read(1 << 20):
            for found in GZIP_START.finditer(data):
                if _holds_record(path, offset + found.start()):
                    return offset + found.start()
            if len(data) < 1 << 20:
                return None
            offset += len(data) - 2
            handle.seek(offset)
    return None


def _holds_record(path: Path, offset: int) -> bool:
    with path.open("rb") as handle:
        handle.seek(offset)
        try:
            return isal_zlib.decompressobj(GZIP).decompress(handle.read(512), 16).startswith(STARTS)
        except GzipError:
            return False


def open_zstd(handle: IO[bytes]) -> Any:
    """A zstd file of one or many frames, with or without a dictionary in front."""
    start = handle.read(8)
    dictionary = None
    if start[:4] == ZSTD_DICTIONARY:
        raw = handle.read(min(int.from_bytes(start[4:8], "little"), 1 << 24))
        if raw[:4] == ZSTD:
            raw = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompress(raw, max_output_size=1 << 24)
        dictionary = zstandard.ZstdCompressionDict(raw)
    else:
        handle.seek(0)
    press = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=WINDOW)
    return press.stream_reader(handle, read_across_frames=True)


def next_start(stream: IO[bytes]) -> bytes:
    """The line of the next place where a record starts; empty at the end."""
    while (line := stream.readline(LINE)) and not line.startswith(STARTS[0]):
        pass
    return line


def read_record(stream: IO[bytes], first: bytes) -> tuple[bytes, dict[str, str], Body]:
    """Header lines, fields and block of the record whose first line was read. Faulty when it is not whole."""
    lines, length = [first], len(first)
    while (line := stream.readline(LINE)).strip():
        lines.append(line)
        length += len(line)
        if length > HEADER_LIMIT:
            raise Faulty("a header over 1 MB")
    if not line:
        raise Faulty("cut short: the file ends inside a header")
    header = b"".join(lines) + b"\r\n"
    fields = parse_fields(header)
    return header, fields, read_block(stream, fields.get("content-length", ""))


def read_block(stream: IO[bytes], stated: str) -> Body:
    """A block of the stated length."""
    if not re.fullmatch(r"\d{1,15}", stated):
        raise Faulty("no usable Content-Length")
    if int(stated) > RECORD_LIMIT:
        raise Faulty("a record over 1 GB")
    return collect(_limited(stream, int(stated)))


def _limited(stream: IO[bytes], length: int) -> Iterator[bytes]:
    while length:
        data = stream.read(min(length, STEP))
        if not data:
            raise Faulty("cut short: the file ends inside a record")
        length -= len(data)
        yield data


def parse_fields(header: bytes) -> dict[str, str]:
    """Named fields by lower-case name, the first of each, folded lines joined."""
    fields: dict[str, str] = {}
    name = ""
    for line in header.decode("utf-8", "replace").splitlines()[1:]:
        if line[:1] in {" ", "\t"} and name:
            fields[name] += " " + line.strip()
            continue
        before, colon, value = line.partition(":")
        name = before.strip().lower() if colon else ""
        if name:
            fields.setdefault(name, value.strip())
    return fields


def ends_well(stream: BufferedReader[Any]) -> bool:
    """Whether what follows a block is the end, an empty line or another record."""
    ahead = stream.peek(5)[:5]
    return not ahead or ahead[:1] in {b"\r", b"\n"} or b"WARC/".startswith(ahead)


def sniff(path: Path) -> str:
    """`gzip`, `zstd`, `zip` or `plain`. NotAWarc for everything that holds neither WARC nor ARC."""
    with path.open("rb") as handle:
        start = handle.read(512)
        if start[:4] == b"PK\x03\x04":
            return "zip"
        if start[:4] in {ZSTD, ZSTD_DICTIONARY}:
            return "zstd"
        kind = "gzip" if GZIP_START.match(start) else "plain"
    if kind == "gzip":
        try:
            start = isal_zlib.decompressobj(GZIP).decompress(start, 512)
        except GzipError as error:
            raise NotAWarc(f"{path}: damaged from its first byte on; get the file again") from error
    if not start.lstrip(b"\r\n").startswith(STARTS):
        what = "an empty file" if not start else "something else" if b"\0" in start else "text"
        raise NotAWarc(f"{path}: {what}, not a WARC, ARC or WACZ file; give import a file of one of these kinds")
    return kind
