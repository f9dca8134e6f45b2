"""Rows made narrow: small numbers for words that repeat in every figure; the views turn them back into words.

Making them needs no database, so the processes that read captures do it and the one that writes is left with writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from storage.rows import CheckRow, FigureRow, Number, ReportRows

STATES = {"value": 0, "blank": 1, "not_applicable": 2, "unreadable": 3}
SOURCES = {"table": 0, "prose": 4}
STRENGTHS = {"hard": 0, "soft": 1, "info": 2}
READINGS = {"blank_unknown": 0, "blank_zero": 4}
BOTH = 8
"""In place of a reading: the result is that of either."""
STATE = tuple(STATES)
"""The states by their numbers."""

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


NarrowChecks = Sequence[Sequence[Any]]
"""Checks in columns: rule, marks, passed, expected, actual, detail."""


class Note(NamedTuple):
    """What the narrow row of a figure cannot say; `capture` None: the report's own."""

    indicator: str
    raw: str | None
    place: str | None
    capture: str | None
    derived: str | None


@dataclass(frozen=True, slots=True)
class NarrowFigures:
    """Figures in columns; `marks` are those of the table without the unit."""

    indicators: Sequence[str]
    values: Sequence[Number | None]
    marks: Sequence[int]
    units: Sequence[str]
    cells: Sequence[int | None]
    notes: tuple[Note, ...]

    def said(self) -> Iterator[tuple[str, Number | None, str, str]]:
        """Indicator, value, state and text as printed of every figure."""
        printed = {note.indicator: note.raw for note in self.notes}
        for indicator, value, mark in zip(self.indicators, self.values, self.marks, strict=True):
            raw, state = printed.get(indicator), STATE[mark & 3]
            yield indicator, value, state, raw if raw is not None else str(value) if state == "value" else ""


@dataclass(frozen=True, slots=True)
class NarrowReport:
    """A report ready to be written: `rows` holds all of it but figures and checks."""

    rows: ReportRows
    figures: NarrowFigures
    checks: NarrowChecks


def narrow(rows: ReportRows) -> NarrowReport:
    """A report's rows as the database keeps them, but for its keys."""
    bare = replace(rows, figures=(), checks=())
    return NarrowReport(bare, narrow_figures(rows.figures, rows.report.capture_id), narrow_checks(rows.checks))


def narrow_figures(figures: Sequence[FigureRow], own: str) -> NarrowFigures:
    """Figures in columns; `own` is the capture of their report."""
    if not figures:
        return NarrowFigures((), (), (), (), (), ())
    indicators, values, states, raws, units, sources, locators, captures, derived = zip(*figures, strict=True)
    marks = [STATES[state] + SOURCES[source] for state, source in zip(states, sources, strict=True)]
    cells = list(map(pack_cell, locators))
    printed = map(pack_raw, raws, values, states)
    notes = tuple(
        Note(code, raw, place if cell is None else None, None if capture == own else capture, how or None)
        for code, raw, cell, place, capture, how in zip(
            indicators, printed, cells, locators, captures, derived, strict=True
        )
        if raw is not None or cell is None or capture != own or how
    )
    return NarrowFigures(indicators, values, marks, units, cells, notes)


def narrow_checks(checks: Iterable[CheckRow]) -> NarrowChecks:
    """Checks in columns; what comes out the same under both readings of a blank is one row."""
    rows: list[tuple[Any, ...]] = []
    before: tuple[Any, ...] = ()
    for rule, strength, reading, passed, expected, actual, detail in checks:
        row = rule, STRENGTHS[strength], passed, expected, actual, detail or None
        if reading == "blank_zero" and row == before:
            rows[-1] = (rule, STRENGTHS[strength] + BOTH, *row[2:])
            before = ()
        else:
            rows.append((rule, STRENGTHS[strength] + READINGS[reading], *row[2:]))
            before = row if reading == "blank_unknown" else ()
    return list(zip(*rows, strict=True))
