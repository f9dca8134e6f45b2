"""The title of a report: in the page's heading, in its metadata, broken over the first lines, or only in the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Document, Paragraph
from extract.prose.sections import CHAPTER
from lexicon.titles import TitleVerdict, classify_title
from storage.found import Found

HEAD = 40
"""Lines in which a title is looked for."""
LONG = 80
KEYS = ("ArticleTitle", "标题", "名称", "信息名称", "文件名称")
TRAIL = re.compile(r"当前(?:位置|页面)|您的位置|[>＞»]")
LABEL = re.compile(r"^(?:标题|名称|信息名称|文件名称|附件\s*[一二三四五\d]?)\s*[:：]\s*")
FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et)$", re.IGNORECASE)
BODY = re.compile(
    r"(?:政府|局|委员会|办公室|办公厅|街道|街道办事处|镇|乡|厅|院|中心|管委会|办事处|县|市|区|省|州|旗|盟|处|社|委|会|实验区)$"
)
SITE = re.compile(r"\s*(?:[-—–]+(?!\d)|(?<!\d)[-—–]+|[_|＿｜]+)\s*")
"""Between a document's name and its site's, never between two numbers: 1—9月."""
SENTENCE = re.compile(r"[。；;！]|[，,].*[，,]|^根据|^按照|^本报告|^现将|《[^》]*$")
RUN_ON = re.compile(
    r"(?:标题[:：]|当前位置.{0,60}?[:：])?(.{4,60}?(?:年度报告|工作报告|情况报告|年报))(?!制度|格式|编制|解读|的)"
)
BARE_HEAD = re.compile(
    r"^(?:\(?(?:20\d\d|二[〇○零0]..)年?度?\)?)?(?:政府|政务)?信息公开|^(?:20\d\d|二[〇○零0]..)年?度?$"
)
WORDS = re.compile(r"公\s*开|年\s*报|报\s*告|情\s*况|总\s*结|年\s*度|信\s*息|20\d\d")
"""What a line of a title holds, one broken over lines too."""
ABOUT = re.compile("信息|政务")
RANK = {"report": 0, "maybe": 1, "lookalike": 2, "other": 3}


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title, where it stands (`heading`, `metadata`, `text`, `page title`, `list`) and what it says.

    `place` is the locator of its last line in the text, '' elsewhere.
    """

    text: str
    source: str
    verdict: TitleVerdict
    place: str = ""


@dataclass(frozen=True, slots=True)
class Titles:
    """`own` stands in the document, `listed` on the page that links to it."""

    own: Title | None
    listed: Title | None

    @property
    def best(self) -> Title | None:
        """The one that says most: a report's title before any other, the document's own before the list's."""
        found = [title for title in (self.own, self.listed) if title is not None]
        return min(found, key=lambda title: RANK[title.verdict.kind], default=None)


def find_titles(document: Document, found: Found | None) -> Titles:
    """The titles of a document."""
    return Titles(_best(_candidates(document)), _best(_listed(found)))


def _best(titles: Iterator[Title]) -> Title | None:
    """The best of several; the first one that nothing can better ends the search."""
    best: Title | None = None
    for title in titles:
        if best is None or _order(title) < _order(best):
            best = title
        if _order(best) == (0, False):
            break
    return best


def _order(title: Title) -> tuple[int, bool]:
    """A report's title first, one that names its body before one that does not; earlier sources before later ones."""
    return RANK[title.verdict.kind], BARE_HEAD.match(tidy(title.text)) is not None


def _candidates(document: Document) -> Iterator[Title]:
    if document.title:
        yield _title(document.title, "heading")
    for key in KEYS:
        if document.metadata.get(key):
            yield _title(document.metadata[key], "metadata")
    yield from _in_text(document)
    yield from _run_on(document)
    for part in [*SITE.split(document.page_title), document.page_title]:
        if part:
            yield _title(part, "page title")


def _listed(found: Found | None) -> Iterator[Title]:
    for text in (found.link_title, found.link_text) if found else ():
        if text:
            yield _title(text, "list")


def _title(text: str, source: str, place: str = "") -> Title:
    plain = tidy(text)
    return Title(plain, source, classify_title(plain), place)


def tidy(text: str) -> str:
    """A title without its label, the ending of a file and white space between Chinese characters and digits."""
    text = FILE.sub("", LABEL.sub("", text.strip()))
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text)


def _in_text(document: Document) -> Iterator[Title]:
    """Lines at the head that make a title, alone or joined with their neighbours."""
    lines = list(_head(document))
    for position, line in enumerate(lines):
        if not (_may_be_title(line) and WORDS.search(line.text)):
            continue
        for first, last in (
            (position, position),
            (position, position + 1),
            (position - 1, position),
            (position, position + 2),
        ):
            title = _joined(lines, first, last)
            if title is not None and title.verdict.kind != "other" and ABOUT.search(title.text):
                yield title


def _run_on(document: Document) -> Iterator[Title]:
    """A title that runs into the text behind it, where the page has lost its lines."""
    for line in list(document.paragraphs())[:3]:
        match = RUN_ON.match(tidy(line.text)) if len(line.text) > LONG else None
        if match and not SENTENCE.search(match[1]):
            title = _title(match[1], "text", line.place)
            if title.verdict.kind == "report":
                yield title


def _head(document: Document) -> Iterator[Paragraph]:
    """The lines before the first part and the first paragraph of text."""
    for line in list(document.paragraphs())[:HEAD]:
        text = line.text.strip()
        if CHAPTER.match(text) or (len(text) > LONG and not TRAIL.search(text) and "\t" not in text):
            return
        if text:
            yield line


def _joined(lines: list[Paragraph], first: int, last: int) -> Title | None:
    """Several short lines as one title; a line above counts only where it names a body and the title does not."""
    if first < 0 or last >= len(lines):
        return None
    parts = lines[first : last + 1]
    if len(parts) > 1 and not all(_may_be_title(part) and len(part.text) <= 45 for part in parts):
        return None
    texts = [tidy(part.text) for part in parts]
    if len(parts) > 1 and any(classify_title(text).kind == "report" and not BARE_HEAD.match(text) for text in texts):
        return None
    if len(parts) > 1 and not (BODY.search(texts[0]) or classify_title(texts[0]).kind == "other"):
        return None
    return _title("".join(texts), "text", parts[-1].place)


def _may_be_title(line: Paragraph) -> bool:
    text = line.text.strip()
    return len(text) <= LONG and not TRAIL.search(text) and not SENTENCE.search(text)
