"""Numbers written in Chinese numerals, full-width digits, or a mixture of both."""

from __future__ import annotations

import re
from typing import NamedTuple

DASHES = "-\u2010\u2011\u2012–—―─－−﹣\ufe58\u2e3a\u2e3b"
"""Signs that stand for no number, as input methods type them and as printing programs draw them: \u2e3a for ——."""
SLASHES = "/／\\"
_WIDE_TO_ASCII = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_WIDE = re.compile("[\uff01-\uff5e\u3000]")
_DIGITS = {
    **dict(zip("0123456789", range(10), strict=True)),
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **dict(zip("○Ｏ◯０", (0, 0, 0, 0), strict=True)),  # seen for 〇 in dates typed by hand
    "两": 2,
    "O": 0,
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": "二十", "卅": "三十"}
_SECTIONS = (("亿", 10**8), ("万", 10**4), ("萬", 10**4))
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_SEPARATED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))", re.ASCII)


def to_halfwidth(text: str) -> str:
    """Full-width ASCII (digits, letters, brackets, ＠) and the ideographic space as plain ASCII."""
    if text.isascii():
        return text
    for wide in set(_WIDE.findall(text)):  # few of a text: looking up each of its characters costs ten times as much
        text = text.replace(wide, _WIDE_TO_ASCII[wide])
    return text


def parse_int(text: str) -> int | None:
    """Read a whole non-negative number, or None: 一百二十三, 两千零五, 二〇一二, 二○一二, 廿一, 1,234, 3万.

    A number that is only nearly one (三百余, 约5, 一百二, 1.5万) is None: the caller knows what 余 means, we do not.
    """
    cleaned = re.sub(r"\s+", "", to_halfwidth(text))
    if _ARABIC.fullmatch(cleaned):
        return int(cleaned.replace(",", ""))
    for sign, tens in _TENS.items():
        cleaned = cleaned.replace(sign, tens)
    cleaned = _SEPARATED.sub("", cleaned)
    if not cleaned:
        return None
    if all(char in _DIGITS for char in cleaned):
        return _positional(cleaned)
    return _sectioned(cleaned)


def _positional(text: str) -> int | None:
    if len(text) > 1 and "两" in text:
        return None
    return int("".join(str(_DIGITS[char]) for char in text))


def _sectioned(text: str) -> int | None:
    """Split at 亿 and 万; each side is a number of its own."""
    for sign, size in _SECTIONS:
        head, found, tail = text.rpartition(sign)
        if found:
            high = _sectioned(head) if head else None
            low = _remainder(tail, size)
            return None if high is None or low is None else high * size + low
    return _below_ten_thousand(text)


def _remainder(text: str, size: int) -> int | None:
    if not text:
        return 0
    value = _sectioned(text.lstrip("零〇○"))
    colloquial = len(text) == 1 and size > 10  # 三万五 is 35,000 in speech and 30,005 in haste: unread
    return None if value is None or value >= size or colloquial else value


class _Reading(NamedTuple):
    """How far a numeral is read: the sum so far, the last unit, a digit that waits for its unit, a 零 before it."""

    total: int = 0
    last_unit: int = 10**4
    digit: str = ""
    zero: bool = False


def _below_ten_thousand(text: str) -> int | None:
    if text.isascii():
        return int(text) if text.isdigit() else None
    reading = _Reading()
    for char in text:
        following = _with_unit(reading, _UNITS[char]) if char in _UNITS else _with_digit(reading, char)
        if following is None:
            return None
        reading = following
    dangling = reading.digit and 10 < reading.last_unit < 10**4 and not reading.zero  # 一百二: colloquial for 120
    return None if dangling or (reading.zero and not reading.digit) else reading.total + int(reading.digit or 0)


def _with_unit(reading: _Reading, unit: int) -> _Reading | None:
    if unit >= reading.last_unit or (not reading.digit and unit != 10):
        return None
    return _Reading(reading.total + int(reading.digit or 1) * unit, unit)


def _with_digit(reading: _Reading, char: str) -> _Reading | None:
    if reading.digit:
        return None
    if char in "零〇○" and reading.total:
        return reading._replace(zero=True)
    return reading._replace(digit=str(_DIGITS[char])) if char in _DIGITS else None
