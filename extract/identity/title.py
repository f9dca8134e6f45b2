"""The title of a report: in the page's heading, in its metadata, broken over the first lines, or only in the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.document import Document, Paragraph
from extract.prose.sections import CHAPTER
from lexicon.titles import TitleVerdict, classify_title
from lexicon.years import report_year
from storage.found import Found

HEAD = 40
"""Lines in which a title is looked for."""
LONG = 80
LISTED = 4
"""So many titles of several years are a list."""
KEYS = ("ArticleTitle", "标题", "名称", "信息名称", "文件名称")
TRAIL = re.compile(r"当前(?:位置|页面)|(?:您|现在|所在)的?位置|[>＞»→]|(?:…|\.{3})[\s\[(（]*20\d\d[-./年]")
"""Lines of the page around a document: where one is, and entries that a list has cut."""
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
OF_A_SITE = re.compile(r"网站?$|人民政府$|平台$|专栏$|^(?:政府|政务)?信息公开[^\d]*$|^[^\d]{0,6}年报$")
BARE_HEAD = re.compile(
    r"^(?:\(?(?:20\d\d|二[〇○零0O]..)年?度?\)?)?(?:政府|政务)?信息公开|^(?:20\d\d|二[〇○零0O]..)年?度?$"
)
WORDS = re.compile(r"公\s*开|年\s*报|报\s*告|情\s*况|总\s*结|年\s*度|信\s*息|20\d\d")
"""What a line of a title holds, one broken over lines too."""
ABOUT = re.compile("信息|政务")
RANK = {"report": 0, "maybe": 1, "lookalike": 2, "other": 3}
NO_TITLE = frozenset({"no text", "no words of a report", "cut by the list"})
"""Verdicts on lines that are no title: what a list has cut is the title of another page."""
FURTHER = re.compile(
    r"^[【\[]?(?:相关|延伸|推荐|热门|最新|更多)(?:信息|链接|文章|稿件|新闻|内容|阅读|文档|文件|报道|推荐)[】\]]?[:：]?$"
    r"|^(?:上|下)一?[篇条页][:：]"
)
"""What heads a list of other pages below the text."""
POSTED = re.compile(
    r"(?:(?:发布|公开|更新|生成|成文|发文)?(?:时间|日期)|(?:信息)?来源|浏览\S{0,4}|点击\S{0,4}|字[体号])\s*[:：].*$"
)
"""What the line beside a title says of the page, up to its end."""
BESIDE = re.compile(
    r"^[\s(（\[]*20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[\s\d:：]*[)）\]]?$|已?下载\s*\d*\s*次$|^点击下载$"
)
"""Other lines beside a title: a date, the link of a file."""
ENTRY = re.compile(r"(?:报告|年报)[)）]?\s*[\[(（]?20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[\])）]?$")
"""A row of a list of reports: a title with its date."""


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title, where it stands (`heading`, `metadata`, `text`, `page title`, `list`, `file`) and what it says.

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
    return Titles(_best(_candidates(document)), _best(_listed(document, found)))


def _best(titles: Iterator[Title]) -> Title | None:
    """The best of several; the first one that nothing can better ends the search."""
    best: Title | None = None
    for title in titles:
        if best is None or _order(title) < _order(best):
            best = title
        if _order(best) == (0, False, False):
            break
    return best


def _order(title: Title) -> tuple[int, bool, bool]:
    """A report's title first, one that names its body or year before one that does not; then by its source."""
    bare = BARE_HEAD.match(tidy(title.text)) is not None
    return RANK[title.verdict.kind], bare, title.verdict.why == "names no year"


def _candidates(document: Document) -> Iterator[Title]:
    if document.title:
        yield _title(document.title, "heading")
    for key in KEYS:
        if document.metadata.get(key):
            yield _title(document.metadata[key], "metadata")
    yield from _in_text(document)
    yield from _run_on(document)
    for part in SITE.split(document.page_title):
        title = _title(_without_site(part, document.title), "page title")
        if part and (title.verdict.kind == "report" or not document.title):
            yield title


def _without_site(text: str, heading: str) -> str:
    """A page's title without the names of site and column that spaces set apart from it."""
    pieces = text.split()
    apart = heading in pieces or len(pieces) > 2
    own = [piece for piece in pieces if piece == heading or not OF_A_SITE.search(piece)] if apart else []
    return " ".join(own) or (pieces[-1] if apart else text)


def _listed(document: Document, found: Found | None) -> Iterator[Title]:
    """What leads to the report: the link to the page, and on the page the one to its only file that is a report."""
    for text in (found.link_title, found.link_text) if found else ():
        if text:
            yield _title(text, "list")
    files = [_title(link.text, "file") for link in document.links if link.kind == "attachment"]
    reports = {title.text: title for title in files if title.verdict.kind == "report"}
    if len(reports) == 1:
        yield from reports.values()


def _title(text: str, source: str, place: str = "") -> Title:
    plain = tidy(text)
    return Title(plain, source, classify_title(plain), place)


def tidy(text: str) -> str:
    """A title without its label, the ending of a file and white space between Chinese characters and digits."""
    text = FILE.sub("", LABEL.sub("", text.strip()))
    return re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])", "", text)


def own_lines(document: Document) -> list[Paragraph]:
    """The lines above a list of other pages, behind which no sentence stands."""
    lines = list(document.paragraphs())
    end = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if "。" in lines[number].text:
            break
        if FURTHER.match(lines[number].text.strip()):
            end = number
    return lines[:end]


def from_heading(document: Document) -> list[Paragraph]:
    """Its own lines without what stands above its heading, where that is no text."""
    lines = own_lines(document)
    start = next((at for at, line in enumerate(lines) if document.title and line.text.strip() == document.title), 0)
    return lines if any("。" in line.text for line in lines[:start]) else lines[start:]


def _in_text(document: Document) -> Iterator[Title]:
    """Lines at the head that make a title, but for pieces of a look-alike's heading. Titles of several years are
    those of other pages, all but the first one of a page without a heading, unless they are a list.
    """
    heading = _title(document.title, "heading")
    whole = heading.text if heading.verdict.kind == "lookalike" else ""
    titles = [title for title in _of_lines(list(_head(document))) if title.text not in whole]
    years = {report_year(title.text) for title in titles if title.verdict.kind == "report"}
    reports = [title for title in titles if title.verdict.kind == "report"]
    first = not document.title and len(reports) < LISTED
    other = reports[bool(first) :] if len(years) > 1 else []
    yield from (title for title in titles if title not in other)


def _of_lines(lines: list[Paragraph]) -> Iterator[Title]:
    """Titles that lines make, alone or joined with their neighbours."""
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
            if title is not None and title.verdict.why not in NO_TITLE and ABOUT.search(title.text):
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
    """The lines from the heading on before the first part and the first paragraph of text."""
    entries = sum(bool(ENTRY.search(line.text)) for line in document.paragraphs()) > 1
    for line in from_heading(document)[:HEAD]:
        text = POSTED.sub("", line.text).strip()
        if CHAPTER.match(text) or (len(text) > LONG and not TRAIL.search(text) and "\t" not in text):
            return
        if text and not BESIDE.search(text) and not (entries and ENTRY.search(text)):
            yield replace(line, text=text)


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
