"""Scanned pages and pictures of tables, by optical recognition: an extra."""

from __future__ import annotations

from extract.document import Document
from extract.errors import Unreadable


def read_image(payload: bytes) -> Document:
    """A document from a picture of a page; raises Unreadable where the extra is missing."""
    del payload
    raise Unreadable("the report is an image: reading it needs the ocr extra (make extras)")
