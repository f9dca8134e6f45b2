"""The declared forms: what a table of a template holds, loaded from its TOML file and checked against the codebook."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extract.codebook import codes, unit
from extract.errors import TemplateError
from extract.tables.labels import core, index, nearest

# what a file, a table, a row and a block of it may say
FILE = frozenset(("name", "codebook", "generation", "borrowed", "absent", "table"))
TABLE = frozenset(("name", "code", "heads", "passed", "rows", "groups", "columns", "column_labels", "column_groups"))
TABLE |= frozenset(("orders", "block", "row_sums", "value_labels", "unit_labels", "ignored_columns"))
ROW = frozenset(("key", "in", "labels"))
BLOCK = frozenset(("rows", "columns", "header_variants"))


@dataclass(frozen=True, slots=True)
class Column:
    """A value column: its key, and the key of the heading above it, if the form has one."""

    key: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share a header. `variants` are headers that only read right as a whole row."""

    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    variants: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """Columns of a row that add up: `total` = Σ `parts`. It proves how run-together digits split."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True, eq=False)  # one object a declared table: compared and cached by identity
class Form:
    """One table of a template.

    `row_index` and `column_index` lead from a label's core to the keys it may mean; `parents` from a row to the heading
    it stands under; `blocks` is empty for a list (label, unit, value). `orders` are the ways a header reads where the
    carrier keeps no spans.
    """

    name: str
    template: str
    code: str
    blocks: tuple[Block, ...]
    row_index: Mapping[str, tuple[str, ...]]
    parents: Mapping[str, str]
    group_index: Mapping[str, tuple[str, ...]]
    column_index: Mapping[str, tuple[str, ...]]
    column_groups: Mapping[str, tuple[str, ...]]
    heads: frozenset[str]
    passed: frozenset[str]
    orders: tuple[tuple[str, ...], ...]
    sums: tuple[Sum, ...]
    value_labels: tuple[str, ...]
    unit_labels: frozenset[str]
    ignored_columns: frozenset[str]

    @property
    def is_list(self) -> bool:
        """Whether rows are label, unit, value."""
        return not self.blocks

    @property
    def one_row(self) -> bool:
        """Whether the values stand in one row without a label."""
        return bool(self.blocks) and not self.row_index

    @cached_property
    def cells(self) -> Mapping[tuple[str, Column], str]:
        """The code of every cell: (row, column) for a matrix, (row, Column('')) for a list."""
        if self.is_list:
            return {(row, Column("")): self.code.format(row=row) for row in self.rows}
        return {
            (row, column): self.code.format(row=row, column=column.key, group=column.group)
            for block in self.blocks
            for row in block.rows
            for column in block.columns
        }

    @cached_property
    def totals(self) -> frozenset[str]:
        """The keys of the columns that are sums of others."""
        return frozenset(one.total.rpartition("/")[2] for one in self.sums)

    @cached_property
    def variant_words(self) -> frozenset[str]:
        """Cores of labels that only read right as a whole header."""
        return frozenset(core(label) for block in self.blocks for variant in block.variants for label in variant)

    @cached_property
    def header_words(self) -> frozenset[str]:
        """Cores of all labels that a header may hold."""
        return frozenset({*self.column_index, *self.column_groups, *self.heads, *self.variant_words})

    @cached_property
    def codes_of(self) -> Mapping[str, Mapping[Column, str]]:
        """The codes of each row, by column."""
        rows: dict[str, dict[Column, str]] = {}
        for (row, column), code in self.cells.items():
            rows.setdefault(row, {})[column] = code
        return rows

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The keys of the rows, in the order of the form."""
        return tuple(dict.fromkeys(key for keys in self.row_index.values() for key in keys))

    @cached_property
    def _slips(self) -> tuple[dict[str, str], dict[str, str]]:
        """Labels met that are none of the form's, with the nearest one: of a row, of a column."""
        return {}, {}

    def row_keys(self, label: str) -> tuple[str, ...]:
        """The rows a label may mean; a slip of a character is forgiven where it is clear."""
        return self.row_index.get(label) or self.row_index.get(_remembered(label, self.row_index, self._slips[0]), ())

    def column_keys(self, label: str) -> tuple[str, ...]:
        """The columns a label may mean, forgiving in the same way."""
        found = self.column_index.get(label)
        return found or self.column_index.get(_remembered(label, self.column_index, self._slips[1]), ())

    @cached_property
    def units(self) -> Mapping[str, str]:
        """The unit of every code."""
        return {code: unit(code, self.template) for code in self.cells.values()}

    @cached_property
    def marks(self) -> frozenset[str]:
        """Labels that tell this form when they are met in a table."""
        return frozenset({*self.row_index, *self.column_index, *self.column_groups})

    @cached_property
    def own_rows(self) -> Mapping[str, frozenset[str]]:
        """The labels of the rows that are not borrowed from another form."""
        book = set(codes(self.template))
        own = {row for (row, _), code in self.cells.items() if code in book and row}
        return {row: frozenset(label for label, keys in self.row_index.items() if row in keys) for row in own}


def _remembered(label: str, known: Mapping[str, tuple[str, ...]], memory: dict[str, str]) -> str:
    if label not in memory:
        if len(memory) > 20_000:
            memory.clear()
        memory[label] = nearest(label, known)
    return memory[label]


def load_forms(path: Path) -> tuple[dict[str, Any], tuple[Form, ...]]:
    """The declarations of a template file and its forms; raises TemplateError for a gap against the codebook."""
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
        forms = tuple(_form(table, declared["name"]) for table in declared["table"])
    except (KeyError, TypeError, ValueError) as error:
        raise TemplateError(
            f"{path.name}: {error!r} is missing or malformed; see docs/reference/templates.md"
        ) from error
    _check(path.name, declared, forms)
    return declared, forms


def _form(table: Mapping[str, Any], template: str) -> Form:
    rows = table.get("rows", [])
    column_groups = index(table.get("column_groups", {}))
    return Form(
        name=table["name"],
        template=template,
        code=table["code"],
        blocks=_blocks(table),
        row_index=index({row["key"]: row["labels"] for row in rows}),
        parents={row["key"]: row["in"] for row in rows if "in" in row},
        group_index=index(table.get("groups", {})),
        column_index=index(table.get("column_labels", {})),
        column_groups=column_groups,
        heads=frozenset(core(label) for label in table.get("heads", [])),
        passed=frozenset(core(label) for label in table.get("passed", [])),
        orders=tuple(tuple(order) for order in table.get("orders", [])),
        sums=_sums(table),
        value_labels=tuple(table.get("value_labels", [])),
        unit_labels=frozenset(table.get("unit_labels", [])),
        ignored_columns=frozenset(table.get("ignored_columns", [])),
    )


def _blocks(table: Mapping[str, Any]) -> tuple[Block, ...]:
    if "columns" in table:
        rows = tuple(row["key"] for row in table.get("rows", [])) or ("",)
        return (Block(rows, _columns(table["columns"])),)
    return tuple(
        Block(tuple(block["rows"]), _columns(block["columns"]), tuple(map(tuple, block.get("header_variants", []))))
        for block in table.get("block", [])
    )


def _columns(names: list[str]) -> tuple[Column, ...]:
    return tuple(Column(name.rpartition("/")[2], name.rpartition("/")[0]) for name in names)


def _sums(table: Mapping[str, Any]) -> tuple[Sum, ...]:
    return tuple(Sum(row[-1], tuple(row[:-1])) for row in table.get("row_sums", []))


def _check(name: str, declared: Mapping[str, Any], forms: tuple[Form, ...]) -> None:
    """Every code of the codebook has its cell or is declared absent; no cell has a code that is in no codebook; the
    name says since when the form was used; no word is there that nobody reads.
    """
    book = set(codes(declared["codebook"]))
    borrowed = {code for other in declared.get("borrowed", []) for code in codes(other)}
    absent = set(declared.get("absent", []))
    undated = set() if declared["name"][:4].isdigit() else {declared["name"]}
    cells = [code for form in forms for code in form.cells.values()]
    faults = {
        "says what is not known here:": set(_unknown(declared)),
        "puts rows `in` a heading that is in no `groups`:": set(_headless(declared)),
        "has a name that does not begin with the first year of its use:": undated,
        "has no row or column for": book - set(cells) - absent,
        "declares cells that no codebook knows:": set(cells) - book - borrowed,
        "declares both a cell and `absent` for": absent & set(cells),
        "declares more than one cell for": {code for code in cells if cells.count(code) > 1},
    }
    for fault, found in faults.items():
        if found:
            raise TemplateError(f"{name} {fault} {', '.join(sorted(found)[:5])}; correct the file or indicators.csv")


def _unknown(declared: Mapping[str, Any]) -> Iterator[str]:
    yield from declared.keys() - FILE
    for table in declared["table"]:
        yield from table.keys() - TABLE
        for row in table.get("rows", []):
            yield from row.keys() - ROW
        for block in table.get("block", []):
            yield from block.keys() - BLOCK


def _headless(declared: Mapping[str, Any]) -> Iterator[str]:
    for table in declared["table"]:
        known = table.get("groups", {}).keys()
        yield from (row["in"] for row in table.get("rows", []) if row.get("in", "") not in {"", *known})
