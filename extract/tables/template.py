"""Templates: one declared file a form; a table says by its labels which it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from extract.document import Document, Table
from extract.errors import TemplateError
from extract.tables.flow import flow
from extract.tables.forms import Form, load_forms
from extract.tables.labels import core
from extract.tables.match import Template, TemplateMatch, has_signs, plain_text
from extract.tables.stream import find_forms

FOLDER = Path(__file__).parents[1] / "templates"
GENERATIONS = (2014, 2019, 2021)  # years from which another national form took the place of what was in use
LEAST = 3  # labels that make a table one of a form's
MANY = 400  # labels: what more of them tell is not worth its memory
_COMMON = frozenset({"其他", "其它", "总计", "合计", "数量", "单位", "维持", "纠正", "申请人"})


@cache
def load_all() -> tuple[Template, ...]:
    """The templates, the newest first, of one year the national one first; raises TemplateError for a slip in one."""
    return tuple(sorted(map(load_template, FOLDER.glob("*.toml")), key=lambda one: (-_first_year(one.name), one.name)))


def load_template(path: Path) -> Template:
    """One template file."""
    declared, forms = load_forms(path)
    if declared["name"] != path.stem:
        raise TemplateError(f"{path.name} declares the form {declared['name']!r}: name the file after it")
    return Template(declared["name"], declared.get("generation"), forms)


def _first_year(name: str) -> int:
    """The year from which a form was used."""
    return int(name[:4])


@cache
def own_marks() -> dict[str, frozenset[str]]:
    """Labels that stand in one template only."""
    marks = {template.name: {mark for form in template.forms for mark in _own(form)} for template in load_all()}
    return {
        name: frozenset(
            labels - {label for other, theirs in marks.items() if other != name for label in theirs} - _COMMON
        )
        for name, labels in marks.items()
    }


def _own(form: Form) -> frozenset[str]:
    """The labels of a form without those of rows it borrows."""
    return frozenset({*form.column_index, *form.column_groups, *(x for row in form.own_rows.values() for x in row)})


def recognise(document: Document, year: int | None = None, before: str = "") -> TemplateMatch:
    """The form of a document by the labels of its tables, never by their number or place.

    `year`, where known, and `before`, the form of the documents before it in the same report, only settle what the
    labels leave open: a document that holds nothing but tables which two forms share.
    """
    tables = list(document.tables())
    labels = tuple(map(labels_of, tables))
    decide = _decided if sum(map(len, labels)) < MANY else _decided.__wrapped__
    said = decide(labels, year, before)
    match = TemplateMatch(
        said.template, tuple((form, tables[at]) for form, at in said.tables), (), said.why, said.conflict
    )
    return match if match.conflict else _in_text(document, match, year)


Claim = list[tuple[Form, int, frozenset[str]]]


class Decision(NamedTuple):
    """The template that labels tell, and which of the tables, by their place among all, is which form."""

    template: Template | None = None
    tables: tuple[tuple[Form, int], ...] = ()
    why: tuple[str, ...] = ()
    conflict: str = ""


@lru_cache(maxsize=128)
def _decided(labels: tuple[frozenset[str], ...], year: int | None, before: str) -> Decision:
    """Reports share few sets of labels: what they tell is remembered."""
    claims = {template.name: _claim(template, labels) for template in load_all()}
    return _decide(claims, year, before) if any(claims.values()) else Decision()


def labels_of(table: Table) -> frozenset[str]:
    """The cores of all cells that may be labels."""
    return frozenset(core(cell.text) for cell in table.cells if len(cell.text) > 1 and not cell.text.isdigit())


def _claim(template: Template, tables: Iterable[frozenset[str]]) -> Claim:
    """The tables that are of this template, each with its form and the labels that say so."""
    claim: Claim = []
    for table, labels in enumerate(tables):
        best = max(template.forms, key=lambda form: len(form.marks & labels))
        found = best.marks & labels
        goes_on = bool(claim) and claim[-1][0] is best and bool(found)
        if len(found - _COMMON) >= LEAST or goes_on:
            claim.append((best, table, found))
            claim.extend(_beside(template, best, table, labels))
    return claim


def _beside(
    template: Template, best: Form, table: int, labels: frozenset[str]
) -> Iterator[tuple[Form, int, frozenset[str]]]:
    """The other forms that stand in the same grid, where a page makes one table of them all."""
    for form in template.forms:
        found = form.marks & labels
        if form is not best and len(found - _COMMON) >= LEAST:
            yield form, table, found


def _decide(claims: dict[str, Claim], year: int | None, before: str) -> Decision:
    own = own_marks()
    met = {name: frozenset(label for _, _, found in claim for label in found) for name, claim in claims.items()}
    scores = {
        name: (len(met[name] & own[name]), name == before, _share(claim)) for name, claim in claims.items() if claim
    }
    ranked = sorted(scores, key=lambda name: (scores[name], _fits(name, year)), reverse=True)
    best = ranked[0]
    rivals = [name for name in ranked[1:] if _rivals(best, name, claims, own)]
    template = next(template for template in load_all() if template.name == best)
    why = tuple(sorted(met[best] & own[best])[:8]) or tuple(sorted(met[best])[:8])
    if rivals:
        return Decision(None, why=why, conflict=f"{best} and {rivals[0]}")
    open_ = [name for name in ranked[1:] if scores[name] == scores[best] and _fits(name, year) == _fits(best, year)]
    if open_ and not scores[best][0]:
        why = (*why, f"{open_[0]} has the same labels")
    return Decision(template, tuple((form, table) for form, table, _ in claims[best]), why)


def _share(claim: Claim) -> float:
    """How many of the rows of the claimed forms are there: what decides between forms that share all labels met."""
    rows = [labels & found for form, found in _by_form(claim) for labels in form.own_rows.values()]
    return sum(map(bool, rows)) / len(rows) if rows else 0.0


def _by_form(claim: Claim) -> Iterator[tuple[Form, frozenset[str]]]:
    for form in dict.fromkeys(form for form, _, _ in claim):
        yield form, frozenset(label for other, _, found in claim if other is form for label in found)


def _fits(name: str, year: int | None) -> bool:
    """Whether a form was in use for a year."""
    if year is None:
        return False
    first = _first_year(name)
    return first <= year < next((later for later in GENERATIONS if later > first), 9999)


def _rivals(best: str, name: str, claims: dict[str, Claim], own: dict[str, frozenset[str]]) -> bool:
    """Whether a table is another form's: with labels of its own, and none of the best's."""
    ours = {table for _, table, found in claims[best] if found & own[best]}
    return any(table not in ours and len(found & own[name]) >= LEAST for _, table, found in claims[name])


def _in_text(document: Document, match: TemplateMatch, year: int | None) -> TemplateMatch:
    """Add the forms that stand in the text without markup; where no table told the template, they tell it."""
    plain = plain_text(document)
    if not has_signs(plain):
        return match
    text = flow(document)
    if match.template is not None:
        missing = [form for form in match.template.forms if all(form is not other for other, _ in match.tables)]
        return replace(match, texts=tuple(find_forms(text, missing)))
    found = {template.name: find_forms(text, template.forms) for template in load_all()}
    own = own_marks()
    scores = {
        name: (sum(mark in plain for mark in own[name]), _fits(name, year), len(texts))
        for name, texts in found.items()
        if texts
    }
    if not scores:
        return match
    best = max(scores, key=lambda name: scores[name])
    template = next(template for template in load_all() if template.name == best)
    why = tuple(sorted(mark for mark in own[best] if mark in plain)[:8])
    return TemplateMatch(template, texts=tuple(found[best]), why=why)
