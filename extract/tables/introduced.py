"""What the lines above tables say of them: that they are of another year, or the heading of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.document import Document, Paragraph, Table
from extract.tables.forms import Form
from extract.tables.mended import lacks_heading, with_heading, with_words_of_year
from lexicon.years import report_year

CAPTION = 60
"""Characters: what introduces a table is no longer."""
REMARK = 12
"""Characters: a line that may stand between the two and take nothing back: 单位：件."""


def of_year(document: Document, tables: Sequence[tuple[Form, Table]], year: int | None) -> Iterator[tuple[Form, Table]]:
    """The tables as the form words them (本年 for the year, the heading that stands above), without those that the line
    above gives to another year, where the form stands there once more.

    附：2021年收到和处理政府信息公开申请情况 in the report on 2022 holds no figure of it. A slip in the line above the
    only table of a form takes nothing away.
    """
    tables = [(form, with_words_of_year(form, _headed(document, form, table), year)) for form, table in tables]
    counts = Counter(form.name for form, _ in tables)
    if year is None or max(counts.values(), default=0) < 2:
        yield from tables
        return
    others = set(_of_others(document, year))
    kept = Counter(form.name for form, table in tables if table.number not in others)
    yield from ((form, table) for form, table in tables if table.number not in others or not kept[form.name])


def _headed(document: Document, form: Form, table: Table) -> Table:
    """The table with its heading, where that is the line above: 行政复议 above a table of its results alone."""
    if not lacks_heading(form, table):
        return table
    pairs = pairwise(document.blocks)
    line = next((one for one, other in pairs if isinstance(other, Table) and other.number == table.number), None)
    return with_heading(form, table, line if isinstance(line, Paragraph) else None)


def _of_others(document: Document, year: int) -> Iterator[int]:
    """The numbers of tables that stand below a line that names another year, and of those that go on from them."""
    said: int | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            named = report_year(block.text) if len(block.text) <= CAPTION else None
            said = named if named or len(block.text) > REMARK else said
        elif said not in {None, year}:
            yield block.number
