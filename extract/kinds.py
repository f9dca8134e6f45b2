"""Is this page an annual disclosure report? Its title decides where it can, else what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extract.document import Document
from extract.figure import Figure
from extract.sections import is_heading
from extract.title import Titles
from lexicon.titles import classify_title
from storage.found import Found

ENOUGH = 3
"""Signs of content that make a report of a page whose title leaves it open."""
SHORT = 200
"""Characters of text under which a page is only a shell (an empty body, an attachment's frame)."""
TITLED = re.compile("公开.*(?:报告|年报)")
MANY = 4
"""Titles of reports on one page that make it a list."""

SIGNS = {
    "period": re.compile(r"统计(?:的)?(?:期限|时限|期间|周期)|(?:数据|统计).{0,16}1月1日.{0,12}12月31日"),
    "published": re.compile(r"主动公开(?:政府|政务)?信息|公开(?:政府)?信息.{0,12}\d+\s*余?[万条]|政务公开工作"),
    "requests": re.compile(r"依申请公开|政府信息公开申请|公开政府信息的申请"),
    "remedies": re.compile(r"行政复议|行政诉讼"),
    "problems": re.compile(r"存在(?:的)?(?:主要)?(?:问题|不足)|改进(?:措施|情况)"),
    "whole": re.compile(
        r"(?:编制|公布|发布|形成)(?:了|完成)?本(?:年度)?(?:年)?报告?|本年报|本年度报告|"
        r"现将.{0,40}(?:信息|政务)公开.{0,24}(?:报告|总结|公布)如下"
    ),
}  # fmt: skip
INSTRUCTION = re.compile(
    r"(?:请|须|应当?)(?:各(?:地|级|单位|部门|县|市|区|乡镇)|认真|按时|于).{0,60}(?:年度报告|年报).{0,60}(?:报送|上报|编制|发布|公布)|"
    r"(?:年度报告|年报).{0,24}(?:格式|模板|样式|编制要求).{0,24}(?:见附件|如下|执行)|各(?:县|市|区|乡镇).{0,40}关于做好.{0,40}年度报告"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judgement:
    """`report` and why, a sentence for the issues table where it is none."""

    report: bool
    why: str


def judge(document: Document, titles: Titles, figures: Iterable[Figure]) -> Judgement:
    """Whether a document is a report.

    A look-alike's title settles it (unless the page's own title is the report's and only the list says otherwise); a
    report's title needs a text; anything else needs the content of a report: a filled form or several of its parts.
    """
    best = titles.own or titles.listed
    filled = sum(figure.state == "value" for figure in figures)
    if best is not None and best.verdict.kind == "lookalike":
        return Judgement(False, f"look-alike: {best.verdict.why} ({best.text})")
    listed = reports_listed(document)
    if listed >= MANY:
        return Judgement(False, f"a list of {listed} reports")
    signs = [name for name, words in SIGNS.items() if words.search(document.text)]
    if best is not None and best.verdict.kind == "report":
        return _titled(document, filled, signs)
    if INSTRUCTION.search(document.text[:3000]) and not filled:
        return Judgement(False, "asks others for reports")
    return _untitled(document, filled, signs, titled=best is not None and best.verdict.kind == "maybe")


def promising(document: Document, titles: Titles, found: Found | None) -> bool:
    """Whether a page may be a report's, before its tables are read: by its title, or by the crawl's word and a text."""
    best = titles.best
    if best is not None and best.verdict.kind in {"report", "lookalike"}:
        return best.verdict.kind == "report"
    if reports_listed(document) >= MANY:
        return False
    expected = found is not None and found.role == "report"
    signs = sum(words.search(document.text) is not None for words in SIGNS.values())
    return (best is not None and (expected or "letter" in best.verdict.why)) or signs >= ENOUGH


def _titled(document: Document, filled: int, signs: list[str]) -> Judgement:
    if filled or (signs and len(document.text) >= SHORT):
        return Judgement(True, "title of a report")
    return Judgement(False, f"the title of a report over {len(document.text)} characters of text without one")


def _untitled(document: Document, filled: int, signs: list[str], *, titled: bool) -> Judgement:
    needed = ENOUGH if titled else ENOUGH + 1
    if filled >= 20 or (filled and len(signs) >= 2):
        return Judgement(True, "the filled form of a report")
    if len(signs) >= needed and len(document.text) >= 2 * SHORT and headings(document) >= 2:
        return Judgement(True, f"the parts of a report: {', '.join(signs)}")
    return Judgement(False, f"no title of a report and {len(signs)} of its parts")


def headings(document: Document) -> int:
    """Lines that head a part."""
    return sum(is_heading(line) for line in document.paragraphs())


def reports_listed(document: Document) -> int:
    """Different titles of reports that stand in short lines: a column lists them, a report has one or two."""
    lines = {line.text.strip() for line in document.paragraphs() if len(line.text) < 60 and TITLED.search(line.text)}
    return len(lines) if len(lines) < MANY else sum(classify_title(line).kind == "report" for line in lines)
