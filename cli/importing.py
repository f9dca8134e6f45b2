"""Importing, with progress and what is said of each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.progress import progress
from cli.terminal import say

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.importing.importing import ImportSummary


def import_files(archive: Path, files: Sequence[Path]) -> bool:
    """Take in the files, then list their captures in the database; whether every record was kept."""
    from storage.archive import Archive
    from storage.database.database import open_database

    opened = Archive.create(archive)
    left_out = sum(_import(opened, file) for file in files)
    with open_database(opened.database_path) as db:
        db.sync_captures(opened)
    return not left_out


def _import(archive: Archive, file: Path) -> int:
    """Take in one file; how many of its records were left out."""
    from storage.importing.importing import import_file

    with progress(f"import {file.name}", "records") as report:
        summary = import_file(archive, file, lambda done: report(done, None, ""))
    for line in _lines(file, summary):
        say(line)
    return sum(summary.left_out.values())


def _lines(file: Path, summary: ImportSummary) -> Iterator[str]:
    if summary.known:
        yield f"{file}: taken in before, as {', '.join(summary.files)}"
        return
    yield f"{file}: {summary.records} records, {summary.captures} captures, as {', '.join(summary.files)}"
    yield from _counted("left out", summary.left_out)
    yield from _counted("kept, but no capture", summary.unusable)


def _counted(what: str, reasons: Mapping[str, int]) -> Iterator[str]:
    for reason, count in sorted(reasons.items()):
        yield f"  {what}: {count} ({reason})"
