"""The declared ways in which sentences state figures: extract/prose/sentences/*.toml, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from extract.prose.skeleton import ITEM, NUMBER

FOLDER = Path(__file__).parent / "sentences"
FILES = ("disclosure", "requests", "responses", "remedies", "resources", "anhui", "statutory")
STOPS = "，。；：！？"
GAP = f"[^{NUMBER}{STOPS}]{{0,24}}?"
BOUNDARY = f"(?<![^{STOPS}、（）{NUMBER}{ITEM}])"
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One or several patterns that claim a number for `indicators` (none: for nothing).

    `scope`: only while the text is about one of these; `opens`: what it is about afterwards; `timed`: not of another
    year, nor a running total or a change; `stock`: what there is, so that a running total is right; `whole`: not where
    the clause names a part of the body; `each`: not where every member has as many; `context` are words of its sentence
    or the heading above, `paragraph` of its paragraph; `together`: several indicators share the number, so only 0
    counts; `refuse` forbids near the number, `single` words of one channel there, `earlier` before it, `unless`
    anywhere in the sentence; `ending`: the state at the end of the year is the year's (截至年底); `work` names the
    other work it may be mistaken for; `label`: of an item (`items`), the words one of which its label holds.
    """

    indicators: tuple[str, ...]
    units: frozenset[str]
    patterns: tuple[Pattern, ...]
    scope: frozenset[str] = frozenset()
    opens: str = ""
    context: Pattern | None = None
    paragraph: Pattern | None = None
    refuse: Pattern | None = None
    single: Pattern | None = None
    unless: Pattern | None = None
    earlier: Pattern | None = None
    rank: int = 1
    timed: bool = True
    stock: bool = False
    whole: bool = False
    each: bool = False
    together: bool = False
    ending: bool = False
    work: str = ""
    label: Pattern | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A wording as declared: it is compiled when a sentence with one of its words is met (`wording_of`)."""

    row: Mapping[str, Any]
    indicators: tuple[str, ...]
    together: bool

    @property
    def about(self) -> frozenset[str]:
        """The words one of which a sentence with this wording has; none: any sentence."""
        return frozenset(self.row.get("about", "").split())


@dataclass(frozen=True, slots=True)
class Zero:
    """What a denial (没有, 未收到, 无) says 0 of; `unless` these words stand in its clause.

    `says` are words that say 0 by themselves (免收费用).
    """

    indicator: str
    objects: Pattern
    scope: frozenset[str]
    context: Pattern | None
    unless: Pattern | None
    says: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Besides:
    """What right behind a number that is one of these figures says of another too (均维持), or `instead` of it."""

    indicator: str
    of: frozenset[str]
    words: Pattern
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Usage:
    """The wordings of one file."""

    entries: tuple[Entry, ...]
    items: tuple[Entry, ...]
    zeros: tuple[Zero, ...]
    besides: tuple[Besides, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """Words of other work, the words in a clause that say it is the disclosure of information after all, those behind
    a number that say a part of it is, and the headings under which it is all that is told of."""

    words: Pattern
    unless: Pattern
    part: Pattern | None
    headed: Pattern | None


@dataclass(frozen=True, slots=True)
class Grammar:
    """What holds for all files: topics, words of time, refusals, subjects, other work, parts that are passed over."""

    topics: Pattern
    time: Pattern
    refuse: Mapping[str, Pattern]
    subject: Mapping[str, Pattern]
    higher: Mapping[str, Pattern]
    work: Mapping[str, Work]
    home: Mapping[str, Pattern]
    denial: Pattern
    requests: Pattern
    goes_on: Pattern
    skipped_headings: Pattern
    skipped_starts: Pattern


class Compiler:
    """Turns the notation of general.toml into regular expressions."""

    def __init__(self, general: Mapping[str, Any]) -> None:
        self.words: dict[str, str] = {}
        self.units = {name: frozenset(units) for name, units in general["units"].items()}
        for name, words in general["words"].items():
            self.words[name] = self.expand(words)

    def expand(self, text: str) -> str:
        """Word lists and gaps in place of {name} and …; inside a pattern white space counts for nothing."""
        text = re.sub(r"\{(\D[^{}]*)\}", lambda match: self.words[match[1]], text)
        return re.sub(r"\s+", "", text).replace("…", GAP)

    def compile(self, text: str) -> Pattern:
        expanded = self.expand(text)
        return re.compile(BOUNDARY + expanded[1:] if expanded.startswith("^") else expanded)

    def either(self, texts: list[str] | str | None) -> Pattern | None:
        """One pattern of several, None of none."""
        if not texts:
            return None
        return self.compile("|".join([texts] if isinstance(texts, str) else texts))

    def wording(self, entry: Entry) -> Wording:
        row = entry.row
        return Wording(
            entry.indicators,
            self.units[row["units"]] if "units" in row else frozenset().union(*self.units.values()),
            tuple(self.compile(text) for text in row.get("wordings", ())),
            frozenset(row.get("scope", ())),
            row.get("opens", ""),
            self.either(row.get("context")),
            self.either(row.get("paragraph")),
            self.either(row.get("refuse")),
            self.either(row.get("single")),
            self.either(row.get("unless")),
            self.either(row.get("earlier")),
            row.get("rank", 1),
            row.get("timed", True),
            row.get("stock", False),
            row.get("whole", False),
            row.get("each", False),
            entry.together,
            row.get("ending", False),
            row.get("work", ""),
            self.either(row.get("label")),
        )

    def zero(self, row: Mapping[str, Any]) -> Zero:
        objects = self.either(row["objects"])
        assert objects is not None
        return Zero(
            row["indicator"],
            objects,
            frozenset(row.get("scope", ())),
            self.either(row.get("context")),
            self.either(row.get("unless")),
            self.either(row.get("says")),
        )

    def besides(self, row: Mapping[str, Any]) -> Besides:
        words = self.either(row["wordings"])
        assert words is not None
        return Besides(row["indicator"], frozenset(row["of"]), words, row.get("instead", False))


def entries(table: Mapping[str, Any]) -> Iterator[Entry]:
    """The wordings of a file."""
    for row in table.get("figure", ()):
        yield Entry(row, tuple(row.get("indicators", ())) or (row["indicator"],), together=False)
    for row in table.get("channel", ()):
        for shape in shaped(row):
            yield Entry(shape, (row["indicator"],), together=False)
    for row in table.get("together", ()):
        yield Entry(row, tuple(row["indicators"]), together=True)
    for row in table.get("refusal", ()):
        yield Entry(row, (), together=False)


def shaped(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A channel of publishing as wordings: its name in the shapes of a clause on it, or in the heading above."""
    shapes = read("general")["shapes"]
    own = {"scope": ["proactive"], **row, "refuse": [shapes["refuse"], row["refuse"]]}
    named = [shape.replace("{渠}", f"(?:{row['name']})") for shape in shapes["channel"]]
    yield {**own, "wordings": named + row.get("wordings", [])}
    if "context" not in row:
        yield {**own, "scope": ["none"], "wordings": named, "rank": 2, "context": shapes["several"]}
    above = shapes["above"].replace("{渠}", f"(?:{row['name']})")
    refuse = [shapes["refuse"], "{道}|主动公开"]
    yield {**own, "about": shapes["about"], "wordings": shapes["under"], "rank": 2, "context": above, "refuse": refuse}


def items(table: Mapping[str, Any]) -> Iterator[Entry]:
    """The items of a file: they give way to every wording."""
    for row in table.get("item", ()):
        yield Entry({"rank": 2, "ending": True} | row, tuple(row["indicators"]), together=False)


@cache
def read(name: str) -> dict[str, Any]:
    """One declared file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def compiler() -> Compiler:
    """The compiler with the words of general.toml."""
    return Compiler(read("general"))


@cache
def grammar() -> Grammar:
    """The part of general.toml that is no word list."""
    general, make = read("general"), compiler().compile
    denial, skip, subject = general["denial"], general["skip"], general["subject"]
    return Grammar(
        named({topic["scope"]: topic["words"] for topic in general["topic"]}),
        named(general["time"]), compiled(general["refuse"]),
        compiled({name: words for name, words in subject.items() if name != "higher"}), compiled(subject["higher"]),
        {name: works(work) for name, work in general["work"].items()},
        compiled(general["home"]),
        make(f"(?:{denial['words']})(?!{denial['except']})"),
        make(general["context"]["names"]), make(general["context"]["goes_on"]),
        make(skip["headings"]), make(skip["starts"]),
    )  # fmt: skip


def works(row: Mapping[str, str]) -> Work:
    """The words of one kind of other work."""
    make = compiler()
    part, headed = make.either(row.get("part")), make.either(row.get("headed"))
    return Work(make.compile(row["words"]), make.compile(row["unless"]), part, headed)


def compiled(words: Mapping[str, str]) -> dict[str, Pattern]:
    """Each pattern of a table, compiled."""
    return {name: compiler().compile(pattern) for name, pattern in words.items()}


def named(words: Mapping[str, str]) -> Pattern:
    """One pattern of several; the name of the group that matched says which."""
    return compiler().compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in words.items()))


@cache
def wording_of(entry: Entry) -> Wording:
    """A wording, compiled."""
    return compiler().wording(entry)


@cache
def usages() -> tuple[Usage, ...]:
    """All files, in order, with every wording compiled."""
    files = tuple(usage(name) for name in FILES)
    for file in files:
        for entry in (*file.entries, *file.items):
            wording_of(entry)
    return files


@cache
def usage(name: str) -> Usage:
    """One file."""
    table, make = read(name), compiler()
    zeros, besides = table.get("zero", ()), table.get("besides", ())
    return Usage(
        tuple(entries(table)), tuple(items(table)), tuple(map(make.zero, zeros)), tuple(map(make.besides, besides))
    )


@cache
def applicable(template: str, province: str) -> tuple[Usage, ...]:
    """The files for a report of this template and province (two digits, '' where unknown)."""
    tables = ((name, read(name)) for name in FILES)
    return tuple(
        usage(name)
        for name, table in tables
        if template in table["templates"] and province in table.get("provinces", (province,))
    )


@cache
def items_of(template: str, province: str) -> tuple[Wording, ...]:
    """The items that a report of this template and province can have, in order."""
    return tuple(wording_of(entry) for usage in applicable(template, province) for entry in usage.items)


@cache
def words_of(template: str, province: str) -> tuple[str, ...]:
    """Every word that a wording of these files is about, once."""
    declared = (entry for usage in applicable(template, province) for entry in usage.entries)
    return tuple(sorted({word for entry in declared for word in entry.about}))


@cache
def relevant(template: str, province: str) -> Pattern:
    """What a sentence holds that these files can read, or how one begins that heads a part or denies its heading."""
    words = "|".join(map(re.escape, words_of(template, province)))
    nought = "(?:均|都|也|全年|本年度?)*(?:无|没|未)"
    starts = f"{nought}|[一二三四五六七八九十①-⑳㈠-㈩]|\\d{{1,2}}[）)、.．]|下一步|今后|下阶段|新的一年|展望"
    return re.compile(f"{words}|收取|^[\\s(（]*(?:{starts})")


@lru_cache(maxsize=4096)
def about(template: str, province: str, named_words: frozenset[str]) -> tuple[Wording, ...]:
    """The wordings that a sentence with these words can have."""
    declared = (entry for usage in applicable(template, province) for entry in usage.entries)
    return tuple(wording_of(entry) for entry in declared if not entry.about or not named_words.isdisjoint(entry.about))
