"""Statements declared once with SQLAlchemy Core and run straight by the driver.

Core builds, hashes and looks up a statement at each call, which costs more than SQLite takes to run it. What a crawl
runs for every page is compiled once, for whatever database it is.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa


class Prepared:
    """One compiled statement; its parameters are those of its named bindparams, and columns of an INSERT.

    No IN: Core writes its list out only when it is run.
    """

    def __init__(self, connection: sa.Connection, statement: Any, columns: Sequence[str] | None = None) -> None:
        compiled: Any = statement.compile(dialect=connection.dialect, column_keys=columns)
        self._driver: Any = connection.connection.driver_connection
        self._sql = str(compiled)
        self._order: list[str] = list(compiled.positiontup or ())
        self._fixed: dict[str, Any] = compiled.params
        names = [column.name for column in getattr(statement, "selected_columns", ())]
        self._row: Any = namedtuple("Row", [name or "value" for name in names]) if names else None

    def _arguments(self, given: Mapping[str, Any]) -> Any:
        values = {**self._fixed, **given}
        return [values[name] for name in self._order] if self._order else values

    def run(self, **given: Any) -> int:
        """Execute; how many rows it touched."""
        return int(self._cursor(given).rowcount)

    def run_many(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Execute for each row of parameters; how many rows it touched."""
        if not rows:
            return 0
        cursor = self._driver.cursor()
        cursor.executemany(self._sql, [self._arguments(row) for row in rows])
        return int(cursor.rowcount)

    def first(self, **given: Any) -> Any:
        """The first row by column name, or None."""
        row = self._cursor(given).fetchone()
        return None if row is None else self._row._make(row)

    def all(self, **given: Any) -> list[Any]:
        """Every row by column name."""
        return [self._row._make(row) for row in self._cursor(given).fetchall()]

    def value(self, **given: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._cursor(given).fetchone()
        return None if row is None else row[0]

    def _cursor(self, given: Mapping[str, Any]) -> Any:
        cursor = self._driver.cursor()
        cursor.execute(self._sql, self._arguments(given))
        return cursor
