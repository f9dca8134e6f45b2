"""Ink by its shape alone: dashes and slashes, which a reader takes for 一 or 1, and what a finder of text misses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any

from extract.formats.scans.cells import Crop
from extract.formats.scans.engine import Engine, Text
from extract.formats.scans.extra import loaded

DASH, SLASH = "—", "/"
_FLAT = 2.0  # times as wide as it is high: a dash
_THIN = 0.3  # of the height of its crop: no stroke of a digit is as thin and as wide
_SOLID = 0.75  # of a dash is ink; of a row of digits less than half
_GAP = 0.6  # of a line's height: no two characters of a word stand as far apart
_SPECK = 0.3  # of the usual height of a line: what is smaller both ways is dust


def said(reader: Engine, crops: Sequence[Any]) -> list[Text]:
    """What crops of single lines say; a lone flat or slanting stroke is a mark, whatever the reader makes of it."""
    texts = reader.read(crops)
    return [_mark(crop) or text for crop, text in zip(crops, texts, strict=True)]


def _mark(crop: Any) -> Text | None:
    """The dash or slash that a crop shows; None for anything else."""
    if not crop.size:
        return None
    dark = crop < (int(crop.min()) + int(crop.max())) // 2
    down, across = dark.any(axis=1).nonzero()[0], dark.any(axis=0).nonzero()[0]
    if not len(down):
        return None
    ink = dark[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    high, wide = ink.shape
    if wide >= _FLAT * high and high <= _THIN * crop.shape[0] and ink.mean() > _SOLID:
        return Text(DASH, 1.0)
    return Text(SLASH, 1.0) if high > wide and _slants(ink) else None


def _slants(ink: Any) -> bool:
    """Whether ink is one thin stroke from the upper right to the lower left."""
    high, wide = ink.shape
    filled = ink.sum(axis=1)
    if not filled.all() or filled.max() > 0.6 * wide:
        return False
    middles = (ink * range(wide)).sum(axis=1) / filled
    third = max(high // 3, 1)
    return bool(middles[:third].mean() - middles[-third:].mean() > 0.45 * wide)


def parted(ink: Any, box: Crop) -> Iterator[Crop]:
    """A box cut where white stands between columns: a finder of text takes a label and its value for one line."""
    columns = ink[box.top : box.bottom, box.left : box.right].any(axis=0).nonzero()[0]
    gap = _GAP * (box.bottom - box.top)
    start = 0
    for index in range(1, len(columns) + 1):
        if index == len(columns) or columns[index] - columns[index - 1] > gap:
            left, right = box.left + int(columns[start]), box.left + int(columns[index - 1]) + 1
            yield box._replace(left=max(left - 3, 0), right=right + 3)
            start = index


def missed(ink: Any, boxes: Sequence[Crop]) -> Iterator[Crop]:
    """The pieces of ink (1 a pixel) outside all boxes, as large as a digit: a finder of text passes them over."""
    cv2 = loaded("cv2")
    usual = median([box.bottom - box.top for box in boxes]) if boxes else 20.0
    ink = ink.copy()
    for box in boxes:
        ink[max(box.top - 2, 0) : box.bottom + 2, max(box.left - 2, 0) : box.right + 2] = 0
    reach = max(3, round(0.4 * usual))
    joined = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (reach, 3)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for index in range(1, count):
        x, y, wide, high, _ = (int(part) for part in stats[index])
        own = ink[y : y + high, x : x + wide] * (labels[y : y + high, x : x + wide] == index)
        crop = _around(own, x, y, usual)
        if crop is not None:
            yield crop


def _around(own: Any, x: int, y: int, usual: float) -> Crop | None:
    """A piece of ink with white around it, as high as a line; None for dust and for what is higher than a line."""
    down, across = own.any(axis=1).nonzero()[0], own.any(axis=0).nonzero()[0]
    if not len(down):
        return None
    top, bottom = y + int(down[0]), y + int(down[-1]) + 1
    left, right = x + int(across[0]), x + int(across[-1]) + 1
    if max(right - left, bottom - top) < _SPECK * usual or bottom - top > 1.5 * usual:
        return None
    more = max(2, round((usual - (bottom - top)) / 2))
    return Crop(max(left - 3, 0), max(top - more, 0), right + 3, bottom + more, 0)
