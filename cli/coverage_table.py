"""Coverage printed: a matrix for people, rows for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cli.printing import print_rows
from cli.terminal import say, table
from cli.walls import explained

MARKS = {"extracted": "+", "archived": "a", "blocked": "B", "missing": ".", "unpublished": "-"}
GAPS = ("blocked", "archived", "missing")
MOST_GAPS = 20

Row = Any


def show_coverage(archive: Path, level: str | None, form: str) -> None:
    """Bring coverage up to date and print it; `form` is table, csv or json."""
    columns, rows = read_coverage(archive, level)
    if form != "table":
        print_rows(columns, rows, form)
    else:
        for line in coverage_lines(rows):
            say(line)


def read_coverage(archive: Path, level: str | None) -> tuple[tuple[str, ...], Sequence[Row]]:
    """The columns and rows of the table `coverage`, of one level or all."""
    from extract.refresh import refresh
    from storage.archive import Archive
    from storage.database.database import open_database

    opened = Archive.open(archive)
    with open_database(opened.database_path) as db:
        refresh(db, opened)
        rows = db.query(
            "SELECT * FROM coverage WHERE ? IN ('', level) ORDER BY jurisdiction_code, year", (level or "",)
        )
    columns = ("jurisdiction_code", "jurisdiction", "level", "year", "status", "report_id", "reason")
    return columns, rows


def coverage_lines(rows: Sequence[Row]) -> Iterator[str]:
    """The matrix, its legend, the totals, and the first gaps with their reasons."""
    if not rows:
        yield "no portal is known and no report is in the database: gongkai crawl or gongkai import brings them"
        return
    yield from _matrix(rows)
    yield ""
    yield "  ".join(f"{mark} {status}" for status, mark in MARKS.items())
    counts = Counter(row.status for row in rows)
    yield ", ".join(f"{counts[status]} {status}" for status in MARKS if counts[status])
    yield from _gaps(rows)


def _matrix(rows: Sequence[Row]) -> list[str]:
    years = sorted({row.year for row in rows})
    marks: dict[str, dict[int, str]] = {}
    names: dict[str, str] = {}
    for row in rows:
        marks.setdefault(row.jurisdiction_code, {})[row.year] = MARKS[row.status]
        names[row.jurisdiction_code] = row.jurisdiction
    head = ("code", "jurisdiction", *(str(year) for year in years))
    body = ((code, names[code], *(marks[code].get(year, "") for year in years)) for code in marks)
    return table([head, *body])


def _gaps(rows: Sequence[Row]) -> Iterator[str]:
    """Years of one division that lack for one reason are one line; what can be mended comes first."""
    gaps: dict[tuple[str, str, str, str], list[int]] = {}
    for row in rows:
        if row.status in GAPS:
            key = (row.jurisdiction_code, row.jurisdiction, row.status, row.reason)
            gaps.setdefault(key, []).append(row.year)
    if gaps:
        yield ""
    first = sorted(gaps, key=lambda gap: (GAPS.index(gap[2]), len(gap[0]), gap[0]))[:MOST_GAPS]
    for (code, name, status, reason), years in ((gap, gaps[gap]) for gap in first):
        yield f"{status} {name or code} {spans(years)}: {reason}"
    yield from explained(reason.partition(":")[0] for _, _, status, reason in first if status == "blocked")
    if len(gaps) > MOST_GAPS:
        yield f"… and {len(gaps) - MOST_GAPS} more: gongkai coverage --format csv lists all"


def spans(years: Sequence[int]) -> str:
    """`2008-2012, 2015` for the years in ascending order."""
    parts: list[list[int]] = []
    for year in years:
        if parts and parts[-1][-1] == year - 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}-{part[-1]}" for part in parts)
