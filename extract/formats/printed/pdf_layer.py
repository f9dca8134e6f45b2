"""Text that lies unseen with the picture of a page: what somebody's optical reader made of a scan, marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract.formats.printed.pages import Item
from extract.formats.printed.parts import Part

_MOST = 20_000  # objects of a page that are looked at
_SEEN = 0.1  # of the texts of a page: with more that are seen, it is no layer
_DEPTH = 3
_UNSEEN = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}


def is_layer(page: Any) -> bool:
    """Whether nearly all text of a page is printed in no colour, or below a picture that covers most of the page."""
    covered = max(((one["x1"] - one["x0"]) * (one["bottom"] - one["top"]) for one in page.images), default=0.0)
    if covered < page.width * page.height / 2:
        return False
    page.pdf.stream.seek(0)
    document = pypdfium2.PdfDocument(page.pdf.stream)
    try:
        texts = list(_texts(document[page.page_number - 1]))
    finally:
        document.close()
    return bool(texts) and sum(texts) < _SEEN * len(texts)


def _texts(page: Any) -> Iterator[bool]:
    """For each text whether it is seen: drawn, and not before the last picture of the page."""
    kinds = [pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE]
    objects = list(islice(page.get_objects(filter=kinds, max_depth=_DEPTH), _MOST))
    last = max((at for at, one in enumerate(objects) if one.type == pdfium.FPDF_PAGEOBJ_IMAGE), default=-1)
    for at, one in enumerate(objects):
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            yield at > last and pdfium.FPDFTextObj_GetTextRenderMode(one.raw) not in _UNSEEN


def as_layer(item: Item) -> Item:
    """An item whose locators say that it is of such a layer: `layer3:…` for `page3:…`."""
    if isinstance(item, Part):
        return replace(item, pieces=tuple(replace(piece, where=_marked(piece.where)) for piece in item.pieces))
    box = f"page{item.page}:{item.left:.0f},{item.top:.0f},{item.right:.0f},{item.bottom:.0f}"
    words = tuple(word._replace(where=_marked(word.where)) for word in item.words)
    return replace(item, where=_marked(item.where or box), words=words)


def _marked(where: str) -> str:
    return where.replace("page", "layer", 1)
