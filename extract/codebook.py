"""The codebook: every indicator with the labels it has in each form."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODEBOOK = Path(__file__).with_name("indicators.csv")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the codebook: a code and where it stands in the form `template`."""

    code: str
    template: str
    section: str
    row_label: str
    column_label: str
    unit: str
    order: int
    label_en: str


@cache
def indicators() -> tuple[Indicator, ...]:
    """All rows, in the order of the file."""
    with CODEBOOK.open(encoding="utf-8", newline="") as file:
        return tuple(_indicator(row) for row in csv.DictReader(file))


def _indicator(row: dict[str, str]) -> Indicator:
    return Indicator(
        code=row["code"],
        template=row["template"],
        section=row["section"],
        row_label=row["row_label"],
        column_label=row["column_label"],
        unit=row["unit"],
        order=int(row["order"]),
        label_en=row["label_en"],
    )


@cache
def codes(template: str) -> tuple[str, ...]:
    """The codes that stand in a form, in its order."""
    return tuple(row.code for row in indicators() if row.template == template)


@cache
def _units() -> dict[tuple[str, str], str]:
    units: dict[tuple[str, str], str] = {}
    for row in indicators():
        units[row.code, row.template] = row.unit
        units.setdefault((row.code, ""), row.unit)
    return units


def unit(code: str, template: str | None = None) -> str:
    """The unit of a code in a form, else the code's own; '' for an unknown code."""
    units = _units()
    return units.get((code, template or "")) or units.get((code, ""), "")
