"""Value cells and value columns brought together, or left apart where that would be a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from extract.document import Cell
from extract.tables.columns import Layout, Leaf, end_of
from extract.tables.forms import Column, Sum
from extract.tables.numbers import UNITS, read_cell

_CUT = re.compile(r"[\d,.]+(?:\s+[\d,.]+)+")
Padding = Literal["after", "before", "unclear"]


def empty(cells: Sequence[Cell]) -> bool:
    """Whether no cell holds anything."""
    return not any(cell.text for cell in cells)


def padding_of(rows: Sequence[Sequence[Cell]], count: int) -> Padding:
    """Where rows of more than `count` value cells carry their empty ones, by the rows that leave no doubt."""
    longer = [row for row in rows if len(row) > count]
    after = all(empty(row[count:]) for row in longer)
    before = all(empty(row[:-count]) for row in longer)
    return "after" if after and not before else "before" if before and not after else "unclear"


def without(cells: list[Cell], columns: Layout) -> list[Cell] | None:
    """The cells that stand in none of the columns beside; None where the row may be out of its place: a column meets
    no cell, a filled cell stands behind them all, or a number behind stands against an empty first column in a row
    that does not end where its header does.
    """
    cells, beside = [cell for cell in cells if not _counts(cell, columns)], columns.beside
    if not beside or not cells:
        return cells
    last = max(columns.leaves[-1].end, beside[-1][1])
    kept = [cell for cell in cells if not any(a <= cell.column and end_of(cell) <= b for a, b in beside)]
    met = all(any(a <= cell.column < b for cell in cells) for a, b in beside)
    behind = any(cell.text and cell.column >= last for cell in cells)
    return kept if met and not behind and not _begins_late(cells, kept, columns) else None


def _begins_late(cells: list[Cell], kept: list[Cell], columns: Layout) -> bool:
    """Whether the first column is empty and a number stands behind the last, in a row that ends elsewhere."""
    ragged = end_of(cells[-1]) != columns.end
    return ragged and bool(kept) and not kept[0].text and number_behind(cells, columns.leaves)


def _counts(cell: Cell, columns: Layout) -> bool:
    """Whether a cell stands in a column between the labels and the values: the unit of a row, or its number."""
    return any(cell.column == x and cell.colspan == 1 for x in columns.between) and (
        not cell.text or cell.text in UNITS or cell.text.isdigit()
    )


def number_behind(cells: Sequence[Cell], leaves: Sequence[Leaf]) -> bool:
    """Whether a number stands behind the last column: perhaps its own, in a row that moved."""
    return any(cell.column >= leaves[-1].end and is_value(cell) for cell in cells)


def whole_numbers(pairs: Sequence[tuple[Leaf, Cell]], sums: Sequence[Sum]) -> dict[Column, str]:
    """Numbers whose digits two lines or two pages hold, whole, by their column; none unless they then make the sums."""
    cut = {leaf.column: "".join(cell.text.split()) for leaf, cell in pairs if leaf.column and _CUT.fullmatch(cell.text)}
    if not cut:
        return {}
    whole = [(leaf, cell._replace(text=cut.get(leaf.column, cell.text))) for leaf, cell in pairs if leaf.column]
    told = {f"{leaf.column.group}/{leaf.column.key}".lstrip("/") for leaf, _ in whole if leaf.column}
    summed = {name for one in sums if {one.total, *one.parts} <= told for name in (one.total, *one.parts)}
    readable = all(read_cell(cell.text).state != "unreadable" for _, cell in whole)
    proved = readable and summed >= {f"{column.group}/{column.key}".lstrip("/") for column in cut}
    return cut if proved and adds_up(whole, sums) else {}


def adds_up(pairs: Sequence[tuple[Leaf, Cell]], sums: Sequence[Sum]) -> bool:
    """Whether the numbers of a row make the sums that the form declares, those of which all columns are there.

    A blank counts as nothing; where a cell cannot be read nothing is proved, and nothing contradicted: enough where
    every column has its label.
    """
    said = {leaf.column: read_cell(cell.text) for leaf, cell in pairs}
    values = {f"{c.group}/{c.key}".lstrip("/"): reading.value or 0 for c, reading in said.items() if c}
    if any(reading.state == "unreadable" for reading in said.values()):
        return not any(leaf.lost for leaf, _ in pairs)
    whole = (one for one in sums if {one.total, *one.parts} <= values.keys())
    return all(sum(values[part] for part in one.parts) == values[one.total] for one in whole)


def by_place(cells: list[Cell], leaves: Sequence[Leaf], rows: range) -> list[tuple[Leaf, Cell]] | None:
    """Pairs where each column meets one cell (or one text, repeated) and no filled cell is left over."""
    pairs: list[tuple[Leaf, Cell]] = []
    met = [0] * len(cells)
    for leaf in leaves:
        here = [i for i, cell in enumerate(cells) if cell.column < leaf.end and end_of(cell) > leaf.start]
        if not here or len({cells[i].text for i in here}) > 1:
            return None
        for i in here:
            met[i] += 1
        pairs.append((leaf, cells[here[0]]))
    for cell, times in zip(cells, met, strict=True):
        shared = times > 1 or not _within(cell, rows)
        if cell.text and (not times or (shared and _is_number(cell))):
            return None
    return pairs


def may_be_moved(cells: Sequence[Cell], pairs: Sequence[tuple[Leaf, Cell]]) -> bool:
    """Whether empty cells stand before the first column and as many after the last value: a row out of its place?"""
    before = sum(end_of(cell) <= pairs[0][0].start for cell in cells)
    return bool(before) and empty([cell for _, cell in pairs[-before:]]) and not empty(cells)


def by_order(
    cells: list[Cell], leaves: Sequence[Leaf], rows: range, padding: Padding
) -> list[tuple[Leaf, Cell]] | None:
    """Pairs where there are as many cells as columns, empty ones before or after them not counted."""
    values, count = list(cells), len(leaves)
    if len(values) > count:
        if padding == "unclear" and not empty(values):
            return None
        values = values[-count:] if padding == "before" else values[:count]
    spread = any(_is_number(cell) and not _within(cell, rows) for cell in values)
    return list(zip(leaves, values, strict=True)) if len(values) == count and not spread else None


def in_turn(cells: list[Cell], columns: Layout, rows: range, sums: Sequence[Sum]) -> list[tuple[Leaf, Cell]] | None:
    """Pairs where there are as many cells as columns, those beside the form's among them, and the numbers add up."""
    places: list[tuple[int, Leaf | None]] = [(leaf.start, leaf) for leaf in columns.leaves]
    places = sorted([*places, *((start, None) for start, _ in columns.beside)], key=lambda place: place[0])
    if len(places) != len(cells) or not columns.whole:
        return None
    pairs = [(leaf, cell) for (_, leaf), cell in zip(places, cells, strict=True) if leaf]
    sound = all(_within(cell, rows) and read_cell(cell.text).state != "unreadable" for _, cell in pairs)
    told = {f"{leaf.column.group}/{leaf.column.key}".lstrip("/") for leaf, _ in pairs if leaf.column}
    known = bool(sums) and all({one.total, *one.parts} <= told for one in sums) and bool(pairs[-1][1].text)
    return pairs if sound and known and adds_up(pairs, sums) else None


def _within(cell: Cell, rows: range) -> bool:
    """Whether a cell covers no row but those its label covers."""
    return rows.start <= cell.row and cell.row + cell.rowspan <= rows.stop


def is_value(cell: Cell) -> bool:
    """Whether a cell holds one number."""
    return bool(cell.text) and read_cell(cell.text).state == "value"


def _is_number(cell: Cell) -> bool:
    return read_cell(cell.text).state in {"value", "unreadable"}
