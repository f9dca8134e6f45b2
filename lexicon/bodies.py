"""Names of public bodies: their kind, their place and organ, their full official name."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from lexicon.data import table
from lexicon.nation import NATION, local_name, national_name
from lexicon.place_index import Jurisdiction
from lexicon.places import Gazetteer

Kind = Literal["government", "department", "township", "subdistrict", "zone", "institution"]

_GOVERNMENT = re.compile(r"(?:党工?委[、和及]?)?(?:(?:各级)?(?:人民)?政府|行政公署|行署|(?:街道)?办事处|(?:街道)?办)")
_OFFICE = re.compile(r"(?:人民)?政府办(?P<room>公厅|公室)?")
_BRACKETS = re.compile(
    r"[（(][^（）()]*(?:编制|加挂|代章|盖章|公章|本级|本部|本机关|\d{4}|原)[^（）()]*[）)]|[（(]章[）)]|[\s《》\"“”]"
    r"|(?<=[局厅委会室])[（(][^（）()]{2,24}(?:局|厅|委|委员会|办|办公室)[）)]$"
)
"""Remarks in a name: who compiled or sealed it, and the second name that a body bears: 文化和旅游局（文物局）."""
_REMARK = re.compile(r"[（(][^（）()]*[）)]$")
_PRONOUN = re.compile(
    r"^[我本全]?[省市县区州旗盟](?=人民政府|政府)|^[我本]?[省市县区州旗盟](?!场|容|政|域|划|村|直|监(?!察)|$)"
)
_PROVINCE = re.compile(r"^(?:.{2,3}省|.{2,6}自治区)(?=.)")
_BRANCH = re.compile(r"(?:局|委员会|中心)(?P<place>[\u4e00-\u9fff]{2,16}?)(?:分局|管理部)$")
_ZONE = re.compile(
    r"(?P<zone>[^省局]{2,12}?(?:开发|高新技术|高新|产业|工业园?|实验|示范|试验|保税|综保|合作|管理|度假|名胜|风景|生态|园|新)区)"
    r"(?P<organ>.*)"
)
_DIVISION_ZONES = ("浦东新区", "滨海新区", "两江新区", "沈北新区", "下花园区", "清新区")


def clean_name(printed: str) -> str:
    """A printed name without white space, quotation marks and remarks such as （县政府办公室编制）."""
    return _BRACKETS.sub("", printed)


def kind_of(name: str) -> Kind:
    """The kind of a body by the end of its name; what ends in no known word is a department."""
    bare = clean_name(name)
    if national_name(bare):
        return "department"
    return next((kind for kind, pattern in _kinds() if pattern.search(bare)), "department")


def is_body(name: str) -> bool:
    """Whether a name ends in a word that bodies end in, a remark in brackets behind it aside."""
    bare = _REMARK.sub("", clean_name(name))
    return bool(national_name(bare)) or any(pattern.search(bare) for _, pattern in _kinds())


def official_organ(organ: str) -> str:
    """Spell out an abbreviated organ: 卫健委 → 卫生健康委员会. A spelled-out or unknown one comes back as it is."""
    names = table("bodies")
    if organ in names["abbreviations"]:
        return str(names["abbreviations"][organ])
    for short, long in names["endings"].items():
        if organ.endswith(short):
            return f"{organ.removesuffix(short)}{long}"
    return organ


def government_name(jurisdiction: Jurisdiction) -> str:
    """霍邱县人民政府, 霍邱县白莲乡人民政府, 梁山县水泊街道办事处, 阿里地区行政公署, 盘锦市人民政府."""
    place = place_name(jurisdiction)
    if jurisdiction.level == "prefecture" and place.endswith(("地区", "盟")):
        return f"{place}行政公署"
    if place.endswith("街道"):
        return f"{place}办事处"
    return place if place.endswith("区公所") else f"{place}人民政府"


def _former(jurisdiction: Jurisdiction, bare: str) -> str:
    """The full name of a body of a township under what it was before: 三皇乡 of what is 三皇镇 now; else ''."""
    if jurisdiction.level != "township" or jurisdiction.name in bare:
        return ""
    said = re.search(rf"{jurisdiction.short}(?P<form>乡|镇|街道)(?P<organ>.*)", bare)
    if said is None:
        return ""
    place = f"{place_name(jurisdiction).removesuffix(jurisdiction.name)}{jurisdiction.short}{said['form']}"
    organ = said["organ"]
    return f"{place}{_seat(place) if not organ or _GOVERNMENT.fullmatch(organ) else official_organ(organ)}"


def _seat(place: str) -> str:
    """What a township's name ends in when its government is meant; nothing behind a name that says more."""
    return "办事处" if place.endswith("街道") else "人民政府" if place.endswith(("乡", "镇")) else ""


def place_name(jurisdiction: Jurisdiction) -> str:
    """The name of a place in a body's name: a township behind its county, everything else alone."""
    return f"{_county(jurisdiction, None)}{jurisdiction.name}"


def _county(jurisdiction: Jurisdiction, year: int | None) -> str:
    """The county of a township by its name of a year, None: of the first in which it was there; '' of no township."""
    if jurisdiction.level != "township":
        return ""
    gazetteer, code = Gazetteer.load(), jurisdiction.parent_code
    above = gazetteer.by_code(code, year)
    if year is None or above is None or not above.in_force(year):
        before = gazetteer.forerunner(code, year) if year is not None else None
        above = before or gazetteer.by_code(code, jurisdiction.valid_from)
    return above.name if above else ""


def full_name(jurisdiction: Jurisdiction, printed: str = "", year: int | None = None) -> str:
    """The full official name of a body of this division, from the name as printed ('' for its government).

    县教育局 → 霍邱县教育局; 白莲乡 → 霍邱县白莲乡人民政府. Province and prefecture before a county fall away and
    abbreviations are spelled out. Zones and bodies of the central government keep their own names (平潭综合实验区管委会
    → 平潭综合实验区管理委员会, 国家税务总局霍邱县税务局). A township stands behind what its county was in `year`:
    上虞市, the 上虞区 of today.
    """
    name = _of_head(jurisdiction, _name(jurisdiction, printed), year)
    now, then = _county(jurisdiction, None), _county(jurisdiction, year)
    return f"{then}{name.removeprefix(now)}" if now != then and name.startswith(now) else name


def _of_head(jurisdiction: Jurisdiction, name: str, year: int | None) -> str:
    """A branch's name with the head that a printed one may lack: 国家税务总局霍邱县税务局."""
    branch = table("bodies")["branches"].get(name.removeprefix(jurisdiction.name))
    return f"{branch['head']}{name}" if branch and (year or branch["since"]) >= branch["since"] else name


def _name(jurisdiction: Jurisdiction, printed: str) -> str:
    """The full name, a township's with the county in which it was first."""
    bare = clean_name(printed)
    if jurisdiction is NATION or local_name(bare) != bare:
        return national_name(bare) or bare
    zone = _zone(jurisdiction, bare)
    if zone:
        return _zone_body(zone["zone"], zone["organ"])
    return _former(jurisdiction, bare) or _with_place(jurisdiction, bare)


def _with_place(jurisdiction: Jurisdiction, bare: str) -> str:
    organ = organ_of(jurisdiction, bare)
    if not organ or _GOVERNMENT.fullmatch(organ):
        return government_name(jurisdiction)
    office = _OFFICE.fullmatch(organ)
    if office:
        default = "公厅" if jurisdiction.level == "province" else "公室"
        return f"{government_name(jurisdiction)}办{office['room'] or default}"
    if re.search(table("bodies")["short"], organ) and bare.endswith(f"{jurisdiction.short}{organ}"):
        return f"{jurisdiction.short}{organ}"
    return f"{place_name(jurisdiction)}{official_organ(organ)}{_seat(organ)}"


def division_served(jurisdiction: Jurisdiction, name: str, year: int | None) -> Jurisdiction:
    """The county that a city's branch serves (六安市生态环境局霍邱分局), else the division the name begins with."""
    branch = _BRANCH.search(name)
    ends = ("", "区", "县", "市") if branch else ()
    tried = (Gazetteer.load().find(f"{branch['place']}{end}", jurisdiction.code, year) for end in ends if branch)
    rows = next((found for found in tried if found), [])
    below = {row for row in rows if row.level == "county" != jurisdiction.level}
    return below.pop() if len(below) == 1 else jurisdiction


def _zone(jurisdiction: Jurisdiction, bare: str) -> re.Match[str] | None:
    """The zone a name begins with, unless 区 belongs to a division (浦东新区) or a township's name (新区街道)."""
    zone = _ZONE.match(_PROVINCE.sub("", bare))
    if zone is None or zone["zone"].endswith(_DIVISION_ZONES) or zone["organ"].startswith(("街道", "镇", "乡", "特殊")):
        return None
    return None if jurisdiction.level == "township" and jurisdiction.name in bare else zone


def _zone_body(zone: str, organ: str) -> str:
    """A zone has no division of its own: its name stands as printed, its body's is spelled out."""
    if not organ or _GOVERNMENT.fullmatch(organ):
        return f"{zone}管理委员会"
    return f"{zone}{official_organ(organ)}"


def organ_of(jurisdiction: Jurisdiction, printed: str) -> str:
    """What a printed name says behind the place: 教育局 of 霍邱县教育局 and of 县教育局; '' for the place alone."""
    bare = clean_name(printed)
    match = Gazetteer.load().match(bare, prior=jurisdiction.code)
    below = match.jurisdiction is not None and match.jurisdiction.level == "township" != jurisdiction.level
    rest = match.rest if match.evidence and not below else bare
    for name in (place_name(jurisdiction), jurisdiction.name):
        rest = rest.removeprefix(name)
    if jurisdiction.short not in table("places")["common"]["short"] and len(rest) - len(jurisdiction.short) != 1:
        rest = rest.removeprefix(jurisdiction.short)
    return _PRONOUN.sub("", rest)


@cache
def _kinds() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    rules = table("bodies")["kind"]
    return tuple((rule["is"], re.compile("|".join(rule["patterns"]))) for rule in rules)
