"""The versions of one report beside each other: which is current, how the others differ, and why they are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from extract.contents import Said, differing, near
from extract.identity.origin import is_mirror
from storage.database.versions import ReportVersion

ORIGINS = {"official": 0, "copy": 1, "clone": 2}
STATUSES = {"extracted": 0, "unidentified": 1, "unread": 2}
RULES = (
    "read before unread",
    "an official page before a copy",
    "our own crawl before an imported file",
    "one with figures before one without",
    "what an address says now before what it said earlier",
    "a correction, published later, before what it corrects",
    "the portal's page before its mirror for telephones or in traditional characters",
    "fewer unread cells before more",
    "the later date of publication, then the later capture",
)
CLONE = "signs of a hijacked or cloned page: never current"
NOTHING = Said()
SHOWN = 3
"""Figures that a sentence on a correction names."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which versions of one report are current, and of each other one why it is not."""

    current: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rivals:
    """Versions of one publisher and year; `said` holds what each says, `text` gives the main text of one by its id."""

    versions: tuple[ReportVersion, ...]
    said: Mapping[str, Said] = field(default_factory=dict)
    text: Callable[[str], str] = str

    def of(self, version: ReportVersion) -> Said:
        """What a version says."""
        return self.said.get(version.id, NOTHING)

    @cached_property
    def real(self) -> list[ReportVersion]:
        """Those that are no clones: a clone may say anything."""
        return [version for version in self.versions if version.origin != "clone"]

    @cached_property
    def ranked(self) -> list[ReportVersion]:
        """Those that may be current, the best first: by RULES, then by id."""
        if len(self.real) < 2:
            return self.real
        return sorted(self.real, key=lambda version: (*self.order(version), version.id))

    def order(self, version: ReportVersion) -> tuple[Any, ...]:
        """What RULES say, of which the first that tells two versions apart decides."""
        return (
            STATUSES[version.status],
            ORIGINS[version.origin],
            not version.capture_origin.startswith("crawl"),
            not version.figures,
            version.replaced,
            self.corrected[version.id],
            is_mirror(version.url),
            self.of(version).unread,
            tuple(-ord(character) for character in seen(version)),
        )

    @cached_property
    def corrected(self) -> dict[str, int]:
        """How many other contents came after that of each version: 0 for the last correction and all that repeat it."""
        contents = self.contents()
        dated = all(any(version.published_on for version in content) for content in contents)
        contents.sort(key=lambda content: came(content, dated=dated), reverse=True)
        return {version.id: rank for rank, content in enumerate(contents) for version in content}

    def contents(self) -> list[list[ReportVersion]]:
        """The versions in groups: no number of one contradicts the fullest of its group."""
        contents: list[list[ReportVersion]] = []
        for version in sorted(self.real, key=lambda one: (-len(self.of(one).values), one.id)):
            ours = self.of(version)
            same = [content for content in contents if not differing(ours, self.of(content[0]))]
            if same:
                same[0].append(version)
            else:
                contents.append([version])
        return contents

    def reason(self, other: ReportVersion) -> str:
        """Why a version stands behind the current one: the first thing in which they differ."""
        best = self.ranked[0]
        apart = zip(RULES, self.order(best), self.order(other), strict=True)
        why = next((rule for rule, ours, theirs in apart if ours != theirs), "of two alike the first id")
        return f"current is {best.id} ({self.likeness(best, other)}): {why}"

    def likeness(self, best: ReportVersion, other: ReportVersion) -> str:
        """How what two versions say compares: figures decide, then the text."""
        ours, theirs = self.of(best), self.of(other)
        apart = differing(ours, theirs)
        if apart:
            told = [f"{code} is {theirs.values[code]} here and {ours.values[code]} there" for code in apart[:SHOWN]]
            return f"{len(apart)} figures differ: {'; '.join(told)}{'; …' if len(apart) > SHOWN else ''}"
        if best.content_digest == other.content_digest or near(self.text(best.id), self.text(other.id)):
            return "the same content"
        return "the same figures in another text" if ours.values and theirs.values else "another text"


def choose(rivals: Rivals) -> Choice:
    """One version of a publisher and year is current, a clone never; of what is unidentified every one is."""
    clones = tuple((version.id, CLONE) for version in rivals.versions if version.origin == "clone")
    first = rivals.versions[0]
    if not rivals.ranked or first.publisher_id is None or first.year is None:
        return Choice(tuple(version.id for version in rivals.ranked), clones)
    best, *others = rivals.ranked
    return Choice((best.id,), (*((other.id, rivals.reason(other)) for other in others), *clones))


def came(content: list[ReportVersion], *, dated: bool) -> tuple[str, str]:
    """When a content came: on the first date of publication that one of its versions bears, where all contents have
    one, for an old report may be posted again long after its correction; else when it was seen last.
    """
    first = min((version.published_on for version in content if version.published_on), default="")
    return (first if dated else "", max(map(seen, content)))


def seen(version: ReportVersion) -> str:
    """The date of publication, then the capture."""
    return (version.published_on or "0000-00-00") + version.fetched_at
