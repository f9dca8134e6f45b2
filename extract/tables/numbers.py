"""Readings of cells: what a printed cell says, in the indicator's unit, or that it cannot be told."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from extract.figure import ABOUT, Number, Reading, State
from lexicon.numerals import DASHES, SLASHES, parse_int, to_halfwidth

UNITS = frozenset({
    "条", "件", "次", "篇", "个", "人", "人次", "万人次", "万元", "元", "份", "起", "宗", "项", "期", "场", "处",
    "批次", "例", "件次", "条次",
})  # fmt: skip
_COUNTS = "人次|批次|条次|件次|条|件|次|篇|个|项|起|宗|份|人|名|期|场|处|例|部|位|家|类|户|封"
_MONEY = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(10**8)}
_NUMBER = re.compile(
    rf"""(?P<about>约|大约|近|超过|逾)?
    (?P<sign>[+-]|↑|↓|增加|减少|新增|增|减|上升|下降)?(?P<drop>了)?
    (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
    (?P<some>余|多)?(?P<times>[万亿](?!元))?(?P<more>余|多)?
    (?P<unit>万元|千元|亿元|元|万人次|{_COUNTS})?(?P<after>余|多|左右|↑|↓)?(?:整|正)?""",
    re.VERBOSE,
)
_BEHIND = re.compile(r"[。；;、.]|\*{1,3}|[①-⑳]|\[注?\]|[(（]注[释:：]?\d{0,2}[)）]|注\d{1,2}")
"""What may stand behind a number and is no part of it: a stop, the mark of a note."""
_MARKED = re.compile(r"(?<=\S)\s*\[注?\d{1,2}\]$")  # the mark of a note behind whatever a cell says: 0件[7], 无[2]
_ABSENT = re.compile(rf"[{re.escape(DASHES + SLASHES)}]{{1,4}}|无|不适用|不涉及|没有|N/?A", re.IGNORECASE)
_UNCHANGED = frozenset({"持平", "不变", "无变化", "没有变化"})
_LESS = frozenset({"-", "↓", "减少", "减", "下降"})
_MINUS = {ord(sign): "-" for sign in "\u2010\u2011\u2012−－﹣–—"} | {
    ord("，"): ",",
    ord("﹢"): "+",
    ord("．"): ".",
    ord("　"): " ",
    0xA0: " ",
}


def read_cell(text: str, unit: str = "", printed_unit: str = "") -> Reading:
    """Read one cell into `unit`; `printed_unit` is what the form's header or unit column prints, if anything.

    Blank, 0 and `/` `—` `无` stay three things. 元 and 万元 are converted, thousands separators and a unit after the
    number taken off, 减少3 and ↓3 are -3. What is not one plain number is unreadable, with the text kept.
    """
    value, state, approximate = _read(text, unit, printed_unit)
    return Reading(value, state, text, unit, approximate)


@lru_cache(maxsize=8192)
def value_of(text: str, unit: str, printed_unit: str) -> tuple[Number | None, State, str]:
    """Value and state of a cell, and how the value was come by where it was not simply read."""
    value, state, approximate = _read(text, unit, printed_unit)
    return value, state, ABOUT if approximate else ""


def is_ordinal(text: str) -> bool:
    """Whether a cell may only count its row: 1. or 2、."""
    return text[-1:] in {"、", ".", "．"} and text[:-1].isdigit()


def _read(text: str, unit: str, printed_unit: str) -> tuple[Number | None, State, bool]:
    stripped = text.strip()
    if not stripped:
        return None, "blank", False
    if stripped[-1] == "]":
        stripped = _MARKED.sub("", stripped)
    if stripped.isascii() and stripped.isdigit() and len(stripped) < 16 and (stripped[0] != "0" or stripped == "0"):
        return _scaled(Decimal(stripped), unit, printed_unit), "value", False
    if _ABSENT.fullmatch(stripped):
        return None, "not_applicable", False
    return _read_words(to_halfwidth(stripped).translate(_MINUS), unit, printed_unit)


def _read_words(text: str, unit: str, printed_unit: str) -> tuple[Number | None, State, bool]:
    compact = re.sub(r"(?<=\d)[\u2009\u202f](?=\d{3})", "", text)
    compact = re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", compact)
    compact = re.sub(rf"(?<=\d)(?:{_BEHIND.pattern})$", "", compact)
    if compact in _UNCHANGED:
        return 0, "value", False
    match = _NUMBER.fullmatch(compact)
    if match is None:
        spoken = parse_int(compact) if not compact.isascii() else None
        return (None, "unreadable", False) if spoken is None else (spoken, "value", False)
    if re.match(r"0\d", match["digits"]):  # 00 and 012 are two numbers run together
        return None, "unreadable", False
    number = Decimal(match["digits"].replace(",", ""))
    if match["times"]:
        number *= 10_000 if match["times"] == "万" else 10**8
    less = match["sign"] in _LESS or match["after"] == "↓"
    about = any(match[name] for name in ("about", "some", "more")) or match["after"] in {"余", "多", "左右"}
    return _scaled(-number if less else number, unit, _spoken_unit(match, unit) or printed_unit), "value", about


def _spoken_unit(match: re.Match[str], unit: str) -> str:
    """The unit in the cell; 0.5万 in a column of 万元 is an amount of 万, told by the multiplier already."""
    if match["times"] and unit in _MONEY:
        return "元"
    return match["unit"] or ("个" if match["times"] else "")


def _scaled(number: Decimal, unit: str, printed: str) -> Number:
    """From the printed unit to the indicator's."""
    if unit in _MONEY and printed in _MONEY:
        number = number * _MONEY[printed] / _MONEY[unit]
    elif printed.startswith("万") and printed not in _MONEY and not unit.startswith("万"):
        number *= 10_000
    return int(number) if number == number.to_integral_value() else float(number)
