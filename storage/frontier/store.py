"""Opening the frontier's database, its transactions, and its clock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from storage.errors import NewerSchema, WriteFailed, advice, not_a_frontier
from storage.frontier.learnt import LearntSql
from storage.frontier.sql import CaptureSql, EntrySql, HostSql
from storage.frontier.tables import SCHEMA_VERSION, TABLES, entries, hosts, meta

CLOCK_SLACK = 2.0  # seconds a clock may step back unnoticed
CLOCK_KEPT = 5.0  # the time is noted this often


class FrontierStore:
    """One connection; every change is made in `writing()`."""

    def __init__(self, path: Path) -> None:
        self.engine = sa.create_engine(
            f"sqlite:///{path}",
            poolclass=sa.pool.StaticPool,
            connect_args={"isolation_level": None, "timeout": 30, "check_same_thread": False},
        )
        # transactions are ours: a writer announces itself at the start, so that two never deadlock
        self.connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self.path = path
        self.driver: Any = self.connection.connection.driver_connection
        self._refusals = (sa.exc.OperationalError, self.engine.dialect.loaded_dbapi.OperationalError)
        self.fault: WriteFailed | None = None  # once the disk has refused, the crawl has to stop
        self._depth = 0
        self._clock = self._clock_kept = 0.0
        try:
            self._prepare(path)
            self.entries = EntrySql(self.connection, self.insert)
            self.hosts = HostSql(self.connection, self.insert)
            self.captures = CaptureSql(self.connection, self.insert)
            self.learnt = LearntSql(self.connection, self.insert)
        except sa.exc.DatabaseError as error:
            self.close()
            if isinstance(error.orig, sqlite3.OperationalError):
                raise
            raise not_a_frontier(path) from error
        except BaseException:
            self.close()
            raise

    def _prepare(self, path: Path) -> None:
        # NORMAL in WAL mode survives the death of the process; the archive's own sync covers power cuts
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 4000"):
            self.connection.exec_driver_sql(f"PRAGMA {pragma}")
        with self.writing():
            TABLES.create_all(self.connection)
            version = int(self.get("schema") or SCHEMA_VERSION)
            if version > SCHEMA_VERSION:
                raise NewerSchema(f"{path}: made by a later release (schema {version}); install that release")
            if version < 2:  # robots.txt is kept in the notes of a host
                for name in ("robots", "robots_until"):
                    self.connection.exec_driver_sql(f"ALTER TABLE hosts DROP COLUMN {name}")
            self.set("schema", str(SCHEMA_VERSION))

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()

    @property
    def is_writing(self) -> bool:
        """Whether a transaction is open."""
        return self._depth > 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction; inside another one, a part of it."""
        if self._depth:
            yield
            return
        self._depth = 1
        try:
            self.driver.execute("BEGIN IMMEDIATE")
            yield
            self.driver.execute("COMMIT")
        except self._refusals as error:
            self._roll_back()
            why = getattr(error, "orig", error)
            self.fault = WriteFailed(f"{self.path}: the database refused ({why}); {advice(why)}: nothing is lost")
            raise self.fault from error
        except BaseException:
            self._roll_back()
            raise
        finally:
            self._depth = 0

    def _roll_back(self) -> None:
        """Undo the transaction; SQLite has done so itself when the disk was full."""
        with suppress(*self._refusals):
            self.driver.execute("ROLLBACK")

    def run(self, statement: sa.Executable, parameters: Any = None) -> sa.CursorResult[Any]:
        return self.connection.execute(statement, parameters)

    @cached_property
    def insert(self) -> Any:
        """The dialect's INSERT, for ON CONFLICT, which both SQLite and PostgreSQL have."""
        return postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert

    def get(self, name: str) -> str | None:
        return self.connection.scalar(sa.select(meta.c.value).where(meta.c.name == name))

    def set(self, name: str, value: str) -> None:
        put = self.insert(meta).values(name=name, value=value)
        self.run(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))

    def notice_clock(self, now: float) -> None:
        """When the clock was set back, set the waiting times back with it, or a host would wait for hours."""
        last = self._clock or float(self.get("clock") or now)
        self._clock = now
        back = last - now
        if back > CLOCK_SLACK:
            with self.writing():
                for table, names in ((hosts, ("not_before", "ready_at")), (entries, ("not_before",))):
                    self.run(sa.update(table).values({name: table.c[name] - back for name in names}))
                self.set("clock", str(now))
        elif now - self._clock_kept > CLOCK_KEPT:
            self._clock_kept = now
            self.set("clock", str(now))
