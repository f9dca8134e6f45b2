"""Whose doing a clause speaks of: the body's own, a higher division's, or another body's.

Only words in the place of a subject count: 全省共收到, 县公安局召开; not 按照省政府要求, not 参加全省会议.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extract.prose.wordings import grammar
from lexicon.places import Gazetteer

STOPS = re.compile("[，：（）]")
ASIDE = re.compile("（[^（）]*）")
"""What stands in brackets that are closed says nothing of what follows: no time, no other work, no other body."""
ALL = re.compile("^[全我本各]")
PRESS = re.compile("政府新闻办(?:公室)?$")


@dataclass(frozen=True, slots=True)
class Own:
    """What is known of the body whose report is read: the level of its place, and the names it goes by."""

    level: str = ""
    names: tuple[str, ...] = ()

    def named(self, name: str) -> bool:
        """Whether a name is, stands in or shortens one of its own (区文委); a government speaks by its press office."""
        if PRESS.search(name):
            return any(own.endswith(f"{name[0]}人民政府") for own in self.names)
        return any(name in own or shortens(name, own) for own in self.names)

    @property
    def governs(self) -> bool:
        """Whether it is a government, or nothing is known of it."""
        return not self.names or any(name.endswith("政府") for name in self.names)

    @property
    def below(self) -> str:
        """The level above which names are other bodies'; 全市 is a county-level city's own."""
        city = self.level == "county" and bool(self.names) and "市" in self.names[0][:6]
        return "prefecture" if city else self.level or "nation"


def shortens(name: str, own: str) -> bool:
    """Whether the characters of a name stand in another one, which is no title, in their order."""
    rest = iter(own)
    return len(name) > 2 and "年" not in own and all(character in rest for character in name)


NOBODY = Own()


def others_doing(text: str, number: int, own: Own) -> bool:
    """Whether the number at a position counts what a higher division or another body did."""
    start = max(text.rfind(stop, 0, number) for stop in "。；！？") + 1
    subject, where = "", grammar().subject["platform"]
    *before, last = STOPS.split(ASIDE.sub("", text[start:number]))
    for piece in before:
        subject = "" if where.match(piece) else subject_of(piece, own) or subject
    return (subject_of(last, own) or subject) == "other"


@lru_cache(maxsize=512)
def subject_of(piece: str, own: Own) -> str:
    """`own`, `other`, or nothing where a clause has no subject of its own."""
    rules = grammar()
    begun = rules.subject["before"].match(piece)
    rest = piece[begun.end() :] if begun else piece
    if higher(rest, own) or rules.subject["rest"].match(rest) or rules.subject["does"].search(piece):
        return "other"
    if rules.subject["own"].match(rest):
        other = rules.subject["kind"].match(rest)
        return "other" if other and not own.named(bare(other.group())) else "own"
    if other_place(rest, own) or other_body(rest, own) or rules.subject["ends"].search(rest):
        return "other"
    return ""


def higher(rest: str, own: Own) -> bool:
    """Whether a clause begins with a division above the body's."""
    match = grammar().higher[own.below].match(rest)
    return match is not None and not (len(match.group()) > 1 and own.named(match.group()))


def other_place(rest: str, own: Own) -> bool:
    """Whether a clause begins with the name of a place that is not the body's."""
    match = grammar().subject["place"].match(rest)
    return match is not None and bool(own.names) and not own.named(match[1]) and bool(Gazetteer.load().find(match[1]))


def other_body(rest: str, own: Own) -> bool:
    """Whether a clause begins with a body of a name of its own (县公安局), not with the body or all of its parts.

    A government is another body only for those that are none themselves.
    """
    rules = grammar().subject
    match = rules["body"].match(rest) or (None if own.governs else rules["government"].match(rest))
    return match is not None and not own.named(bare(match[1]))


def bare(name: str) -> str:
    """A name without what stands in it for the place (全县, 我市) or for all bodies of its kind (工商系统)."""
    return ALL.sub("", name).removesuffix("系统").removesuffix("机关")
