"""Pictures on pages of text: a table pasted in as one is read where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from extract.document import Word
from extract.formats.printed.pages import Item
from extract.formats.printed.parts import Part
from extract.formats.scans.engine import engine
from extract.formats.scans.scan import Place, holds_table, picture_of, read_page

_WIDE, _HIGH = 0.4, 60.0  # of the page's width; points: no table is smaller
_FEW = 6  # characters over a picture: with more it is a ground for text
Box = tuple[float, float, float, float]


def pictures(page: Any, chars: Sequence[Any]) -> list[Box]:
    """The boxes of pictures on a page that may be tables, top first, in points."""
    found = {
        (max(image["x0"], 0.0), max(image["top"], 0.0), min(image["x1"], page.width), min(image["bottom"], page.height))
        for image in page.images
    }
    large = [box for box in found if box[2] - box[0] > _WIDE * page.width and box[3] - box[1] > _HIGH]
    return sorted((box for box in large if sum(_inside(char, box) for char in chars) < _FEW), key=lambda box: box[1])


def _inside(char: Any, box: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] < x < box[2] and box[1] < y < box[3])


def read_picture(page: Any, box: Box, *, ruled: bool) -> Iterator[Item]:
    """The items of one picture, in points of its page; none where it must be a ruled table and is not.

    Raises Unreadable where the extra is missing, TooManyLines.
    """
    reader = engine()
    picture, unit = picture_of(page, box)
    if ruled and not holds_table(picture):
        return
    place = Place(page.page_number, unit, left=box[0], top=box[1])
    for item, height in read_page(reader, picture, place):
        scale = unit * picture.shape[0] / max(height, 1.0)
        yield _moved(item, scale, box[0], box[1])


def _moved(item: Item, scale: float, left: float, top: float) -> Item:
    """An item of a picture where it stands on its page."""
    if isinstance(item, Part):
        pieces = tuple(
            replace(one, left=left + one.left * scale, right=left + one.right * scale) for one in item.pieces
        )
        edges = tuple(left + edge * scale for edge in item.edges)
        return replace(item, pieces=pieces, edges=edges, top=top + item.top * scale)
    return replace(
        item,
        top=top + item.top * scale,
        bottom=top + item.bottom * scale,
        left=left + item.left * scale,
        right=left + item.right * scale,
        words=tuple(_moved_word(word, scale, left, top) for word in item.words),
    )


def _moved_word(word: Word, scale: float, left: float, top: float) -> Word:
    return word._replace(
        left=left + word.left * scale,
        top=top + word.top * scale,
        right=left + word.right * scale,
        bottom=top + word.bottom * scale,
    )
