"""Reading captures into the database, with progress and what is said of it at the end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.progress import progress
from cli.terminal import say

if TYPE_CHECKING:
    from storage.archive import Archive

workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    metavar="N",
    help="Processes (default: one a core).",
)


def run_extract(archive: Path, warcs: tuple[Path, ...] = (), everything: bool = False, workers: int = 1) -> bool:
    """Extract, then bring coverage up to date; whether every report was identified and read."""
    from extract.pipeline import ExtractOptions, extract
    from extract.refresh import refresh
    from storage.archive import Archive
    from storage.database.database import open_database

    opened = Archive.open(archive)
    with progress("extract", "captures") as report:
        summary = extract(opened, ExtractOptions(_names(opened, warcs), everything, workers, report))
    with open_database(opened.database_path) as db:
        refresh(db, opened)
        reports = db.query("SELECT EXISTS (SELECT 1 FROM reports) AS any")[0].any
    say(f"extract: {summary.captures} captures read, {summary.reports} reports, {summary.figures} figures")
    for count, what in ((summary.unidentified, "not identified"), (summary.unread, "not read")):
        if count:
            say(f"reports {what}: {count}; the table issues says why")
    if summary.captures and not reports:
        say("there is no report among them: gongkai coverage says what is missing, and why")
    return bool(reports or not summary.captures) and not (summary.unidentified or summary.unread)


def _names(archive: Archive, warcs: tuple[Path, ...]) -> tuple[str, ...]:
    """The names (`warc/…`) of WARC files given as paths or names; raises CaptureMissing for one that is not there."""
    from storage.database.syncing import warc_name

    return tuple(warc_name(archive.warc_path(path.name)) for path in warcs)
