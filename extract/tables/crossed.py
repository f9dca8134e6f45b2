"""The results of reviews and lawsuits with a row for each kind, or for each result: by the labels of row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extract.document import Cell, Table
from extract.tables.columns import row_cells
from extract.tables.forms import Column, Form
from extract.tables.labels import core
from extract.tables.numbers import read_cell


class Crossing(NamedTuple):
    """A cell where a heading of the form and one of its columns cross."""

    column: Column
    cell: Cell


def crossings(form: Form, table: Table) -> list[Crossing]:
    """The cells of a form of one row that a page set crosswise, of every heading with all its columns.

    行政复议 | 3 | 0 | 1 | 0 | 4 below 结果维持, 结果纠正 …, or 结果维持 | 3 | 1 | 0 below the headings. A cell counts
    where the labels left of it and above it name one heading and one column together; a heading of which a column is
    missing, or one is there twice, is left out whole.
    """
    if not table.exact or not form.column_groups:
        return []
    met = list(_met(form, table))
    counts = Counter(crossing.column for crossing in met)
    headings: dict[str, list[Column]] = {}
    for column in form.blocks[0].columns:
        headings.setdefault(column.group, []).append(column)
    whole = {group for group, columns in headings.items() if group and all(counts[one] == 1 for one in columns)}
    return [crossing for crossing in met if crossing.column.group in whole]


def _met(form: Form, table: Table) -> Iterator[Crossing]:
    for y in range(len(table.grid)):
        left: list[Cell] = []
        for cell in row_cells(table, y):
            if core(cell.text) in form.header_words:
                left.append(cell)
            elif left and cell.row == y and (cell.rowspan, cell.colspan) == (1, 1) and _may_be_value(cell):
                yield from _crossing(form, table, left, cell)


def _crossing(form: Form, table: Table, left: list[Cell], cell: Cell) -> Iterator[Crossing]:
    """The one column of the form that the labels of the cell's row and column name."""
    above = [over for row in table.grid[: cell.row] if (over := row[cell.column]) is not None]
    labels = {core(one.text) for one in (*left, *above)}
    groups = {group for label in labels for group in form.column_groups.get(label, ())}
    keys = {key for label in labels for key in form.column_index.get(label, ())}
    if len(groups) == len(keys) == 1:
        column = Column(*keys, *groups)
        if column in form.blocks[0].columns:
            yield Crossing(column, cell)


def _may_be_value(cell: Cell) -> bool:
    return read_cell(cell.text).state != "unreadable"
