"""Is this page an annual disclosure report? Its title decides where it can, else what stands in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from extract.document import Document, Paragraph
from extract.figure import Figure
from extract.identity.title import Title, Titles, from_heading, own_lines
from extract.prose.sections import CHAPTER, is_heading
from lexicon.titles import classify_title
from lexicon.years import period, report_year
from storage.found import Found

ENOUGH = 3
"""Signs of content that make a report of a page whose title leaves it open."""
SHORT = 200
"""Characters of text under which a page is only a shell (an empty body, an attachment's frame)."""
MANY = 4
"""Titles of reports on one page that make it a list."""
PART = 40
"""Characters: the title of a part is not longer."""
PARTS = re.compile(rf"(?:{CHAPTER.pattern}|\s*\d{{1,2}}[、.．](?!\d))[^。；;，,:：]*[。；;，,:：]?")
NEAR = 6
"""Lines behind a title in which the first part of its report begins."""
ONE = re.compile(r"\s*(?:第?一(?:[、.．]|部分))")
FULL = 20
"""Values that a form holds only in a report, whatever the page is titled."""
OPENING = 6000
"""Characters in which a page says what time it is about."""
MOST_OF_A_YEAR = 300
"""Days: a body founded or merged within the year reports on what was left of it, not on a quarter or a half."""
SHELL = "the title of a report over"
LIST = "a list of"


@dataclass(frozen=True, slots=True)
class Judgement:
    """`report` and why, a sentence for the issues table where it is none; `title`: the kind its title is of."""

    report: bool
    why: str
    title: str = "other"

    @property
    def list(self) -> bool:
        """Titles of many reports and the parts of none."""
        return self.why.startswith(LIST)

    @property
    def shell(self) -> bool:
        """A report's title with next to nothing under it."""
        return self.why.startswith(SHELL)


@cache
def rules() -> tuple[Mapping[str, re.Pattern[str]], Mapping[str, re.Pattern[str]]]:
    """The signs and the words of kinds.toml."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    signs, words = ({name: re.compile(text) for name, text in table[part].items()} for part in ("signs", "words"))
    return signs, words


def judge(document: Document, titles: Titles, figures: Iterable[Figure]) -> Judgement:
    """Whether a document is a report.

    A look-alike's title settles it (unless the page's own title is the report's and only the list says otherwise); a
    report's title needs a text; anything else needs the content of a report: a filled form or several of its parts.
    """
    best = (titles.listed or titles.own) if _says_nothing(titles.own) else titles.own
    return replace(_judged(document, best, figures), title=best.verdict.kind if best else "other")


def _says_nothing(own: Title | None) -> bool:
    """Whether what stands for a page's title is a site's or a column's name."""
    if own is None or own.verdict.kind != "other":
        return own is None
    return own.source == "page title" or rules()[1]["column"].search(own.text) is not None


def _judged(document: Document, best: Title | None, figures: Iterable[Figure]) -> Judgement:
    filled = sum(figure.state == "value" for figure in figures)
    refusal = _refusal(document, best, filled)
    if refusal:
        return Judgement(False, refusal)
    text = _own_text(document, best)
    signs = signs_in(text)
    if best is not None and is_news(best):
        return _news(filled, signs)
    if best is not None and best.verdict.kind == "report":
        return _titled(text, filled, signs, parted=has_parts(document))
    return _untitled(document, filled, signs, titled=best is not None and best.verdict.kind == "maybe")


def _refusal(document: Document, title: Title | None, filled: int) -> str:
    """Why a page is no report whatever stands on it, or ''."""
    if title is not None and title.verdict.kind == "lookalike":
        return f"look-alike: {title.verdict.why} ({title.text})"
    listed = reports_listed(document)
    if listed >= MANY and not (filled or has_parts(document)):
        return f"{LIST} {listed} reports"
    other = title is not None and title.verdict.kind == "other" and title.source != "page title"
    if other and title is not None and rules()[1]["subject"].search(title.text):
        return f"titled {title.text}, which is no report's title"
    return ""


def _own_text(document: Document, title: Title | None) -> str:
    """The text from the heading on, or from the line that is the title where nothing is marked up as one."""
    lines = from_heading(document)
    start = next((at for at, line in enumerate(lines) if title and title.place and line.place == title.place), 0)
    above = any("。" in line.text for line in lines[:start])
    return "\n".join(line.text for line in (lines if above else lines[start:]))


def signs_of(document: Document) -> list[str]:
    """The signs of a report's content that a page shows."""
    return signs_in(document.text)


def signs_in(text: str) -> list[str]:
    """The signs of a report's content that a text shows."""
    return [name for name, words in rules()[0].items() if words.search(text)]


def is_news(title: Title) -> bool:
    """Whether a title may announce a report rather than head it."""
    if title.verdict.kind not in {"report", "maybe"}:
        return False
    return "news" in title.verdict.why or rules()[1]["news"].search(title.text) is not None


def _news(filled: int, signs: list[str]) -> Judgement:
    """What is titled like news is the report itself only where it holds the filled form or says that it is one."""
    if filled or {"period", "whole"} <= set(signs):
        return Judgement(True, "the report under a title of news")
    return Judgement(False, "news of a report")


def _titled(text: str, filled: int, signs: list[str], *, parted: bool) -> Judgement:
    if filled or (signs and (len(text) >= SHORT or parted)):
        return Judgement(True, "title of a report")
    return Judgement(False, f"{SHELL} {len(text)} characters of text without one")


def _untitled(document: Document, filled: int, signs: list[str], *, titled: bool) -> Judgement:
    if rules()[1]["instruction"].search(document.text[:3000]) and not filled:
        return Judgement(False, "asks others for reports")
    span = period(document.text[:OPENING])
    if span and (span[1] - span[0]).days < MOST_OF_A_YEAR:
        return Judgement(False, f"statistics from {span[0]} to {span[1]}")
    if rules()[1]["blank"].search(document.text):
        return Judgement(False, "a form to be filled in by others")
    if filled >= FULL or (filled and len(signs) >= 2):
        return Judgement(True, "the filled form of a report")
    needed = ENOUGH if titled else ENOUGH + 1
    if len(signs) >= needed and len(document.text) >= SHORT and headings(document) >= 2:
        return Judgement(True, f"the parts of a report: {', '.join(signs)}")
    return Judgement(False, f"no title of a report and {len(signs)} of its parts")


def promising(document: Document, titles: Titles, found: Found | None) -> bool:
    """Whether a page may be a report's, before its tables are read: by its title, or by the crawl's word and a text."""
    best = titles.best
    if best is not None and best.verdict.kind in {"report", "lookalike"}:
        return best.verdict.kind == "report"
    if reports_listed(document) >= MANY:
        return False
    expected = found is not None and found.role == "report"
    named = best is not None and (expected or "letter" in best.verdict.why or _frames(document, best))
    return named or len(signs_of(document)) >= ENOUGH


def _frames(document: Document, title: Title) -> bool:
    """Whether a page without a sentence of its own links files or pictures under a report's title without a year."""
    return title.verdict.why == "names no year" and bool(document.links) and "。" not in document.text


def headings(document: Document) -> int:
    """Lines that head a part."""
    return sum(is_heading(line) or heads_a_part(line) for line in document.paragraphs())


def heads_a_part(line: Paragraph) -> bool:
    """Whether a line is a short title with a number before it: 一、概述, 1、概述."""
    return len(line.text) <= PART and PARTS.fullmatch(line.text.strip()) is not None


def has_parts(document: Document) -> bool:
    """Whether the numbered parts of a report stand on the page; a list has none, however many reports stand beside."""
    return sum(map(heads_a_part, document.paragraphs())) > 1 and len(signs_of(document)) > 1


def reports_within(document: Document, year: int | None) -> Iterator[Paragraph]:
    """The titles of further reports on the same page: of another year, with numbered parts of their own behind them."""
    lines = list(document.paragraphs())
    first = next((number for number, line in enumerate(lines) if CHAPTER.match(line.text)), len(lines))
    for number, line in enumerate(lines[first:], first):
        begins = any(ONE.match(row.text) for row in lines[number + 1 : number + 1 + NEAR])
        if begins and _heads_a_report(line.text) and report_year(line.text) not in {None, year}:
            yield line


def _heads_a_report(text: str) -> bool:
    return len(text) < 60 and bool(rules()[1]["titled"].search(text)) and classify_title(text).kind == "report"


def reports_listed(document: Document) -> int:
    """Different titles of reports that stand in short lines: a column lists them, a report has one or two."""
    titled = rules()[1]["titled"]
    lines = {line.text.strip() for line in own_lines(document) if len(line.text) < 60 and titled.search(line.text)}
    return len(lines) if len(lines) < MANY else sum(classify_title(line).kind == "report" for line in lines)
