"""Headers among words that only have places: the labels of all columns of a form, side by side."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.document import Word
from extract.tables.forms import Form
from extract.tables.labels import core, with_year
from extract.tables.placed_labels import Label, Lines, depth, height
from extract.tables.template import load_all

_ABOVE = 8.0  # of a line's height: how far above the labels of columns their headings stand at most
_TOGETHER = 1.2  # of a line's height: labels of one header stand no further below each other


@dataclass(frozen=True, slots=True)
class Header:
    """The column labels of one header, from left to right; `forms` are those that it may be of.

    `heads` are labels above the labels of the rows: 信息内容, 指标.
    """

    forms: tuple[Form, ...]
    labels: tuple[Label, ...]
    heads: tuple[Label, ...] = ()

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
    """The headers of all forms among words in reading order, top first."""
    found = [header for template in load_all() for form in template.forms for header in _of_form(words, form)]
    merged: dict[frozenset[int], Header] = {}
    for header in found:
        key = frozenset(id(word) for label in header.labels for word in label.words)
        known = merged.get(key)
        merged[key] = Header((*known.forms, *header.forms), known.labels, known.heads) if known else header
    return sorted(merged.values(), key=lambda header: header.top)


def _of_form(words: tuple[Word, ...], form: Form) -> Iterator[Header]:
    heads = list(Lines(words).labels(form.heads)) if form.is_list or len(form.blocks) > 1 else []
    if form.is_list:
        yield from _list_headers(form, words, heads)
        return
    for band in _bands(list(Lines(words).labels(form.column_index.keys()))):
        beside = [head for head in heads if _level(head, band)]
        if (
            _is_header(form, band)
            and _is_headed(form, band, words)
            and (len(form.blocks) < 2 or (beside and _is_whole(band, beside[-1], words)))
        ):
            yield Header((form,), tuple(band), tuple(beside))


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


def _is_header(form: Form, band: Sequence[Label]) -> bool:
    """Whether the labels are those of all columns of the form, in its order."""
    return any(
        len(block.columns) == len(band)
        and all(column.key in form.column_index[label.core] for column, label in zip(block.columns, band, strict=True))
        for block in form.blocks
    )


def _is_headed(form: Form, band: Sequence[Label], words: Sequence[Word]) -> bool:
    """Whether the headings above a band, where the form has several, are all there and in its order."""
    order = [group for group in dict.fromkeys(column.group for column in form.blocks[0].columns) if group]
    if len(order) < 2:
        return True
    start = bisect_left(words, band[0].top - _ABOVE * height(band[0].words[0]), key=depth)
    above = Lines(words[start : bisect_right(words, max(label.bottom for label in band), key=depth)])
    met = sorted(above.labels(form.column_groups.keys()), key=lambda label: label.middle)
    return [group for label in met for group in form.column_groups[label.core]] == order


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
