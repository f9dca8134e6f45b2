"""The lists that come from outside: divisions and the codebook. Written only when they changed."""

from __future__ import annotations

from collections.abc import Iterable

from storage.database.store import Row, Store
from storage.rows import IndicatorRow, JurisdictionRow


def load_jurisdictions(store: Store, rows: Iterable[JurisdictionRow], digest: str = "") -> None:
    """Make the table of divisions equal to `rows`, which are not even read where `digest` is the one noted last."""
    values = ((r.code, r.name, r.level, r.parent_code, r.valid_from, r.valid_to) for r in rows)
    _replace(store, "jurisdictions", values, digest)


def load_indicators(store: Store, rows: Iterable[IndicatorRow], digest: str = "") -> None:
    """Make the codebook equal to `rows`; its order is the order in the forms. `digest` as for divisions."""
    values = (
        (r.code, r.template, r.section, r.row_label, r.column_label, r.unit, r.label_en, number)
        for number, r in enumerate(rows, 1)
    )
    _replace(store, "indicators", values, digest)


def _replace(store: Store, table: str, rows: Iterable[Row], digest: str) -> None:
    noted = store.run("SELECT digest FROM list_note WHERE list = ?", (table,)).scalar()
    if digest and noted == digest:
        return
    with store.writing():
        store.run(f"DELETE FROM {table}")  # noqa: S608 -- names of ours
        values = list(rows)
        if values:
            store.run_many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values[0]))})", values)  # noqa: S608
        store.run("INSERT OR REPLACE INTO list_note VALUES (?, ?)", (table, digest))
