"""A WARC file while it is written: appended to in whole groups, taken back to the last one when the disk refuses.

`NAME.warc.gz.open` until it is finished. One `write` a group, so that the death of the process cannot leave half of
one behind unnoticed; what a power cut leaves is cut off at the next start (storage/frontier/recovery.py).
"""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from storage.errors import WriteFailed
from storage.warc.atomic import sync_folder
from storage.warc.body import Body, pieces, size

SERIAL = count()


def new_name(prefix: str) -> str:
    """A name no other worker gives: time to the millisecond, serial, host and process."""
    stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")[:17]
    host = re.sub(r"[^A-Za-z0-9]+", "-", platform.node()).strip("-")[:40] or "host"
    return f"{prefix}-{stamp}-{next(SERIAL):05d}-{host}-{os.getpid()}.warc.gz"


class WarcFile:
    """One file being written. `size` counts the bytes of whole groups."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.path = folder / f"{name}.open"
        self.opened = datetime.now(UTC)
        self.size = 0
        try:
            self._handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise WriteFailed(f"{self.path}: {error.strerror}; make room, then start again") from error

    def append(self, group: Body) -> int:
        """Append a group; the offset it starts at. WriteFailed leaves the file as it was before."""
        start = self.size
        try:
            for data in pieces(group):
                self._write(data)
        except OSError as error:
            self.roll_back(start)
            raise WriteFailed(f"{self.path}: {error.strerror}; make room, then start again: nothing is lost") from error
        self.size = start + size(group)
        return start

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._handle, view) :]

    def roll_back(self, to: int) -> None:
        """Cut the file to a length: a group that was written but not committed goes."""
        os.ftruncate(self._handle, to)
        self.size = to

    def sync(self) -> None:
        """Bring what was written to the disk."""
        os.fsync(self._handle)

    def finish(self) -> Path:
        """Sync, close and give the file its name."""
        self.sync()
        os.close(self._handle)
        return finish(self.path)


def finish(path: Path) -> Path:
    """Take `.open` off a whole file."""
    done = path.with_name(path.name.removesuffix(".open"))
    path.rename(done)
    sync_folder(path.parent)
    return done
