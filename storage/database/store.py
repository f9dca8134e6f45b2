"""One connection to the database, its transactions, and the integer keys of what repeats."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, Engine, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from storage.database.schema import migrate
from storage.errors import NotADatabase
from storage.rows import PublisherRow

Row = tuple[Any, ...]


def connect(path: Path) -> Engine:
    """An engine of one connection that leaves transactions to us; `path` may be `:memory:`."""
    return create_engine(
        f"sqlite:///{path}",
        poolclass=StaticPool,
        connect_args={"isolation_level": None, "timeout": 30, "check_same_thread": False},
    )


class Words(dict[str, int]):
    """The integer keys of one small table of words; a new word gets its key when it is first asked for."""

    def __init__(self, store: Store, table: str, column: str) -> None:
        super().__init__()
        self.store, self.table, self.column = store, table, column

    def __missing__(self, word: str) -> int:
        table, column = self.table, self.column
        self.store.run(f"INSERT OR IGNORE INTO {table} ({column}) VALUES (?)", (word,))  # noqa: S608 -- names of ours
        key = int(self.store.run(f"SELECT key FROM {table} WHERE {column} = ?", (word,)).scalar_one())  # noqa: S608
        self[word] = key
        return key


class Codes(dict[int, str]):
    """The codes of indicators by their keys, which never change."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.store = store

    def __missing__(self, key: int) -> str:
        code = self[key] = str(self.store.all("SELECT code FROM indicator WHERE key = ?", (key,))[0][0])
        return code


class Store:
    """Runs SQL with tuples, in transactions that nest: the outermost one commits."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path).connect()
        self._driver: Any = self.connection.connection.driver_connection
        self._depth = 0
        self.indicators = Words(self, "indicator", "code")
        self.codes = Codes(self)
        self.units = Words(self, "unit", "name")
        self.rules = Words(self, "rule", "name")
        self.readers = Words(self, "reader", "version")
        self.publishers: dict[str, tuple[PublisherRow, int]] = {}
        try:
            # WAL with NORMAL loses no committed report to a crash of the program, at a third of the cost of FULL
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "cache_size = -65536"):
                self.run(f"PRAGMA {pragma}")
            migrate(self.connection)
        except DatabaseError as error:
            self.close()
            if isinstance(error.orig, sqlite3.OperationalError):
                raise
            raise NotADatabase(f"{path} is not an SQLite database: move it away, then run `gongkai extract`") from error
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self.connection.close()
        self.connection.engine.dispose()

    def run(self, sql: str, parameters: Row = ()) -> CursorResult[*tuple[Any, ...]]:
        return self.connection.exec_driver_sql(sql, parameters)

    def run_many(self, sql: str, rows: Iterable[Row]) -> None:
        """Run a statement with each row; straight to the driver, for a report takes a dozen of these."""
        if rows:
            self._driver.executemany(sql, rows)

    def all(self, sql: str, parameters: Row = ()) -> list[Row]:
        """The rows of a statement, by the same short way."""
        rows: list[Row] = self._driver.execute(sql, parameters).fetchall()
        return rows

    def first(self, sql: str, parameters: Row = ()) -> Row | None:
        """The first row of `all`, or None."""
        return next(iter(self.all(sql, parameters)), None)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction; inside another one, a part of it."""
        if self._depth:
            yield
            return
        self._driver.execute("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            self._driver.execute("COMMIT")
        except BaseException:
            self._roll_back()
            for known in (self.indicators, self.codes, self.units, self.rules, self.readers, self.publishers):
                known.clear()  # keys given in this transaction went with it
            raise
        finally:
            self._depth = 0

    def _roll_back(self) -> None:
        if self.connection.invalidated:  # Ctrl-C fell into a statement: the connection is gone, and its transaction
            self.connection.rollback()
        else:
            self.run("ROLLBACK")

    def keys_of(self, table: str, ids: Iterable[str]) -> dict[str, int]:
        """The integer keys of public ids; unknown ids are absent."""
        sql = f"SELECT key FROM {table} WHERE id = ?"  # noqa: S608
        found = {public: self.first(sql, (public,)) for public in dict.fromkeys(ids)}
        return {public: int(row[0]) for public, row in found.items() if row is not None}
