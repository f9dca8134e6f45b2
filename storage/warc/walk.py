"""The gzip members of a file one by one, whatever state the file is in: for recovery and verify."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from isal import isal_zlib

from storage.warc.gz import GZIP, GzipError

STEP = 1 << 16
KEPT = 1 << 20  # the start of a record that is kept: its named fields and an HTTP head


@dataclass(slots=True)
class Walked:
    """One gzip member: `start` of what it holds, the `size` of all of it, and why it is broken (`fault`)."""

    offset: int
    length: int = 0
    start: bytearray = field(default_factory=bytearray)
    size: int = 0
    fault: str = ""


def walk(path: Path, offset: int = 0) -> Iterator[Walked]:
    """Each member from an offset on. A broken one is the last: nothing after it can be told apart."""
    with path.open("rb") as handle:
        handle.seek(offset)
        rest = b""
        while rest or (rest := handle.read(STEP)):
            member, rest = _member(handle, offset, rest)
            offset += member.length
            yield member
            if member.fault:
                return


def _member(handle: IO[bytes], offset: int, data: bytes) -> tuple[Walked, bytes]:
    member = Walked(offset)
    press = isal_zlib.decompressobj(GZIP)
    try:
        while True:
            member.length += len(data)
            while True:
                plain = press.decompress(data, STEP)
                _keep(member, plain)
                data = press.unconsumed_tail
                if press.eof or not (data or len(plain) == STEP):
                    break
            if press.eof:
                member.length -= len(press.unused_data)
                return member, bytes(press.unused_data)
            data = handle.read(STEP)
            if not data:
                member.fault = "the file ends inside a record"
                return member, b""
    except GzipError as error:
        member.fault = f"not a gzip member ({error})"
        return member, b""


def _keep(member: Walked, plain: bytes) -> None:
    member.size += len(plain)
    if len(member.start) < KEPT:
        member.start += plain[: KEPT - len(member.start)]
