"""From lists as of one day to spells: which name stood under which code, from when to when, and what came after."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

Names = dict[str, str]

# Slips of single lists: the name the division really had.
MISPRINTS = {
    ("150206", "白云矿区"): "白云鄂博矿区",
    ("360704", "赣县"): "赣县区",
    ("450331", "荔蒲县"): "荔浦县",
    ("451402", "江洲区"): "江州区",
    ("510802", "市中区"): "利州区",
    ("513201", "马尔康区"): "马尔康市",
    ("610403", "杨凌区"): "杨陵区",
}
# Not divisions of their own: districts of a forestry office, groups of islands, headings.
DROPPED = {"加格达奇区", "松岭区", "新林区", "呼中区", "西沙群岛", "南沙群岛", "中沙群岛的岛礁及其海域"}
DROPPED |= {"晋城市市辖区", "自治区直辖县级行政单位"}
# Changes that no event records, or records wrongly: what took the place of a division.
HEIRS = {
    ("130103", "桥东区"): ("130102", "130104"),
    ("140202", "城区"): ("140213", "140214"),
    ("140203", "矿区"): ("140214",),
    ("140211", "南郊区"): ("140213", "140214", "140212"),
    ("140402", "城区"): ("140403",),
    ("140411", "郊区"): ("140403",),
    ("330103", "下城区"): ("330105",),
    ("330104", "江干区"): ("330102", "330114"),
    ("360402", "庐山区"): ("360402", "360483"),
    ("370802", "市中区"): ("370811",),
    ("410306", "吉利区"): ("410308",),
    ("522201", "铜仁市"): ("520602", "520603"),
    ("522401", "毕节市"): ("520502",),
    ("542301", "日喀则市"): ("540202",),
}
# Years that the lists do not show: 西沙区 and 南沙区 are in none before 2026, 浑南区 entered them late.
DATES = {
    ("210112", "东陵区"): (0, 2014),
    ("210112", "浑南区"): (2014, 0),
    ("460302", "西沙区"): (2020, 0),
    ("460303", "南沙区"): (2020, 0),
}
_TYPES = [
    re.compile(f"(?:{kind})$")
    for kind in (
        "自治县|自治旗|自治州|自治区|地区|特区|民族乡|民族苏木|街道|苏木|区公所|(?<=神农架)林区",
        "新区",
        "省|市|州|盟|县|区|(?<![左右前中后])旗|镇|乡",
    )
]
_PEOPLE = re.compile(
    "(?:"
    "柯尔克孜族|乌孜别克族|维吾尔族|哈萨克族|达斡尔族|塔吉克族|俄罗斯族|鄂温克族|塔塔尔族|"
    "鄂伦春族|柯尔克孜|蒙古族|布依族|朝鲜族|土家族|哈尼族|傈僳族|高山族|拉祜族|东乡族|纳西族|"
    "景颇族|仫佬族|布朗族|撒拉族|毛南族|仡佬族|锡伯族|阿昌族|普米族|德昂族|保安族|裕固族|"
    "独龙族|赫哲族|门巴族|珞巴族|基诺族|哈萨克|维吾尔|塔吉克|达斡尔|回族|藏族|苗族|彝族|壮族|"
    "满族|侗族|瑶族|白族|傣族|黎族|佤族|畲族|水族|土族|羌族|怒族|京族|各族|蒙古|锡伯|裕固|"
    "壮"
    ")+$"
)


@dataclass(frozen=True, slots=True)
class Spell:
    """A name under a code: the years of the first list with it (0: the first of all) and without it (0: still)."""

    code: str
    name: str
    since: int = 0
    until: int = 0


def spells(lists: Mapping[int, Names]) -> list[Spell]:
    """The spells behind a series of yearly lists; a gap of a list or two is taken for a slip of the list."""
    years = sorted(lists)
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year in years:
        for code, name in lists[year].items():
            right = MISPRINTS.get((code, name), name)
            if right not in DROPPED and right:
                seen[code, right].append(year)
    after = dict(zip(years, [*years[1:], 0], strict=True))
    return [
        Spell(code, name, 0 if present[0] == years[0] else present[0], after[present[-1]])
        for (code, name), present in sorted(seen.items())
    ]


def dated(found: Iterable[Spell], events: Iterable[Mapping[str, Any]]) -> list[Spell]:
    """The spells with the years of their events where one is recorded, instead of those of the lists."""
    began, ended = defaultdict(list), defaultdict(list)
    for event in events:
        began[_end(event, "new")].append(event["year"])
        ended[_end(event, "old")].append(event["year"])
    return [_dated(spell, began[spell.code, spell.name], ended[spell.code, spell.name]) for spell in found]


def _dated(spell: Spell, began: list[int], ended: list[int]) -> Spell:
    read = _nearest(spell.since, began), _nearest(spell.until, ended)
    since, until = DATES.get((spell.code, spell.name), read)
    return replace(spell, since=since, until=until)


def _end(event: Mapping[str, Any], side: str) -> tuple[str, str]:
    return (event[side]["code"] or "")[:6], event[side]["name"] or ""


def _nearest(year: int, recorded: list[int]) -> int:
    near = [candidate for candidate in recorded if 0 <= year - candidate <= 3 or candidate - year == 1]
    return min(near, key=lambda candidate: abs(candidate - year)) if year and near else year


def heirs(found: Iterable[Spell], events: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(code, name) of an ended spell → codes of what took its place: by events, else by name within the province."""
    found = list(found)
    recorded: dict[tuple[str, str], list[str]] = defaultdict(list)
    for event in events:
        recorded[_end(event, "old")].append(_end(event, "new")[0])
    starters = defaultdict(list)
    for spell in found:
        if spell.since:
            starters[spell.code[:2], short(spell.name)].append(spell)
    return {
        (spell.code, spell.name): HEIRS.get((spell.code, spell.name)) or _heirs(spell, recorded, starters)
        for spell in found
        if spell.until
    }


def _heirs(
    spell: Spell, recorded: Mapping[tuple[str, str], list[str]], starters: Mapping[tuple[str, str], list[Spell]]
) -> tuple[str, ...]:
    same_stem = starters.get((spell.code[:2], short(spell.name)), [])
    by_name = [new.code for new in same_stem if abs(new.since - spell.until) <= 1 and _kin(spell, new)]
    by_event = [code for code in recorded.get((spell.code, spell.name), []) if code]
    return tuple(dict.fromkeys(by_event + by_name))


def _kin(old: Spell, new: Spell) -> bool:
    """Of one level, and of one prefecture unless the full name went on elsewhere (寿县 from 六安 to 淮南)."""
    level = old.code.endswith("00") == new.code.endswith("00")
    return level and (
        old.code[:4] == new.code[:4] or (old.name == new.name and len(old.name) > 2) or old.code.endswith("00")
    )


def short(name: str) -> str:
    """The name as people say it: 霍邱, 恩施, 玉屏; names of two characters (和县, 城区) and 左旗, 前旗 stay whole."""
    stem = next((name[: match.start()] for kind in _TYPES if (match := kind.search(name)) and match.start() > 1), name)
    said = _PEOPLE.sub("", stem) or stem.removesuffix("族")
    return said if len(said) > 1 else stem
