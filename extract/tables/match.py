"""What the tables of a document say they are, and whether there is anything to ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.document import Document, Table

if TYPE_CHECKING:
    from extract.tables.forms import Form
    from extract.tables.stream import TextForm

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
