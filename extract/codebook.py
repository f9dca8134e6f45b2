"""The codebook: every indicator with the labels it has in each form."""

from __future__ import annotations

import csv
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from extract.errors import TemplateError
from storage.rows import IndicatorRow

CODEBOOK = Path(__file__).with_name("indicators.csv")


@cache
def indicators() -> tuple[IndicatorRow, ...]:
    """All rows, in the order of the file, which is that of the forms; raises TemplateError for one of other length."""
    with CODEBOOK.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return tuple(_row(row, reader.line_num) for row in reader)


def _row(row: dict[Any, Any], line: int) -> IndicatorRow:
    if None in row or None in row.values():
        raise TemplateError(f"{CODEBOOK.name}, line {line}: more or fewer cells than columns; correct the line")
    return IndicatorRow(**{field.name: row[field.name] for field in fields(IndicatorRow)})


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
