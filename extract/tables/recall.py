"""Tables that look alike are read alike: what one reading found where is remembered by the shape of the table.

A shape is every label with its place and spans, and of every other cell only whether it is empty, a number or a mark.
The reading of a table depends on nothing else, so remembering it changes no figure; reports share few shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from extract.document import Cell, Table
from extract.tables.forms import Form
from extract.tables.matrix import Found
from extract.tables.numbers import read_cell
from extract.tuples import maker

_found = maker(Found)
MOST = 400  # shapes
Shape = tuple[tuple[str, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """Where the codes stood: (code, index of the cell, header), and what the reader left for the next table."""

    cells: tuple[tuple[str, int, str], ...]
    columns: Any
    group: str


_memory: dict[tuple[Form, bool, int | None, Shape], Remembered] = {}


def shape(table: Table) -> Shape:
    """What a reading of the table depends on."""
    return tuple((_sign(cell.text), cell.row, cell.column, cell.rowspan, cell.colspan) for cell in table.cells)


@lru_cache(maxsize=8192)
def _sign(text: str) -> str:
    if not text:
        return ""
    if text.isdigit() and text.isascii():
        return "0" if text == "0" or text[0] != "0" else text
    state = read_cell(text).state
    return "0" if state == "value" else "-" if state == "not_applicable" else text


def recall(form: Form, table: Table, year: int | None, key: Shape) -> Remembered | None:
    """The reading of a table of this shape, if one is remembered."""
    return _memory.get((form, table.exact, year, key))


def found_again(remembered: Remembered, table: Table) -> list[Found]:
    """What stands in this table where the codes stood in the remembered one."""
    cells = table.cells
    return [
        _found((code, cells[i].text, cells[i].place, header, True, "", False)) for code, i, header in remembered.cells
    ]


def remember(known: tuple[Form, Table, int | None, Shape], found: Sequence[Found], columns: object, group: str) -> None:
    """Keep a reading of which every figure is one cell, whatever number stands in it."""
    form, table, year, key = known
    index = {cell.place: i for i, cell in enumerate(table.cells)}
    if not all(
        item.certain and item.place in index and _is_text_of(item, table.cells[index[item.place]]) for item in found
    ):
        return
    if len(_memory) >= MOST:
        _memory.clear()
    cells = tuple((item.code, index[item.place], item.header) for item in found)
    _memory[form, table.exact, year, key] = Remembered(cells, columns, group)


def _is_text_of(item: Found, cell: Cell) -> bool:
    return item.text == cell.text and not item.derived and not item.summed
