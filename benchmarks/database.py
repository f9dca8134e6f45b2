"""What a report of 200 figures costs in the database: bytes and CPU time, against text codes in a plain table.

Both sides write the same figures, one transaction a report, in WAL mode; runs are interleaved, medians are printed.
Last lines: `bytes` ours to plain, and `cpu` ours to plain (ours also writes the report's own row).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # this folder holds an extract.py, which is not the package

import sqlite3  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from statistics import median  # noqa: E402

from extract.codebook import codes  # noqa: E402
from storage.capture import Capture  # noqa: E402
from storage.database.database import open_database  # noqa: E402
from storage.database.syncing import list_file  # noqa: E402
from storage.rows import FigureRow, PublisherRow, ReportRow, ReportRows  # noqa: E402

REPORTS = 400
REPEATS = 5
PLAIN = """CREATE TABLE figures (report_id TEXT, indicator TEXT, value NUMERIC, state TEXT, raw TEXT, unit TEXT,
           source TEXT, locator TEXT, capture_id TEXT, PRIMARY KEY (report_id, indicator))"""


def reports() -> list[ReportRows]:
    """Reports in the form of 2021: most cells are zero."""
    body = PublisherRow("sample-publisher", "霍邱县人民政府", "government", "341522")
    return [_report(number, body) for number in range(REPORTS)]


def _report(number: int, body: PublisherRow) -> ReportRows:
    public, capture = f"{number:016x}", f"capture{number:09d}"
    figures = []
    for k, code in enumerate(codes("2021")):
        value = (k * number) % 41 if (k + number) % 5 < 2 else 0
        place = f"t{2 + (k >= 10)}r{k // 7}c{k % 7 + 3}"
        figures.append(FigureRow(code, value, "value", str(value), "件", "table", place, capture))
    row = ReportRow(public, body, body.name, 2008 + number % 18, "", None, "2021", "", capture, "extracted", "own",
                    "official", True, "", "{}")  # fmt: skip
    return ReportRows(row, figures=tuple(figures))


def ours(folder: Path, rows: list[ReportRows]) -> tuple[float, float]:
    """CPU milliseconds and bytes a report."""
    path = folder / "ours.sqlite"
    with open_database(path) as db:
        captures = [_capture(one.report.capture_id, number) for number, one in enumerate(rows)]
        list_file(db.store, "warc/a.warc.gz", 1, [(capture, None) for capture in captures], ())
        db.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
        before = path.stat().st_size
        start = time.process_time()
        for one in rows:
            db.save_report(one, "benchmark")
        spent = time.process_time() - start
        db.store.run("PRAGMA wal_checkpoint(TRUNCATE)")
    return spent * 1000 / len(rows), (path.stat().st_size - before) / len(rows)


def _capture(public: str, number: int) -> Capture:
    place = ("warc/a.warc.gz", number * 100, 90)
    return Capture(public, "", "2026-01-02T03:04:05Z", 200, "text/html", *place, "", "crawl:benchmark")


def plain(folder: Path, rows: list[ReportRows]) -> tuple[float, float]:
    """The same through sqlite3 with every word spelt out."""
    path = folder / "plain.sqlite"
    with sqlite3.connect(path, isolation_level=None) as raw:
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", PLAIN):
            raw.execute(statement)
        start = time.process_time()
        for one in rows:
            values = [(one.report.id, f.indicator, f.value, f.state, f.raw, f.unit, f.source, f.locator, f.capture_id)
                      for f in one.figures]  # fmt: skip
            raw.execute("BEGIN")
            raw.executemany("INSERT INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            raw.execute("COMMIT")
        spent = time.process_time() - start
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return spent * 1000 / len(rows), path.stat().st_size / len(rows)


def main() -> None:
    """Interleave both and print medians and ratios."""
    rows = reports()
    runs: dict[str, list[tuple[float, float]]] = {"ours": [], "plain": []}
    for _ in range(REPEATS):
        for name, write in (("ours", ours), ("plain", plain)):
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(write(Path(folder), rows))
    cpu = {name: median(run[0] for run in found) for name, found in runs.items()}
    size = {name: median(run[1] for run in found) for name, found in runs.items()}
    for name in runs:
        print(f"{name:6} {cpu[name]:6.2f} ms CPU and {size[name]:7.0f} bytes a report of 200 figures")
    print(f"bytes  {size['ours'] / size['plain']:.2f}")
    print(f"cpu    {cpu['ours'] / cpu['plain']:.2f}")


if __name__ == "__main__":
    main()
