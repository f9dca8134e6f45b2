"""Columns of tables without lines: header labels side by side, and below each of them what stands in its column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from extract.document import Word
from extract.tables.placed_labels import Label


@dataclass(frozen=True, slots=True)
class Column:
    """A stretch across the page, from `left` to `right`, below the header `label`."""

    label: Label
    left: float
    right: float

    def holds(self, word: Word) -> bool:
        """Whether a word stands in the column, at least in part."""
        return word.left < self.right and word.right > self.left


@dataclass(slots=True)
class _Stretch:
    """Labels and values that stand over each other."""

    left: float
    right: float
    labels: list[Label]
    filled: bool


def columns(header: Sequence[Label], values: Sequence[Word]) -> tuple[Column, ...] | None:
    """The columns of header labels, from left to right, widened by the values below; None where they cannot be told.

    Labels and values that stand over each other are one column. Values beside every label, as where numbers are set to
    the right and labels in the middle, belong to a label next to them, one without values of its own if there is one,
    and only if one way is open.
    """
    stretches = list(_stretches(header, values))
    if any(len(stretch.labels) > 1 for stretch in stretches):
        return None
    ways = list(islice(_ways(stretches, 0, -1), 2))
    if not ways:
        stretches = [replace(stretch, filled=False) for stretch in stretches]
        ways = list(islice(_ways(stretches, 0, -1), 2))
    if len(ways) != 1:
        return None
    found: dict[int, Column] = {}
    for stretch, owner in zip(stretches, ways[0], strict=True):
        known = found.get(owner, Column(stretches[owner].labels[0], stretch.left, stretch.right))
        found[owner] = Column(known.label, min(stretch.left, known.left), max(stretch.right, known.right))
    return tuple(found[owner] for owner in sorted(found))


def _stretches(header: Sequence[Label], values: Sequence[Word]) -> Iterator[_Stretch]:
    """What stands over each other, from left to right."""
    whole: _Stretch | None = None
    items: list[Label | Word] = [*header, *values]
    for one in sorted(items, key=lambda one: one.left):
        if whole is not None and one.left >= whole.right:
            yield whole
            whole = None
        whole = whole or _Stretch(one.left, one.right, [], filled=False)
        whole.right = max(whole.right, one.right)
        if isinstance(one, Label):
            whole.labels.append(one)
        else:
            whole.filled = True
    if whole is not None:
        yield whole


def _ways(stretches: Sequence[_Stretch], index: int, last: int) -> Iterator[tuple[int, ...]]:
    """Ways to give the stretches from `index` on a label: their own, or a free one beside them, right of `last`."""
    if index == len(stretches):
        yield ()
        return
    if stretches[index].labels:
        yield from ((index, *rest) for rest in _ways(stretches, index + 1, last))
        return
    for owner in (index - 1, index + 1):
        free = last < owner < len(stretches) and stretches[owner].labels and not stretches[owner].filled
        if owner >= 0 and free:
            yield from ((owner, *rest) for rest in _ways(stretches, index + 1, owner))
