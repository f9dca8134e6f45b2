"""Listing WARC files: every capture becomes a row before anything reads it, every failed fetch an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.capture import Capture
from storage.database.captured import put_captures
from storage.database.saving import save_issues
from storage.database.store import Store
from storage.errors import BrokenRecord
from storage.rows import IssueRow
from storage.warc.reading import Failed, iter_captures

BATCH = 1000

Listed = tuple[Capture, Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class SyncSummary:
    """What was new: WARC files (or ones that had grown), and the captures and failures in them."""

    files: int = 0
    captures: int = 0
    failures: int = 0


def warc_name(path: Path) -> str:
    """The name a WARC file has once it is finished, relative to the archive."""
    return "warc/" + path.name.removesuffix(".open")


def list_file(
    store: Store, name: str, size: int, listed: Iterable[Listed], failures: Iterable[IssueRow]
) -> SyncSummary:
    """Write what one WARC file holds, in one transaction; listing it again changes only what changed."""
    captures = failed = 0
    with store.writing():
        sql = """INSERT INTO warc (name, size) VALUES (?, ?)
                 ON CONFLICT (name) DO UPDATE SET size = excluded.size RETURNING key"""
        key = int(store.run(sql, (name, size)).scalar_one())
        batch: list[Listed] = []
        for pair in listed:
            batch.append(pair)
            if len(batch) == BATCH:
                put_captures(store, key, batch)
                batch = []
            captures += 1
        put_captures(store, key, batch)
        store.run("DELETE FROM issue WHERE warc = ?", (key,))
        rows = list(failures)
        save_issues(store, rows, warc=key)
        failed = len(rows)
    return SyncSummary(1, captures, failed)


def sync_captures(store: Store, archive: Archive) -> SyncSummary:
    """List the WARC files of the archive that are not known, or of another size than when they were listed.

    A file that cannot be read on gives what is whole before that place, and an issue.
    """
    known = {str(name): int(size) for name, size in store.run("SELECT name, size FROM warc")}
    done = SyncSummary()
    for path in archive.warc_files():
        size = path.stat().st_size
        if known.get(warc_name(path)) != size:
            new = list_file(store, warc_name(path), size, *_read(path))
            done = SyncSummary(done.files + 1, done.captures + new.captures, done.failures + new.failures)
    return done


def _read(path: Path) -> tuple[Iterator[Listed], Iterator[IssueRow]]:
    """What the file holds and, once that is read to its end, what failed."""
    failures: list[Failed] = []
    broken: list[str] = []

    def captures() -> Iterator[Listed]:
        try:
            yield from iter_captures(path, failures)
        except BrokenRecord as error:
            broken.append(str(error))

    def issues() -> Iterator[IssueRow]:
        yield from (IssueRow("error", "broken_warc", message) for message in broken)
        for failed in failures:
            why = f"{failed.kind} ({failed.detail})" if failed.detail else failed.kind
            yield IssueRow("warning", "fetch_failed", f"{failed.url}: {why} at {failed.at}")

    return captures(), issues()
