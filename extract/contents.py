"""What a report says, whatever page it stands on: by this reposts are told from corrections."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

SENTENCE = 25
"""Characters from which a line reads as a sentence: navigation, dates and counters of a page are shorter."""
DATE = re.compile(
    r"20\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
    r"|二[〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,4}日"
)
PIECE = 8
"""Characters of the pieces by which two texts are compared."""
NEAR = 0.9
"""The share of the shorter text's pieces that the longer one holds where the two are the same."""


@dataclass(frozen=True)
class Said:
    """The values of one version of a report by indicator, and how many of its cells could not be read."""

    values: Mapping[str, float] = field(default_factory=dict)
    unread: int = 0


def main_text(lines: Iterable[str]) -> str:
    """The sentences of a report without dates, and without what a portal puts around them."""
    furniture = _furniture()
    return DATE.sub("", "".join(line for line in lines if len(line) >= SENTENCE and not furniture.search(line)))


@cache
def _furniture() -> re.Pattern[str]:
    declared = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return re.compile("|".join(declared["furniture"]))


def differing(one: Said, other: Said) -> list[str]:
    """The indicators for which both state a number and not the same."""
    shared = one.values.keys() & other.values.keys()
    return sorted(indicator for indicator in shared if one.values[indicator] != other.values[indicator])


def near(one: str, other: str) -> bool:
    """Whether two main texts are one, but for punctuation and a sentence here or there."""
    shorter, longer = sorted((_pieces(one), _pieces(other)), key=len)
    return len(shorter & longer) >= NEAR * len(shorter)


def _pieces(text: str) -> set[str]:
    text = "".join(filter(str.isalnum, text))
    return {text[start : start + PIECE] for start in range(max(len(text) - PIECE, 0) + 1)}
