"""How near the words of a link bring us to annual reports, for the order in which links are followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal
from urllib.parse import urlsplit

from lexicon.data import table
from lexicon.titles import normal_title

Role = Literal["column", "section", "units", "aside", ""]


@dataclass(frozen=True, slots=True)
class Scent:
    """What a label or an address promises. `score` 100 (an annual-report column) to -90 (surely elsewhere), 0 unknown.

    `role`: column of annual reports, disclosure section, list of bodies (units), aside, or '' when nothing matched.
    `matched` is the text that decided.
    """

    role: Role = ""
    score: int = 0
    matched: str = ""


def label_scent(text: str) -> Scent:
    """Judge the text of a link or a heading by the words of vocabulary.toml; the best of several counts.

    A negative word counts only when no positive one is there: 年报解读 is an aside to lexicon.titles, not to us.
    """
    return _best(_rules("words"), normal_title(text))


def address_scent(url: str) -> Scent:
    """Judge the path of an address (xxgknb, gknb, ndbg …). A hint beside the words, never a proof alone."""
    parts = urlsplit(url.lower())
    return _best(_rules("addresses"), f"{parts.path}?{parts.query}")


def _best(rules: tuple[tuple[Role, int, re.Pattern[str]], ...], text: str) -> Scent:
    found = [Scent(role, score, match.group()) for role, score, rule in rules if (match := rule.search(text))]
    positive = max((scent for scent in found if scent.score > 0), key=_score, default=None)
    return positive or min(found, key=_score, default=Scent())


def _score(scent: Scent) -> int:
    return scent.score


@cache
def _rules(group: str) -> tuple[tuple[Role, int, re.Pattern[str]], ...]:
    listed = table("vocabulary")[group]
    return tuple((row["role"], row["score"], re.compile("|".join(row["patterns"]))) for row in listed)
