"""Rows for programs: CSV that a spreadsheet opens without running any of it, and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from cli.terminal import emit

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Rows on standard output; `form` is csv or json."""
    if form == "csv":
        emit(csv_text(columns, rows))
    else:
        emit(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV with a header; NULL is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def guarded(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it; a number never."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
