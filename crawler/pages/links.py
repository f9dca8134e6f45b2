"""The links of a page with what stands around them: label, date, headings above, place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from lxml import html

from crawler.addresses import join, with_value
from crawler.pages.page import Page, clean, content
from crawler.pages.scripts import clicked, objects, written

Place = Literal["main", "nav", "footer", "crumb", "pager"]
DATE = re.compile(
    r"(?:\d{4}\s*[-./年—–]{1,2}\s*\d{1,2}\s*[-./月—–]{1,2}\s*\d{1,2}\s*日?|\[?\d{1,2}-\d{1,2}\]?(?!\d)|"
    r"\d{1,2}\s+\d{4}[.-]\d{1,2}|\d{4}-\d{1,2}(?!\d))"
)
FOOTER = re.compile(r"foot|copyright|friend|yqlj|flink|youqing|\blinks?\b|bottom", re.IGNORECASE)
PAGER = re.compile(r"pag(e|ing|ination)|fanye|fenye|\bfy\b|p_no|p_next", re.IGNORECASE)
NAV = re.compile(r"\bnav|menu|header|topbar|\btop\b|daohang|\bdh\b", re.IGNORECASE)
CRUMB = re.compile(r"position|crumb|location|dqwz|mbx|weizhi|bread|curloc", re.IGNORECASE)
HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "caption", "th"))
HEADING = re.compile(
    r"tit(le)?\b|[-_]tit|\btit|head(ing)?\b|\bhd\b|column-?name|lm_?name|\btab|\bmc\b|\bbt\b|label", re.IGNORECASE
)
ROWS = frozenset(("li", "tr", "dd", "p", "dt"))
FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf)(?:\?|$)|download\.jsp|downfile\.jsp|/attach(?:ment)?/|wbfileid=|fileDir|/part/\d+\.",
    re.IGNORECASE,
)
CUT = re.compile(r"(?:\.{2,}|…+|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class Link:
    """One link. `headings` are outermost first; `block` names its list; `how` is the mark-up that held it."""

    url: str
    text: str = ""
    title: str = ""
    date: str = ""
    headings: tuple[str, ...] = ()
    block: str = ""
    place: Place = "main"
    how: str = "a"

    @property
    def label(self) -> str:
        """The fullest wording: the title attribute where the text is cut or the title says more."""
        text = CUT.sub("", self.text)
        fuller = self.title and (not text or CUT.search(self.text) or text in self.title)
        return self.title if fuller else self.text


def read_links(page: Page) -> list[Link]:
    """Every link of a page in order, those that scripts write after those of the mark-up; one an address and label."""
    found = [*_tree_links(page, page.tree, page.base), *_script_links(page), *_island_links(page), *_choices(page)]
    unique: dict[tuple[str, str], Link] = {}
    for link in found:
        unique.setdefault((link.url, link.label), link)
    return list(unique.values())


def names_file(page: Page) -> bool:
    """Whether a page links to a document."""
    return any(FILE.search(element.get("href") or "") for element in page.tree.iter("a"))


def fragment_links(page: Page, markup: str, how: str) -> list[Link]:
    """The links of mark-up that came inside data (XML records, JSON, scripts)."""
    if "<" not in markup:
        return []
    root = html.document_fromstring(f"<html><body>{markup}</body></html>")
    return [replace(link, how=how, place="main") for link in _tree_links(page, root, page.base)]


def _script_links(page: Page) -> list[Link]:
    found = fragment_links(page, written(page.scripts), "written")
    for script in page.scripts:
        if len(script) < 400_000 and re.search(r"\b(?:url|href|link)[\"']?\s*:", script, re.IGNORECASE):
            found += _object_links(page, script)
    return found


def _object_links(page: Page, text: str) -> list[Link]:
    joined = ((join(page.base, url, page.encoding), title, date) for url, title, date in objects(text))
    return [Link(url, clean(title), date=date, block="data", how="data") for url, title, date in joined if url]


def _island_links(page: Page) -> list[Link]:
    """Rows kept in XML islands (`<script type="text/xml">`, a bare datastore) as CDATA."""
    return fragment_links(page, records(page.text), "island")


def records(text: str) -> str:
    """The mark-up inside the records of an XML island."""
    return "\n".join(re.findall(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", text, re.DOTALL))


def _tree_links(page: Page, root: Any, base: str) -> Iterator[Link]:
    trail: list[tuple[Any, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        targets = list(_targets(element, page))
        if targets:
            above = _above(trail, element)
            for href, how in targets:
                if url := join(base, href, page.encoding or "utf-8"):
                    yield _link(element, url, how, above)
        if _is_heading(element):
            _push(trail, element)


def _above(trail: list[tuple[Any, str]], element: Any) -> tuple[str, ...]:
    """The headings whose part of the page holds an element, outermost first; the last of several in one part."""
    if not trail:
        return ()
    around = set(element.iterancestors())
    texts = {part: text for part, text in trail if part in around}
    return tuple(dict.fromkeys(texts.values()))[-4:]


def _is_heading(element: Any) -> bool:
    if element.tag in HEADING_TAGS:
        return True
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in ("div", "span", "p", "a", "li", "strong", "b", "td") and bool(
        marks.strip() and HEADING.search(marks)
    )


def _push(trail: list[tuple[Any, str]], element: Any) -> None:
    """Remember a heading with the part of the page it heads: its parent, or what holds that when it stands alone."""
    text = clean(content(element))
    part = element.getparent()
    if not 1 < len(text) <= 30 or len(element.findall(".//a")) > 2 or part is None:
        return
    while part.getparent() is not None and clean(content(part)) == text:
        part = part.getparent()
    trail.append((part, text))
    del trail[:-40]


def _targets(element: Any, page: Page) -> Iterator[tuple[str, str]]:
    """What an element points to, as written, and how."""
    if element.tag in ("a", "area"):
        yield from _anchor(element, page)
    elif element.tag in ("iframe", "frame", "embed"):
        if src := element.get("src"):
            yield src, "object" if element.tag == "embed" else str(element.tag)
    elif element.tag == "object":
        if data := element.get("data"):
            yield data, "object"
    elif element.tag == "option":
        value = (element.get("value") or "").strip()
        if re.search(r"[/?]|\.\w{3,5}$", value):
            yield value, "option"
    elif (call := element.get("onclick")) and (opened := clicked(call, page.scripts)):
        yield opened, "onclick"


def _anchor(element: Any, page: Page) -> Iterator[tuple[str, str]]:
    href = (element.get("href") or "").strip()
    if href and not re.match(r"#|javascript:|$", href, re.IGNORECASE):
        yield href, "a"
        return
    for name in ("data-href", "data-url", "data-link", "_href", "link"):
        if value := element.get(name):
            yield value, "a"
            return
    for call in (element.get("onclick") or "", href):
        if call and call != "#" and (opened := clicked(call, page.scripts)):
            yield opened, "onclick"
            return


def _choices(page: Page) -> list[Link]:
    """What a form's select offers: the page itself with that value in its query."""
    found = []
    for select in page.tree.iter("select"):
        name = select.get("name") or select.get("id") or ""
        for option in select.iter("option") if re.fullmatch(r"\w{2,20}", name) else ():
            value, text = (option.get("value") or "").strip(), clean(content(option))
            if value and text and re.fullmatch(r"[\w%-]{1,40}", value):
                found.append(Link(with_value(page.url, name, value), text, block=f"select {name}", how="choice"))
    return found


def _link(element: Any, url: str, how: str, headings: tuple[str, ...]) -> Link:
    row, block, place = _surroundings(element)
    text = clean(content(element)) or clean(element.get("alt") or "")
    if not text:
        text = next((clean(image.get("alt") or image.get("title") or "") for image in element.iter("img")), "")
    title = clean(element.get("title") or "")
    return Link(url, text[:300], title[:300], _date(row, element, text), headings, block, place, how)


def _surroundings(element: Any) -> tuple[Any, str, Place]:
    """The row and the list an element stands in, and the part of the page."""
    row, block, place = None, "", "main"
    path: list[str] = []
    for ancestor in element.iterancestors():
        marks = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}".strip()
        if row is None and ancestor.tag in ROWS:
            row = ancestor
        path.append(f"{ancestor.tag}.{marks}" if marks else ancestor.tag)
        if place == "main":
            place = _place(ancestor.tag, marks)
    block = "/".join(reversed(path))
    return (row if row is not None else element.getparent()), block, place  # type: ignore[return-value]


def _place(tag: str, marks: str) -> str:
    if tag == "footer" or FOOTER.search(marks):
        return "footer"
    if CRUMB.search(marks):
        return "crumb"
    if PAGER.search(marks) and tag in ("div", "ul", "p", "span", "td", "nav", "form", "ol"):
        return "pager"
    return "nav" if tag in ("nav", "header") or NAV.search(marks) else "main"


def _date(row: Any, element: Any, text: str) -> str:
    """The date printed beside a link, in its row or just after it."""
    if row is None:
        return ""
    beside = clean(content(row)) if len(row.findall(".//a")) <= 3 else clean(element.tail or "")
    beside = beside.replace(text, " ", 1) if text else beside
    found = DATE.search(beside[:400])
    return found.group().strip("[]") if found else ""
