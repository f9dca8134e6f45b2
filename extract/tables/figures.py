"""Figures from tables: by label, heading and column, never by position alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from extract.document import Document, Table
from extract.figure import Figure, Issue, Mention
from extract.tables.carried import AnyReader, Readers, held_on, unsure_at_the_edge
from extract.tables.flow import flow
from extract.tables.forms import Form
from extract.tables.introduced import of_year
from extract.tables.listing import ListReader
from extract.tables.match import TemplateMatch
from extract.tables.matrix import Found, Reader
from extract.tables.numbers import value_of
from extract.tables.recall import found_again, recall, remember, shape
from extract.tables.seams import with_whole_rows
from extract.tables.stream import read_text_form
from extract.tuples import maker

_made = maker(Figure)
_MONEY = ("亿元", "万元", "千元", "元", "万人次")


@dataclass(frozen=True, slots=True)
class TableReading:
    """What the tables of a document say.

    `all_blank`: there are cells and every one is empty: an empty form, unless the document says whose and which year
    it is. `mentions` are the cells of a second table of the same form. `readers` are the last of each form, by its
    name: what their headers said may hold on in the next document of the report.
    """

    figures: tuple[Figure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    issues: tuple[Issue, ...] = ()
    all_blank: bool = False
    readers: Readers = field(default_factory=dict, compare=False)

    @property
    def template(self) -> str:
        """The form by which this document and those before were read; '' for none."""
        return next((reader.form.template for reader in self.readers.values()), "")


def read_tables(
    document: Document,
    match: TemplateMatch,
    year: int | None = None,
    capture_id: str = "",
    before: Readers = MappingProxyType({}),
) -> TableReading:
    """The figures of the tables that `match` names.

    `year`, where known, chooses between columns headed with years. A cell that is there but cannot be told is a figure
    of state unreadable; a row or column that the template does not know is an issue of kind unmapped. `before` are the
    readers of the documents before it in the same report: a table cut into pictures has its header in the first.
    """
    if match.conflict:
        issue = Issue("error", "two_forms", f"the tables are of two forms, {match.conflict}: none was read")
        return TableReading(issues=(issue,))
    readers = dict(before)
    found, issues = _found(list(of_year(document, match.tables, year)), year, readers)
    if match.texts:
        text = flow(document)
        found.extend((part.form, item) for part in match.texts for item in read_text_form(text, part, year))
    figures, mentions, doubles = _figures(found, capture_id)
    blank = bool(figures) and all(figure.state == "blank" for figure in figures)
    return TableReading(tuple(figures), tuple(mentions), (*issues, *doubles), blank, readers)


def _found(
    tables: Sequence[tuple[Form, Table]], year: int | None, readers: dict[str, AnyReader]
) -> tuple[list[tuple[Form, Found]], list[Issue]]:
    """The cells of all tables; what a header said holds on in the next table of the same form.

    `readers` are those of the documents before, and then those that this one leaves.
    """
    found: list[tuple[Form, Found]] = []
    issues: list[Issue] = []
    met: set[str] = set()
    for form, one in tables:
        table = with_whole_rows(form, one)
        before = readers.get(form.name)
        goes_on = form.name not in met
        if goes_on:
            before = held_on(before, form, table)
        met.add(form.name)
        readers[form.name] = reader = _reader(form, table, year, before)
        cells = _read(reader, year) if before is None else reader.read()
        if before is not None and goes_on:
            cells = unsure_at_the_edge(cells, table)
        found.extend((form, item) for item in cells)
        issues.extend(reader.issues)
    return found, issues


def _read(reader: AnyReader, year: int | None) -> list[Found]:
    """Read the first table of a form, or remember how one of the same shape was read."""
    form, table = reader.form, reader.table
    key = shape(table)
    known = recall(form, table, year if form.is_list else None, key)
    if known is not None:
        reader.columns, reader.group = known.columns, known.group
        return found_again(known, table)
    found = reader.read()
    if not reader.issues:
        remember((form, table, year if form.is_list else None, key), found, reader.columns, reader.group)
    return found


def _reader(form: Form, table: Table, year: int | None, before: AnyReader | None) -> AnyReader:
    if form.is_list:
        went_on = before if isinstance(before, ListReader) else None
        return (
            ListReader(form, table, year, went_on.columns, went_on.group) if went_on else ListReader(form, table, year)
        )
    went_on_matrix = before if isinstance(before, Reader) else None
    return Reader(form, table, went_on_matrix.columns, went_on_matrix.group) if went_on_matrix else Reader(form, table)


def _figures(found: Iterable[tuple[Form, Found]], capture_id: str) -> tuple[list[Figure], list[Mention], list[Issue]]:
    """The first cell of every code is the figure; another one that says something else is a mention."""
    read = [_figure(form, item, capture_id) for form, item in found]
    figures = {figure.indicator: figure for figure in read}
    if len(figures) == len(read):
        return read, [], []
    return _first_of_each(read)


def _first_of_each(read: Iterable[Figure]) -> tuple[list[Figure], list[Mention], list[Issue]]:
    figures: dict[str, Figure] = {}
    mentions: list[Mention] = []
    for figure in read:
        first = figures.setdefault(figure.indicator, figure)
        if (
            first is not figure
            and figure.state == "value"
            and (figure.value, figure.state) != (first.value, first.state)
        ):
            mentions.append(Mention(figure.indicator, figure.value, figure.raw, figure.locator, figure.capture_id))
    issues = (
        [Issue("warning", "second_table", f"{len(mentions)} cells are printed twice with another value")]
        if mentions
        else []
    )
    return list(figures.values()), mentions, issues


def _figure(form: Form, item: Found, capture_id: str) -> Figure:
    unit = form.units[item.code]
    if not item.certain:
        return Figure(item.code, None, "unreadable", item.text, unit, "table", item.place, capture_id)
    value, state, how = value_of(item.text, unit, _printed_unit(item.header))
    return _made((item.code, value, state, item.text, unit, "table", item.place, capture_id, item.derived or how))


@lru_cache(maxsize=512)
def _printed_unit(header: str) -> str:
    """The unit of money that a header or a unit cell names."""
    text = "".join(header.split())
    return next((unit for unit in _MONEY if unit in text), "")
