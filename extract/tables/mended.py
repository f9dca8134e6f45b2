"""Tables with the labels that a page printed in its own way set as the form has them; numbers are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from extract.document import Cell, Paragraph, Table
from extract.tables.forms import Form
from extract.tables.labels import MAX_LABEL, core
from extract.tables.numbers import read_cell

MOST_PARTS = 4
"""Cells over which the words of one header are spread."""
_YEAR = re.compile(r"((?:19|20)\d\d)年度?")
_RELATIVE = {-1: "上年", 0: "本年", 1: "下年度"}


def with_words_of_year(form: Form, table: Table, year: int | None) -> Table:
    """The table of the report on `year` with 本年 where a label of the form prints that year: 2023年新收….

    A label of another year stays as it is, and so means nothing; the columns of a list say their years themselves.
    """
    if year is None or form.is_list or not any("年" in cell.text and _YEAR.search(cell.text) for cell in table.cells):
        return table
    return Table(table.number, tuple(_worded(form, cell, year) for cell in table.cells), table.exact)


def _worded(form: Form, cell: Cell, year: int) -> Cell:
    if len(cell.text) > MAX_LABEL or not _YEAR.search(cell.text):
        return cell
    said = _YEAR.sub(lambda met: _RELATIVE.get(int(met[1]) - year, met[0]), cell.text)
    label = core(said)
    known = label in form.row_index or label in form.column_index
    return cell._replace(text=said) if known and core(cell.text) not in form.marks else cell


def lacks_heading(form: Form, table: Table) -> bool:
    """Whether a table of results has the columns of one heading, each once, and no heading: 结果维持, 结果纠正 …."""
    if not form.one_row or any(core(cell.text) in form.column_groups for cell in table.cells):
        return False
    met = [key for cell in table.cells for key in form.column_index.get(core(cell.text), ())]
    return sorted(met) == sorted({column.key for column in form.blocks[0].columns})


def with_heading(form: Form, table: Table, line: Paragraph | None) -> Table:
    """The table with the line above it over all columns, where that is a heading of the form and nothing else."""
    if line is None or core(line.text) not in form.column_groups or not table.grid:
        return table
    heading = Cell(line.text, 0, 0, 1, len(table.grid[0]), line.place)
    return Table(table.number, (heading, *(cell._replace(row=cell.row + 1) for cell in table.cells)), table.exact)


def with_joined_headers(form: Form, table: Table) -> Table:
    """The table with the words of headers that are spread over cells one below the other in one: 商业 over 企业.

    Only rows without a number or a mark, only where the parts joined are a label of the form and are not labels each,
    and only cells that stand over the same columns. Returns the table itself where there are none.
    """
    numbers = {cell.row for cell in table.cells if read_cell(cell.text).state in {"value", "not_applicable"}}
    joined: dict[str, Cell] = {}
    dropped: set[str] = set()
    for cell in table.cells:
        if cell.text and cell.row not in numbers and cell.place not in dropped:
            parts = next(_labels_from(form, table, cell, numbers), None)
            if parts:
                text, rows = "".join(part.text for part in parts), sum(part.rowspan for part in parts)
                joined[cell.place] = cell._replace(text=text, rowspan=rows)
                dropped.update(part.place for part in parts[1:])
    if not joined:
        return table
    cells = (joined.get(cell.place, cell) for cell in table.cells if cell.place not in dropped)
    return Table(table.number, tuple(cells), table.exact)


def _labels_from(form: Form, table: Table, cell: Cell, numbers: Set[int]) -> Iterator[Sequence[Cell]]:
    """The cells from this one downwards that make up one label, the most first; none in the rows `numbers`."""
    parts = [cell]
    while len(parts) < MOST_PARTS and (y := parts[-1].row + parts[-1].rowspan) < len(table.grid) and y not in numbers:
        below = table.grid[y][cell.column]
        if below is None or not below.text or (below.column, below.colspan) != (cell.column, cell.colspan):
            break
        parts.append(below)
    for count in range(len(parts), 1, -1):
        if core("".join(part.text for part in parts[:count])) in form.header_words and not all(
            core(part.text) in form.header_words for part in parts[:count]
        ):
            yield parts[:count]
