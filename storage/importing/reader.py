"""The records of a file, whatever it is packed in; what is not whole is counted, and the rest read on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import Any

import zstandard

from storage.importing import arc
from storage.warc import intake
from storage.warc.intake import Faulty, Incoming, MemberStream

ENDS = ("cut short", "damaged", "a decompression")  # after these a member holds nothing that can be told apart


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
