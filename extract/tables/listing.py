"""Lists of label, unit and value: the form of 2014 and the local ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extract.document import Cell, Table
from extract.figure import Issue
from extract.tables.columns import end_of, own_cells, row_cells
from extract.tables.forms import Column, Form
from extract.tables.labels import core, with_year, year_in
from extract.tables.matrix import Found
from extract.tables.numbers import UNITS, read_cell

_REMARKS = frozenset({"备注", "说明", "序号", "编号", "代码", "指标代码"})
_GROUP = re.compile(r"\s*[一二三四五六七八九十]{1,2}[、.．]")
_MONEY_NOTE = re.compile(r"[(（](?:单位[:：]?)?((?:亿|万|千)?元)[)）]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where values and units stand: grid columns for an exact table, the order of cells after the label for others.

    `halves` are the grid columns in which labels begin: two where a list is set in two halves side by side. `many`: the
    header names several value columns and none of them is the year's. `width`: the grid columns of the header, 0 where
    no place means anything; a row with more has moved, and so has one with a number in a column of `units` or without a
    cell in one of `others`, which hold numbers too: 历年累计, 上年.
    """

    values: tuple[int, ...] = ()
    order: tuple[str, ...] = ()
    halves: tuple[int, ...] = (0,)
    many: bool = False
    header: str = ""
    width: int = 10_000
    units: tuple[int, ...] = ()
    others: tuple[int, ...] = ()

    def within(self, start: int, end: int) -> Columns:
        """Those of one half."""
        values, units, others = (
            tuple(x for x in places if start <= x < end) for places in (self.values, self.units, self.others)
        )
        return replace(self, values=values, units=units, others=others)

    def moved(self, by: int) -> Columns:
        """Those of a table that goes on so many columns further right."""
        if not by:
            return self
        places = (self.values, self.units, self.others)
        values, units, others = (tuple(x + by for x in one) for one in places)
        return replace(self, values=values, units=units, others=others, width=self.width + by)

    def is_left_by(self, cell: Cell) -> bool:
        """Whether something stands behind the columns."""
        return bool(cell.text) and cell.column >= self.width


@dataclass
class ListReader:
    """Reads one table of a list form. `year`, where known, chooses between columns headed with years.

    `columns` and `group` are carried into the next table, for a list that goes on after a page break.
    """

    form: Form
    table: Table
    year: int | None = None
    columns: Columns = field(default_factory=Columns)
    group: str = ""
    issues: list[Issue] = field(default_factory=list)

    def read(self) -> list[Found]:
        """The cells of the table that have a code."""
        bodies: list[tuple[int, Columns]] = []
        self.columns = self.columns.moved(self._offset())
        for y, own in enumerate(own_cells(self.table)):
            header = self._header(own) or self._second_line(own, y)
            if header is None:
                bodies.append((y, self.columns))
            else:
                self.columns = header
        if self.columns == Columns():
            lone = self._lone_column()
            bodies = [(y, lone) for y, _ in bodies]
        halves = max((len(columns.halves) for _, columns in bodies), default=1)
        return [found for half in range(halves) for y, columns in bodies for found in self._half(half, y, columns)]

    def _offset(self) -> int:
        """By how many columns the units stand right of those that the table before left, if they all do."""
        units = {cell.column for cell in self.table.cells if cell.text in UNITS} if self.table.exact else set()
        return units.pop() - self.columns.units[0] if len(units) == len(self.columns.units) == 1 else 0

    def _half(self, half: int, y: int, columns: Columns) -> Iterator[Found]:
        cells = row_cells(self.table, y)
        if len(columns.halves) > 1 and self.table.exact:
            border = (0, *columns.halves[1:], 10_000)
            if _is_out_of_halves(cells, columns):
                columns, cells = replace(columns, width=0), [] if half else cells
            else:
                columns = columns.within(border[half], border[half + 1])
                cells = [cell for cell in cells if border[half] <= cell.column < border[half + 1]]
        elif half:
            return
        yield from self._row(cells, columns, y)

    def _lone_column(self) -> Columns:
        """Without a header: the only column that holds numbers."""
        numbers = {cell.column for cell in self.table.cells if _is_value(cell.text) and cell.column}
        return Columns(values=tuple(numbers)) if len(numbers) == 1 and self.table.exact else Columns()

    def _header(self, cells: list[Cell]) -> Columns | None:
        """The columns, if the row is a header: it names a value or a unit column beside the labels."""
        kinds = [(cell, self._kind(cell.text)) for cell in cells if cell.text]
        named: dict[str, list[Cell]] = {}
        for cell, kind in kinds:
            named.setdefault(kind, []).append(cell)
        if "head" not in named or not named.keys() & {"value", "unit"}:
            return None
        values = self._preferred(named.get("value", []))
        found = _columns([(cell, "other" if kind == "value" and cell not in values else kind) for cell, kind in kinds])
        many = not values and ("unknown" in named or len(kinds) > 2)
        return replace(found, many=many, width=max(end_of(cell) for cell in cells))

    def _second_line(self, own: list[Cell], y: int) -> Columns | None:
        """The columns, if the row names them below a header whose other cells reach down to it."""
        kinds = {self._kind(cell.text) for cell in own if cell.text}
        return self._header(row_cells(self.table, y)) if kinds and kinds <= {"value", "other"} else None

    def _kind(self, text: str) -> str:
        label = core(text)
        if label in self.form.heads:
            return "head"
        if label in self.form.unit_labels:
            return "unit"
        if label in self.form.ignored_columns:
            return "other"
        if with_year(label) in self.form.value_labels:
            return "value"
        return "row" if label in self.form.row_index or label in self.form.group_index else "unknown"

    def _preferred(self, cells: list[Cell]) -> list[Cell]:
        """Of several value columns those of the year, or of the label the form prefers; of two years, none."""
        years = {year_in(cell.text) for cell in cells} - {None}
        if len(years) > 1:
            return [cell for cell in cells if self.year and year_in(cell.text) == self.year]
        labels = {with_year(core(cell.text)) for cell in cells}
        if len(labels) <= 1:
            return cells  # one, or the same again in the right half of a table set in two halves
        best = min(labels, key=self.form.value_labels.index)
        return (
            [cell for cell in cells if with_year(core(cell.text)) == best] if best in {"合计", "总计"} or years else []
        )

    def _row(self, cells: list[Cell], columns: Columns, y: int) -> Iterator[Found]:
        """The segments of a row: a label and what follows it, up to the next label."""
        key, unit, after = "", "", list[Cell]()
        seen = False
        for cell in cells:
            rows, groups = self._meaning(cell.text)
            if not rows and not groups:
                after.append(cell)
                continue
            if after:  # a label right beside another only heads the rows: it may be a row's elsewhere in the form
                yield from _in_unit(unit, self._segment(key, after, columns, y))
            if groups:
                self.group = groups[0]
            key, unit, after, seen = self._one(rows), _unit_of(cell.text), [], True
        if key and (after or not _reaches(cells[-1], columns)):
            yield from _in_unit(unit, self._segment(key, after, columns, y))
        elif not seen:
            self._unmapped(after)
            if any(_GROUP.match(cell.text) for cell in after):
                self.group = ""  # a heading that no one knows ends the group before it

    def _meaning(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        label = core(text)
        if not label or label.isdigit() or text in UNITS:
            return (), ()
        rows, groups = self.form.row_index.get(label, ()), self.form.group_index.get(label, ())
        if rows or groups or label in self.form.heads or label in self.form.passed:
            return rows, groups or (("",) if not rows else ())
        return self.form.row_keys(label), ()

    def _one(self, rows: tuple[str, ...]) -> str:
        if len(rows) == 1:
            return rows[0]
        below = [row for row in rows if self.form.parents.get(row) == self.group]
        return below[0] if len(below) == 1 else ""

    def _unmapped(self, cells: list[Cell]) -> None:
        if any(read_cell(cell.text).state == "value" for cell in cells) and any(
            len(core(cell.text)) > 1 for cell in cells
        ):
            raw = " | ".join(cell.text for cell in cells if cell.text)
            self.issues.append(Issue("info", "unmapped", f"row in {self.form.name}: {raw[:200]}"))

    def _segment(self, key: str, cells: list[Cell], columns: Columns, y: int) -> Iterator[Found]:
        if not key:
            return
        code = self.form.cells[key, Column("")]
        printed = next((cell.text for cell in cells if cell.text in UNITS), "")
        value = self._value(cells, columns)
        if value is not None and value.row == y and value.rowspan == 1:
            yield Found(code, value.text, value.place, printed or columns.header)
            return
        texts = [cell.text for cell in cells if cell.text and cell.text not in UNITS]
        place = cells[0].place if cells else f"t{self.table.number}r{y + 1}"
        yield Found(code, " | ".join(texts), place, printed, certain=not texts)

    def _value(self, cells: list[Cell], columns: Columns) -> Cell | None:
        """The cell with the value, or None where which one it is cannot be told."""
        if columns.many:
            return None
        if self.table.exact and columns.values and not _has_moved(cells, columns):
            here = [cell for cell in cells if any(cell.column <= x < end_of(cell) for x in columns.values)]
            if here:
                return here[0] if len(here) == 1 else None
        if self.table.exact and (columns.values or _has_moved(cells, columns)):
            return _in_turn(cells, columns)
        return self._by_order(cells, columns)

    def _by_order(self, cells: list[Cell], columns: Columns) -> Cell | None:
        """The value of a row without places: after the unit, the column's turn; a lone value needs no header."""
        values = list(cells)
        if values and (values[0].text in UNITS or ("unit" in columns.order and not values[0].text and len(values) > 1)):
            values = values[1:]
        behind = columns.order[columns.order.index("head") :] if columns.order else ()  # 序号 stands before the label
        kinds = [kind for kind in behind if kind in {"value", "other", "unknown"}]
        while len(values) > max(len(kinds), 1) and not values[-1].text:
            values.pop()
        if len(values) == 1 and len(kinds) <= 1:
            return values[0]
        if len(kinds) == len(values) and kinds.count("value") == 1:
            return values[kinds.index("value")]
        return None


def _columns(kinds: list[tuple[Cell, str]]) -> Columns:
    """Where the columns of a header stand, by what each of its cells is."""
    values = [cell for cell, kind in kinds if kind == "value"]
    return Columns(
        values=_starts(values),
        order=tuple(kind for _, kind in kinds),
        halves=_starts(cell for i, (cell, kind) in enumerate(kinds) if kind == "head" and not _headed(kinds[:i])),
        header=values[0].text if values else "",
        units=_starts(cell for cell, kind in kinds if kind == "unit"),
        others=_starts(cell for cell, kind in kinds if kind == "other" and core(cell.text) not in _REMARKS),
    )


def _starts(cells: Iterable[Cell]) -> tuple[int, ...]:
    return tuple(cell.column for cell in cells)


def _is_out_of_halves(cells: list[Cell], columns: Columns) -> bool:
    """Whether a row of two halves is wider than they are, or has a number or a unit where the right half begins."""
    second = [cell.text for cell in cells if cell.column in columns.halves[1:]]
    return any(map(columns.is_left_by, cells)) or any(text in UNITS or _is_value(text) for text in second)


def _has_moved(cells: list[Cell], columns: Columns) -> bool:
    """Whether a cell stands where no row of this header has one, or is missing where each has one."""
    extra = any(columns.is_left_by(cell) or (cell.column in columns.units and _is_value(cell.text)) for cell in cells)
    behind = (x for x in columns.others if columns.values and x > columns.values[-1])
    return extra or any(all(not cell.column <= x < end_of(cell) for cell in cells) for x in behind)


def _in_turn(cells: list[Cell], columns: Columns) -> Cell | None:
    """The value of a row that moved as a whole: its unit and one number, all that the header has behind labels."""
    filled = [cell for cell in cells if cell.text]
    if columns.width and columns.order[-3:] == ("head", "unit", "value") and len(filled) == 2:
        states = {"value", "not_applicable"}
        return filled[1] if filled[0].text in UNITS and read_cell(filled[1].text).state in states else None
    return None


def _headed(kinds: list[tuple[Cell, str]]) -> bool:
    """Whether a label column stands right before: the groups of rows and the rows are one half, not two."""
    return bool(kinds) and kinds[-1][1] == "head"


def _reaches(label: Cell, columns: Columns) -> bool:
    """Whether a label goes over the value columns: a line, no row left blank."""
    return bool(columns.values) and end_of(label) > columns.values[0]


def _unit_of(label: str) -> str:
    """The unit of money that a label names behind it: 专项经费（元）."""
    named = _MONEY_NOTE.search(label)
    return named[1] if named else ""


def _in_unit(unit: str, found: Iterator[Found]) -> Iterator[Found]:
    """What was found, in the label's unit where the row has no unit of money of its own."""
    return (item._replace(header=unit) if unit and "元" not in item.header else item for item in found)


def _is_value(text: str) -> bool:
    return bool(text) and read_cell(text).state == "value"
