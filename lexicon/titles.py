"""Is this the title of a disclosure report? A report, a look-alike, perhaps, or nothing of the kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from lexicon.data import table
from lexicon.numerals import to_halfwidth
from lexicon.script import mainland_words, simplify, strip_readings
from lexicon.years import report_year

Kind = Literal["report", "lookalike", "maybe", "other"]

_MARKUP = re.compile(r"<!--.*?-->|<[^>]{0,80}>|-->")
_WRAPPING = re.compile(r"^(?:标题[::]|[《「『【\[(]+(?=.*[》」』】\])]+$)|[·•◆●■▪★☆▲>*#-]+|\d{1,3}(?:、|\.(?!\d)))+")
_LONGEST = 500  # characters: no title is longer, whole pages are passed in by mistake
_BRACKETED = re.compile(r"\([^()]*\)|\.\w{3,4}$")
_TAIL = 12  # characters behind the words of a report's title: a version, a body, a day
_NEAR_MISS = re.compile(r"年度?报告|年报|年度报表|报表|决算|预算|法治政府|信息公开|政务公开|工作报告|总结")


@dataclass(frozen=True, slots=True)
class TitleVerdict:
    """What a title says of the page behind it.

    `report`: a body's annual disclosure report. `lookalike`: shares its words and is something else. `maybe`: the
    page must decide (2022年 alone, a letter that may hold the report). `other`: nothing of the kind.
    `matched` is the piece of the normalised title that decided.
    """

    kind: Kind
    why: str
    matched: str


@dataclass(frozen=True, slots=True)
class _Lookalike:
    why: str
    where: str
    pattern: re.Pattern[str]


def normal_title(text: str) -> str:
    """A title for matching: simplified, mainland words, half-width, without white space, readings and markup."""
    bare, _ = strip_readings(_MARKUP.sub("", text[:_LONGEST]))
    words = mainland_words(simplify(re.sub(r"\s+", "", to_halfwidth(bare))))
    unwrapped = _WRAPPING.sub("", words)
    return unwrapped.rstrip("》」』】]。.;；,，") if not unwrapped.endswith("..") else unwrapped


def classify_title(text: str) -> TitleVerdict:
    """Judge a title, a link's text or a link's title attribute.

    The rules are in titles.toml. What a title cannot tell is `maybe`: the page decides.
    """
    title = normal_title(text)
    if not title:
        return TitleVerdict("other", "no text", "")
    core = _core(title)
    return _without_core(title) if core is None else _with_core(title, core)


def _with_core(title: str, core: re.Match[str]) -> TitleVerdict:
    head, tail = title[: core.start()], re.split(r"[_|]|--|——", title[core.end() :])[0]
    letter = _search("maybe", "letter", tail)
    unofficial = "" if core.group().startswith(("政府", "政务")) else head
    lookalike = _lookalike({"any": head + tail, "head": head, "tail": tail, "unofficial": unofficial})
    if letter and not (lookalike and lookalike[0] != "news about reports"):
        return TitleVerdict("maybe", "letter that may hold the report", letter)
    if lookalike:
        return TitleVerdict("lookalike", *lookalike)
    if annex := _search("maybe", "annex", tail):
        return TitleVerdict("maybe", "table filed beside a report", annex)
    if news := _search("maybe", "news", head):
        return TitleVerdict("maybe", "news of a report, or the report", news)
    if len(_BRACKETED.sub("", tail)) > _TAIL:
        return TitleVerdict("maybe", "more is said behind the words of the title", tail)
    return _dated(title, core)


def _dated(title: str, core: re.Match[str]) -> TitleVerdict:
    if report_year(title) is None:
        return TitleVerdict("maybe", "names no year", core.group())
    if "信息" not in core.group() and "年度" not in title and "年报" not in title:
        return TitleVerdict("maybe", "report on open government, not said to be the annual one", core.group())
    return TitleVerdict("report", "words of the title", core.group())


def _without_core(title: str) -> TitleVerdict:
    bare = _bare(title)
    if bare:
        return bare
    kin = _search("maybe", "kin", title)
    head, _, tail = title.partition(kin) if kin else (title, "", title)
    lookalike = _lookalike({"any": head + tail, "head": head, "tail": tail, "alone": "" if kin else title})
    if lookalike and _NEAR_MISS.search(title):
        return TitleVerdict("lookalike", *lookalike)
    if kin:
        return TitleVerdict("maybe", "summary or table filed for a report", kin)
    return _other(title)


def _bare(title: str) -> TitleVerdict | None:
    for pattern in _patterns("maybe", "bare"):
        if pattern.fullmatch(title):
            return TitleVerdict("maybe", "year or column name alone", title)
    cut = _search("maybe", "cut", title)
    if cut and _patterns("maybe", "cut_core")[0].search(title.removesuffix(cut)):
        return TitleVerdict("maybe", "cut by the list", title)
    return None


def _other(title: str) -> TitleVerdict:
    annual = re.search(r"年度(?:工作)?报告(?:书)?|年报", title)
    if not annual:
        return TitleVerdict("other", "no words of a report", "")
    before = re.sub(r"\(?(?:20\d\d)年?度?\)?", "", title[: annual.start()])
    if re.search(f"{table('titles')['maybe']['body']}$", before):
        return TitleVerdict("maybe", "annual report of a body, subject not named", annual.group())
    return TitleVerdict("lookalike", "annual report on another subject", annual.group())


def _core(title: str) -> re.Match[str] | None:
    """The last of the words that make a title: what stands after it is the tail."""
    matches = [match for pattern in _patterns("core", "patterns") for match in pattern.finditer(title)]
    return max(matches, key=lambda match: (match.end(), -match.start()), default=None)


def _lookalike(parts: Mapping[str, str]) -> tuple[str, str] | None:
    """The first rule whose part of the title holds one of its words: what it is, and the word."""
    for rule in _lookalikes():
        match = rule.pattern.search(parts.get(rule.where, ""))
        if match:
            return rule.why, match.group()
    return None


def _search(group: str, name: str, text: str) -> str:
    matches = (pattern.search(text) for pattern in _patterns(group, name))
    return next((match.group() for match in matches if match), "")


@cache
def _patterns(group: str, name: str) -> tuple[re.Pattern[str], ...]:
    listed = table("titles")[group][name]
    return tuple(_compile(pattern) for pattern in ([listed] if isinstance(listed, str) else listed))


@cache
def _lookalikes() -> tuple[_Lookalike, ...]:
    return tuple(_rules(table("titles")["lookalike"]))


def _rules(listed: list[dict[str, Any]]) -> Iterator[_Lookalike]:
    for rule in listed:
        yield _Lookalike(rule["why"], rule["where"], _compile("|".join(rule["patterns"])))


def _compile(pattern: str) -> re.Pattern[str]:
    core = table("titles")["core"]
    return re.compile(pattern.replace("{fill}", core["fill"]).replace("{year}", core["year"]))
