"""The schema: numbered migrations, applied with their note in one transaction, and one view a file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from storage.errors import NewerSchema

HERE = Path(__file__).parent
MIGRATIONS = tuple(sorted((HERE / "migrations").glob("[0-9]*.sql")))
VIEWS = tuple(sorted((HERE / "views").glob("*.sql")))

NOTES = """
CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS view_set (digest TEXT PRIMARY KEY);
"""


def migrate(connection: Connection) -> None:
    """Bring the database to this version's schema.

    Raises NewerSchema when a later version of gongkai wrote it: its meaning may have changed.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        _bring_up(connection)
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")


def _bring_up(connection: Connection) -> None:
    _run(connection, NOTES)
    applied = connection.exec_driver_sql("SELECT COALESCE(MAX(number), 0) FROM migration").scalar_one()
    if applied > number(MIGRATIONS[-1]):
        raise NewerSchema(
            f"the database has schema {applied}, this gongkai knows {number(MIGRATIONS[-1])}: use a newer gongkai, "
            "or move the database away and run `gongkai extract --all` to make one from the archive"
        )
    for path in MIGRATIONS:
        if number(path) > applied:
            _run(connection, path.read_text("utf-8"))
            connection.exec_driver_sql("INSERT INTO migration VALUES (?, ?)", (number(path), path.stem))
    _renew_views(connection)


def _renew_views(connection: Connection) -> None:
    scripts = [path.read_text("utf-8") for path in VIEWS]
    digest = hashlib.sha1("".join(scripts).encode(), usedforsecurity=False).hexdigest()
    if connection.exec_driver_sql("SELECT digest FROM view_set").scalar() == digest:
        return
    for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'view'").all():
        connection.exec_driver_sql(f'DROP VIEW "{name}"')
    for script in scripts:
        _run(connection, script)
    connection.exec_driver_sql("DELETE FROM view_set")
    connection.exec_driver_sql("INSERT INTO view_set VALUES (?)", (digest,))


def number(path: Path) -> int:
    """The number a migration file begins with."""
    return int(path.name.split("_")[0])


def _run(connection: Connection, script: str) -> None:
    for statement in _statements(script):
        connection.exec_driver_sql(statement)


def _statements(script: str) -> Iterator[str]:
    """One by one: running a whole script at once would commit first."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
