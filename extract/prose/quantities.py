"""Numbers in running text: Arabic or Chinese, with their marks (余 约 多), multipliers (万 亿) and classifier."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extract.figure import Number
from lexicon.numerals import parse_int

UNITS = (
    "人次", "万元", "批次", "亿元", "条次", "场次", "元", "件", "条", "次", "篇", "个", "份", "人",
    "名", "期", "场", "起", "宗", "项", "处", "例", "封", "则", "部", "册", "幅",
    "位", "家", "套", "班", "类", "件次", "人员", "点击", "届", "辑", "张", "间",
)  # fmt: skip
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
BEFORE = "大约|约有|约为|约|将近|近|超过|突破|逾|超"
CHINESE = "零〇○一二三四五六七八九十百千两"
QUANTITY = re.compile(
    rf"(?P<before>{BEFORE})?"
    rf"(?P<digits>(?<![A-Za-z0-9])(?:\d{{1,3}}(?:,\d{{3}})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)|"
    rf"(?<![{CHINESE}第同每进统专])(?:[{CHINESE}]+万(?=[{CHINESE}]))?[{CHINESE}]+(?=[余多万亿]|{UNIT})|(?<=[为是])零(?=[。，；、）]|$))"
    rf"(?P<some>[余多几来])?(?P<times>[万亿])?(?P<more>[余多])?(?P<unit>{UNIT})?(?P<after>余|多|左右|以上)?"
)
PARTS = ("before", "digits", "some", "times", "more", "unit", "after")
TIMES = {None: 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A counted thing: `value` with 万 and 亿 worked out, `unit` as printed ('' without one).

    Money is in 元. `raw` is the number as printed, with its marks, without the classifier of things (1000多, 785.2万)
    and with the unit of money (0.5万元).
    """

    value: Number
    unit: str
    raw: str
    approximate: bool


def quantity(match: re.Match[str]) -> Quantity | None:
    """What a match of QUANTITY says; None for numerals that make no number (一百二)."""
    before, digits, some, scale, more, unit, after = match.group(*PARTS)
    unit, times = unit or "", TIMES[scale]
    if unit in {"万元", "亿元"}:
        unit, times = "元", times * TIMES[unit[0]]
    number = numeral(digits)
    if number is None:
        return None
    return Quantity(plain(number * times), unit, printed(match), bool(before or some or more or after))


def numeral(digits: str) -> Decimal | int | None:
    """The number that Arabic or Chinese digits write; None for numerals that make no number."""
    if digits.isdecimal():
        return int(digits)
    return Decimal(digits.replace(",", "")) if digits[0].isdecimal() else parse_int(digits)


def printed(match: re.Match[str]) -> str:
    """The number as printed: the unit of money stays, a classifier does not."""
    unit = match["unit"] or ""
    tail = unit if unit.endswith("元") else ""
    return "".join(match[name] or "" for name in ("before", "digits", "some", "times", "more")) + tail


def plain(number: Decimal | int) -> Number:
    """An int where nothing stands after the point."""
    return int(number) if number == int(number) else float(number)
