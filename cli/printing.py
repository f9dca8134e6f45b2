"""Rows for programs: CSV that a spreadsheet opens without running any of it, and JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from cli.terminal import emit

BATCH = 1000


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Rows on standard output, some at a time as they come; `form` is csv or json."""
    for part in (_csv if form == "csv" else _json)(columns, iter(rows)):
        emit(part)


def _csv(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    yield csv_text(columns, ())
    while batch := list(islice(rows, BATCH)):
        yield csv_text(columns, batch).partition("\n")[2]


def _json(columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    """What json.dumps with an indent of 1 makes of them all."""
    before = "[\n "
    while batch := list(islice(rows, BATCH)):
        told = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, indent=1) for row in batch)
        yield before + ",\n ".join(one.replace("\n", "\n ") for one in told)
        before = ",\n "
    yield "\n]\n" if before[0] == "," else "[]\n"


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A table as CSV with a header."""
    from storage.database.csv_text import write_csv

    out = io.StringIO()
    write_csv(out, columns, rows)
    return out.getvalue()
