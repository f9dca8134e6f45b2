"""Changes between two extractions, printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    """Print every figure that differs between two reader versions; without versions: the last two."""
    from storage.archive import Archive
    from storage.database.database import open_database

    with open_database(Archive.open(archive).database_path) as db:
        pair = tuple(versions or db.versions()[-2:])
        rows = [_row(db, change) for change in db.changes(*pair)] if len(pair) == 2 else []
    if form != "table":
        print_rows(COLUMNS, rows, form)
    elif len(pair) < 2:
        say("the database was filled by one version so far: nothing to compare")
    else:
        for line in _lines(rows):
            say(line)
        say(f"{len(rows)} figures differ between {pair[0]} and {pair[1]}")


def _row(db: Database, change: Change) -> tuple[object, ...]:
    known = db.query("SELECT publisher, year FROM reports WHERE id = ?", (change.report_id,))
    publisher, year = known[0] if known else (None, None)
    return (change.report_id, publisher, year, change.indicator, *change.before, *change.after)


def _lines(rows: Sequence[tuple[object, ...]]) -> Iterator[str]:
    for report, publisher, year, indicator, *said in rows:
        body = f"{publisher or 'not identified'} {year or ''}".strip()
        yield f"{report} {body} {indicator}: {_told(*said[:3])} → {_told(*said[3:])}"


def _told(value: object, state: object, raw: object) -> str:
    if state is None:
        return "nothing"
    return f"{value} ({raw})" if state == "value" and str(value) != raw else str(value if state == "value" else state)
