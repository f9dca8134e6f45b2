"""Forms that are text any more: a cell a line, cells between blanks, or digits run together.

Found by their header, read by their labels. Values stand between a label and the next one: as many as there
are columns, or digits that arithmetic cuts in one way only. Everything else is unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.tables.flow import Flow, label_pattern, sequence_pattern
from extract.tables.forms import Block, Column, Form
from extract.tables.labels import core, with_year, year_in
from extract.tables.matrix import Found
from extract.tables.numbers import UNITS
from extract.tables.splits import prove

_TOKEN = re.compile(r"-?\d[\d,]*(?:\.\d+)?|[-—–－/]{1,3}|无(?![\u4e00-\u9fff])|[|]")
_MARKS = tuple("-—–－/")
_OPENS = "(（【《“"  # with such a sign, or a letter, begins what follows a row left blank
_UNIT = re.compile("|".join(sorted((*map(re.escape, UNITS), "条次", "万人次"), key=len, reverse=True)))
_GLUED = re.compile(r"[年月日%‰号%.\w]")  # a number that goes on like this is part of a sentence
_SWALLOWED = re.compile(rf"(?:{_UNIT.pattern})\s*\d")  # a value that stands in the note of a label of two lines
_ITEM = re.compile(r"[、.](?=[\u4e00-\u9fff])")  # a number that goes on like this is that of the next row
_FAR = 200  # characters between two labels of one table
_LEAST = 3
_SURE = 4  # characters: shorter labels need their number, except below a header of a few rows


@dataclass(frozen=True, slots=True)
class TextForm:
    """A form found in the flow: its header ends at `start`; `columns` are the value columns of a list, in order."""

    form: Form
    start: int
    block: Block | None = None
    columns: tuple[str, ...] = ()


def find_forms(text: Flow, forms: Sequence[Form]) -> list[TextForm]:
    """The forms whose header and rows stand in the flow."""
    return [found for form in forms for found in (_lists(text, form) if form.is_list else _matrices(text, form))]


def _matrices(text: Flow, form: Form) -> Iterator[TextForm]:
    for block in form.blocks:
        for header in _headers(form, block):
            for match in re.finditer(header, text.text):
                yield TextForm(form, match.end(), block)
                if form.orders:
                    return


def _headers(form: Form, block: Block) -> Iterator[str]:
    if form.orders:
        yield from (sequence_pattern(order) for order in form.orders)
        return
    labels = {
        key: [label for label, keys in form.column_index.items() if key in keys]
        for key in (c.key for c in block.columns)
    }
    choices = [
        "(?:" + "|".join(sequence_pattern([label]) for label in labels[column.key]) + ")" for column in block.columns
    ]
    yield "信息内容.{0,2}?" + r"[\s\W_]{0,3}?".join(choices)


def _lists(text: Flow, form: Form) -> Iterator[TextForm]:
    head = "|".join(sorted(map(re.escape, form.heads), key=len, reverse=True))
    unit = "|".join(sorted(map(re.escape, form.unit_labels), key=len, reverse=True))
    for match in re.finditer(rf"(?:{head})[\s\W_]{{0,3}}(?:{unit})", text.text):
        columns, end = _list_columns(text.text, match.end(), form)
        rows = list(_labels(text, form, end))
        if columns and sum(label in form.row_index for label, _ in rows) >= _LEAST:
            yield TextForm(form, end, columns=columns)
            return


def _list_columns(text: str, start: int, form: Form) -> tuple[tuple[str, ...], int]:
    """The column labels that follow the head of a list, and where they end."""
    values = [re.escape(label).replace(re.escape("{year}"), r"(?:19|20)\d\d") for label in form.value_labels]
    known = "|".join(sorted([*values, *map(re.escape, form.ignored_columns)], key=len, reverse=True))
    columns: list[str] = []
    while match := re.compile(rf"[\s\W_]{{0,2}}({known})(?:\([^()]{{0,20}}\))?").match(text, start):
        columns.append(match.group(1))
        start = match.end()
    return tuple(columns), start


def _labels(text: Flow, form: Form, start: int) -> Iterator[tuple[str, re.Match[str]]]:
    """The labels of a form from `start` on, while they follow closely on each other."""
    names = tuple({*form.row_index, *form.group_index, *form.passed, *(head for head in form.heads if len(head) > 3)})
    end = start
    for match in label_pattern(names, _SURE if form.orders or form.is_list else 2).finditer(text.text, start):
        if match.start() - end > _FAR:
            return
        yield core(next(group for group in match.groups() if group)), match
        end = match.end()


def read_text_form(text: Flow, found: TextForm, year: int | None) -> Iterator[Found]:
    """The cells of a form that is text."""
    if found.form.one_row:
        assert found.block is not None
        span = found.start, _stop(text, found.start)
        yield from _cells(text, found.form, "", span, found.block.columns)
        return
    labels = list(_labels(text, found.form, found.start))
    group = ""
    seen: set[str] = set()
    for position, (label, match) in enumerate(labels):
        following = labels[position + 1][1].start() if position + 1 < len(labels) else _stop(text, match.end())
        group = _group(found.form, label, group)
        row = _row(found.form, label, group)
        if row in seen or (found.block and row and row not in found.block.rows):
            return  # the next table
        if row and not _is_heading_of(found.form, label, labels[position + 1 :]):
            seen.add(row)
            start = _after(text, found.form, match)
            yield from _cells(text, found.form, row, (start, following), _columns(found, year))


def _after(text: Flow, form: Form, match: re.Match[str]) -> int:
    """Where the values of a row begin: behind its label, or in its note where that goes on in the line below."""
    if form.is_list:
        inside = _SWALLOWED.search(match.group())
        return match.start() + inside.start() if inside else match.end()
    note = range(match.end(match.lastindex or 0), match.end())
    return next((i for i in note if i in text.gaps and text.text[i].isdigit()), match.end())


def _group(form: Form, label: str, group: str) -> str:
    groups = form.group_index.get(label, ())
    if groups:
        return groups[0]
    rows = form.row_index.get(label, ())
    return group if any(row in form.parents for row in rows) else ""


def _row(form: Form, label: str, group: str) -> str:
    rows = form.row_index.get(label, ())
    if len(rows) == 1:
        return rows[0]
    below = [row for row in rows if form.parents.get(row) == group]
    return below[0] if len(below) == 1 else ""


def _is_heading_of(form: Form, label: str, rest: Sequence[tuple[str, re.Match[str]]]) -> bool:
    """Whether a label that may be a row or a heading is one: a row below it follows at once. 其他处理, 1.…"""
    groups = form.group_index.get(label, ())
    follows = form.row_index.get(rest[0][0], ()) if rest and groups and not form.is_list else ()
    return any(form.parents.get(row) in groups for row in follows)


def _columns(found: TextForm, year: int | None) -> tuple[Column | None, ...]:
    """The columns of a matrix block; for a list None stands for a column that has no code."""
    if found.block:
        return found.block.columns
    values = [with_year(core(label)) in found.form.value_labels for label in found.columns]
    years = [year_in(label) for label in found.columns]
    if sum(values) > 1:
        values = [value and year is not None and years[i] == year for i, value in enumerate(values)]
    return tuple(Column("") if value else None for value in values)


def _stop(text: Flow, start: int) -> int:
    return min(start + _FAR, len(text.text))


def _cells(
    text: Flow, form: Form, row: str, span: tuple[int, int], columns: tuple[Column | None, ...]
) -> Iterator[Found]:
    """The cells between a label and the next."""
    runs, unit, clean = _runs(text, *span)
    if not runs and len(columns) > 1 and not form.is_list and _follows_words(text, *span):
        clean = False
    values: tuple[str | None, ...] = _values(form, runs, columns) if clean else (None,) * len(columns)
    place = text.place(runs[0][0] if runs else span[0], runs[-1][1] if runs else span[0])
    raw = " ".join(run for _, _, run in runs)
    derived = len(runs) != len(columns) and bool(runs)
    for column, value in zip(columns, values, strict=True):
        code = form.cells.get((row, column)) if column is not None else None
        if code is None:
            continue
        if value is None:
            yield Found(code, raw, place, certain=False)
        else:
            yield Found(
                code,
                value,
                place,
                unit,
                derived=f"cut from {raw}: sums and zeros leave no other way" if derived else "",
            )


Run = tuple[int, int, str]


def _runs(text: Flow, start: int, end: int) -> tuple[list[Run], str, bool]:
    """Numbers and marks after a label, the unit among them, and whether nothing else stands there."""
    runs: list[Run] = []
    unit = ""
    position = start
    while position < end:
        unit_match = _UNIT.match(text.text, position, end)
        if unit_match and (not runs or unit_match.group() in {"元", "万元"}):
            unit = unit or unit_match.group()
            position = unit_match.end()
            continue
        match = _TOKEN.match(text.text, position, end)
        if match is None:
            break
        stop = next((gap for gap in range(position + 1, match.end()) if gap in text.gaps), match.end())
        if match.group()[-1] in _MARKS and stop not in text.gaps and text.text[stop : stop + 1].isdigit():
            break
        if _ITEM.match(text.text, stop):
            break
        runs.append((position, stop, text.text[position:stop]))
        position = stop
    rest = text.text[position:end]
    alone = position in text.gaps or not _clings(rest, runs, position == start)
    return runs, unit, alone and _is_all(rest, runs)


def _follows_words(text: Flow, start: int, end: int) -> bool:
    """Whether words stand between two labels."""
    return end < _stop(text, start) and start < end


def _is_all(rest: str, runs: Sequence[Run]) -> bool:
    """Whether the numbers met are all of the row: no unit and value of another, printed beside it, follow; or none is
    met, for it was left blank.
    """
    return _SWALLOWED.match(rest) is None if runs else _is_left_blank(rest)


def _is_left_blank(rest: str) -> bool:
    """Whether what follows a label at once is none of its values: nothing, or words."""
    return not rest or rest[0].isalnum() or rest[0] in _OPENS


def _clings(rest: str, runs: Sequence[Run], untouched: bool) -> bool:
    """Whether what follows at once belongs to the number before it, or stands in its place."""
    if not runs:
        return bool(rest) and untouched
    return bool(_GLUED.match(rest)) and not _is_label_start(rest)


def _is_label_start(rest: str) -> bool:
    """Whether what follows a number at once is a heading: run-together text has no border there."""
    return bool(re.match(r"[一二三四五六七八九十]{1,2}、|[\u4e00-\u9fff](?![年月日号])", rest)) and not re.match(
        r"[年月日号%]", rest
    )


def _values(form: Form, runs: Sequence[Run], columns: Sequence[Column | None]) -> tuple[str | None, ...]:
    """A text for every column; None where it cannot be told."""
    texts = [run for _, _, run in runs]
    if not texts:
        return ("",) * len(columns)
    if len(texts) == len(columns):
        return tuple(texts)
    totals = [(columns.index(_column(total.parts[0])), columns.index(_column(total.total))) for total in form.sums]
    return tuple(None if number is None else str(number) for number in prove(texts, len(columns), totals))


def _column(name: str) -> Column:
    group, _, key = name.rpartition("/")
    return Column(key, group)
