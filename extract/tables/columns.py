"""Headers: which cells of a row belong to which column of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document import Cell, Table
from extract.tables.forms import Block, Column, Form
from extract.tables.labels import core
from extract.tables.numbers import read_cell


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value column where it stands on the grid: from `start` to before `end`, with its printed header.

    `lost`: it has no heading, and is the one column of the form that no heading names.
    """

    column: Column | None
    start: int
    end: int
    header: str
    lost: bool = False


Labelled = tuple[
    tuple[Cell, ...], tuple[str, ...], frozenset[str]
]  # header cells, the keys they may mean, the headings above


@dataclass(frozen=True, slots=True)
class Layout:
    """The value columns below one header, in order.

    `exact`: their places on the grid mean something. `whole`: the header is one of the form's, label by label, so that
    a row's cells may be told by their order. `beside`: the grid columns, from and to before, of labels that the form
    does not know (占比, 小计, 备注) beside a whole header of its own. `end`: the grid columns of the header.
    `between`: the grid columns, of one cell each, of such labels between the first and the form's (单位, 序号).
    """

    leaves: tuple[Leaf, ...]
    exact: bool
    whole: bool = True
    beside: tuple[tuple[int, int], ...] = ()
    end: int = 0
    between: tuple[int, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether labels alone tell the columns: elsewhere the numbers of each row must add up too."""
        return self.whole and not self.beside

    @property
    def has_among(self) -> bool:
        """Whether a column of another label stands between the form's."""
        return bool(self.beside) and self.beside[0][0] < self.leaves[-1].start

    @property
    def is_mapped(self) -> bool:
        """Whether each label is one of the form's."""
        return all(leaf.column for leaf in self.leaves)

    def names(self, column: Column) -> bool:
        """Whether a label of the header is this column's."""
        return any(leaf.column == column for leaf in self.leaves)

    @property
    def start(self) -> int:
        """Where the first value column begins."""
        return self.leaves[0].start if self.leaves else 0


def end_of(cell: Cell) -> int:
    """The grid column behind a cell."""
    return cell.column + cell.colspan


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
    if not _names_columns(form, filled, begun) and not _is_variant(form, filled):
        return False
    return not any(read_cell(cell.text).state == "value" for cell in filled)


def _names_columns(form: Form, filled: Sequence[Cell], begun: bool) -> bool:
    names = {label for label in (core(cell.text) for cell in filled) if label in form.header_words}
    if len(names) != 1:
        return not all(_is_row_label(form, name) for name in names)
    (name,) = names
    if begun or len(filled) <= 2:
        return not _is_row_label(form, name) or _repeated(form, name, filled)
    return _repeated(form, name, filled)


def _repeated(form: Form, name: str, filled: Sequence[Cell]) -> bool:
    return len(filled) > 2 and name in form.column_index and name not in form.row_index


def _is_variant(form: Form, cells: Sequence[Cell]) -> bool:
    texts = [label for label in (core(cell.text) for cell in cells) if label not in form.heads]
    return any(texts == [core(label) for label in variant] for block in form.blocks for variant in block.variants)


def _is_row_label(form: Form, label: str) -> bool:
    return label in form.row_index or label in form.group_index


def layout(form: Form, table: Table, rows: Sequence[int]) -> Layout | None:
    """The columns below the header rows `rows`; None where they cannot be told.

    A header that reads like one of the form's is known whatever its spans say: they only tell where the columns stand,
    if they agree. Any other header is read by place, if every label of it heads a column.
    """
    leaves = _leaves(form, table, rows)
    known = columns_in_order(form, [cell.text for y in rows for cell in own_cells(table)[y] if cell.text])
    if not known:
        return _by_labels(form, table, rows, leaves) if leaves and _all_used(form, table, rows, leaves) else None
    if len(known) != len(leaves) or not _in_sequence(known, leaves):
        return Layout(tuple(Leaf(column, 0, 0, "") for column in known), exact=False)
    return _placed(form, table, rows, _found(known, leaves), whole=True)


def _by_labels(form: Form, table: Table, rows: Sequence[int], leaves: Sequence[Labelled]) -> Layout | None:
    """The columns by what stands above each, where the header does not read like one of the form's."""
    sequence = _by_sequence(form, leaves)
    columns = sequence or _by_groups(form, leaves)
    if not any(columns):
        return None
    return _placed(form, table, rows, _found(columns, leaves), whole=bool(sequence))


def _placed(form: Form, table: Table, rows: Sequence[int], leaves: tuple[Leaf, ...], *, whole: bool) -> Layout:
    last = row_cells(table, rows[-1])
    other = [place for place in _unknown(form, table, rows) if place[1] - place[0] == 1 and place[0] > last[0].column]
    between = tuple(start for start, end in other if end <= leaves[0].start) if whole else ()
    beside = _beside(form, table, rows, leaves)
    return Layout(leaves, exact=True, whole=whole, beside=beside, end=end_of(last[-1]), between=between)


def _found(columns: Sequence[Column | None], leaves: Sequence[Labelled]) -> tuple[Leaf, ...]:
    return tuple(_leaf(column, cells) for column, (cells, _, _) in zip(columns, leaves, strict=True))


def _beside(form: Form, table: Table, rows: Sequence[int], leaves: Sequence[Leaf]) -> tuple[tuple[int, int], ...]:
    """Where header cells that are none of the form's stand beside or between its columns, from left to right."""
    own = {x for leaf in leaves for x in range(leaf.start, leaf.end)}
    places = _unknown(form, table, rows)
    return tuple(place for place in places if place[0] > leaves[0].start and not own.intersection(range(*place)))


def _unknown(form: Form, table: Table, rows: Sequence[int]) -> list[tuple[int, int]]:
    """The grid columns, from and to before, of header cells that are none of the form's, from left to right."""
    cells = {cell for y in rows for cell in own_cells(table)[y] if cell.text and not _leaf_keys(form, cell.text)}
    return sorted({(cell.column, end_of(cell)) for cell in cells if core(cell.text) not in form.header_words})


def _leaf(column: Column | None, cells: Sequence[Cell]) -> Leaf:
    return Leaf(column, cells[0].column, end_of(cells[-1]), cells[0].text)


def _leaves(form: Form, table: Table, rows: Sequence[int]) -> list[Labelled]:
    """The deepest label of each grid column, with the headings above it; one column where a label was repeated."""
    leaves: list[Labelled] = []
    for x in range(len(table.grid[0]) if table.grid else 0):
        chain = _chain(table, rows, x)
        named = [(cell, keys) for cell in chain if (keys := _leaf_keys(form, cell.text))]
        if not named or (leaves and leaves[-1][0][-1] is named[-1][0]):
            continue
        groups = frozenset(group for cell in chain for group in form.column_groups.get(core(cell.text), ()))
        cell, keys = named[-1]
        if leaves and not table.exact and _is_repeated(leaves[-1], cell, groups):
            leaves[-1] = ((*leaves[-1][0], cell), keys, groups)
        else:
            leaves.append(((cell,), keys, groups))
    return leaves


def _is_repeated(before: Labelled, cell: Cell, groups: frozenset[str]) -> bool:
    """Whether a carrier without spans printed a label once for every column it spans."""
    last = before[0][-1]
    return core(last.text) == core(cell.text) and before[2] == groups and last.column + 1 == cell.column


def _in_sequence(columns: Sequence[Column], leaves: Sequence[Labelled]) -> bool:
    """Whether the labels by place come in the order in which the header reads, below the headings it names."""
    return all(
        (column.key in keys or keys == ("?",)) and (not column.group or not groups or column.group in groups)
        for column, (_, keys, groups) in zip(columns, leaves, strict=True)
    )


def _all_used(form: Form, table: Table, rows: Sequence[int], leaves: Sequence[Labelled]) -> bool:
    """Whether every label of a value column heads a column, and only one."""
    heads = [cell.place for cells, _, _ in leaves for cell in cells]
    above = {
        x: core(cell.text)
        for cells, _, _ in leaves
        for cell in cells
        for x in range(cell.column, cell.column + cell.colspan)
    }
    met = [cell for y in rows for cell in row_cells(table, y) if _leaf_keys(form, cell.text)]
    labels = [(cell, core(cell.text)) for cell in met if core(cell.text) not in form.column_groups]
    return len(heads) == len(set(heads)) and all(above.get(cell.column) == label for cell, label in labels)


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
    return form.column_keys(label) or (("?",) if label in form.variant_words else ())


def _by_sequence(form: Form, leaves: Sequence[Labelled]) -> tuple[Column, ...]:
    """The columns of the block whose header reads just like this, from left to right."""
    for block in form.blocks:
        if len(block.columns) == len(leaves) and _reads_like(block, leaves):
            return block.columns
    return ()


def _reads_like(block: Block, leaves: Sequence[Labelled]) -> bool:
    plain = all(column.key in keys for column, (_, keys, _) in zip(block.columns, leaves, strict=True))
    return plain and not _contradicted(block, leaves)


def _contradicted(block: Block, leaves: Sequence[Labelled]) -> bool:
    """A heading above a column that is another's: the order of the form is not the order of this header."""
    return any(
        bool(column.group) and bool(groups) and column.group not in groups
        for column, (_, _, groups) in zip(block.columns, leaves, strict=True)
    )


def _by_groups(form: Form, leaves: Sequence[Labelled]) -> Sequence[Column | None]:
    """The column of each label below its heading; none of them where one stands below no heading and should.

    A heading that the page lost moves the others: 复议后起诉 then stands over the results of 未经复议直接起诉.
    """
    columns = [_by_group(form, keys, groups) for _, keys, groups in leaves]
    lost = any(column is None and not groups for column, (_, _, groups) in zip(columns, leaves, strict=True))
    return () if lost and form.column_groups and any(columns) else columns


def _by_group(form: Form, keys: tuple[str, ...], groups: frozenset[str]) -> Column | None:
    """The one column of the form with this label below this heading."""
    columns = {column for block in form.blocks for column in block.columns if column.key in keys}
    below = {column for column in columns if column.group in groups}
    loose = {column for column in columns if not column.group} if not groups else set()
    for candidates in (below, loose, columns if len(columns) == 1 else set()):
        if len(candidates) == 1:
            return next(iter(candidates))
    return None


def columns_in_order(form: Form, texts: Iterable[str]) -> tuple[Column, ...]:
    """The columns of the block whose header reads like these labels one after the other, with its totals or without;
    () for none.
    """
    met = [label for label in map(core, texts) if label in form.header_words]
    return _in_order(form, met, frozenset()) or _in_order(form, met, form.totals)


def _in_order(form: Form, met: Sequence[str], absent: frozenset[str]) -> tuple[Column, ...]:
    """The columns, but those of the keys `absent`, if the labels met are theirs in order."""
    for order in form.orders:
        words = [word for word in map(core, order) if not absent.intersection(form.column_index.get(word, ()))]
        heads = form.heads.difference(words) if form.heads.intersection(words, met) else form.heads
        if _same(form, [label for label in met if label not in heads], [word for word in words if word not in heads]):
            return _without(form.blocks[0], absent)
    labels = [label for label in met if label not in form.heads]
    for block in form.blocks:
        columns = _without(block, absent)
        if any(labels == [core(label) for label in variant] for variant in block.variants):
            return block.columns
        if len(labels) == len(columns) and all(
            column.key in form.column_index.get(label, ()) for label, column in zip(labels, columns, strict=True)
        ):
            return columns
    return ()


def _without(block: Block, absent: frozenset[str]) -> tuple[Column, ...]:
    return tuple(column for column in block.columns if column.key not in absent)


def _same(form: Form, labels: Sequence[str], order: Sequence[str]) -> bool:
    """Whether labels read like a declared order, variants of a label being the same."""
    return len(labels) == len(order) and all(
        _meaning(form, a) == _meaning(form, b) for a, b in zip(labels, order, strict=True)
    )


def _meaning(form: Form, label: str) -> tuple[str, ...]:
    return form.column_index.get(label) or form.column_groups.get(label) or (label,)
