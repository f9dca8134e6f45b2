"""Corrections by people: an overlay that survives every re-reading and goes stale, visibly, when the reading changes.

`seeds/corrections.csv` holds those of the project, `corrections.csv` in an archive those of its owner. A row names a
report by its id (which comes from the archived bytes), an indicator, the value the reader gives, the value that is
right ('' for none: the number is not in the report), why, who says so and when.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from extract.errors import CorrectionsError
from extract.figure import Figure, Issue, Number
from storage.archive import Archive

PROJECT = Path(__file__).parent.parent / "seeds" / "corrections.csv"
NAME = "corrections.csv"
COLUMNS = ("report", "indicator", "expected", "value", "reason", "who", "on")
CORRECTED, STALE = "corrected", "stale_correction"


@dataclass(frozen=True, slots=True)
class Correction:
    """One row; `expected` and `value` None stand for no value."""

    report: str
    indicator: str
    expected: Number | None
    value: Number | None
    reason: str
    who: str
    on: str


Corrections = Mapping[str, tuple[Correction, ...]]
"""By report."""


def digest_of_corrections(archive: Archive) -> str:
    """Another one where a list of corrections has changed."""
    lists = (path.read_bytes() for path in (PROJECT, archive.root / NAME) if path.exists())
    return hashlib.sha256(b"\0".join(lists)).hexdigest()[:12]


def read_corrections(archive: Archive) -> Corrections:
    """The corrections of the project and of an archive, the archive's last."""
    found: dict[str, list[Correction]] = {}
    for path in (PROJECT, archive.root / NAME):
        if path.exists():
            for correction in _read(path):
                found.setdefault(correction.report, []).append(correction)
    return {report: tuple(corrections) for report, corrections in found.items()}


def _read(path: Path) -> Iterable[Correction]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        table = csv.DictReader(file)
        if tuple(table.fieldnames or ()) != COLUMNS:
            raise CorrectionsError(f"{path}: the first line must be {','.join(COLUMNS)}")
        for row in table:
            try:
                numbers = _number(row["expected"]), _number(row["value"])
            except ValueError:
                raise CorrectionsError(
                    f"{path}, line {table.line_num}: expected and value are numbers or empty"
                ) from None
            if not (row["report"] and row["indicator"] and row["reason"]):
                raise CorrectionsError(f"{path}, line {table.line_num}: report, indicator and reason must be given")
            yield Correction(row["report"], row["indicator"], *numbers, row["reason"], row["who"], row["on"])


def _number(text: str) -> Number | None:
    if not text.strip():
        return None
    number = float(text)
    return int(number) if number.is_integer() else number


def correct(figures: dict[str, Figure], corrections: Iterable[Correction]) -> list[Issue]:
    """Put right the figures that still read as a correction expects; issues say what was done and what is stale."""
    issues = []
    for correction in corrections:
        figure = figures.get(correction.indicator)
        read = figure.value if figure else None
        said = f"{correction.indicator}: {correction.reason} ({correction.who}, {correction.on})"
        if figure is None or read != correction.expected:
            issues.append(
                Issue("warning", STALE, f"{said}; expected {correction.expected}, now read {read}: review it")
            )
            continue
        state = (
            figure.state
            if correction.value == figure.value
            else ("unreadable" if correction.value is None else "value")
        )
        figures[correction.indicator] = figure._replace(value=correction.value, state=state, derived="corrected")
        issues.append(Issue("info", CORRECTED, f"{said}; read {read}, right {correction.value}"))
    return issues
