"""Small numbers for words that repeat in every figure; the views turn them back into words."""

from __future__ import annotations

import re
from functools import lru_cache

from storage.rows import Number

STATES = {"value": 0, "blank": 1, "not_applicable": 2, "unreadable": 3}
SOURCES = {"table": 0, "prose": 4}
STRENGTHS = {"hard": 0, "soft": 1, "info": 2}
READINGS = {"blank_unknown": 0, "blank_zero": 4}

CELL = re.compile(r"t(0|[1-9]\d?)r(0|[1-9]\d?)c(0|[1-9]\d?)")


@lru_cache(maxsize=8192)
def pack_cell(locator: str) -> int | None:
    """The locator of a table cell as a number, or None where it has to stay text."""
    match = CELL.fullmatch(locator)
    if match is None:
        return None
    table, row, column = (int(part) for part in match.groups())
    return table * 2048 + row * 32 + column if row < 64 and column < 32 else None


def pack_raw(raw: str, value: Number | None, state: str) -> str | None:
    """The text as printed, or None where value and state say it already."""
    if state == "value":
        return None if isinstance(value, int) and raw == str(value) else raw
    return raw or None
