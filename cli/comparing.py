"""Changes between two extractions, printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from cli.printing import print_rows
from cli.terminal import say

if TYPE_CHECKING:
    from storage.database.database import Database
    from storage.database.history import Change

COLUMNS = ("report_id", "publisher", "year", "indicator", "value_before", "state_before", "raw_before", "value_after",
           "state_after", "raw_after")  # fmt: skip


def show_changes(archive: Path, versions: Sequence[str], form: str) -> None:
    """Print every figure that differs between two versions of the program, as they are found; else the last two."""
    from storage.archive import Archive
    from storage.database.database import open_database

    with open_database(Archive.open(archive).database_path) as db:
        pair = tuple(versions or db.versions()[-2:])
        rows = _rows(db, db.changes(*pair)) if len(pair) == 2 else iter(())
        if form != "table":
            print_rows(COLUMNS, rows, form)
        elif len(pair) < 2:
            say("the database was filled by one version so far: nothing to compare")
        else:
            count = 0
            for count, row in enumerate(rows, 1):  # noqa: B007
                say(_line(*row))
            say(f"{count} figures differ between {pair[0]} and {pair[1]}; {_parts(db, *pair)}")


def _rows(db: Database, changes: Iterable[Change]) -> Iterator[tuple[object, ...]]:
    for report, found in groupby(changes, key=lambda change: change.report_id):
        known = db.query("SELECT publisher, year FROM reports WHERE id = ?", (report,))
        publisher, year = known[0] if known else (None, None)
        yield from ((report, publisher, year, change.indicator, *change.before, *change.after) for change in found)


def _parts(db: Database, before: str, after: str) -> str:
    """Which parts of the program differ between two versions."""
    known = db.readers()
    old, new = known[before], known[after]
    if not (old and new):
        return "one of them does not say what it was made of"
    parts = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    return f"they differ in {', '.join(parts) or 'nothing that reads'}"


def _line(report: object, publisher: object, year: object, indicator: object, *said: object) -> str:
    body = f"{publisher or 'not identified'} {year or ''}".strip()
    return f"{report} {body} {indicator}: {_told(*said[:3])} → {_told(*said[3:])}"


def _told(value: object, state: object, raw: object) -> str:
    if state is None:
        return "nothing"
    return f"{value} ({raw})" if state == "value" and str(value) != raw else str(value if state == "value" else state)
