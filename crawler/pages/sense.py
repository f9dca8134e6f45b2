"""What the label of a link says: a report, its column, the disclosure section, a year, a body, or none of these."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from lexicon.titles import TitleVerdict, classify_title, normal_title
from lexicon.years import report_year

Kind = Literal[
    "report",
    "lookalike",
    "maybe",
    "annual",
    "section",
    "guide",
    "units",
    "unit",
    "year",
    "sitemap",
    "next",
    "more",
    "stop",
    "other",
]
YEAR = re.compile(r"(?<!\d)(20(?:0[5-9]|[1-4]\d))(?!\d)")
YEAR_ONLY = re.compile(
    r"^[\[（(【]?(20(?:0[5-9]|[1-4]\d))[\]）)】]?年?度?(?:政府)?(?:年报|年度报告|报告|信息公开|公开|年)?(?:信息)?(?:公开)?(?:年报|报告)?$"
)
YEARS = re.compile(
    r"^(20\d\d)年?(?:[-—–至到~]+20\d\d|及?以前|之前|年前)年?度?(?:政府)?(?:信息公开)?(?:年度报告|年报|报告)?$"
)
SPAN = re.compile(
    r"[\[（(【]?(?<!\d)20\d\d年?度?(?:[-—–至到~]+(?:20\d\d年?度?|今)|年?(?:及?以前|及?之前|前|以来|至今))[\]）)】]?"
)  # years from … to …: what bears it is a column, for a report is of one year
COLUMNS: tuple[tuple[Kind, int], ...] = (
    ("more", 10), ("annual", 26), ("units", 20), ("guide", 20), ("section", 24), ("sitemap", 8), ("stop", 24),
)  # fmt: skip
UNIT = re.compile(
    r"(?:局|委|(?<![开申代督承举经网包])办|厅|镇|乡|街道|管委会|办事处|中心|委员会|政府|办公室|分局|大队|支队|总队|苏木|园区|开发区|新区|高新区|示范区|度假区|保护区|农场|林场|学校|"
    r"医院|公司|集团|馆|院|所|站|队|社|会|区|县|市|州|盟|旗|校|部|署|处|协会|联社|银行|学院|大学|中学|小学|供电|气象|税务|法院|检察院|联合会|总工会|团委)$"
)
BODY = re.compile(
    r"^[\u3400-\u9fff\d]{1,14}(?:局|委员会|委|办公室|厅|镇|乡|街道|街道办事处|管委会|人民政府|苏木|分局|支队|大队|总队|医院|大学|学院|中学|小学|公司|集团|银行|"
    r"(?<!新闻)(?<!信息)(?<!服务)(?<!资讯)(?<!下载)(?<!数据)(?<!帮助)(?<!用户)(?<!办事)中心)(?:[（(].{2,12}[)）])?$"
)  # surely a body, whatever its subject is (财政局, 审计局, 文化和旅游局)
HAN = re.compile(r"^[\u3400-\u9fff\d·、（）()]{2,26}$")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a label says, the year in it, and the words that decided."""

    kind: Kind
    year: int | None = None
    why: str = ""


@cache
def words() -> dict[str, tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]]:
    """Table → patterns over labels, patterns over paths, from `words.toml`."""
    data = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {name: (_compiled(table.get("label", [])), _compiled(table.get("path", []))) for name, table in data.items()}


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def says(name: str, label: str) -> str:
    """The part of a label that a table of `words.toml` knows, or an empty string."""
    return next((match.group() for pattern in words()[name][0] if (match := pattern.search(label))), "")


def path_says(name: str, url: str) -> str:
    """The part of an address that a table of `words.toml` knows, or an empty string."""
    return next((match.group() for pattern in words()[name][1] if (match := pattern.search(url))), "")


def plain(label: str) -> str:
    """A label as it is compared: as `normal_title` leaves it, without bullets and without a date at its end."""
    text = normal_title(label).strip("·•>＞»›《》[]【】-—|│:.*")
    text = re.sub(r"[\[(（]\d{1,4}[\])）]?$", "", text)
    return re.sub(r"(?<=\D)\[?\d{4}[-./]\d{1,2}[-./]\d{1,2}\]?$", "", text)


@lru_cache(maxsize=20_000)
def sense(label: str) -> Sense:
    """Read a label."""
    if why := says("next", re.sub(r"\s", "", label)):
        return Sense("next", None, why)
    text = plain(label)
    if not text:
        return Sense("other")
    if (rest := SPAN.sub("", text)) != text and sense(rest).kind in ("report", "maybe", "annual", "lookalike"):
        return _spanning(sense(rest), text)
    title = classify_title(text)
    if title.kind == "report":
        return Sense("report", report_year(text), title.matched)
    if match := YEAR_ONLY.match(text) or YEARS.match(text):
        return Sense("year", int(match.group(1)) if match.re is YEAR_ONLY else None, match.group())
    return _undecided(text, title)


def _spanning(rest: Sense, text: str) -> Sense:
    """A column of several years; a look-alike stays one."""
    return Sense("lookalike", None, rest.why) if rest.kind == "lookalike" else Sense("annual", None, text)


def _undecided(text: str, title: TitleVerdict) -> Sense:
    year = report_year(text)
    if title.kind == "maybe" and year is not None:
        return Sense("year" if title.why.startswith("year or") else "maybe", year, title.why)
    if title.kind == "lookalike" and title.why not in ("annual report on another subject", "guide, catalogue or rule"):
        return Sense("lookalike", year, title.why)
    if year is None and BODY.match(text):
        return Sense("unit", None, text)
    if why := says("false_friend", text):
        return Sense("lookalike", year, why)
    named = _column(text, year) if year is None or len(text) <= 20 else None
    if named or title.kind == "other":
        return named or _body(text)
    return Sense(title.kind, year, title.why)


def _column(text: str, year: int | None) -> Sense | None:
    for kind, longest in COLUMNS:
        if len(text) <= longest and (why := says(kind, text)):
            return Sense(kind, year, why)
    return None


def _body(text: str) -> Sense:
    if HAN.match(text) and UNIT.search(re.sub(r"[（(].*?[)）]$", "", text)):
        return Sense("unit", None, text)
    return Sense("other")
