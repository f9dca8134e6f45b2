"""What the tables of a document say they are, and whether there is anything to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.document import Document, Table
from extract.figure import Issue
from lexicon.years import find_dates

if TYPE_CHECKING:
    from extract.tables.forms import Form
    from extract.tables.stream import TextForm

SHOWN, SHORT = 6, 20
"""Cells that the word on such a table quotes, and characters of each."""
MANY = 4
"""Cells with a number from which a table that no form knows may be one that is not declared yet."""
_SIGNS = ("法人或", "未经复议", "信息内容", "指标", "统计数", "计量单位")


@dataclass(frozen=True)
class Template:
    """A form of report. `generation` is None for a local form: the year reported on decides."""

    name: str
    generation: str | None
    forms: tuple[Form, ...]


@dataclass(frozen=True)
class TemplateMatch:
    """What a document's tables say they are.

    `tables` pairs each table of the form with the part of the form it holds; `texts` are parts that stand in the text
    without markup; `why` lists the labels that decided;
    `conflict` names a second form that claims the document, in which case no table is read.
    """

    template: Template | None
    tables: tuple[tuple[Form, Table], ...] = ()
    texts: tuple[TextForm, ...] = ()
    why: tuple[str, ...] = ()
    conflict: str = ""

    @property
    def generation(self) -> str | None:
        """The first year of the form's generation; None for a local form or none."""
        return self.template.generation if self.template else None


def may_hold_a_form(document: Document) -> bool:
    """Whether a document has tables, or text that may be what is left of one: no form is looked for elsewhere."""
    return any(document.tables()) or has_signs(plain_text(document))


def plain_text(document: Document) -> str:
    """The text without white space."""
    return "".join(document.text.split())


def has_signs(plain: str) -> bool:
    """Whether words of a form's header stand in a plain text."""
    return any(sign in plain for sign in _SIGNS)


def _lists_documents(table: Table, numbers: Sequence[str]) -> bool:
    """Whether rows bear dates, as those of a list of documents do, or numbers do nothing but count them."""
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return list(numbers) == counted or sum(bool(find_dates(cell.text)) for cell in table.cells) > 1


def unknown_tables(document: Document) -> Iterator[Issue]:
    """A word on each table of numbers in a report of which no form is known: the list of forms to add next."""
    for table in document.tables():
        numbers = [cell.text for cell in table.cells if cell.text.isdigit()]
        if len(numbers) >= MANY and not _lists_documents(table, numbers):
            begins = " | ".join("".join(cell.text.split())[:SHORT] for cell in table.cells[:SHOWN])
            yield Issue(
                "info", "unknown_form", f"{len(numbers)} numbers in a table of no known form, which begins {begins}"
            )
