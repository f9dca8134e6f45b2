"""Columns that hold something and have no heading: the one label that a header left blank, or what stands beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.document import Cell, Table
from extract.tables.alignment import adds_up
from extract.tables.columns import Layout, Leaf, is_header, own_cells
from extract.tables.forms import Column, Form
from extract.tables.labels import core
from extract.tables.numbers import read_cell


def with_headless(form: Form, table: Table, layout: Layout, headers: Sequence[int]) -> Layout | None:
    """The layout below the rows `headers`, with the columns that they do not name; None for a header that names only
    some of the form's and of which a cell is missing.

    Where one column of the form has no label and one column of numbers no heading, that is it, and the sums must
    prove every row. Any other stands beside the form's. Only forms whose rows add up have either.
    """
    missing = [column for column in form.blocks[0].columns if not layout.names(column)]
    if not layout.exact or not form.sums or form.one_row or _is_full(layout, table, missing):
        return layout
    rows = list(_rows_of_numbers(form, table, layout, headers[-1] + 1))
    layout = replace(layout, beside=tuple((a, b) for a, b in layout.beside if _column(table, rows, a)))
    if layout.has_among and not _is_borne_out(form, table, layout, rows):
        return replace(layout, beside=())
    if missing and _has_gaps(form, table, headers, rows):
        return None
    places = list(_bare(table, layout, rows))
    if len(missing) == len(places) == 1 and layout.is_mapped:
        told = _with_lost(layout, missing[0], places[0])
        if _is_borne_out(form, table, told, rows):
            return told
    beside = ((x, x + 1) for x in places if x > layout.start)
    return replace(layout, beside=tuple(sorted({*layout.beside, *beside})))


def _names(form: Form, table: Table, y: int) -> bool:
    """Whether a row of a header holds a label or a heading of columns; 申请人情况 over all of them is none."""
    labels = {core(cell.text) for cell in table.grid[y] if cell}
    return not labels.isdisjoint(form.column_index) or not labels.isdisjoint(form.column_groups)


def _has_gaps(form: Form, table: Table, headers: Sequence[int], rows: Sequence[int]) -> bool:
    """Whether a cell is missing in a row of the header, where most rows have one: the labels behind it may stand one
    column too far left.
    """
    usual = Counter(_width(table, y) for y in rows).most_common(1)
    end = usual[0][0] if usual else 0
    return any(cell is None for y in headers if _names(form, table, y) for cell in table.grid[y][:end])


def _width(table: Table, y: int) -> int:
    return max((x for x, cell in enumerate(table.grid[y], 1) if cell is not None), default=0)


def _is_full(layout: Layout, table: Table, missing: Sequence[Column]) -> bool:
    """Whether every column of the form is named, none stands beside them, and no row is wider than the header."""
    return not missing and not layout.beside and len(table.grid[0]) <= layout.leaves[-1].end


def _with_lost(layout: Layout, column: Column, x: int) -> Layout:
    leaves = sorted((*layout.leaves, Leaf(column, x, x + 1, "", lost=True)), key=lambda leaf: leaf.start)
    return replace(layout, leaves=tuple(leaves), whole=False)


def _is_borne_out(form: Form, table: Table, layout: Layout, rows: Sequence[int]) -> bool:
    """Whether no more rows fail to add up than do. One of zeros proves nothing, nor does one with words where every
    column has its label.
    """
    lost = any(leaf.lost for leaf in layout.leaves)
    pairs = ([(leaf, cell) for leaf in layout.leaves if (cell := table.grid[y][leaf.start])] for y in rows)
    said = [(row, [read_cell(cell.text) for _, cell in row]) for row in pairs]
    held = [
        adds_up(row, form.sums)
        for row, cells in said
        if any(one.value for one in cells) and (lost or all(one.state != "unreadable" for one in cells))
    ]
    return 2 * sum(held) >= len(held)


def _bare(table: Table, layout: Layout, rows: Sequence[int]) -> Iterator[int]:
    """Grid columns without a heading in which most of the rows have a cell, and one of them something in it.

    Before the first named column that can only be one of numbers, right beside it: labels stand there too.
    """
    known = {x for leaf in layout.leaves for x in range(leaf.start, leaf.end)}
    known.update(x for start, end in layout.beside for x in range(start, end))
    for x in range(max(layout.start - 1, 0), len(table.grid[0])):
        cells = _column(table, rows, x)
        filled = 2 * len(cells) > len(rows) and any(cell.text for cell in cells)
        if x not in known and filled and (x > layout.start or _holds_numbers(table, rows, x)):
            yield x


def _holds_numbers(table: Table, rows: Sequence[int], x: int) -> bool:
    """Whether a column has numbers, and fewer words than those."""
    states = Counter(read_cell(cell.text).state for cell in _column(table, rows, x))
    return states["value"] > states["unreadable"]


def _column(table: Table, rows: Sequence[int], x: int) -> list[Cell]:
    return [cell for cell in (table.grid[y][x] for y in rows) if cell is not None and cell.colspan == 1]


def _rows_of_numbers(form: Form, table: Table, layout: Layout, below: int) -> Iterator[int]:
    """The rows below the header, up to the next, that have words left of a number in a named column."""
    own = own_cells(table)
    for y in range(below, len(table.grid)):
        if is_header(form, own[y], begun=False):
            return
        row = table.grid[y]
        words = any(cell.text and read_cell(cell.text).state == "unreadable" for cell in row[: layout.start] if cell)
        if words and any(cell.text and read_cell(cell.text).state == "value" for cell in row[layout.start :] if cell):
            yield y
