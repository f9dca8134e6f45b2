"""Which year a report is on, and when it was published; never from the address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Document
from extract.identity.title import Titles, from_heading
from lexicon.years import find_date, find_dates, period_year, report_year
from storage.found import Found

PUBLISHED = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "PubDate",
    "pubdate",
    "publishdate",
    "日期",
    "时间",
    "生成日期",
    "发文日期",
    "成文日期",
)
PRINTED = re.compile(
    r"(?:发布|公开|发文|更新|上传|录入|生成)?(?:日期|时间)\s*[:：]\s*(\d{4}\s*[-./年—]\s*\d{1,2}\s*[-./月—]\s*\d{1,2})"
)
DATED = re.compile(
    r"[(（\[【]?\s*(?:\d{4}|[二一][〇○零0Oo一二三四五六七八九]{3})\s*(?:年|[-./])[^，。；]{2,12}[日号\d]\s*[)）\]】]?"
)
TIGHT = re.compile(r"\s+")
ANNOUNCED = re.compile(
    r"(?:现将|公布|发布|编制|提交|形成)[^，。；《》]{0,40}?((?:20\d\d|二[〇○零0O][〇○零0O一二三四五六七八九]{2})年度?"
    r"(?:[\u4e00-\u9fff]{0,20}?)(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:情况)?(?:报告|年报))"
)
"""What a report's first sentences call it: 现将霍邱县司法局2021年政府信息公开工作年度报告公布如下."""
OPENING = 6
FIRST_YEAR, LAST_YEAR = 2003, 2100
SPAN = re.compile(r"[(（](20\d\d)年1月(?:1日)?[-—–~至到](?:20\d\d年)?12月(?:31日)?[)）]")
"""The months that a title adds to a year which may be that of publication: 2023年度（2022年1月至12月）."""
ABOUT_YEAR = re.compile(r"(20\d\d)\s*年(?!\s*\d{1,2}\s*月)")


@dataclass(frozen=True, slots=True)
class Dated:
    """A value with the place it was read from."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class YearFound:
    """`year` None: not told, or told differently; `evidence` is what each source says, strongest first."""

    year: int | None
    evidence: tuple[tuple[str, int], ...]
    conflict: str = ""


def year_of(document: Document, titles: Titles, found: Found | None) -> YearFound:
    """The year reported on: the title's, else the statistics period's, the list's, the column's, the text's."""
    evidence = tuple(_year_evidence(document, titles, found))
    if not evidence:
        return YearFound(None, ())
    source, year = evidence[0]
    others = [f"{name} {value}" for name, value in evidence[1:] if value != year and name not in {"text", "column"}]
    conflict = f"{source} says {year}, {', '.join(others)}" if others else ""
    return YearFound(year, evidence, conflict)


def _year_evidence(document: Document, titles: Titles, found: Found | None) -> Iterator[tuple[str, int]]:
    own, listed = titles.own, titles.listed
    span = SPAN.search(own.text) if own else None
    candidates = (
        ("months in the title", int(span[1]) if span else None),
        ("title", report_year(own.text) if own and own.verdict.kind in {"report", "maybe"} else None),
        ("period", period_year(document.text[:6000]) or period_year(document.text)),
        ("list", report_year(listed.text) if listed else None),
        ("column", _column_year(document, found)),
        ("link", found.year if found else None),
        ("first sentence", _announced_year(document)),
        ("text", _text_year(document)),
    )
    for name, year in candidates:
        if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
            yield name, year


def _column_year(document: Document, found: Found | None) -> int | None:
    """The year of the innermost column that names one and nothing but one."""
    for name in reversed([*(found.column if found else ()), *document.breadcrumb]):
        year = report_year(name)
        if year is not None:
            return year
    return None


def _announced_year(document: Document) -> int | None:
    """The year of the report that one of the first sentences announces."""
    lines = [line.text for line in from_heading(document)][:OPENING]
    said = next((match for match in map(ANNOUNCED.search, lines) if match), None)
    return report_year(said[1]) if said else None


def _text_year(document: Document) -> int | None:
    """The year that the text's own sentences begin with: most of those that name one, and more than one of them."""
    begins = [
        ABOUT_YEAR.match(line.text.strip().lstrip("一二三四五六七八九十、（）()0123456789."))
        for line in document.paragraphs()
    ]
    starts = Counter(int(match[1]) for match in begins if match)
    every = Counter(int(year) for year in ABOUT_YEAR.findall(document.text))
    if not starts:
        return None
    year, _ = max(every.items(), key=lambda item: (item[1], -item[0]))
    return year if year in starts and every[year] >= 2 and 2 * every[year] > sum(every.values()) else None


def published_on(document: Document, titles: Titles, year: int | None) -> tuple[Dated | None, str]:
    """The page's own date, else the date under the title or the signature, and a sentence on what was passed over.

    A date before the end of the year reported on cannot be the report's: some pages print a frozen one.
    """
    passed = ""
    for dated in _dates(document, titles):
        if year is None or dated.value >= f"{year}-12-01":
            return dated, passed
        passed = passed or f"{dated.source} says {dated.value}, before the end of {year}"
    return None, passed


def _dates(document: Document, titles: Titles) -> Iterator[Dated]:
    lines = list(document.paragraphs())
    for key in PUBLISHED:
        value = document.metadata.get(key, "")
        day = find_date(value) if value else None
        if day:
            yield Dated(day, key)
    for line in lines[:HEAD_LINES]:
        for match in PRINTED.finditer(line.text):
            day = find_date(match[1])
            if day:
                yield Dated(day, f"line {line.place}")
    places = [line.place for line in lines]
    start = places.index(titles.own.place) + 1 if titles.own and titles.own.place in places else 0
    for line in lines[start : start + 8]:
        yield from _alone(line.text, f"under the title, {line.place}")
    for line in reversed(lines[start:]):
        yield from _alone(line.text, f"signature, {line.place}")


HEAD_LINES = 40


def _alone(text: str, source: str) -> Iterator[Dated]:
    """A line that is a date, or a body's name and a date."""
    tight = TIGHT.sub("", text)
    match = DATED.search(tight)
    if match is None or len(tight) > 40 or len(tight) - len(match.group()) > 24:
        return
    if tight.endswith(match.group()) and not re.search(r"[，。；：:]", tight):
        days = find_dates(text) or find_dates(tight)
        if days:
            yield Dated(days[-1], source)
