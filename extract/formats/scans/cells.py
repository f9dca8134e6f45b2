"""The cells of a ruled picture: the lines of text in each, cut out by their ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

from extract.formats.printed.ruling import Ruling
from extract.formats.scans.lines import Sheet

_SPECK = 0.22  # of a line's height: ink smaller than this is dust
_INSET = 2  # pixels inside a ruling line
_REST = 8  # pixels beside a ruling line, where a part of it may be left


class Crop(NamedTuple):
    """A line of text on a picture, in pixels; `owner` is the cell it stands in."""

    left: int
    top: int
    right: int
    bottom: int
    owner: int


def crops(sheet: Sheet, grid: Ruling) -> list[Crop]:
    """The lines of text in all cells of a grid, cell by cell, top first."""
    found = [
        Crop(x0, top, x1, bottom, index)
        for index, box in enumerate(grid.boxes)
        for x0, y0, x1, y1 in [inside(sheet, grid, index)]
        for top, bottom in _bands(sheet.ink[y0:y1, x0:x1], y0)
        if box
    ]
    if not found:
        return []
    usual = median([crop.bottom - crop.top for crop in found])
    lines = [line for owned in _by_owner(found) for line in _joined(owned, usual)]
    shown = (narrow for line in lines if (narrow := _narrowed(sheet, line, usual)))
    return [_heightened(crop, usual) for crop in shown if not _is_rest(crop, inside(sheet, grid, crop.owner), usual)]


def inside(sheet: Sheet, grid: Ruling, index: int) -> tuple[int, int, int, int]:
    """The pixels of a cell, without its lines."""
    box = grid.boxes[index]
    x0, x1 = grid.xs[box.left] / sheet.scale, grid.xs[box.right] / sheet.scale
    y0, y1 = grid.ys[box.top] / sheet.scale, grid.ys[box.bottom] / sheet.scale
    return round(x0) + _INSET, round(y0) + _INSET, max(round(x1) - _INSET, 0), max(round(y1) - _INSET, 0)


def _bands(ink: Any, top: int) -> Iterator[tuple[int, int]]:
    """The stretches of rows that hold ink."""
    start = -1
    for row, filled in enumerate([*ink.any(axis=1), False]):
        if filled and start < 0:
            start = row
        elif not filled and start >= 0:
            yield top + start, top + row
            start = -1


def _by_owner(found: Sequence[Crop]) -> Iterator[list[Crop]]:
    groups: dict[int, list[Crop]] = {}
    for crop in found:
        groups.setdefault(crop.owner, []).append(crop)
    yield from groups.values()


def _joined(owned: Sequence[Crop], usual: float) -> Iterator[Crop]:
    """Stretches brought together to lines: the strokes of 二 and a comma below are parts of one."""
    waiting: Crop | None = None
    for crop in owned:
        if waiting is None:
            waiting = crop
        elif crop.bottom - waiting.top <= 1.25 * usual:
            waiting = waiting._replace(bottom=crop.bottom)
        else:
            yield waiting
            waiting = crop
    if waiting:
        yield waiting


def _narrowed(sheet: Sheet, line: Crop, usual: float) -> Crop | None:
    """A line without the white beside it; None for dust."""
    columns = sheet.ink[line.top : line.bottom, line.left : line.right].any(axis=0).nonzero()[0]
    wide, high = int(columns[-1] - columns[0]) + 1, line.bottom - line.top
    if max(wide, high) < _SPECK * usual or wide * high < 4:
        return None
    left = line.left + int(columns[0])
    return line._replace(left=left, right=left + wide)


def _is_rest(crop: Crop, cell: tuple[int, int, int, int], usual: float) -> bool:
    """Whether a crop is what is left of a ruling line: thin, and at the side of its cell."""
    wide, high = crop.right - crop.left, crop.bottom - crop.top
    thin = max(3.0, 0.15 * usual)
    beside = crop.right < cell[0] + _REST or crop.left > cell[2] - _REST
    above = crop.bottom < cell[1] + _REST or crop.top > cell[3] - _REST
    return (beside and wide <= thin) or (above and high <= thin)


def _heightened(crop: Crop, usual: float) -> Crop:
    """A dash is read as high as a word."""
    more = max(0, round((0.8 * usual - (crop.bottom - crop.top)) / 2))
    return crop._replace(top=max(crop.top - more, 0), bottom=crop.bottom + more)


def cut(sheet: Sheet, crop: Crop) -> Any:
    """The pixels of a line with a margin around it."""
    high, wide = sheet.picture.shape
    margin = max(2, round(0.12 * (crop.bottom - crop.top)))
    top, bottom = max(crop.top - margin, 0), min(crop.bottom + margin, high)
    return sheet.picture[top:bottom, max(crop.left - 2 * margin, 0) : min(crop.right + 2 * margin, wide)]
