"""Find the names of divisions in a line of text, left to right, the longest name first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexicon.data import table
from lexicon.place_index import Jurisdiction, PlaceIndex

_UNKNOWN_TOWNSHIP = re.compile(r"[^省市县区旗州盟乡镇\d]{1,6}(?:街道|(?<![城乡村])镇|(?<!城)乡|路|大道)")
_RUNS_ON = re.compile(
    r"市场(?:监|管理|发展|服务|质量)|市容(?:市貌|环境|管理|局)|市政(?:工程|管理|园林|公用|设施|建设|养护|局)"
    r"|区域(?:合作|经济|协作|发展|协调|医疗)|县域(?:经济|发展)|乡村(?:振兴|建设)"
)
"""Words of offices that begin with a place's last character; listed, for 富阳市场口镇 and 南平市政和县 are places."""
_BETWEEN = re.compile(r"[\s\d年度()（）《》、,:：.·>/〔〕\[\]-]*")
_GOVERNMENT = frozenset({"人民政府", "政府"})
"""越秀区人民政府洪桥街道办事处 is an office of the district's government in 洪桥街道."""
_TAIL_OF_WORD = frozenset("城社园市郊景矿林灾库牧校小厂辖特新")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place name at text[start:end]. `exact`: a full name or a recognised form of it, not the short name."""

    start: int
    end: int
    candidates: tuple[Jurisdiction, ...]
    exact: bool


def spots(text: str, index: PlaceIndex) -> list[Spot]:
    """All names, without overlap. A short name counts only at the start or right after another name."""
    found: list[Spot] = []
    position, limit = 0, len(text)
    while position < limit:
        spot = _at(text, position, index, found)
        if spot:
            found.append(spot)
        position = spot.end if spot else position + 1
    return found


def _at(text: str, start: int, index: PlaceIndex, found: list[Spot]) -> Spot | None:
    """The longest name that begins here; 巴州 is another name of one division and the short name of another."""
    longest = index.heads.get(text[start : start + 2], 0)
    shorts = _may_be_short(text, start, found) if longest else False
    for end in range(min(len(text), start + longest), start + 1, -1):
        name = text[start:end]
        full = index.names.get(name, []) if _RUNS_ON.match(text, end - 1) is None else []
        short = index.shorts.get(name, []) if shorts else []
        if full or (short and not _part_of_unknown(text, end, index)):
            return Spot(start, end, (*full, *short), exact=bool(full))
    return None


def _may_be_short(text: str, start: int, found: list[Spot]) -> bool:
    return _BETWEEN.fullmatch(text, found[-1].end if found else 0, start) is not None


def _part_of_unknown(text: str, end: int, index: PlaceIndex) -> bool:
    """北京东路街道 is no street of ours to know, and not Beijing."""
    return bool(_UNKNOWN_TOWNSHIP.match(text, end)) and _at(text, end, index, []) is None


def is_common_word(text: str, spot: Spot) -> bool:
    """Whether the name is more likely an everyday word here: 城区建设, 城乡, 社区街道."""
    name = text[spot.start : spot.end]
    before = text[spot.start - 1 : spot.start]
    return name in table("places")["common"]["words"] or (len(name) == 2 and before in _TAIL_OF_WORD)


def connected(text: str, left: Spot, right: Spot) -> bool:
    """Whether nothing but a year, punctuation or the word government stands between two names."""
    return _BETWEEN.fullmatch(text, left.end, right.start) is not None or text[left.end : right.start] in _GOVERNMENT
