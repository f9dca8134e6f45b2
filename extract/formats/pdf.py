"""PDF with a text layer: lines of text and ruled tables; a table that goes on after a page break is one table."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import Builder
from extract.formats.glyphs import lines, setting
from extract.formats.pages import Item, set_out
from extract.formats.parts import part
from extract.formats.pdf_page import passes, tables_of, told
from extract.formats.ruling import TooManyLines, rulings
from extract.formats.scan import MAX_PAGES as MAX_SCANS
from extract.formats.scan import read_printed
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
            items = list(_items(pdf, builder))
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


def _items(pdf: Any, builder: Builder) -> Iterator[tuple[Item, float]]:
    """Lines and tables of all pages, in reading order, each with the height of its page."""
    if len(pdf.pages) > MAX_PAGES:
        builder.faults.append(f"the PDF was cut at {MAX_PAGES} pages of {len(pdf.pages)}")
    scans = 0
    for page in pdf.pages[:MAX_PAGES]:
        if len(page.chars) + len(page.rects) + len(page.lines) + len(page.curves) > MAX_OBJECTS:
            builder.faults.append(f"page {page.page_number} was passed over: more than {MAX_OBJECTS} objects")
            continue
        try:
            if _is_scan(page):
                scans += 1
                yield from _scanned(page, scans, builder)
            else:
                yield from _pages(page)
        except TooManyLines:
            builder.faults.append(f"page {page.page_number} was passed over: more lines than a table has")
        page.close()


def _is_scan(page: Any) -> bool:
    """Whether a page is a picture: it has hardly a character, and a picture covers a quarter of it or more.

    A page whose characters cannot be told is seen as one too.
    """
    covered = sum((image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images)
    return (len(page.chars) < _FEW and covered > page.width * page.height / 4) or not told(page.chars)


def _scanned(page: Any, count: int, builder: Builder) -> list[tuple[Item, float]]:
    """The items of a scanned page; none, and a fault, where it cannot be read."""
    use("scan")
    if count > MAX_SCANS:
        builder.faults.append(f"page {page.page_number} is a picture: no more than {MAX_SCANS} of a document are read")
        return []
    try:
        return read_printed(page)
    except Unreadable as error:
        builder.faults.append(f"page {page.page_number} is a picture and was not read: {error.reason}")
        return []


def _pages(page: Any) -> Iterator[tuple[Item, float]]:
    """The items of a page, those of text that runs another way after the others."""
    for turned, chars in passes(page):
        yield from ((item, turned.height) for item in _page(turned, chars))


def _page(page: Any, chars: list[Any]) -> list[Item]:
    """The tables of a page and the lines of text outside them, top first."""
    how = setting(chars)
    found: list[Item] = []
    for ruling in tables_of(rulings(page), chars):
        inside = {id(char) for char in chars if ruling.place(*_middle(char))}
        if inside:
            found.append(part(ruling, [char for char in chars if id(char) in inside], how, page.page_number))
        chars = [char for char in chars if id(char) not in inside]
    found.extend(lines(chars, how, page.page_number))
    return sorted(found, key=lambda item: item.top)


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
