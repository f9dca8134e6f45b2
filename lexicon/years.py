"""Years, dates and statistics periods as Chinese pages print them; never read from an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache

from lexicon.numerals import parse_int, to_halfwidth

_ZERO = "0O〇○◯零"
_DIGIT = f"[0-9{_ZERO}一二三四五六七八九]"
_SPACE = re.compile(r"\s+")
_ADDRESS = re.compile(
    r"(?:https?:)?//[^\s\u3000-\u9fff，。；）]+|[\w./-]{1,99}\.(?:s?html?|jsp|aspx?|php|pdf|docx?)\b", re.ASCII
)

_YEAR_OPEN = f"(?<![0-9])(?:2[0O]|19|二[{_ZERO}]|一九){_DIGIT}{{2}}"
_YEAR4 = f"{_YEAR_OPEN}(?![0-9])"
_YEAR = re.compile(f"(?P<year>{_YEAR4})(?P<mark>年?度|年(?!\\d{{1,2}}月|[一二三四五六七八九十]+月))?")
_SHORT_YEAR = re.compile(r"(?<![\d近第过十一二三四五六七八九])(?P<year>0[3-9]|[1-3]\d)年(?!\d{1,2}月|来|间|前|后|以)")
_NUMBERED = re.compile(f"[〔\\[【(（]\\s*{_YEAR4}\\s*[〕\\]】)）]\\s*(?:第?\\s*\\d+\\s*号)")
_REPORT = re.compile(r"信息公开|政务公开|年度?报告|年报")

_DATE_PATTERNS = (
    re.compile(
        f"(?P<y>{_YEAR4})年(?P<m>\\d{{1,2}}|[〇○零一二三四五六七八九十]+)月(?P<d>\\d{{1,2}}|[〇○零一二三四五六七八九十廿]+)日?"
    ),
    re.compile(f"(?P<y>{_YEAR4})(?P<s>[-./—–－_]+)(?P<m>\\d{{1,2}})(?P=s)(?P<d>\\d{{1,2}})(?!\\d)"),
)
_EIGHT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:\d{6})?")
_CUT = re.compile(r"(?P<y>20\d\d)(?P<rest>\d{2,4})日?(?!\d)")

_TO = "(?:起?至|起?到|[-—–－~～]+)"
_START = f"(?P<from>{_YEAR_OPEN})年?(?:0?1月0?1|一月一|1\\.1|11)日?(?:起|始)?"
_END = f"(?:(?P<to>{_YEAR_OPEN})年?|同年|当年|本年|该年)?(?:12月31|十二月三十一|12\\.31|1231)日?"
_FULL_YEAR = re.compile(_START + _TO + _END)
_FREE = re.compile(
    f"(?P<from>{_YEAR4})年(?P<m1>\\d{{1,2}})月(?P<d1>\\d{{1,2}})日(?:起|始)?{_TO}"
    f"(?:(?P<to>{_YEAR4})年|同年|当年|本年)?(?P<m2>\\d{{1,2}})月(?P<d2>\\d{{1,2}})日"
)
_RANGE = re.compile(f"{_YEAR4}年?度?(?:{_TO}|、|和|与|及){_YEAR4}")
_STATISTICS = re.compile(r"统计|数据|期限|时限|周期|时间段|起止")


def _plain(text: str) -> str:
    return _SPACE.sub("", to_halfwidth(text))


def _year(text: str) -> int | None:
    """The year of a string that _YEAR4 matched."""
    return parse_int(text.replace("O", "0"))


def report_year(title: str) -> int | None:
    """The year a title reports on, or None when it names none or cannot be told (2008—2012年).

    年度 beats 年, 年 beats a bare number; a full date is never the year reported on; two digits (16年) are the last
    resort. Of several years the one that belongs to 信息公开 or 年度报告 wins: 2022年公布2021年度….
    """
    text = _NUMBERED.sub("", _plain(_ADDRESS.sub(" ", title)))
    text = _free_of_dates(text)
    if _RANGE.search(text):
        return None
    matches = list(_YEAR.finditer(text))
    for mark in ("年度", "度", "年", None):
        same = [match for match in matches if match["mark"] == mark]
        if same:
            return _the_one(text, same)
    short = {match["year"] for match in _SHORT_YEAR.finditer(text)}
    return 2000 + int(short.pop()) if len(short) == 1 and _REPORT.search(text) else None


def _free_of_dates(text: str) -> str:
    for pattern in _DATE_PATTERNS:
        text = pattern.sub("", text)
    return text


def _the_one(text: str, matches: list[re.Match[str]]) -> int | None:
    years = {_year(match["year"]) for match in matches}
    if len(years) == 1:
        return years.pop()
    before = [match for match in matches if _REPORT.search(text, match.end())]
    return _year(before[-1]["year"]) if before else None


@lru_cache(maxsize=8)
def period(text: str) -> tuple[date, date] | None:
    """The statistics period a text states (统计期限自2018年1月1日起至2018年12月31日止), else None.

    Dates whose signs a content system swallowed are read where only one reading is possible: 202111日至20221231日 is
    1 January 2021 to 31 December 2022, as printed, although the end year is a slip. An empty 自至 is None.
    """
    plain = _plain(text)
    spans = list(_dated(plain))
    found = [(match, _full(match)) for span in spans for match in _FULL_YEAR.finditer(plain, *span)]
    found += [(match, _free(match)) for span in spans for match in _FREE.finditer(plain, *span)]
    good = [(match, span) for match, span in found if span and span[0] < span[1]]
    stated = [span for match, span in good if _STATISTICS.search(plain[max(0, match.start() - 60) : match.end() + 25])]
    whole = [span for _, span in good if _covers_year(span)]
    return next(iter(stated or whole), None)


def _dated(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences stand that may hold a period: those that name a month or the last day of a year."""
    start = 0
    for sentence in text.split("。"):
        end = start + len(sentence)
        if "月" in sentence or "31" in sentence:
            yield start, end
        start = end + 1


def period_year(text: str) -> int | None:
    """The year of the statistics period; None when there is none or it spans two years."""
    span = period(text)
    return span[0].year if span and span[0].year == span[1].year else None


def _covers_year(span: tuple[date, date]) -> bool:
    return (span[0].month, span[0].day, span[1].month, span[1].day) == (1, 1, 12, 31)


def _full(match: re.Match[str]) -> tuple[date, date] | None:
    start = _year(match["from"])
    end = _year(match["to"]) if match["to"] else start
    return (date(start, 1, 1), date(end, 12, 31)) if start and end else None


def _free(match: re.Match[str]) -> tuple[date, date] | None:
    start = _date(match["from"], match["m1"], match["d1"])
    end = _date(match["to"] or match["from"], match["m2"], match["d2"])
    return (start, end) if start and end else None


def find_dates(text: str) -> list[str]:
    """Every full date in the text, in order, as ISO 8601.

    2017-03-30, 2019年3 月5 日, 二○一二年二月二十日, [2024-01-20], 2019—03—05, 2019/3/5, 2019.3.5. Dates without a year
    ([01-20], 年八月二十八日) are none.
    """
    plain = to_halfwidth(text)
    tight = re.sub(r"\s+(?=[年月日])|(?<=[年月])\s+|\s+(?=[-—–/])|(?<=[-—–/])\s+", "", plain)
    found: list[tuple[int, date]] = []
    for pattern in _DATE_PATTERNS:
        for match in pattern.finditer(tight):
            day = _date(match["y"], match["m"], match["d"])
            if day:
                found.append((match.start(), day))
    return [day.isoformat() for _, day in sorted(found)]


def find_date(text: str) -> str | None:
    """The first date of a text, ISO 8601, or None.

    A value that is nothing but digits is also read as 20190305, as seconds or milliseconds since 1970 (in Beijing's
    time), or as a date whose signs were swallowed when only one reading is possible (2025930).
    """
    dates = find_dates(text)
    if dates:
        return dates[0]
    digits = re.sub(r"^\D*[:：]|[\s\[\]日]", "", to_halfwidth(text))
    return _from_digits(digits) if digits.isascii() and digits.isdigit() else None


def _from_digits(digits: str) -> str | None:
    if len(digits) in (10, 13) and digits[0] == "1":
        seconds = int(digits[:10]) + 8 * 3600  # portals keep Beijing's time
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    whole = _EIGHT.fullmatch(digits)
    if whole:
        day = _date(whole["y"], whole["m"], whole["d"])
        return day.isoformat() if day else None
    cut = _CUT.fullmatch(digits)
    return _only_reading(cut["y"], cut["rest"]) if cut else None


def _only_reading(year: str, rest: str) -> str | None:
    splits = (_date(year, rest[:size], rest[size:]) for size in (1, 2) if not rest[size:].startswith("0"))
    days = [day for day in splits if day]
    return days[0].isoformat() if len(days) == 1 else None


def _date(year: str, month: str, day: str) -> date | None:
    numbers = _year(year), parse_int(month), parse_int(day)
    if None in numbers:
        return None
    try:
        return date(*(number for number in numbers if number is not None))
    except ValueError:
        return None
