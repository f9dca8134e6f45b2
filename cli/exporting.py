"""Exporting, with progress and a line a file."""

from __future__ import annotations

from pathlib import Path

from cli.progress import progress
from cli.terminal import say


def export(archive: Path, form: str, out: Path) -> None:
    """Write the tables to `out`; `form` is csv or datapackage. Coverage is brought up to date before."""
    from extract.refresh import refresh
    from storage.archive import Archive
    from storage.database.columns import relations
    from storage.database.database import open_database
    from storage.database.exports import describe, export_csv

    opened, written = Archive.open(archive), []
    with open_database(opened.database_path) as db, progress("export", "tables") as report:
        refresh(db, opened)
        for one in export_csv(db.store, out):
            written.append(one)
            report(len(written), len(relations()), one.relation.name)
    for one in written:
        say(f"{one.path}: {one.rows} rows")
    if form == "datapackage":
        say(f"{describe(written, out)}: what every column holds")
