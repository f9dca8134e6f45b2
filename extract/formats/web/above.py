"""The title of a document where no heading element holds it: the line above its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from extract.formats.web.words import page_words

_INLINE = frozenset(page_words("inline")) - {"a", "label"}
_ELSEWHERE = frozenset({"a", "li", "dd", "option", "label", "nav", "footer", "aside"})
"""Elements in which the titles of other pages stand."""
_REPORT = re.compile(
    "公开.*(?:报告|年报|总结|情况|统计|汇总|解读|通报)|公開.*(?:報告|年報|總結|情況|統計|匯總|解讀|通報)"
    "|年度(?:工作)?(?:报告|报表|報告|報表)|年报|年報|年.*(?:报告|報告|公报|公報|总结|總結)$"
)
_WORDS = re.compile("公开|公開|年度|[年公][报報]|报告|報告|总结|總結")
"""The words of a report's title, or of what only looks like one."""
_OTHER = re.compile(
    r"[>＞»→›]|[置题題称稱类類词詞]\s*[:：]|[。；;]|(?:上|下)一?[篇条]|…$|\.{3}$|\d[-./]\d{1,2}[-./]\d{1,2}\s*\S{0,2}$"
)
_LEAST, _MOST = 8, 120
_ROWS = 2  # so many others beside a line make it a row of a list


def title_above(body: LexborNode, container: LexborNode) -> str:
    """The last line before the text that reads like the title of a report and is no link, '' where there is none.

    The text is the container; of a page that is one container, what begins with the first sentence; where it has none,
    the only such line counts. A line that only says less than the one before it does not end it.
    """
    last, several = "", False
    for node in _texts(body, container):
        text = node.text()
        if "。" in text and container.mem_id == body.mem_id:
            return last
        if _WORDS.search(text):
            title = _title(node)
            if title and title not in last:
                last, several = title, bool(last)
    return "" if several and container.mem_id == body.mem_id else last


def _texts(body: LexborNode, container: LexborNode) -> Iterator[LexborNode]:
    """Text nodes in the order of the page, up to the container."""
    for node in body.traverse(include_text=True):
        if node.mem_id == container.mem_id and node.mem_id != body.mem_id:
            return
        if node.tag == "-text":
            yield node


def _title(node: LexborNode) -> str:
    """The whole line that a text stands in, if it may be a title."""
    line = node.parent
    while line is not None and line.tag in _INLINE and line.parent is not None:
        line = line.parent
    if line is None or _is_elsewhere(node):
        return ""
    text = _text(line)
    return text if _may_be_title(text) and not _is_row(line) else ""


def _text(line: LexborNode) -> str:
    return " ".join(line.text().split())


def _may_be_title(text: str) -> bool:
    return _LEAST <= len(text) <= _MOST and bool(_REPORT.search(text)) and not _OTHER.search(text)


def _speaks(text: str) -> bool:
    return len(text) <= _MOST and _WORDS.search(text) is not None


def _is_row(line: LexborNode) -> bool:
    """Whether it is one of several such elements with titles side by side: an entry of a list."""
    return sum(1 for step in ("prev", "next") for _ in _alike(line, step)) >= _ROWS


def _alike(line: LexborNode, step: str) -> Iterator[LexborNode]:
    """The elements of its kind beside it that hold titles, whole or cut, up to the first thing that is none."""
    beside = getattr(line, step)
    while beside is not None:
        if beside.tag != "-text":
            if beside.tag != line.tag or beside.attributes != line.attributes or not _speaks(_text(beside)):
                return
            yield beside
        beside = getattr(beside, step)


def _is_elsewhere(node: LexborNode) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in _ELSEWHERE:
            return True
        above = above.parent
    return False
