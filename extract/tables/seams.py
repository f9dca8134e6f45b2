"""Rows of printed tables that a page break cuts in two: one row again, where the labels of the form prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.document import Cell, Table
from extract.tables.columns import own_cells, row_cells
from extract.tables.forms import Form
from extract.tables.labels import core

_PAGE = re.compile(r"@(?:page|layer)(\d+):")
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]{2}")


def with_whole_rows(form: Form, table: Table) -> Table:
    """The table with each row whose label goes on below a page break as one row: its label, or one of a header, is the
    form's only with what stands below it. Two numbers of one cell are kept apart by a blank: neither is read.
    """
    for y in reversed(list(_seams(table))):
        pairs = _pairs(table, y)
        if _is_cut(form, pairs):
            table = _joined(table, y, pairs)
    return table


def _seams(table: Table) -> Iterator[int]:
    """The rows that are the first of a page."""
    if not table.exact or not table.cells or not _PAGE.search(table.cells[0].place):
        return
    pages = [met and int(met[1]) for met in (row and _PAGE.search(row[0].place) for row in own_cells(table))]
    yield from (y for y in range(1, len(pages)) if pages[y] and pages[y - 1] and pages[y - 1] != pages[y])


def _pairs(table: Table, y: int) -> list[tuple[Cell, Cell]]:
    """The cells above and below a seam, over the same columns each; none where the two rows are cut differently."""
    above = {(cell.column, cell.colspan): cell for cell in row_cells(table, y - 1)}
    below = [cell for cell in row_cells(table, y) if cell.row == y]
    pairs = [(above[place], cell) for cell in below if (place := (cell.column, cell.colspan)) in above]
    return pairs if len(pairs) == len(below) else []


def _is_cut(form: Form, pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether two halves are a label, and no two cells one above the other are labels of their own."""
    known = {*form.marks, *form.group_index, *form.heads}
    words = [(one.text, other.text) for one, other in pairs if one.text and other.text and one.text != other.text]
    own = [core(one) in known and core(other) in known for one, other in words]
    return not any(own) and any(core(one + other) in known for one, other in words)


def _joined(table: Table, y: int, pairs: Sequence[tuple[Cell, Cell]]) -> Table:
    """The table without row `y`, what stood there brought into the row above."""
    below = {above.place: cell for above, cell in pairs}
    dropped = {cell.place for _, cell in pairs}
    kept = (cell for cell in table.cells if cell.place not in dropped)
    return Table(table.number, tuple(_moved(cell, y, below.get(cell.place)) for cell in kept), table.exact)


def _moved(cell: Cell, y: int, rest: Cell | None) -> Cell:
    """A cell of a table that lost row `y`; `rest` is what stood below it there."""
    if rest is not None:
        numbers = _DIGIT.search(cell.text) and _DIGIT.search(rest.text) and not _WORDS.search(cell.text)
        apart = " " if numbers else ""
        text, place = f"{cell.text}{apart}{rest.text}", cell.place if cell.text else rest.place
        return cell._replace(text=text, place=place, rowspan=cell.rowspan + rest.rowspan - 1)
    if cell.row > y:
        return cell._replace(row=cell.row - 1)
    return cell._replace(rowspan=cell.rowspan - 1) if cell.row + cell.rowspan > y else cell
