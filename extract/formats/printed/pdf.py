"""PDF with a text layer: lines of text and ruled tables; a table that goes on after a page break is one table."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import Builder
from extract.formats.printed.glyphs import lines, setting
from extract.formats.printed.pages import Item, set_out
from extract.formats.printed.parts import Part, overrun, part
from extract.formats.printed.pdf_layer import as_layer, is_layer
from extract.formats.printed.pdf_page import passes, tables_of, told
from extract.formats.printed.pdf_pictures import Box, pictures, read_picture
from extract.formats.printed.ruling import TooManyLines
from extract.formats.scans.scan import MAX_PAGES as MAX_SCANS
from extract.formats.scans.scan import read_printed
from extract.used import use

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font of a page; nothing to act on

MAX_PAGES = 120
MAX_OBJECTS = 60_000  # characters and lines of one page
_FEW = 20  # characters: a page with fewer, and a picture, is a scan that a program has stamped


def read_pdf(payload: bytes) -> Document:
    """A document from a PDF; raises Unreadable for a locked or broken one and for pages without text."""
    builder = Builder("pdf")
    try:
        with pdfplumber.open(io.BytesIO(payload)) as pdf:
            builder.metadata = {
                str(key): value for key, value in pdf.metadata.items() if isinstance(value, str) and value.strip()
            }
            items = _items(pdf, builder)
    except PDFPasswordIncorrect as error:
        raise Unreadable("the PDF needs a password") from error
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file provokes
        raise Unreadable(f"the PDF cannot be read: {type(error).__name__}") from error
    if not items:
        raise Unreadable(builder.faults[0] if builder.faults else "the PDF has no text layer")
    set_out(builder, items)
    return builder.build()


def _items(pdf: Any, builder: Builder) -> list[tuple[Item, float]]:
    """Lines and tables of all pages, in reading order, each with the height of its page."""
    if len(pdf.pages) > MAX_PAGES:
        builder.faults.append(f"the PDF was cut at {MAX_PAGES} pages of {len(pdf.pages)}")
    reader = _Pages(builder)
    for page in pdf.pages[:MAX_PAGES]:
        if len(page.chars) + len(page.rects) + len(page.lines) + len(page.curves) > MAX_OBJECTS:
            builder.faults.append(f"page {page.page_number} was passed over: more than {MAX_OBJECTS} objects")
            continue
        try:
            reader.read(page)
        except TooManyLines:
            builder.faults.append(f"page {page.page_number} was passed over: more lines than a table has")
        page.close()
    reader.read_pictures(pdf)
    return [item for page in reader.items.values() for item in page]


@dataclass
class _Pages:
    """Reads page by page; pictures on pages of text last, when it is known whether the text holds tables."""

    builder: Builder
    items: dict[int, list[tuple[Item, float]]] = field(default_factory=dict)
    pictures: dict[int, list[Box]] = field(default_factory=dict)
    scans: int = 0

    def read(self, page: Any) -> None:
        """The items of one page."""
        own = self.items.setdefault(page.page_number, [])
        if _is_scan(page):
            self.scans += 1
            own.extend(_scanned(page, self.scans, self.builder))
            return
        layer = bool(page.images) and is_layer(page)
        for turned, chars in passes(page):
            own.extend((as_layer(item) if layer else item, turned.height) for item in _page(turned, chars))
        found = pictures(page, page.chars) if page.images else []
        if found:
            self.pictures[page.page_number] = found

    def read_pictures(self, pdf: Any) -> None:
        """The pictures on pages of text: where the text holds tables, only those with a table ruled on them."""
        if self.pictures:
            use("scan")
        ruled = any(isinstance(item, Part) for page in self.items.values() for item, _ in page)
        for number, boxes in self.pictures.items():
            for box in boxes:
                self.scans += 1
                if self.scans <= MAX_SCANS and not self._read_picture(pdf.pages[number - 1], box, ruled=ruled):
                    return

    def _read_picture(self, page: Any, box: Box, *, ruled: bool) -> bool:
        """Whether reading may go on; without the extra it may not, which is said where no table was found."""
        number = page.page_number
        try:
            found = [(item, page.height) for item in read_picture(page, box, ruled=ruled)]
        except TooManyLines:
            return True
        except Unreadable as error:
            if not ruled:
                self.builder.faults.append(f"page {number} holds a picture that was not read: {error.reason}")
            return False
        self.items[number] = sorted([*self.items[number], *found], key=lambda one: one[0].top)
        page.close()
        return True


def _is_scan(page: Any) -> bool:
    """Whether a page is a picture: it has hardly a character, and a picture covers a quarter of it or more.

    A page whose characters cannot be told is seen as one too.
    """
    covered = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images)
    return (len(page.chars) < _FEW and covered > page.width * page.height / 4) or not told(page.chars)


def _scanned(page: Any, count: int, builder: Builder) -> list[tuple[Item, float]]:
    """The items of a scanned page; none, and a fault, where it cannot be read."""
    use("scan")
    why = "is a picture" if told(page.chars) else "has fonts that do not say what their characters are"
    if count > MAX_SCANS:
        builder.faults.append(f"page {page.page_number} {why}: no more than {MAX_SCANS} of a document are read")
        return []
    try:
        return read_printed(page)
    except Unreadable as error:
        builder.faults.append(f"page {page.page_number} {why} and was not read: {error.reason}")
        return []


def _page(page: Any, chars: list[Any]) -> list[Item]:
    """The tables of a page and the lines of text outside them, top first."""
    how = setting(chars)
    found: list[Item] = []
    for ruling in tables_of(page, chars):
        inside = {id(char) for char in chars if ruling.place(*_middle(char))}
        inside |= overrun(ruling, chars, inside)
        if inside:
            found.append(part(ruling, [char for char in chars if id(char) in inside], how, page.page_number))
        chars = [char for char in chars if id(char) not in inside]
    found.extend(lines(chars, how, page.page_number))
    return sorted(found, key=lambda item: item.top)


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
