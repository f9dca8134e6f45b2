"""Sheets as they look: hidden rows and columns left out, merged cells as one, tables beside each other apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product, takewhile
from typing import NamedTuple

from extract.formats.building import MAX_COLUMNS, MAX_ROWS, RawCell
from extract.formats.cutting import FIRST, SECTION


class Span(NamedTuple):
    """A merged range: its first and last row and column, 0-based."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """The texts of a sheet by row and column, 0-based.

    `rows` are those that hold cells, with text or without; `cut`: the sheet went on beyond what is read.
    """

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    cut: bool = False


Row = Sequence[RawCell]


def islands(sheet: Sheet) -> Iterator[list[Row]]:
    """The rows of the sheet; each part by itself where tables stand beside each other, an empty column between."""
    grid, width = _grid(sheet)
    filled = {x for line in grid for x in _filled(line)}
    starts = [x for x in sorted(filled) if x and x - 1 not in filled and _begins_part(grid, x)]
    for left, right in zip([0, *starts], [*starts, width], strict=True):
        yield trimmed([[cell for x, cell in line.items() if left <= x < right] for line in grid])


def _filled(line: dict[int, RawCell]) -> Iterator[int]:
    """The columns that hold text in a row of more than one text: a title may stand over them all."""
    texts = [(x, cell) for x, cell in line.items() if cell.text]
    if len(texts) > 1:
        yield from (x for start, cell in texts for x in range(start, start + cell.colspan))


def trimmed(rows: Sequence[Row]) -> list[Row]:
    """The rows without the columns on either side in which none of them holds anything."""
    after = min((_empties(reversed(row)) for row in rows), default=0)
    before = min(map(_empties, rows), default=0)
    return [row[before : len(row) - after] for row in rows]


def _empties(cells: Iterable[RawCell]) -> int:
    """How many of some cells hold nothing before the first that holds something, or is merged."""
    return sum(1 for _ in takewhile(lambda cell: not cell.text and cell.rowspan == cell.colspan == 1, cells))


def _begins_part(grid: Sequence[dict[int, RawCell]], x: int) -> bool:
    """Whether a form or a section begins in a column."""
    texts = (line[x].text for line in grid if x in line)
    return any(FIRST.match(text) or SECTION.match(text) for text in texts)


def _grid(sheet: Sheet) -> tuple[list[dict[int, RawCell]], int]:
    """The cells that are seen, by row and by column among the columns that are seen, and how many those are."""
    height = max((y for y, _ in sheet.texts), default=-1) + 1
    height += height in sheet.rows  # below the header of a form its one row may be left blank
    width = min(max((x for _, x in sheet.texts), default=-1) + 1, MAX_COLUMNS)
    rows = [y for y in range(height) if y not in sheet.hidden_rows]
    columns = [x for x in range(width) if x not in sheet.hidden_columns]
    merged = dict(islice(_merged(sheet, rows, columns), MAX_ROWS * MAX_COLUMNS))
    grid = [
        {at: cell for at, x in enumerate(columns) if (cell := merged.get((y, x), _cell(sheet, y, x))) is not None}
        for y in rows
    ]
    return grid, len(columns)


def _merged(
    sheet: Sheet, rows: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[tuple[int, int], RawCell | None]]:
    """What is seen at the places of merged ranges: the one cell at the first of them, None at the others."""
    for span in sheet.merged:
        ys = rows[bisect_left(rows, span.top) : bisect_right(rows, span.bottom)]
        xs = columns[bisect_left(columns, span.left) : bisect_right(columns, span.right)]
        for place in product(ys, xs):
            yield place, None
        if ys and xs:
            cell = _cell(sheet, span.top, span.left)
            yield (ys[0], xs[0]), cell._replace(rowspan=len(ys), colspan=len(xs))


def _cell(sheet: Sheet, y: int, x: int) -> RawCell:
    return RawCell(sheet.texts.get((y, x), ""), where=_where(sheet, y, x))


def _where(sheet: Sheet, y: int, x: int) -> str:
    """The locator of a cell: `表1!B7`."""
    letters = ""
    x += 1
    while x:
        x, digit = divmod(x - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{sheet.name}!{letters}{y + 1}"
