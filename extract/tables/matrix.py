"""Tables of rows and columns: each value by its row's label and its column's header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from extract.document import Cell, Table
from extract.figure import Issue
from extract.tables.alignment import (
    Padding,
    adds_up,
    by_order,
    by_place,
    empty,
    in_turn,
    is_value,
    may_be_moved,
    number_behind,
    padding_of,
    whole_numbers,
    without,
)
from extract.tables.columns import Layout, Leaf, end_of, is_header, layout, own_cells, row_cells
from extract.tables.crossed import crossings
from extract.tables.forms import Column, Form
from extract.tables.headless import with_headless
from extract.tables.labels import core, pieces
from extract.tables.mended import with_joined_headers
from extract.tables.numbers import is_ordinal, read_cell


class Found(NamedTuple):
    """A code and the cell that holds it. `certain` False: there is a cell for it, but which one cannot be told.

    `header` is what names the printed unit; `derived` says how a value was proved that was not simply read; `summed`:
    it was read because the numbers of its row add up, so that other numbers in its place might not be.
    """

    code: str
    text: str
    place: str
    header: str = ""
    certain: bool = True
    derived: str = ""
    summed: bool = False


CUT = "digits of two lines, proved by the sum of the row"
LOST = "the one column without a heading, proved by the sum of the row"


@dataclass
class Reader:
    """Reads one table of a matrix form, row by row.

    `columns` and `group` are those of the part before a page break, and what this part leaves to the next.
    """

    form: Form
    table: Table
    columns: Layout | None = None
    group: str = ""
    issues: list[Issue] = field(default_factory=list)
    _paddings: dict[int, Padding] = field(default_factory=dict)
    _partial: bool = False  # a header names only some of the columns
    _overfull: bool = False  # a row holds more numbers than there are columns: one that fits may have lost a cell

    def read(self) -> list[Found]:
        """The cells of the table that have a code."""
        before = self.columns, self.group
        found = self._read()
        if not self.issues and not self._partial and all(item.certain for item in found):
            return found
        mended = with_joined_headers(self.form, self.table)
        if mended is not self.table or self._overfull:
            self.table, (self.columns, self.group) = mended, before
            self.issues.clear()
            self._paddings.clear()
            found = self._read()
        if self.form.one_row and not any(item.certain for item in found):
            return list(self._crossed()) or found
        return found

    def _crossed(self) -> Iterator[Found]:
        codes = self.form.codes_of[""]
        return (Found(codes[column], cell.text, cell.place) for column, cell in crossings(self.form, self.table))

    def _read(self) -> list[Found]:
        found: list[Found] = []
        headers: list[int] = []
        header: list[int] = []
        taken: set[int] = set()
        rows = own_cells(self.table)
        due = True
        for y, cells in enumerate(rows):
            if is_header(self.form, cells, begun=bool(headers)):
                headers.append(y)
                continue
            if (
                headers
                and not any(cell.text for cell in cells)
                and not (self.form.one_row and self._is_blank_below(rows, y))
            ):
                continue
            if headers:
                if self.columns is None or not self._begins_again(headers, header):
                    self.columns, header = self._new_layout(headers), headers
                headers, due = [], True
            if y not in taken and due:
                met = len(found)
                found.extend(self._row(y, taken))
                due = not self.form.one_row or len(found) == met  # one row below each header
        if headers:
            self.columns = layout(self.form, self.table, headers)
        return found

    def _begins_again(self, rows: Sequence[int], header: Sequence[int]) -> bool:
        """Whether rows are the first ones of the header above once more, as a program repeats them on a new page."""
        known = own_cells(self.table)
        said = [[(cell.text, cell.column) for cell in known[y]] for y in (*rows, *header)]
        return len(rows) < len(header) and said[: len(rows)] == said[len(rows) : 2 * len(rows)]

    def _is_blank_below(self, rows: list[list[Cell]], y: int) -> bool:
        """Whether no row below may hold the values; a note may stand there."""
        states = {read_cell(cell.text).state for row in rows[y:] for cell in row}
        return not states & {"value", "not_applicable"}

    def _new_layout(self, headers: Sequence[int]) -> Layout | None:
        columns = layout(self.form, self.table, headers)
        texts = [cell.text for y in headers for cell in own_cells(self.table)[y] if cell.text]
        unknown = [text for text in texts if not self._is_known(text)]
        if columns is None or unknown or not columns.is_mapped:
            detail = " | ".join(unknown or texts)
            self.issues.append(Issue("warning", "unmapped", f"header in {self.form.name}: {detail[:200]}"))
        if columns is None:
            return None
        self._partial = self._partial or not any(all(map(columns.names, one.columns)) for one in self.form.blocks)
        return with_headless(self.form, self.table, columns, headers)

    def _is_known(self, text: str) -> bool:
        label = core(text)
        return label in self.form.header_words or bool(self.form.column_keys(label)) or any(self._meaning(text))

    def _row(self, y: int, taken: set[int]) -> Iterator[Found]:
        cells = row_cells(self.table, y)
        if self.form.one_row:
            if self.columns is not None:
                while len(cells) > len(self.columns.leaves) and self._precedes(cells):
                    cells = cells[1:]
                yield from self._values("", cells, range(len(self.table.grid)))
            return
        row, values, rows = self._label(y, cells, taken)
        if row and rows.start <= y and not self._is_line(cells, values):
            yield from self._values(row, values, rows)

    def _label(self, y: int, cells: list[Cell], taken: set[int]) -> tuple[str, list[Cell], range]:
        """The row's key, the cells after its label (the last cell that is one), and the grid rows the label covers."""
        keys: tuple[str, ...] = ()
        path: set[str] = set()
        unknown: list[Cell] = []
        end = 0
        heads = False
        for position, cell in enumerate(cells):
            if not cell.text:
                continue
            rows, groups = self._meaning(cell.text)
            if rows or groups:
                keys, end = rows or keys, position + 1
                path.update(groups)
                heads = bool(groups)
            elif _is_words(cell.text, 0 if not keys else 4 if heads else 99):
                keys = ()  # what stood before heads this row, of which no one knows the label
                unknown.append(cell)
                end = position + 1
            elif keys or (read_cell(cell.text).state == "value" and not self._counts_row(cells[position:])):
                break
        self._enter(path, keys)
        row = self._one(self._keys_alone(cells[:end], keys), path)
        if not row and unknown:
            return self._unknown(y, unknown, cells[end:], taken)
        covered = _rows_of(cells[:end], y)
        return row if covered.start == y else "", cells[end:], covered

    def _keys_alone(self, cells: list[Cell], keys: tuple[str, ...]) -> tuple[str, ...]:
        """The keys, unless labels side by side name different rows: they head the columns of a table set crosswise; or
        the last is a heading over several rows, and the label of the first of them was left blank.
        """
        if cells and cells[-1].rowspan > 1 and self._meaning(cells[-1].text)[1]:
            return ()
        means = [
            {*rows} for rows, groups in (self._meaning(cell.text) for cell in cells if cell.text) if rows and not groups
        ]
        return () if any(not one & other for one, other in pairwise(means)) else keys

    def _is_line(self, cells: list[Cell], values: list[Cell]) -> bool:
        """Whether a row without values is none left blank: its label goes over their columns, or is a column's."""
        if values and (not empty(values) or cells[-1] not in values):
            return False
        columns, label = self.columns, next(cell for cell in reversed(cells) if cell.text)
        over = not values and columns is not None and columns.exact and end_of(label) > columns.start
        return over or "".join(label.text.split()) in self.form.column_index

    def _counts_row(self, cells: Sequence[Cell]) -> bool:
        """Whether the first of these cells is a number left of words that stand left of all value columns."""
        before = [cell for cell in cells if self._is_before(cell)]
        return bool(before) and before[0].text.isdigit() and any(_is_words(cell.text, 1) for cell in before[1:])

    def _is_before(self, cell: Cell) -> bool:
        """Whether a cell stands left of all value columns."""
        columns = self.columns
        return columns is not None and columns.exact and end_of(cell) <= columns.start

    def _precedes(self, cells: list[Cell]) -> bool:
        """Whether a word, or nothing, stands before the values (数量, 本年): in the first column it is a lost value."""
        exact = self.columns is not None and self.columns.exact
        words = _is_words(cells[0].text, 0) or (exact and not cells[0].text)
        return words and (self._is_before(cells[0]) if exact else is_value(cells[-1]))

    def _meaning(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The row keys and the groups that a cell may mean."""
        label = core(text)
        form = self.form
        rows, groups = form.row_index.get(label, ()), form.group_index.get(label, ())
        if rows or groups or label in form.heads:
            return rows, groups or (("",) if label in form.heads else ())
        for parts in (pieces(text), pieces("".join(text.split()))):  # a line may end within a label
            if len(parts) > 1 and parts[-1] in form.row_index:
                groups = tuple(group for part in parts[:-1] for group in form.group_index.get(part, ()))
                return form.row_index[parts[-1]], groups
        return form.row_keys(label), ()

    def _enter(self, path: set[str], keys: tuple[str, ...]) -> None:
        """Remember the heading a row stands under, for rows whose own heading cell was lost."""
        named = [group for group in path if group and group in set(self.form.parents.values())]
        if named:
            self.group = named[-1]
        elif keys and not any(key in self.form.parents for key in keys):
            self.group = ""

    def _one(self, keys: tuple[str, ...], path: set[str]) -> str:
        """The one row meant: by its own heading, else by the last one met."""
        if len(keys) == 1:
            parent = self.form.parents.get(keys[0], "")
            named = path & set(self.form.parents.values())
            return keys[0] if not parent or not named or parent in named or self._unique(keys[0]) else ""
        candidates = [key for key in keys if self.form.parents.get(key, "") in (path or {self.group})]
        return candidates[0] if len(candidates) == 1 else ""

    def _unique(self, key: str) -> bool:
        """Whether the row's labels say it without a heading: 其他 does not."""
        return any(len(label) > 4 for label, keys in self.form.row_index.items() if keys == (key,))

    def _unknown(
        self, y: int, unknown: list[Cell], values: list[Cell], taken: set[int]
    ) -> tuple[str, list[Cell], range]:
        """A label that is none of the form's: perhaps cut by a page break, with the rest in the row below."""
        last = unknown[-1]
        below = self.table.grid[y + 1][last.column] if y + 1 < len(self.table.grid) else None
        if below is not None and below is not last:
            whole = last.text + below.text
            exact = core(whole) in self.form.row_index or not any(self._meaning(below.text))
            rows, _ = self._meaning(whole) if exact else ((), ())  # a label below with a meaning of its own stays below
            rest = [cell for cell in row_cells(self.table, y + 1) if cell.column > below.column]
            joined = self._one(rows, set()) if len(last.text) > 1 else ""
            if joined and (empty(values) or empty(rest)):
                taken.add(y + 1)
                return joined, rest if empty(values) else values, range(y, y + 2)
        if any(read_cell(cell.text).state == "value" for cell in values):
            raw = " | ".join(cell.text for cell in [*unknown, *values])
            self.issues.append(Issue("info", "unmapped", f"row in {self.form.name}: {raw[:200]}"))
        return "", values, range(y, y + 1)

    def _values(self, row: str, cells: list[Cell], rows: range) -> Iterator[Found]:
        """One Found for every column the form gives this row."""
        codes = self.form.codes_of.get(row, {})
        aligned = self._align(cells, self.columns, rows) if self.columns else None
        if aligned is None:
            blank = self._is_left_blank(cells, len(codes))
            place = cells[0].place if cells else f"t{self.table.number}r{rows.start + 1}"
            raw = "" if blank else " | ".join(cell.text for cell in cells)
            yield from (Found(code, raw, place, certain=blank) for code in self._declared(codes))
            return
        yield from self._paired(codes, aligned)

    def _paired(self, codes: Mapping[Column, str], aligned: Sequence[tuple[Leaf, Cell]]) -> Iterator[Found]:
        """The cells of a row that have a code, each with its column."""
        whole = whole_numbers(aligned, self.form.sums)
        summed = bool(whole) or self._overfull or (self.columns is not None and not self.columns.plain)
        for leaf, cell in aligned:
            code = codes.get(leaf.column) if leaf.column else None
            if leaf.column and code:
                told = not leaf.lost or bool(cell.text)
                how = CUT if leaf.column in whole else LOST if leaf.lost else ""
                yield Found(code, whole.get(leaf.column, cell.text), cell.place, leaf.header, told, how, summed)

    def _is_left_blank(self, cells: list[Cell], count: int) -> bool:
        """Whether a row that holds so many values has empty cells for them, or lost them with the spans."""
        return empty(cells) and (len(cells) >= count or not self.table.exact)

    def _align(self, cells: list[Cell], columns: Layout, rows: range) -> list[tuple[Leaf, Cell]] | None:
        """Pair the columns with the value cells of a row, or None where that would be a guess.

        By place where each column meets one cell and no filled cell is left over; else, below a header that is the
        form's, by order where there are as many cells as columns. Where other rows hold more numbers than there are
        columns, one that fits must add up. A number that spans several columns or comes from a
        row above belongs to none of them.
        """
        own = without(cells, columns)
        placed = self._pairs(own, cells, columns, rows)
        if not placed:
            return placed
        behind = columns.exact and number_behind(cells, columns.leaves)
        proof = self._overfull or not columns.whole or columns.has_among or (behind and bool(columns.beside))
        unproved = proof and not adds_up(placed, self.form.sums)
        return None if unproved or self._ends_early(placed, end_of(cells[-1])) else placed

    def _pairs(
        self, own: list[Cell] | None, cells: list[Cell], columns: Layout, rows: range
    ) -> list[tuple[Leaf, Cell]] | None:
        """The columns with the cells `own` by place, or all `cells` by order."""
        if own is None:
            return in_turn(cells, columns, rows, self.form.sums)
        placed = by_place(own, columns.leaves, rows) if columns.exact else None
        if placed and end_of(cells[-1]) != columns.end and may_be_moved(own, placed):
            placed = None
        self._overfull = self._overfull or (placed is None and columns.exact and number_behind(cells, columns.leaves))
        if placed is None and columns.plain:
            padding = self._padding(columns) if len(cells) > len(columns.leaves) else "unclear"
            placed = by_order(cells, columns.leaves, rows, padding)
        return placed or (in_turn(cells, columns, rows, self.form.sums) if columns.beside else placed)

    def _ends_early(self, placed: Sequence[tuple[Leaf, Cell]], end: int) -> bool:
        """Whether the last column is empty and the row ends before its header does, or most rows with numbers where all
        have the same columns: a cell before it may be missing, and the empty one stand in its place.
        """
        if placed[-1][1].text or not self.table.exact or self.columns is None or empty([cell for _, cell in placed]):
            return False
        grid = range(len(self.table.grid)) if self.form.sums and not self.form.one_row else ()
        others = [row for row in (row_cells(self.table, y) for y in grid) if any(map(is_value, row))]
        usual = Counter(end_of(row[-1]) for row in others).most_common(1)
        reached = max(self.columns.end, *(end for end, _ in usual), 0)
        return end < reached and placed[-1][0].end < reached

    def _padding(self, columns: Layout) -> Padding:
        """Where this table's longer rows carry empty cells."""
        if id(columns) not in self._paddings:
            rows = [
                cells[self._after_label(cells) :]
                for cells in (row_cells(self.table, y) for y in range(len(self.table.grid)))
            ]
            labelled = [row for row in rows if row and any(is_value(cell) for cell in row)]
            self._paddings[id(columns)] = padding_of(labelled, len(columns.leaves))
        return self._paddings[id(columns)]

    def _after_label(self, cells: Sequence[Cell]) -> int:
        named = [i for i, cell in enumerate(cells) if cell.text and any(self._meaning(cell.text))]
        return named[-1] + 1 if named else 0 if self.form.one_row else len(cells)

    def _declared(self, codes: Mapping[Column, str]) -> Iterator[str]:
        """The codes of a row that the header names; of all its columns where there is no header."""
        named = {leaf.column for leaf in self.columns.leaves} if self.columns else set(codes)
        return (code for column, code in codes.items() if column in named)


def _rows_of(label: Sequence[Cell], y: int) -> range:
    """The grid rows that the last cell of a label covers."""
    return range(label[-1].row, label[-1].row + label[-1].rowspan) if label else range(y, y + 1)


def _is_words(text: str, least: int) -> bool:
    """Whether a cell holds at least so many characters and no value; 1. before a label is none."""
    return len(core(text)) >= least and (read_cell(text).state == "unreadable" or is_ordinal(text))
