"""One file on its way in: its usable records under a name made from its digest, the others counted by reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from isal import isal_zlib

from storage.archive import Archive
from storage.importing.reader import Reader
from storage.importing.vetting import is_capture, unusable_because, vet
from storage.warc import records
from storage.warc.atomic import sync_folder
from storage.warc.body import STEP, pieces
from storage.warc.gz import GZIP, LEVEL
from storage.warc.indexing import index_file
from storage.warc.intake import Faulty, Incoming

Progress = Callable[[int], None]


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
