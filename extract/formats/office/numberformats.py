"""Numbers of a sheet as their formats show them; where a format shows another number than is kept it is untold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from extract.formats.building import UNTOLD
from extract.formats.office.package import child, local, said

_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # formats that every program knows
_SHARES = {9, 10}
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\!_*].')
_TIME = re.compile(r"[ymdhs]", re.IGNORECASE)
_SCALED = re.compile(r"[0#?],+(?![0#?,])|[0#?][\\!]?(?:[\\!]|\")\.")  # thousands left out, a point that is none
_UNIT = re.compile(r'[#,0.?]+"([^"]{1,4})"(?:;.*)?')
_LONGEST = 3_000_000  # days
EPOCHS = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001  # days of a sheet have no zone


@dataclass(frozen=True, slots=True)
class Formats:
    """What the style of a cell, by its number, makes of a number: date, share, scaled, or the unit behind it."""

    kinds: Mapping[str, str]
    epoch: datetime


def formats_of(styles: Any, epoch: datetime) -> Formats:
    """The formats of a workbook in XML by the numbers of cell styles; `epoch` is day 0 of its dates."""
    codes = {said(one, "numFmtId"): said(one, "formatCode") for one in _inside(styles, "numFmts")}
    return formats_from([said(one, "numFmtId") for one in _inside(styles, "cellXfs")], codes, epoch)


def formats_from(numbers: Sequence[str], codes: Mapping[str, str], epoch: datetime) -> Formats:
    """The formats of cell styles, each given by its number, and what the numbers stand for."""
    return Formats({str(index): _kind(number, codes.get(number, "")) for index, number in enumerate(numbers)}, epoch)


def _inside(styles: Any, name: str) -> Iterator[Any]:
    list_ = child(styles, name) if styles is not None else None
    return (one for one in (list_ if list_ is not None else ()) if local(one))


def _kind(number: str, code: str) -> str:
    if not code:
        builtin = int(number) if number.isdigit() else 0
        return "date" if builtin in _DATES else "share" if builtin in _SHARES else ""
    bare = _LITERAL.sub("", code).replace("General", "")
    if _TIME.search(bare):
        return "date"
    if _SCALED.search(code):
        return "scaled"
    unit = _UNIT.fullmatch(code)
    return "share" if "%" in bare else unit[1] if unit else ""


def shown_as(number: str, style: str, formats: Formats) -> str:
    """A number as the sheet shows it: whole ones without `.0`, none of the noise of binary fractions; what is no number
    in a cell for one stays as it is.
    """
    kind = formats.kinds.get(style, "")
    try:
        value = float(number)
    except ValueError:
        return number
    if kind == "date":
        return _date(value, formats.epoch)
    if kind == "scaled":
        return plain(value) + UNTOLD
    return plain(value * 100) + "%" if kind == "share" else plain(value) + kind


def plain(value: float) -> str:
    """A number in at most 15 digits, as spreadsheets show it, never with an exponent."""
    return format(Decimal(format(value, ".15g")), "f") if abs(value) < 1e30 else repr(value)


def _date(days: float, epoch: datetime) -> str:
    if not 0 <= days < _LONGEST:
        return UNTOLD
    return (epoch + timedelta(days=days)).date().isoformat()
