"""Which way up a picture is: pages are scanned on their side and on their head."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extract.formats.scans.engine import Box, Engine
from extract.formats.scans.extra import loaded

_SAMPLE = 6  # lines that are read to tell a page from one on its head
_CLEAR = 0.85  # mean score from which a page is taken to stand upright
_LONG = 1.5  # times as long as it is high: a line of text


def stood(reader: Engine, picture: Any) -> tuple[Any, int]:
    """The picture turned so that its text stands upright, and by how many degrees it was turned, with the clock."""
    np = loaded("numpy")
    boxes = reader.find(picture)
    tall = sum(box[3] - box[1] > _LONG * (box[2] - box[0]) for box in boxes)
    wide = sum(box[2] - box[0] > _LONG * (box[3] - box[1]) for box in boxes)
    turn = 90 if tall > wide else 0
    if turn:
        picture = np.ascontiguousarray(np.rot90(picture, -1))
        boxes = reader.find(picture)
    if _on_its_head(reader, picture, boxes):
        return np.ascontiguousarray(np.rot90(picture, 2)), turn + 180
    return picture, turn


def _on_its_head(reader: Engine, picture: Any, boxes: Sequence[Box]) -> bool:
    """Whether the longest lines read better the other way up."""
    longest = sorted(boxes, key=lambda box: box[0] - box[2])[:_SAMPLE]
    crops = [picture[top:bottom, left:right] for left, top, right, bottom in longest]
    upright = _score(reader, crops)
    return bool(crops) and upright < _CLEAR and _score(reader, [crop[::-1, ::-1].copy() for crop in crops]) > upright


def _score(reader: Engine, crops: Sequence[Any]) -> float:
    texts = reader.read(crops)
    return sum(text.score for text in texts) / max(len(texts), 1)
