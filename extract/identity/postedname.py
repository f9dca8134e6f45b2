"""The names that stand around a report: unit, column, place line, metadata, first lines, contact line, signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.document import Document, Paragraph
from extract.identity.title import from_heading, own_lines
from lexicon.bodies import clean_name, is_body
from storage.found import Found

KEYS = (
    "发布机构",
    "发文机关",
    "发布机关",
    "发布单位",
    "公开机构",
    "制作机关",
    "公开责任部门",
    "来源",
    "信息来源",
    "稿源",
    "ContentSource",
    "文章来源",
    "供稿单位",
    "供稿",
    "署名",
)
BESIDE = re.compile(
    r"[|｜【\[〔<>＞»:：]|\d|浏览|点击|阅读|访问|查看|作者|审核|审签|编辑|责编|责任|字体|字号|时间|日期|发布|分享|打印|来源|记者|索引|文号"
)
"""What the line of a name goes on with: counters, dates, buttons, the next label."""
CONTACT = re.compile(
    r"(?:请(?:直接)?(?:与|向|联系)|联系(?:单位|部门|机构)[:：])\s*([\u4e00-\u9fff]{4,30}?)(?:联系|咨询|反映|[(（,，。:：]|$)"
)
SIGNED = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:政府|局|委员会|办公室|办公厅|街道办事处|街道|镇|乡|厅|院|中心|管委会|联合会|委|处|社|馆|学|校|队|站|所)(?=[（(]|$)"
)
OWN_OFFICE = re.compile(
    r"(?:(?<=[局厅委会院馆队校学园社站所处])|(?<=中心))(?:综合|行政)?办公室$"
    r"|(?:(?<=[局厅委会院馆队校学园社站所处])|(?<=中心)|(?<!政府办公室)(?<=办公室))(?:政府|政务)?(?:信息|公开|信息公开|综合|秘书|法规|宣传)[科股处室]$"
)
"""The room of a body that answers for it: 霍邱县图书馆办公室, 霍邱县教育局信息公开科."""
ANNOUNCED = re.compile(
    r"(?:发布|公布|公开|编制|提交|形成|现将|就)了?(?P<name>[\u4e00-\u9fff]{4,30}?)"
    r"(?:20\d\d|二[〇○零0O][〇○零0O一二三四五六七八九]{2})年?度?(?:政府|政务)?信息公开"
)
"""The first sentence of a report that says whose it is: 现发布霍邱县司法局2021年政府信息公开工作年度报告."""
COMPILED = re.compile(
    r"^(?P<reporter>(?![由现我本])[\u4e00-\u9fff]{4,30}?)(?:根据|按照|依据|依照)[^。]{0,80}?(?:编制|公布|发布)"
    r"|(?:^|[，,。、])(?:由|现公布|现发布|现将)?(?P<name>(?![由现我本])[\u4e00-\u9fff]{4,30}?)"
    r"(?:(?:组织)?编制(?:完成|形成)?了?(?:并|本|《?20\d\d)|政府信息公开(?:工作)?年度报告)"
)
"""The first sentence that says who made the report: 由霍邱县司法局编制并公布, 霍邱县司法局编制本报告."""
SUBJECT = re.compile(
    r"^(?:20\d\d年度?(?:以?来)?|一年来)[,，、]?(?P<name>[\u4e00-\u9fff]{4,24}?)"
    r"(?:认真|严格|坚持|深入|积极|按照|根据|全面|高度|切实|紧紧|紧扣|始终|不断|持续|进一步|扎实|贯彻|落实|坚决|主动|以习近平)"
)
"""A sentence that tells what a body did in the year."""
DATED = re.compile(r"^(?P<name>[\u4e00-\u9fff（）()]{4,30})[\s|｜]+20\d\d\s*[-./年]")
"""The line under a title without labels: 霍邱县财政局 2023-01-20 10:22."""
GROUP = re.compile(r"^(?:.{0,4}(?:部门|单位|机构)|.{0,2}(?:乡镇|镇街|街道|园区)(?:[（(、和].*)?)$")
"""A column over those of several bodies: behind it a column is one's."""
OPENING = 6
"""Paragraphs in which a report says whose it is."""


def posted(document: Document, found: Found | None) -> Iterator[tuple[str, str]]:
    """What the page around the report says, strongest first: sources with names of bodies."""
    if found and found.unit:
        yield "unit", clean_name(found.unit)
    for source, names in (("column", found.column if found else ()), ("breadcrumb", document.breadcrumb)):
        for above, name in reversed(list(zip(("", *names), names, strict=False))):
            if kind_of_column(name) or (GROUP.search(above) and is_body(name) and not GROUP.search(name)):
                yield source, clean_name(name)
    for key in KEYS:
        name = name_of_line(document.metadata.get(key, ""))
        if name:
            yield f"metadata {key}", name
    yield from _opening(document)
    for match in CONTACT.finditer(document.text[:3000]):
        yield "contact line", OWN_OFFICE.sub("", match[1])
    for line in _end(document):
        bare = re.sub(r"[\d〇○零一二三四五六七八九十年月日\s]+$", "", line.text.strip())
        if SIGNED.fullmatch(bare):
            yield "signature", OWN_OFFICE.sub("", clean_name(bare))


def _end(document: Document) -> list[Paragraph]:
    """The lines in which a text is signed: behind a sentence of it, where a page has more than the text."""
    lines = own_lines(document)
    begins = next((number for number, line in enumerate(lines) if "。" in line.text), len(lines))
    return lines[begins if document.media == "html" else 0 :][-25:]


def _opening(document: Document) -> Iterator[tuple[str, str]]:
    """The body that the first sentences name as the one that reports."""
    lines = [line.text.strip() for line in from_heading(document)]
    for line in lines[:OPENING]:
        for match in (DATED.match(line), ANNOUNCED.search(line), COMPILED.search(line)):
            name = match and (match.groupdict().get("reporter") or match["name"])
            if name and is_body(name):
                yield "first sentence", name
    for line in lines:
        match = SUBJECT.match(line)
        if match and is_body(match["name"]):
            yield "sentence", match["name"]
            return


def name_of_line(text: str) -> str:
    """The body's name a line begins with (霍邱县财政局 浏览次数：12), '' where it begins with none."""
    head = BESIDE.split(text.strip(), maxsplit=1)[0]
    pieces = (clean_name(piece).strip("、，,.。；;") for piece in (head, *head.split()[:1]))
    return next((piece for piece in pieces if len(piece) > 1 and is_body(piece)), "")


def kind_of_column(name: str) -> bool:
    """Whether a column is called after a body."""
    bare = clean_name(name)
    named = re.search(
        r"(?:镇|乡|街道|街道办事处|局|委员会|政府|办公室|管委会|厅|委|联合会|[大支总]队|医院|学校|[中大]学|图书馆|..(?:开发|高新)区)$",
        bare,
    )
    return bool(named) and len(bare) > 2 and not re.search(r"公开|目录|部门|乡镇|各|年报|报告|首页", bare)
