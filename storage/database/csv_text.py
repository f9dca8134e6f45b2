"""CSV that a spreadsheet opens without running any of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(out: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write a header and rows; NULL is an empty cell. Returns how many rows there were."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        count += 1
    return count


def guarded(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it; a number never."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
