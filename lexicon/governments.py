"""Which government a link on a portal names: 霍邱县, 霍邱县人民政府网, 中国·六安, and, in a wall of such links, 合肥.

A name that several divisions bear is decided by how near they are to the portal's own division, then by the other
links of the same wall; what is left open stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from lexicon.data import table
from lexicon.place_index import Jurisdiction
from lexicon.places import Gazetteer

WALL = 3  # so many links of one list that name governments make it a list of governments
_NOISE = re.compile(r"[\s·•・|│—–_\-.．:：>＞》《【】\[\]()（）☆★◆■○●、,，]+")
_HAN = re.compile(r"[\u3400-\u9fff]{2,25}")

Ring = Callable[[Jurisdiction], bool]


@dataclass(frozen=True, slots=True)
class Named:
    """What a link names: one division, or several between which it leaves the choice.

    `is_full`: the division's full name; `is_government`: with a word for its government or portal. `why` says what
    decided. `namesakes` are all divisions of the name, near or far.
    """

    candidates: tuple[Jurisdiction, ...]
    is_full: bool
    is_government: bool
    why: str
    namesakes: tuple[Jurisdiction, ...] = ()

    @property
    def jurisdiction(self) -> Jurisdiction | None:
        """The division, where there is only one."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def governments(labels: Sequence[str], prior: str) -> list[Named | None]:
    """What each link of one list names, as printed on the portal of the division `prior`; None: no government.

    A short name (合肥) counts with a word for government, or in a wall; alone it may be any word.
    """
    named = [government(label, prior) for label in labels]
    is_wall = sum(one is not None for one in named) >= WALL
    kept = [one if one and (is_wall or one.is_full or one.is_government) else None for one in named]
    return [_beside(one, kept) if one and is_wall else one for one in kept]


@lru_cache(maxsize=20_000)
def government(label: str, prior: str) -> Named | None:
    """What one link names by itself."""
    text = re.sub(rf"^{_words('before')}(?=..)", "", _NOISE.sub("", label))
    text = table("governments")["also"].get(text, text)
    if not _HAN.fullmatch(text):
        return None
    for name in _names(text):
        if rows := _living(name):
            said = text[len(name) :]
            return _nearest(rows, name, bool(re.search(_words("government"), said)), prior)
    return None


def _names(text: str) -> Iterable[str]:
    """The place names a text may be, the longest first: 政府 and 网站 are taken off its end."""
    behind = re.compile(_words("behind"))
    return (text[:end] for end in range(len(text), 1, -1) if behind.fullmatch(text, end))


def _living(name: str) -> list[Jurisdiction]:
    """The divisions of today with this name; 六安市霍邱县 is followed down."""
    gazetteer = Gazetteer.load()
    rows = gazetteer.find(name)
    if not rows:
        match = gazetteer.match(name)
        chosen = (match.jurisdiction, *match.candidates) if match.evidence == name else ()
        rows = [row for row in chosen if row]
    return [row for row in rows if row.valid_to is None]


def _nearest(rows: list[Jurisdiction], name: str, is_government: bool, prior: str) -> Named | None:
    """The rows of the innermost ring round the portal's own division that holds any."""
    own = _code(prior)
    rows = [row for row in rows if row.level != "township" or _within(row, own)]
    is_full = any(name.endswith(row.name) for row in rows)
    rows = [row for row in rows if name.endswith(row.name)] if is_full else rows
    for why, ring in _rings(own, is_full):
        if near := tuple(row for row in rows if ring(row)):
            return Named(near, is_full, is_government, f"{name}: {why}", tuple(rows))
    return None


def _rings(own: str, is_full: bool) -> list[tuple[str, Ring]]:
    """From the inside out. A short name does not tell a province from its namesake city, so they share a ring."""
    gazetteer = Gazetteer.load()
    division = gazetteer.by_code(own)
    parent = division.parent_code if division else None
    above = {row.code for row in gazetteer.ancestors(own)}
    near: list[tuple[str, Ring]] = [
        ("directly below", lambda row: own in (row.code, row.parent_code)),
        ("below", lambda row: _within(row, own)),
    ]
    if is_full:
        near.append(("above or beside", lambda row: row.code in above or row.parent_code == parent))
        near.append(("in the province", lambda row: row.code[:2] == own[:2]))
    else:
        near.append(
            (
                "in the province or beside",
                lambda row: row.code[:2] == own[:2] or row.code in above or row.parent_code == parent,
            )
        )
    return [*near, ("elsewhere", lambda _: True)]


def _beside(named: Named, wall: Sequence[Named | None]) -> Named:
    """A short name means what stands beside the other links of its wall: 河北 among the provinces is no district."""
    decided = [one.jurisdiction for one in wall if one and one.jurisdiction]
    parents = Counter(row.parent_code for row in decided)
    if not parents or (named.is_full and named.jurisdiction):
        return named
    parent, count = parents.most_common(1)[0]
    fitting = tuple(row for row in named.namesakes if row.parent_code == parent)
    if len(fitting) != 1 or fitting == named.candidates or count < WALL - 1 or count * 3 < len(decided) * 2:
        return named
    return replace(named, candidates=fitting, why=f"{named.why}, but beside {count} others of {parent or 'all China'}")


def _within(row: Jurisdiction, code: str) -> bool:
    return Gazetteer.load().is_within(row, code)


def _code(prior: str) -> str:
    """The code as the gazetteer has it: 341522000000 is 341522."""
    return prior[:6] if not prior[6:].strip("0") else prior[:9]


@cache
def _words(name: str) -> str:
    return str(table("governments")[name])
