"""Rows for programs: CSV that a spreadsheet opens without running any of it, and JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from cli.terminal import emit


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Rows on standard output; `form` is csv or json."""
    if form == "csv":
        emit(csv_text(columns, rows))
    else:
        emit(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1) + "\n")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV with a header."""
    from storage.database.csv_text import write_csv

    out = io.StringIO()
    write_csv(out, columns, rows)
    return out.getvalue()
