"""The rows of both databases that point into WARC files, read without touching either."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from storage.archive import Archive

Touched = tuple[tuple[str, ...], tuple[str, ...]]  # ids of captures, ids of reports
CAPTURES = "SELECT id FROM captures WHERE warc_file = ? AND warc_offset >= ? AND warc_offset < ? ORDER BY warc_offset"
# those with it as their page, and those with a figure read from it as an attachment
REPORTS = """WITH one AS (SELECT key FROM capture WHERE id = ?)
             SELECT id FROM report WHERE capture IN one
             UNION SELECT id FROM report WHERE key IN (SELECT report FROM figure_note WHERE capture IN one)"""
END = 1 << 62
DATABASE, FRONTIER = "gongkai.sqlite", "crawl/frontier.sqlite"
AGAIN = {
    DATABASE: "delete it, and gongkai extract makes it",
    FRONTIER: "delete it, and gongkai crawl makes it",
}


class Pointers:
    """Questions to gongkai.sqlite and crawl/frontier.sqlite; one that is not there points nowhere."""

    def __init__(self, archive: Archive) -> None:
        self._damage: list[tuple[str, str]] = []
        self._database = self._open(DATABASE, archive.database_path, "SELECT id, warc_file, warc_offset FROM captures")
        self._frontier = self._open(FRONTIER, archive.frontier_path, "SELECT id, warc, warc_offset FROM captures")

    def _open(self, name: str, path: Path, probe: str) -> sqlite3.Connection | None:
        if not path.exists():
            return None
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            connection.execute(f"{probe} LIMIT 1").fetchone()
            faults = [row[0] for row in connection.execute("PRAGMA quick_check(5)") if row[0] != "ok"]
            faults += [
                f"row {row[1]} of {row[0]} points to no row of {row[2]}"
                for row in connection.execute("PRAGMA foreign_key_check").fetchmany(20)
            ]
        except sqlite3.DatabaseError as error:
            if "no such table" not in str(error):
                self._damage.append((name, f"cannot be read ({error}); {AGAIN[name]} again"))
            connection.close()
            return None
        self._damage += [(name, fault) for fault in faults]
        return connection

    def close(self) -> None:
        for connection in (self._database, self._frontier):
            if connection is not None:
                connection.close()

    def damage(self) -> list[tuple[str, str]]:
        """What is wrong with the databases themselves: file name and detail."""
        return self._damage

    def committed(self, name: str) -> int | None:
        """How many bytes of a file the crawl committed; None for a file it did not write."""
        if self._frontier is None:
            return None
        wanted = "SELECT committed FROM files WHERE name = ?"
        row = self._frontier.execute(wanted, (name.removeprefix("warc/"),)).fetchone()
        return int(row[0]) if row else None

    def touched(self, name: str, start: int, end: int | None) -> Touched:
        """Captures in a stretch of a file, and the reports read from them."""
        if self._database is None:
            return (), ()
        stretch = (name, start, END if end is None else end)
        captures = tuple(row[0] for row in self._database.execute(CAPTURES, stretch))
        return captures, self._reports(captures)

    def _reports(self, captures: tuple[str, ...]) -> tuple[str, ...]:
        if self._database is None:
            return ()
        try:
            found = (row[0] for one in captures for row in self._database.execute(REPORTS, (one,)))
            return tuple(dict.fromkeys(found))
        except sqlite3.DatabaseError:  # a database without reports yet
            return ()

    def astray(
        self, name: str, good: dict[int, str], broken: list[tuple[int, int | None]]
    ) -> Iterator[tuple[str, int, tuple[str, ...], tuple[str, ...]]]:
        """Rows of a file that have no record at their offset, or another one; not those of broken stretches."""
        for database, rows in self._rows_of(name):
            for capture, offset in rows:
                lost = any(start <= offset and (end is None or offset < end) for start, end in broken)
                if not lost and good.get(offset) != capture:
                    yield database, offset, (capture,), self._reports((capture,))

    def _rows_of(self, name: str) -> Iterator[tuple[str, list[tuple[str, int]]]]:
        if self._database is not None:
            wanted = "SELECT id, warc_offset FROM captures WHERE warc_file = ?"
            yield DATABASE, self._database.execute(wanted, (name,)).fetchall()
        if self._frontier is not None:
            wanted = "SELECT id, warc_offset FROM captures WHERE warc = ?"
            rows = self._frontier.execute(wanted, (name.removeprefix("warc/"),)).fetchall()
            yield FRONTIER, rows

    def to_missing_files(self, names: set[str]) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
        """Rows of files that are not there: database, file, captures and reports."""
        if self._database is not None:
            for (name,) in self._database.execute("SELECT DISTINCT warc_file FROM captures ORDER BY 1").fetchall():
                if name not in names:
                    yield DATABASE, name, *self.touched(name, 0, None)
        if self._frontier is not None:
            for (name,) in self._frontier.execute("SELECT DISTINCT warc FROM captures ORDER BY 1").fetchall():
                if f"warc/{name}" not in names:
                    wanted = "SELECT id FROM captures WHERE warc = ? ORDER BY warc_offset"
                    captures = tuple(row[0] for row in self._frontier.execute(wanted, (name,)))
                    yield FRONTIER, f"warc/{name}", captures, ()
