"""The WARC file that a crawl writes: a new one when the old is full or old, synced and indexed from time to time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from storage.frontier.ledger import Ledger
from storage.warc import records
from storage.warc.writer import WarcFile, new_name


@dataclass(frozen=True, slots=True)
class Limits:
    """When a file is full (bytes, seconds), and how often (seconds) it is synced and its index renewed."""

    size: int = 256 << 20
    age: float = 6 * 3600
    sync: float = 5
    index: float = 60


class Rotation:
    """Opens and finishes files; `about` are the lines of their first records."""

    def __init__(self, ledger: Ledger, crawl_id: str, about: Mapping[str, str], limits: Limits) -> None:
        self._ledger = ledger
        self._crawl_id = crawl_id
        self._about = about
        self._limits = limits
        self._file: WarcFile | None = None
        self._synced = self._indexed = 0.0

    def writable(self) -> WarcFile:
        """The file to append to: a new one at the start and when the old one is full or old."""
        if self._file is not None and not self._ledger.store.is_writing:
            age = (datetime.now(UTC) - self._file.opened).total_seconds()
            if self._file.size >= self._limits.size or age >= self._limits.age:
                self.finish()
        if self._file is None:
            self._file = self._new_file()
        return self._file

    def _new_file(self) -> WarcFile:
        file = WarcFile(self._ledger.archive.warc_dir, new_name("gongkai"))
        packed, _ = records.pack_group([records.warcinfo(file.name, self._about, datetime.now(UTC))])
        file.append(packed)
        with self.transaction(file, 0):
            self._ledger.begin(file.name, self._crawl_id, file.size)
        return file

    @contextmanager
    def transaction(self, file: WarcFile, start: int) -> Iterator[None]:
        """The frontier's transaction; when it fails, what stands after `start` goes out of the file again."""
        try:
            with self._ledger.store.writing():
                yield
        except BaseException:
            file.roll_back(start)
            raise

    def after_a_group(self) -> None:
        """Sync and index when it is time."""
        now = time.monotonic()
        if self._file is not None and now - self._synced > self._limits.sync:
            self._synced = now
            self._file.sync()
            with self._ledger.store.writing():
                self._ledger.synced(self._file.name, self._file.size)
        if self._file is not None and now - self._indexed > self._limits.index:
            self._indexed = now
            self._ledger.write_index(self._file.name)

    def finish(self) -> None:
        """Index the file and give it its name."""
        file, self._file = self._file, None
        if file is not None:
            self._ledger.write_index(file.name)
            file.finish()
            self._ledger.finish(file.name)
