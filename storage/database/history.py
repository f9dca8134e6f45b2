"""What an earlier version of the reader said: kept only where a later one says something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from storage.database.packing import NarrowFigures
from storage.database.store import Row, Store
from storage.errors import UnknownVersion
from storage.rows import Number

FIGURES = """SELECT indicator, value, state, raw FROM figures WHERE report_id = ?"""
Said = tuple[Number | None, str | None, str | None]
NOTHING: Said = (None, None, None)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that two versions read differently; state None: that version said nothing of it."""

    report_id: str
    indicator: str
    before: Said
    after: Said


def keep_superseded(store: Store, report: str, figures: NarrowFigures, version: str) -> None:
    """Note what a report's figures were, where `figures` differ and another version had read them."""
    earlier = store.run("SELECT reader FROM report WHERE id = ?", (report,)).scalar_one()
    now = store.readers[version]
    if earlier == now:
        return
    old: dict[str, Said] = {row[0]: (row[1], row[2], row[3]) for row in store.run(FIGURES, (report,))}
    new: dict[str, Said] = {code: (value, state, raw) for code, value, state, raw in figures.said()}
    lost: list[Row] = [
        (report, code, earlier, now, *old.get(code, NOTHING))
        for code in sorted(old.keys() | new.keys())
        if old.get(code, NOTHING) != new.get(code, NOTHING)
    ]
    store.run_many("INSERT OR REPLACE INTO superseded VALUES (?, ?, ?, ?, ?, ?, ?)", lost)


def keep_found(store: Store, report: str, capture: int, figures: NarrowFigures, version: str) -> None:
    """Note that another version had read the capture of a report and found no such report there."""
    earlier, now = store.first("SELECT reader FROM capture WHERE key = ?", (capture,)), store.readers[version]
    if earlier is not None and earlier[0] is not None and earlier[0] < now:
        rows = [(report, code, earlier[0], now, *NOTHING) for code in figures.indicators]
        store.run_many("INSERT OR IGNORE INTO superseded VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def changes(store: Store, before: str, after: str) -> Iterator[Change]:
    """Figures that differ between what version `before` and version `after` left in the database, by report.

    Versions are in the order in which they came into use. What a version had not read again counts as it stood. Rows
    are handed on as they are found: a database may hold millions of them.
    """
    first, last = (_position(store, version) for version in (before, after))
    for report, rows in groupby(_superseded(store, first), key=itemgetter(0)):
        now: dict[str, Said] = {row[0]: (row[1], row[2], row[3]) for row in store.all(FIGURES, (report,))}
        for indicator, said in groupby(rows, key=itemgetter(1)):
            old, *later = said
            if old[2] > last:
                continue  # it changed only since
            replaced = next((_said(row) for row in later if row[2] > last), now.get(indicator, NOTHING))
            if _said(old) != replaced:
                yield Change(report, indicator, _said(old), replaced)


def _said(row: Row) -> Said:
    return row[3], row[4], row[5]


def _superseded(store: Store, first: int) -> Iterator[Row]:
    sql = """SELECT report_id, indicator, successor, value, state, raw FROM superseded WHERE successor > ?
             ORDER BY report_id, indicator, successor"""
    return iter(store.run(sql, (first,)).yield_per(1000))


def versions(store: Store) -> list[str]:
    """The reader versions that filled the database, in the order they came into use."""
    return [
        str(version) for version in store.run("SELECT version FROM reader WHERE partial = 0 ORDER BY key").scalars()
    ]


def _position(store: Store, version: str) -> int:
    key = store.run("SELECT key FROM reader WHERE version = ?", (version,)).scalar()
    if key is None:
        known = ", ".join(versions(store)) or "none"
        raise UnknownVersion(f"no extraction by version {version} is in the database; there are: {known}")
    return int(key)
