"""Headers among words that only have places: the labels of all columns of a form, side by side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.document import Word
from extract.tables.forms import Column, Form
from extract.tables.labels import core, with_year
from extract.tables.placed_labels import Label, Lines, centre, depth, height
from extract.tables.template import load_all

_ABOVE = 8.0  # of a line's height: how far above the labels of columns their headings stand at most
_ROW = 3.0  # of a line's height: how high a row of a header is at most
_TOGETHER = 1.2  # of a line's height: labels of one header stand no further below each other


@dataclass(frozen=True, slots=True)
class Header:
    """The column labels of one header, from left to right; `forms` are those that it may be of.

    `heads` are labels above the labels of the rows: 信息内容, 指标; `groups` the headings over the columns, each with
    the number of its columns. `others` are labels beside the columns that are none of the form's: 备注.
    """

    forms: tuple[Form, ...]
    labels: tuple[Label, ...]
    heads: tuple[Label, ...] = ()
    groups: tuple[tuple[Label, int], ...] = ()
    others: tuple[Label, ...] = ()

    @property
    def all_labels(self) -> tuple[Label, ...]:
        """All that it is made of."""
        return (*self.labels, *self.heads, *(label for label, _ in self.groups), *self.others)

    @property
    def top(self) -> float:
        return min(label.top for label in (*self.labels, *self.heads))

    @property
    def bottom(self) -> float:
        return max(label.bottom for label in self.labels)

    @property
    def one_row(self) -> bool:
        """Whether the values stand in one row without a label."""
        return self.forms[0].one_row

    @property
    def rows(self) -> frozenset[str]:
        """The labels that rows below may have."""
        return frozenset(label for form in self.forms for label in (*form.row_index, *form.group_index))

    def slip(self, text: str) -> bool:
        """Whether a text is nearly the label of a row."""
        return any(form.row_keys(text) for form in self.forms)

    def without_headings(self, labels: Sequence[Label]) -> list[Label]:
        """The labels that are rows: of a list all of them, else not those that only head rows below them."""
        if self.forms[0].is_list:
            return list(labels)
        return [label for label in labels if not self._heads_rows(label, labels)]

    def _heads_rows(self, label: Label, labels: Sequence[Label]) -> bool:
        groups = {group for form in self.forms for group in form.group_index.get(label.core, ())}
        if not groups:
            return False
        others = {key for form in self.forms for other in labels for key in form.row_keys(other.core)}
        has_rows = any(form.parents.get(key) in groups for form in self.forms for key in others)
        return has_rows or not any(form.row_index.get(label.core) for form in self.forms)


def headers(words: tuple[Word, ...]) -> list[Header]:
    """The headers of all forms among words in reading order, top first; none that is part of another."""
    found = [header for template in load_all() for form in template.forms for header in _of_form(words, form)]
    merged: dict[frozenset[int], Header] = {}
    for header in found:
        key = frozenset(id(word) for label in header.labels for word in label.words)
        known = merged.get(key)
        merged[key] = replace(known, forms=(*known.forms, *header.forms)) if known else header
    whole = [header for key, header in merged.items() if not any(key < other for other in merged)]
    return sorted(whole, key=lambda header: header.top)


def _of_form(words: tuple[Word, ...], form: Form) -> Iterator[Header]:
    heads = list(Lines(words).labels(form.heads)) if form.is_list or len(form.blocks) > 1 else []
    if form.is_list:
        yield from _list_headers(form, words, heads)
        return
    labels = Lines(words).labels({*form.column_index, *form.column_groups, *form.heads})
    for found in _joined(list(_bands([label for label in labels if label.core in form.column_index]))):
        band = [label for label in found if not any(_stands_over(label, other) for other in found)]
        beside = [head for head in heads if _level(head, band)]
        if len(form.blocks) > 1 and not (beside and _is_whole(band, beside[-1], words)):
            continue
        groups, others = _headings(form, band, words), _others(form, band, words)
        if groups is not None and _is_header(form, band, groups, whole=bool(others)):
            yield Header((form,), tuple(band), tuple(beside), groups, others)


def _bands(labels: Sequence[Label]) -> Iterator[list[Label]]:
    """Labels that stand close together, each band from left to right."""
    band: list[Label] = []
    for label in sorted(labels, key=lambda label: label.top):
        if band and label.top - max(one.bottom for one in band) > _TOGETHER * height(label.words[0]):
            yield sorted(band, key=lambda one: one.middle)
            band = []
        band.append(label)
    if band:
        yield sorted(band, key=lambda one: one.middle)


def _joined(bands: Sequence[list[Label]]) -> Iterator[list[Label]]:
    """The bands, and each with the next below it: labels of several rows of a header may stand at the top of theirs."""
    yield from bands
    for upper, lower in pairwise(bands):
        gap = min(label.top for label in lower) - max(label.bottom for label in upper)
        if gap < _ROW * height(lower[0].words[0]):
            yield sorted((*upper, *lower), key=lambda label: label.middle)


def _stands_over(one: Label, other: Label) -> bool:
    """Whether a label is printed again below itself, as where a page gave each row of a header its own."""
    over = one.left < other.right and other.left < one.right
    return over and one.core == other.core and one.bottom <= other.top


def _is_header(form: Form, band: Sequence[Label], groups: Sequence[tuple[Label, int]], *, whole: bool) -> bool:
    """Whether the labels are those of all columns of the form, each once; or, unless `whole`, of all but the totals."""
    above = [group for label, count in groups for group in form.column_groups[label.core] * count]
    met = [(form.column_index[label.core], group) for label, group in zip(band, above or [""] * len(band), strict=True)]
    return any(
        _are_columns([column for column in block.columns if column.key not in absent], met)
        for block in form.blocks
        for absent in (frozenset[str](), *(() if whole else (form.totals,)))
    )


def _are_columns(columns: Sequence[Column], met: Sequence[tuple[tuple[str, ...], str]]) -> bool:
    """Whether labels, each the keys it may mean and its heading, are the columns: in their order, or each only one."""
    fits = [[c for c in columns if c.key in keys and group in {"", c.group}] for keys, group in met]
    if len(columns) != len(met) or not all(fits):
        return False
    ordered = all(column in some for column, some in zip(columns, fits, strict=True))
    return ordered or {some[0] for some in fits if len(some) == 1} == set(columns)


def _headings(form: Form, band: Sequence[Label], words: Sequence[Word]) -> tuple[tuple[Label, int], ...] | None:
    """The headings above a band, each over as many labels, where the form has several; None where one is missing or
    stands elsewhere.
    """
    order = [group for group in dict.fromkeys(column.group for column in form.blocks[0].columns) if group]
    if len(order) < 2:
        return ()
    start = bisect_left(words, band[0].top - _ABOVE * height(band[0].words[0]), key=depth)
    above = Lines(words[start : bisect_right(words, max(label.bottom for label in band), key=depth)])
    met = sorted(above.labels(form.column_groups.keys()), key=lambda label: label.middle)
    if sorted(group for label in met for group in form.column_groups[label.core]) != sorted(order):
        return None
    share, rest = divmod(len(band), len(met))
    parts = [band[index * share : (index + 1) * share] for index in range(len(met))]
    if rest or not all(
        part[0].left < one.right and one.left < part[-1].right for one, part in zip(met, parts, strict=True)
    ):
        return None
    return tuple((label, share) for label in met)


def _others(form: Form, band: Sequence[Label], words: Sequence[Word]) -> tuple[Label, ...]:
    """The words beside and between the labels of a band, as high as it, that are none of the form's: one label for each
    place between two of its own.
    """
    top, bottom = min(label.top for label in band), max(label.bottom for label in band)
    line = words[bisect_left(words, top - _ABOVE, key=depth) : bisect_right(words, bottom, key=depth)]
    found: dict[int, list[Word]] = {}
    for word in line:
        free = not any(word.left < label.right and label.left < word.right for label in band)
        if top < centre(word) < bottom and free and core(word.text) not in form.header_words:
            found.setdefault(sum(label.right <= word.left for label in band), []).append(word)
    return tuple(Label(tuple(place), core("".join(w.text for w in place))) for at, place in sorted(found.items()) if at)


def _level(one: Label, band: Sequence[Label]) -> bool:
    """Whether a label stands left of a band, as high as it."""
    top, bottom = min(label.top for label in band), max(label.bottom for label in band)
    return one.top < bottom and one.bottom > top and one.right <= min(label.left for label in band)


def _is_whole(band: Sequence[Label], head: Label, words: Sequence[Word]) -> bool:
    """Whether nothing but the labels of a band stands right of its head, as high as it."""
    own = {id(word) for label in band for word in label.words}
    return all(id(word) in own for word in _right_of(head, words))


def _list_headers(form: Form, words: tuple[Word, ...], heads: Sequence[Label]) -> Iterator[Header]:
    """Lines of a label of the head, one of the unit or of values, and any other column."""
    for head in heads:
        labels = _list_columns(form, _right_of(head, words))
        if any(label.core in form.unit_labels or with_year(label.core) in form.value_labels for label in labels):
            yield Header((form,), tuple(labels), (head,))


def _list_columns(form: Form, line: Sequence[Word]) -> list[Label]:
    """The labels of a line: those the form knows, though set wide, and every other word."""
    known = list(Lines(line).labels({*form.unit_labels, *form.value_labels, *form.ignored_columns}))
    used = {id(word) for label in known for word in label.words}
    others = (Label((word,), core(word.text)) for word in line if id(word) not in used)
    return sorted((*known, *others), key=lambda label: label.left)


def _right_of(head: Label, words: Sequence[Word]) -> list[Word]:
    """The words right of a head, as high as it; words stand in reading order."""
    start = bisect_left(words, head.top - 2 * height(head.words[0]), key=depth)
    end = bisect_right(words, head.bottom, key=depth)
    return [word for word in words[start:end] if word.left > head.right and _same_line(word, head)]


def _same_line(word: Word, head: Label) -> bool:
    return abs(depth(word) + height(word) / 2 - (head.top + head.bottom) / 2) < 0.4 * height(word)
