"""Headers: which cells of a row belong to which column of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import Cell, Table
from extract.forms import Block, Column, Form
from extract.labels import core
from extract.numbers import read_cell


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value column where it stands on the grid: from `start` to before `end`, with its printed header."""

    column: Column | None
    start: int
    end: int
    header: str


Labelled = tuple[Cell, tuple[str, ...], frozenset[str]]  # a header cell, the keys it may mean, the headings above it


@dataclass(frozen=True, slots=True)
class Layout:
    """The value columns below one header, in order. `exact`: their places on the grid mean something."""

    leaves: tuple[Leaf, ...]
    exact: bool

    @property
    def start(self) -> int:
        """Where the first value column begins."""
        return self.leaves[0].start if self.leaves else 0


def own_cells(table: Table) -> list[list[Cell]]:
    """The cells that begin in each row."""
    rows: list[list[Cell]] = [[] for _ in table.grid]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return rows


def row_cells(table: Table, y: int) -> list[Cell]:
    """The cells that cover a row, from left to right, each once."""
    cells: list[Cell] = []
    for cell in table.grid[y]:
        if cell is not None and (not cells or cells[-1] is not cell):
            cells.append(cell)
    return cells


def is_header(form: Form, cells: Sequence[Cell], *, begun: bool) -> bool:
    """Whether a row holds column labels: two, or one that can be nothing else; and no number."""
    filled = [cell for cell in cells if cell.text]
    names = [label for label in (core(cell.text) for cell in filled) if _is_column_label(form, label)]
    alone = len(names) == 1 and (begun or len(filled) <= 2) and not _is_row_label(form, names[0])
    if len(names) < 2 and not alone:
        return False
    return not any(read_cell(cell.text).state == "value" for cell in filled)


def _is_column_label(form: Form, label: str) -> bool:
    return (
        label in form.column_index
        or label in form.column_groups
        or label in form.heads
        or bool(label and _variant(form, label))
    )


def _variant(form: Form, label: str) -> bool:
    return any(label in map(core, variant) for block in form.blocks for variant in block.variants)


def _is_row_label(form: Form, label: str) -> bool:
    return label in form.row_index or label in form.group_index


def layout(form: Form, table: Table, rows: Sequence[int]) -> Layout | None:
    """The columns below the header rows `rows`; None where they cannot be told.

    Spans that were lost or lie put a label below or beside its place: a layout by place must use every label, else the
    order of the labels decides.
    """
    placed = _exact_layout(form, table, rows) if table.exact else None
    return placed or _ordered_layout(form, table, rows)


def _exact_layout(form: Form, table: Table, rows: Sequence[int]) -> Layout | None:
    """Columns by their place: the deepest label of each grid column, with the headings above it."""
    leaves: list[Labelled] = []
    for x in range(len(table.grid[0]) if table.grid else 0):
        chain = _chain(table, rows, x)
        named = [(cell, keys) for cell in chain if (keys := _leaf_keys(form, cell.text))]
        if named and (not leaves or leaves[-1][0] is not named[-1][0]):
            groups = {group for cell in chain for group in form.column_groups.get(core(cell.text), ())}
            leaves.append((*named[-1], frozenset(groups)))
    if not _all_used(form, table, rows, [cell for cell, _, _ in leaves]):
        return None
    columns = _by_sequence(form, leaves) or [_by_group(form, keys, groups) for _, keys, groups in leaves]
    if not any(columns):
        return None
    found = zip(leaves, columns, strict=True)
    return Layout(
        tuple(Leaf(column, cell.column, cell.column + cell.colspan, cell.text) for (cell, _, _), column in found),
        exact=True,
    )


def _all_used(form: Form, table: Table, rows: Sequence[int], used: Sequence[Cell]) -> bool:
    """Whether every label of a value column heads a column, and only one."""
    places = [cell.place for cell in used]
    labelled = [cell.place for y in rows for cell in table.grid[y] if cell is not None and _leaf_keys(form, cell.text)]
    groups = {cell.place for y in rows for cell in table.grid[y] if cell and core(cell.text) in form.column_groups}
    return len(places) == len(set(places)) and set(labelled) - groups <= set(places)


def _chain(table: Table, rows: Sequence[int], x: int) -> list[Cell]:
    """The filled header cells above a column, top first, each once."""
    chain: list[Cell] = []
    for y in rows:
        cell = table.grid[y][x]
        if cell is not None and cell.text and (not chain or chain[-1] is not cell):
            chain.append(cell)
    return chain


def _leaf_keys(form: Form, text: str) -> tuple[str, ...]:
    label = core(text)
    return form.column_keys(label) or (("?",) if _variant(form, label) else ())


def _by_sequence(form: Form, leaves: Sequence[Labelled]) -> list[Column | None]:
    """The columns of the block whose header reads just like this, from left to right."""
    for block in form.blocks:
        if len(block.columns) == len(leaves) and _reads_like(block, leaves):
            return list(block.columns)
    return []


def _reads_like(block: Block, leaves: Sequence[Labelled]) -> bool:
    plain = all(column.key in keys for column, (_, keys, _) in zip(block.columns, leaves, strict=True))
    texts = [core(cell.text) for cell, _, _ in leaves]
    return (plain and not _contradicted(block, leaves)) or any(
        texts == [core(label) for label in variant] for variant in block.variants
    )


def _contradicted(block: Block, leaves: Sequence[Labelled]) -> bool:
    """A heading above a column that is another's: the order of the form is not the order of this header."""
    return any(
        bool(column.group) and bool(groups) and column.group not in groups
        for column, (_, _, groups) in zip(block.columns, leaves, strict=True)
    )


def _by_group(form: Form, keys: tuple[str, ...], groups: frozenset[str]) -> Column | None:
    """The one column of the form with this label below this heading."""
    columns = {column for block in form.blocks for column in block.columns if column.key in keys}
    below = {column for column in columns if column.group in groups}
    loose = {column for column in columns if not column.group} if not groups else set()
    for candidates in (below, loose, columns if len(columns) == 1 else set()):
        if len(candidates) == 1:
            return next(iter(candidates))
    return None


def _ordered_layout(form: Form, table: Table, rows: Sequence[int]) -> Layout | None:
    """Columns by the order in which a header without spans reads, if that is an order the form knows."""
    texts = [cell.text for cells in (own_cells(table)[y] for y in rows) for cell in cells if cell.text]
    columns = columns_in_order(form, texts)
    return Layout(tuple(Leaf(column, 0, 0, "") for column in columns), exact=False) if columns else None


def columns_in_order(form: Form, texts: Iterable[str]) -> tuple[Column, ...]:
    """The columns of the block whose header reads like these labels one after the other, or ()."""
    labels = [
        label for label in map(core, texts) if label and _is_column_label(form, label) and label not in form.heads
    ]
    for order in form.orders:
        if _same(form, labels, [label for label in map(core, order) if label not in form.heads]):
            return form.blocks[0].columns
    for block in form.blocks:
        if any(labels == [core(label) for label in variant] for variant in block.variants):
            return block.columns
        if len(labels) == len(block.columns) and all(
            column.key in form.column_index.get(label, ()) for label, column in zip(labels, block.columns, strict=True)
        ):
            return block.columns
    return ()


def _same(form: Form, labels: Sequence[str], order: Sequence[str]) -> bool:
    """Whether labels read like a declared order, variants of a label being the same."""
    return len(labels) == len(order) and all(
        _meaning(form, a) == _meaning(form, b) for a, b in zip(labels, order, strict=True)
    )


def _meaning(form: Form, label: str) -> tuple[str, ...]:
    return form.column_index.get(label) or form.column_groups.get(label) or (label,)
