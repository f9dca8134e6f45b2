"""The lists that come from outside: divisions and the codebook. Written only when they changed."""

from __future__ import annotations

from collections.abc import Iterable

from storage.rows import IndicatorRow, JurisdictionRow
from storage.store import Row, Store


def load_jurisdictions(store: Store, rows: Iterable[JurisdictionRow]) -> None:
    """Make the table of divisions equal to `rows`."""
    new: list[Row] = [(r.code, r.name, r.level, r.parent_code, r.valid_from, r.valid_to) for r in rows]
    _replace(store, "jurisdictions", new)


def load_indicators(store: Store, rows: Iterable[IndicatorRow]) -> None:
    """Make the codebook equal to `rows`; its order is the order in the forms."""
    new: list[Row] = [
        (r.code, r.template, r.section, r.row_label, r.column_label, r.unit, r.label_en, number)
        for number, r in enumerate(rows, 1)
    ]
    _replace(store, "indicators", new)


def _replace(store: Store, table: str, rows: list[Row]) -> None:
    with store.writing():
        if [tuple(row) for row in store.run(f"SELECT * FROM {table} ORDER BY rowid")] == rows:  # noqa: S608
            return
        store.run(f"DELETE FROM {table}")  # noqa: S608 -- names of ours
        if rows:
            store.run_many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608
