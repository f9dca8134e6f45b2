"""What the header of a table said, carried into the next document of a report: a form cut into several pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extract.document import Table
from extract.tables.columns import row_cells
from extract.tables.forms import Form
from extract.tables.labels import core, pieces
from extract.tables.listing import ListReader
from extract.tables.matrix import Reader
from extract.tables.numbers import UNITS, read_cell

AnyReader = Reader | ListReader
Readers = Mapping[str, AnyReader]
"""The last reader of each form, by the form's name."""


def held_on(before: AnyReader | None, form: Form, table: Table) -> AnyReader | None:
    """The reader of an earlier document's table, where this one goes on below its header: of the same form, as wide,
    and its first row is one of the form's. That its rows stand below the same columns is then proved row by row.
    """
    if before is None or before.form is not form or form.one_row or not _as_wide(before.table, table):
        return None
    if not _begins_with_a_row(form, table):
        return None
    if isinstance(before, ListReader) or before.columns is None:
        return before
    return Reader(form, before.table, replace(before.columns, whole=False), before.group)


def _as_wide(one: Table, other: Table) -> bool:
    """Whether two tables have grids of as many columns."""
    exact = one.exact and other.exact and bool(one.grid) and bool(other.grid)
    return exact and len(one.grid[0]) == len(other.grid[0])


def _begins_with_a_row(form: Form, table: Table) -> bool:
    """Whether all words of the first row are labels and headings of rows: no header stands there, known or unknown."""
    texts = [cell.text for cell in row_cells(table, 0) if len(cell.text) > 1 and cell.text not in UNITS]
    words = [text for text in texts if read_cell(text).state == "unreadable"]
    return bool(words) and all(_is_label(form, text) for text in words)


def _is_label(form: Form, text: str) -> bool:
    label, parts = core(text), pieces(text)
    return bool(form.row_keys(label)) or label in form.group_index or (len(parts) > 1 and parts[-1] in form.row_index)
