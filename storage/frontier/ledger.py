"""The frontier's account of WARC files: how much of each is committed, and the index lines of those being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.archive import Archive
from storage.frontier.store import FrontierStore
from storage.frontier.tables import captures, entries, files, lines
from storage.warc import cdxj


@dataclass(frozen=True, slots=True)
class FileState:
    """`committed` and `synced` are lengths in bytes: up to where groups are committed, and safe on the disk."""

    name: str
    committed: int
    synced: int


class Ledger:
    """Reads and writes the file rows; the caller holds the transaction."""

    def __init__(self, archive: Archive, store: FrontierStore) -> None:
        self.archive = archive
        self.store = store

    def open_files(self) -> list[FileState]:
        """Files not yet finished."""
        rows = self.store.run(sa.select(files).where(files.c.finished.is_(False)).order_by(files.c.name))
        return [FileState(row.name, row.committed, row.synced) for row in rows]

    def begin(self, name: str, crawl: str, committed: int) -> None:
        values = {"name": name, "crawl": crawl, "committed": committed, "synced": 0, "finished": False}
        self.store.run(sa.insert(files).values(values))

    def commit(self, name: str, committed: int, index: list[tuple[int, str]], rows: list[dict[str, Any]]) -> None:
        """A group is part of the archive: its file's length, its index lines, its captures."""
        self.store.captures.committed.run(of_name=name, length=committed)
        for at, line in index:
            self.store.captures.line.run(warc=name, warc_offset=at, line=line)
        for row in rows:
            self.store.captures.put.run(**row)

    def synced(self, name: str, length: int) -> None:
        self.store.run(sa.update(files).where(files.c.name == name).values(synced=length))

    def forget_past(self, name: str, length: int) -> int:
        """Drop what a power cut took: rows past a length go, their entries are queued again. How many captures."""
        lost = (captures.c.warc == name) & (captures.c.warc_offset >= length)
        again = entries.c.capture_id.in_(sa.select(captures.c.id).where(lost))
        self.store.run(sa.update(entries).where(again).values(state="queued", capture_id=None))
        count = self.store.run(sa.delete(captures).where(lost)).rowcount
        self.store.run(sa.delete(lines).where(lines.c.warc == name, lines.c.warc_offset >= length))
        self.store.run(sa.update(files).where(files.c.name == name).values(committed=length))
        return count

    def write_index(self, name: str) -> None:
        """Write the sorted index of a file from its lines."""
        kept = self.store.connection.scalars(sa.select(lines.c.line).where(lines.c.warc == name))
        cdxj.write(self.archive.index_path(name), kept)

    def finish(self, name: str) -> None:
        """The file is whole and indexed: its lines are in the index now."""
        with self.store.writing():
            self.store.run(sa.update(files).where(files.c.name == name).values(finished=True))
            self.store.run(sa.delete(lines).where(lines.c.warc == name))
