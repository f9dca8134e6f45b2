"""The text of a document as one line of characters with their places: what is left of tables without markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extract.document import Document, Paragraph
from lexicon.numerals import to_halfwidth

_NOTE = r"[”\"'’」』》]{0,2}(?:\([^()]{0,80}\))?"
_ENUMERATED = r"(?:其中:?)?(?:[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]{1,2}\)|\(\d{1,2}\)|\d[.、])"
_BETWEEN = r"[\s\W_]{0,3}?"


@dataclass(frozen=True)
class Flow:
    """`text` without white space and in half width; `gaps` are the positions that had white space before them.

    `places[i]` is the paragraph and the offset of character i.
    """

    text: str
    gaps: frozenset[int]
    places: tuple[tuple[Paragraph, int], ...]

    def place(self, start: int, end: int) -> str:
        """The locator of a range: `p12:34-38`; the place of its first paragraph where it spans several."""
        if start >= len(self.places):
            start = len(self.places) - 1
        paragraph, first = self.places[start]
        name, _, where = paragraph.place.partition("@")
        last = next((offset for owner, offset in reversed(self.places[start:end]) if owner is paragraph), first)
        return f"{name}:{first}-{last + 1 if end > start else first}" + (f"@{where}" if where else "")


def flow(document: Document) -> Flow:
    """The paragraphs of a document in one flow."""
    characters: list[str] = []
    places: list[tuple[Paragraph, int]] = []
    gaps: set[int] = set()
    for paragraph in document.paragraphs():
        gaps.add(len(characters))
        for offset, character in enumerate(to_halfwidth(paragraph.text)):
            if character.isspace():
                gaps.add(len(characters))
            else:
                characters.append(character)
                places.append((paragraph, offset))
    return Flow("".join(characters), frozenset(gaps), tuple(places))


@cache
def label_pattern(labels: tuple[str, ...], sure: int) -> re.Pattern[str]:
    """Matches any of some label cores as they are printed: with number, punctuation and note. The group is the label.

    A label of fewer than `sure` characters is only taken with its number: （七）总计.
    """
    ordered = sorted(labels, key=len, reverse=True)
    long = "|".join(_spelled(label) for label in ordered if len(label) >= sure)
    short = "|".join(_spelled(label) for label in ordered if len(label) < sure)
    parts = [
        f"{_ENUMERATED}?(?:其中:?)?({long})" if long else "",
        f"{_ENUMERATED}({short})(?![\u4e00-\u9fff])" if short else "",
    ]
    return re.compile("(?:" + "|".join(part for part in parts if part) + ")" + _NOTE)


def sequence_pattern(labels: Iterable[str]) -> str:
    """Matches labels one after the other, as the header of a table without markup reads."""
    return _BETWEEN.join(_spelled(label) + _NOTE for label in labels)


def _spelled(label: str) -> str:
    return _BETWEEN.join(map(re.escape, label))
