"""PDF with a text layer: lines of text and ruled tables; a table that goes on after a page break is one table."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import Builder, RawCell
from extract.formats.cutting import pieces
from extract.formats.glyphs import Line, lines, setting, upright
from extract.formats.parts import Part, apart, in_turn, part
from extract.formats.ruling import TooManyLines, rulings

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font of a page; nothing to act on

MAX_PAGES = 120
MAX_OBJECTS = 60_000  # characters and lines of one page
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—－–·•]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,3}\s*页?)?(?:\s*[-—－–·•])?\s*"
)
Item = Line | Part


def read_pdf(payload: bytes) -> Document:
    """A document from a PDF; raises Unreadable for a locked or broken one and for pages without text."""
    builder = Builder("pdf")
    try:
        with pdfplumber.open(io.BytesIO(payload)) as pdf:
            builder.metadata = {
                str(key): value for key, value in pdf.metadata.items() if isinstance(value, str) and value.strip()
            }
            items = _without_heads(list(_items(pdf, builder)))
    except PDFPasswordIncorrect as error:
        raise Unreadable("the PDF needs a password") from error
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file provokes
        raise Unreadable(f"the PDF cannot be read: {type(error).__name__}") from error
    if not items:
        raise Unreadable("the PDF has no text layer: its pages are images; install the ocr extra (make extras)")
    for item in _paragraphs(_tables(items)):
        if isinstance(item, Part):
            for table in apart(item):
                _add_table(builder, table)
        else:
            where = f"page{item.page}:{item.left:.0f},{item.top:.0f},{item.right:.0f},{item.bottom:.0f}"
            builder.paragraph(item.text, where=where)
    return builder.build()


def _add_table(builder: Builder, table: Part) -> None:
    """The table, or the tables and the lines between them where a frame stands around a whole page."""
    for piece in pieces(table.rows()):
        if isinstance(piece, RawCell):
            builder.paragraph(piece.text, where=piece.where)
        else:
            builder.table(piece)


def _items(pdf: Any, builder: Builder) -> Iterator[tuple[Item, float]]:
    """Lines and tables of all pages, in reading order, each with the height of its page."""
    if len(pdf.pages) > MAX_PAGES:
        builder.faults.append(f"the PDF was cut at {MAX_PAGES} pages of {len(pdf.pages)}")
    for page in pdf.pages[:MAX_PAGES]:
        if len(page.chars) + len(page.rects) + len(page.lines) + len(page.curves) > MAX_OBJECTS:
            builder.faults.append(f"page {page.page_number} was passed over: more than {MAX_OBJECTS} objects")
            continue
        try:
            found = _page(page)
        except TooManyLines:
            builder.faults.append(f"page {page.page_number} was passed over: more lines than a table has")
            continue
        yield from ((item, page.height) for item in found)
        page.close()


def _page(page: Any) -> list[Item]:
    """The tables of a page and the lines of text outside them, top first."""
    chars = upright(page.chars)
    how = setting(chars)
    found: list[Item] = []
    for ruling in rulings(page):
        inside = {id(char) for char in chars if ruling.place(*_middle(char))}
        found.append(part(ruling, [char for char in chars if id(char) in inside], how, page.page_number))
        chars = [char for char in chars if id(char) not in inside]
    found.extend(lines(chars, how, page.page_number))
    return sorted(found, key=lambda item: item.top)


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _without_heads(items: Sequence[tuple[Item, float]]) -> list[Item]:
    """Without page numbers, and without the lines that stand at the head or foot of several pages."""
    margins = [(item, _mark(item, height)) for item, height in items]
    times = Counter(mark for mark in {(mark, item.page) for item, mark in margins if mark and isinstance(item, Line)})
    pages = Counter(mark for mark, _ in times)
    return [item for item, mark in margins if not mark or (mark[1] and pages[mark] < 2)]


def _mark(item: Item, height: float) -> tuple[int, str] | None:
    """What is the same of a running head on every page: where it stands and its words; '' for a page number."""
    if isinstance(item, Part) or not (item.top > height * 0.88 or item.bottom < height * 0.1):
        return None
    number = _PAGE_NUMBER.fullmatch(item.text)
    return round(item.top / 3), "" if number else re.sub(r"\d+", "", item.text).strip()


def _tables(items: Sequence[Item]) -> Iterator[Item]:
    """Tables with nothing between them but a page break are one, where their upright lines go on."""
    for _, group in groupby(items, key=lambda item: isinstance(item, Part)):
        run = list(group)
        parts = [item for item in run if isinstance(item, Part)]
        yield from in_turn(parts) if parts else run


def _paragraphs(found: Iterator[Item]) -> Iterator[Item]:
    """Lines of one paragraph: a line that reaches the right margin goes on in the next, unless that one is indented."""
    items = list(found)
    right = max((item.right for item in items if isinstance(item, Line)), default=0.0)
    left = min((item.left for item in items if isinstance(item, Line)), default=0.0)
    waiting: Line | None = None
    for item in items:
        if waiting and isinstance(item, Line) and _goes_on(waiting, item, left, right):
            waiting = replace(waiting, bottom=item.bottom, left=left, right=item.right, text=waiting.text + item.text)
            continue
        if waiting:
            yield waiting
        waiting = item if isinstance(item, Line) else None
        if isinstance(item, Part):
            yield item
    if waiting:
        yield waiting


def _goes_on(line: Line, following: Line, left: float, right: float) -> bool:
    height = max(line.bottom - line.top, 1.0) if line.bottom > line.top else 12.0
    return line.right > right - 2.5 * min(height, 20.0) and following.left < left + 0.8 * min(height, 20.0)
