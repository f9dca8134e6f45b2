"""A second, independent reading of a page whose tables contradict their own arithmetic.

Another parser builds the grids; if both readings agree, the report itself is wrong and stays as printed. Where they
differ the figure is unread and an issue says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from extract.checks.facts import Facts
from extract.checks.sums import is_broken
from extract.document import Document
from extract.figure import Figure, Issue
from extract.formats.building import Builder, RawCell
from extract.formats.decoding import decode
from extract.tables.figures import TableReading, read_tables
from extract.tables.template import recognise
from storage.capture import Content

_DROPPED = ("script", "style", "del", "s", "strike")
_BLOCKS = ("table", "div", "section", "article", "p")
_MOST = 5 * 2**20  # bytes: larger pages are read once


def breaks_its_form(reading: TableReading, generation: str | None) -> bool:
    """Whether tables break a rule that their form promises, blanks counted as unknown."""
    figures = {figure.indicator: figure for figure in reading.figures}
    return is_broken(Facts(figures, template=generation))


def confirm(content: Content, document: Document, reading: TableReading, year: int | None = None) -> TableReading:
    """The reading with every figure that a second reader sees differently unread, and an issue that says what came out.

    Pages only: for other carriers the reading comes back as it is.
    """
    if document.media != "html" or len(content.payload) > _MOST:
        return reading
    again = read_soup(content)
    figures = list(_of_markup(reading.figures, document))
    if not (figures and any(again.tables())):
        return reading  # tables that were text: one reader knows them
    other = {figure.indicator: figure for figure in read_tables(again, recognise(again, year), year).figures}
    doubted = [figure.indicator for figure in figures if _differs(figure, other.get(figure.indicator))]
    if not doubted:
        issue = Issue("info", "second_reading", "two readers agree: the report itself breaks its arithmetic")
        return replace(reading, issues=(*reading.issues, issue))
    issue = Issue("warning", "second_reading", f"two readers differ, unread: {', '.join(doubted[:20])}")
    kept = tuple(_unread(figure) if figure.indicator in doubted else figure for figure in reading.figures)
    return replace(reading, figures=kept, issues=(*reading.issues, issue))


def _of_markup(figures: Iterable[Figure], document: Document) -> Iterator[Figure]:
    """Figures of tables that the page marks up as such, not of lines with bars or tabs or of running text."""
    texts = ("p", *(f"t{table.number}r" for table in document.tables() if not table.exact))
    return (figure for figure in figures if not figure.locator.startswith(texts))


def _differs(one: Figure, other: Figure | None) -> bool:
    if one.state == "unreadable":
        return False
    return other is None or (one.value, one.state) != (other.value, other.state)


def _unread(figure: Figure) -> Figure:
    return figure._replace(value=None, state="unreadable", derived="")


def read_soup(content: Content) -> Document:
    """The innermost tables of a page by BeautifulSoup, broken markup forgiven, everything else passed over."""
    text, charset = decode(content.payload, content.header("content-type"))
    soup = BeautifulSoup(text, "lxml")
    for node in [*soup(list(_DROPPED)), *(node for node in soup(_hides) if node.name not in _BLOCKS)]:
        if not node.decomposed:
            node.decompose()
    builder = Builder("html", charset)
    tables = soup.find_all("table")
    for table in sorted(tables, key=lambda table: _hides(table) or table.find_parent(_hides) is not None):
        inner = [nested for nested in table.find_all("table") if len(nested.find_all(["td", "th"])) > 1]
        if not inner:
            builder.table(list(_rows(table)))
    return builder.build()


def _rows(table: Tag) -> Iterator[list[RawCell]]:
    for row in table.find_all("tr"):
        if row.find_parent("table") is table:
            cells = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
            yield [RawCell(_text(cell), _span(cell, "rowspan"), _span(cell, "colspan")) for cell in cells]


def _text(cell: Tag) -> str:
    for note in cell("sup"):
        note.string = f"[{note.get_text(strip=True)}]" if note.get_text(strip=True).isdigit() else note.get_text()
    shown = (piece for piece in cell.find_all(string=True) if type(piece).__name__ == "NavigableString")
    return "".join("".join(str(piece).split()) for piece in shown)


def _hides(node: Tag) -> bool:
    """Whether a node is not displayed."""
    style = "".join(str(node.get("style") or "").split()).lower()
    return node.has_attr("hidden") or "display:none" in style or "visibility:hidden" in style


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return int(value) if value.isdigit() and len(value) < 5 else 1
