"""What the header of a table said, carried into the next document of a report: a form cut into several pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extract.document import Table
from extract.tables.columns import Layout, row_cells
from extract.tables.forms import Form
from extract.tables.labels import core, pieces
from extract.tables.listing import ListReader
from extract.tables.matrix import Found, Reader
from extract.tables.numbers import UNITS, read_cell

AnyReader = Reader | ListReader
Readers = Mapping[str, AnyReader]
"""The last reader of each form, by the form's name."""


def held_on(before: AnyReader | None, form: Form, table: Table) -> AnyReader | None:
    """The reader of an earlier document's table, where this one goes on below its header: of the same form, as wide
    behind the labels, and its first row is one of the form's. That its rows stand below the same columns is then
    proved row by row.
    """
    if before is None or before.form is not form or form.one_row or not _begins_with_a_row(form, table):
        return None
    if not (before.table.exact and table.exact and before.table.grid):
        return None
    further = len(table.grid[0]) - len(before.table.grid[0])
    if isinstance(before, ListReader) or before.columns is None:
        return None if further else before
    columns = _moved(before.columns, further) if further else before.columns
    return Reader(form, before.table, replace(columns, whole=False), before.group) if columns else None


def unsure_at_the_edge(found: list[Found], table: Table) -> list[Found]:
    """What was found in a part that goes on, a first row without any value unread: the edge of a page cuts through
    rows, and their values may stand on the part before.
    """
    first = {cell.place for cell in table.cells if cell.row == 0}
    if any(item.text for item in found if item.place in first):
        return found
    return [item._replace(certain=False) if item.place in first else item for item in found]


def _moved(columns: Layout, further: int) -> Layout | None:
    """Columns as many grid columns further to the right, where no label beside them might move otherwise: the labels
    of the rows stand in one grid column here and in several there.
    """
    ends = [leaf.end for leaf in columns.leaves]
    last = ends and ends[-1] == columns.end and ends == list(range(ends[0], ends[0] + len(ends)))
    if not last or columns.beside or columns.between or columns.leaves[0].start + further < 1:
        return None
    leaves = (replace(leaf, start=leaf.start + further, end=leaf.end + further) for leaf in columns.leaves)
    return replace(columns, leaves=tuple(leaves), end=columns.end + further)


def _begins_with_a_row(form: Form, table: Table) -> bool:
    """Whether all words of the first row are labels and headings of rows: no header stands there, known or unknown."""
    texts = [cell.text for cell in row_cells(table, 0) if len(cell.text) > 1 and cell.text not in UNITS]
    words = [text for text in texts if read_cell(text).state == "unreadable"]
    return bool(words) and all(_is_label(form, text) for text in words)


def _is_label(form: Form, text: str) -> bool:
    label, parts = core(text), pieces(text)
    return bool(form.row_keys(label)) or label in form.group_index or (len(parts) > 1 and parts[-1] in form.row_index)
