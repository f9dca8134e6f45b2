"""The programs that filled the database, and what of them each reading used."""

from __future__ import annotations

import json
from collections.abc import Mapping

from storage.database.store import Store

Parts = Mapping[str, str]
"""A digest for each part of a program."""


def note_program(store: Store, version: str, parts: Parts, sources: str) -> None:
    """Note a program that fills the database; `sources` is the digest of its files as they lie there."""
    sql = """INSERT INTO reader (version, parts, sources) VALUES (?, ?, ?)
             ON CONFLICT (version) DO UPDATE SET parts = excluded.parts, partial = 0, sources = excluded.sources"""
    with store.writing():
        store.run(sql, (version, _packed(parts), sources))


def note_reader(store: Store, version: str, parts: Parts) -> None:
    """Note what a reading used of a program."""
    sql = "INSERT INTO reader (version, parts, partial) VALUES (?, ?, 1) ON CONFLICT (version) DO NOTHING"
    store.run(sql, (version, _packed(parts)))


def readers(store: Store) -> dict[str, Parts]:
    """Every reader, whole programs among them, by its version; of an earlier release nothing is known."""
    rows = store.run("SELECT version, parts FROM reader ORDER BY key").all()
    return {version: json.loads(parts) if parts else {} for version, parts in rows}


def parts_of_sources(store: Store, sources: str) -> Parts | None:
    """The parts of the program with these files, if it filled the database before."""
    parts = store.run("SELECT parts FROM reader WHERE sources = ?", (sources,)).scalar()
    return json.loads(parts) if parts else None


def _packed(parts: Parts) -> str:
    return json.dumps(dict(parts), sort_keys=True, separators=(",", ":"))
