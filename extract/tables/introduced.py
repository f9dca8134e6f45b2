"""Tables of another year beside the report's own: told by the lines that introduce them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.document import Document, Paragraph, Table
from extract.tables.forms import Form
from extract.tables.mended import with_words_of_year
from lexicon.years import report_year

CAPTION = 60
"""Characters: what introduces a table is no longer."""
REMARK = 12
"""Characters: a line that may stand between the two and take nothing back: 单位：件."""


def of_year(document: Document, tables: Sequence[tuple[Form, Table]], year: int | None) -> Iterator[tuple[Form, Table]]:
    """The tables, 本年 for the year in their labels, without those that the line above gives to another year, where the
    form stands there once more.

    附：2021年收到和处理政府信息公开申请情况 in the report on 2022 holds no figure of it. A slip in the line above the
    only table of a form takes nothing away.
    """
    tables = [(form, with_words_of_year(form, table, year)) for form, table in tables]
    counts = Counter(form.name for form, _ in tables)
    if year is None or max(counts.values(), default=0) < 2:
        yield from tables
        return
    others = set(_of_others(document, year))
    kept = Counter(form.name for form, table in tables if table.number not in others)
    yield from ((form, table) for form, table in tables if table.number not in others or not kept[form.name])


def _of_others(document: Document, year: int) -> Iterator[int]:
    """The numbers of tables that stand below a line that names another year, and of those that go on from them."""
    said: int | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            named = report_year(block.text) if len(block.text) <= CAPTION else None
            said = named if named or len(block.text) > REMARK else said
        elif said not in {None, year}:
            yield block.number
