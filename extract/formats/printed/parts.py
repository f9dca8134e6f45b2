"""Ruled tables of printed pages: the cells of one page, and the parts that page breaks made of one table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from extract.formats.building import UNTOLD, RawCell
from extract.formats.printed.glyphs import Setting, wrapped
from extract.formats.printed.ruling import Ruling
from lexicon.numerals import DASHES, SLASHES

_MARKS = re.escape(DASHES + SLASHES)
_LOOSE = 6.0  # points between upright lines that are one on two pages
_ITEM = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[、.．）)]|[（(]?\d{1,2}[、.．）)](?!\d)|[①-⑳㈠-㈩⑴-⒛]|其中)"
)
_ABSENT = re.compile(r"(?:不适用|不涉及|没有)(?:\[\d+\])?")
_WORDS = re.compile(r"[^\W\d_]{2}|[^\W\d_].*[^\W\d_]")
_NUMBER = re.compile(rf"[\s.,，．%+]*[\d{_MARKS}][\s\d.,，．%+{_MARKS}]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell of a part: `left` and `right` in points, rows counted from its top."""

    left: float
    right: float
    row: int
    rowspan: int
    text: str
    where: str
    from_above: bool
    to_below: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A ruled table, or several that page breaks made of one. `first` and `last` are its pages, `top` on the last."""

    pieces: tuple[Piece, ...]
    edges: tuple[float, ...]
    height: int
    top: float
    first: int
    last: int

    def rows(self) -> list[list[RawCell]]:
        """Rows of cells, from left to right; they leave no gap."""
        rows: list[list[RawCell]] = [[] for _ in range(self.height)]
        for piece in sorted(self.pieces, key=lambda piece: piece.left):
            span = _index(self.edges, piece.right) - _index(self.edges, piece.left)
            rows[piece.row].append(RawCell(piece.text, piece.rowspan, span, piece.where))
        return rows


def part(ruling: Ruling, chars: Sequence[Any], how: Setting, page: int) -> Part:
    """The cells of one ruling with the characters inside it. Rows at its ends that only rest of a cut are left out."""
    texts = _texts(ruling, chars, how)
    pieces = tuple(
        Piece(xs[0], xs[1], box.top, box.bottom - box.top, text, f"page{page}:{where}", box.from_above, box.to_below)
        for box, text in zip(ruling.boxes, texts, strict=True)
        for xs in [(ruling.xs[box.left], ruling.xs[box.right])]
        for where in [_box(xs[0], ruling.ys[box.top], xs[1], ruling.ys[box.bottom])]
    )
    whole = Part(pieces, ruling.xs, len(ruling.ys) - 1, ruling.ys[0], page, page)
    return _without_row(_without_row(whole, whole.height - 1, below=True), 0, below=False)


def overrun(ruling: Ruling, chars: Sequence[Any], inside: Collection[int]) -> set[int]:
    """The digits, by their ids, with which numbers of the last column go on beyond the table; `inside` are its own."""
    found: set[int] = set()
    digits = sorted((char for char in chars if char["text"].isdigit()), key=lambda char: (char["top"], char["x0"]))
    for before, char in pairwise(digits):
        in_table = id(before) in inside or id(before) in found
        if in_table and id(char) not in inside and char["x1"] > ruling.xs[-1] and _goes_on_at(before, char):
            found.add(id(char))
    return found


def _goes_on_at(before: Any, char: Any) -> bool:
    """Whether a character stands right behind another."""
    near: bool = abs(char["top"] - before["top"]) < 0.1 and abs(char["x0"] - before["x1"]) < 0.12 * char["size"]
    return near


def _texts(ruling: Ruling, chars: Sequence[Any], how: Setting) -> list[str]:
    """The text of every box: each character goes where its middle lies."""
    owner = ruling.owners()
    inside: list[list[Any]] = [[] for _ in ruling.boxes]
    owned: list[tuple[float, float, Any, int]] = []
    for char in chars:
        x = min(max((char["x0"] + char["x1"]) / 2, ruling.xs[0]), ruling.xs[-1])
        place = ruling.place(x, (char["top"] + char["bottom"]) / 2)
        if place is not None:
            inside[owner[place]].append(char)
            owned.append((char["top"], char["x0"], char, owner[place]))
    widths = [ruling.xs[box.right] - ruling.xs[box.left] for box in ruling.boxes]
    cut = _cut_numbers(owned)
    return [
        wrapped(found, how, width) + (UNTOLD if index in cut else "")
        for index, (found, width) in enumerate(zip(inside, widths, strict=True))
    ]


def _cut_numbers(owned: list[tuple[float, float, Any, int]]) -> set[int]:
    """Boxes between which the ruling cuts a run of digits: whose they are cannot be told."""
    digits = sorted((item for item in owned if item[2]["text"].isdigit()), key=lambda item: item[:2])
    cut: set[int] = set()
    for (_, _, before, one), (_, _, char, other) in pairwise(digits):
        if one != other and _goes_on_at(before, char):
            cut |= {one, other}
    return cut


def _without_row(part: Part, row: int, *, below: bool) -> Part:
    """The part without an outer row in which no cell has words and only cells that a page break cuts go on."""
    own = [piece for piece in part.pieces if piece.row == row and piece.rowspan == 1]
    open_ = all(piece.to_below if below else piece.from_above for piece in own)
    covering = [piece for piece in part.pieces if piece.row <= row < piece.row + piece.rowspan]
    if part.height < 2 or not own or len(own) == len(covering) or not open_ or any(piece.text for piece in own):
        return part
    kept = tuple(_shortened(piece, row) for piece in part.pieces if piece not in own)
    return replace(part, pieces=kept, height=part.height - 1)


def _shortened(piece: Piece, row: int) -> Piece:
    if piece.row <= row < piece.row + piece.rowspan:
        return replace(piece, rowspan=piece.rowspan - 1)
    return replace(piece, row=piece.row - 1) if piece.row > row else piece


def joined(first: Part, second: Part) -> Part | None:
    """The two as one table, where the second begins the page after and its upright lines go on from the first."""
    if second.first != first.last + 1:
        return None
    shift = _shift(first.edges, second.edges)
    if shift is None:
        return None
    moved = [replace(piece, left=piece.left + shift, right=piece.right + shift) for piece in second.pieces]
    edges = max(first.edges, tuple(edge + shift for edge in second.edges), key=len)
    head = _repeated(first, moved)
    behind = [replace(piece, row=piece.row - head) for piece in moved if piece.row >= head]
    if head and (seam := _Seam(first, behind, edges)).halves:
        return seam.part(replace(second, height=second.height - head))
    return _Seam(first, moved, edges).part(second)


def _repeated(first: Part, second: Sequence[Piece]) -> int:
    """How many rows the second part begins with that the first begins with too."""
    ends = {piece.row + piece.rowspan for piece in second}
    same = {(piece.row, piece.rowspan, piece.text) for piece in first.pieces}
    other = min((piece.row for piece in second if (piece.row, piece.rowspan, piece.text) not in same), default=0)
    whole = (end for end in ends if end <= other and not any(p.row < end < p.row + p.rowspan for p in second))
    return max(whole, default=0)


def _shift(first: Sequence[float], second: Sequence[float]) -> float | None:
    """How far to move the second part so that every line of the part with fewer goes on in the other; None for never.

    The lines themselves decide, not how many there are: a part may hold no row that has them all.
    """
    for shift in (0.0, first[0] - second[0], first[-1] - second[-1]):
        few, many = sorted((first, [edge + shift for edge in second]), key=len)
        places = [_index(many, edge) for edge in few]
        near = all(abs(many[place] - edge) < _LOOSE for place, edge in zip(places, few, strict=True))
        if len(few) > 2 and near and len(set(places)) == len(places):
            return shift
    return None


class _Seam:
    """Where two parts meet: cells that no line closes on either side are one cell, and so may the two rows be."""

    def __init__(self, first: Part, second: Sequence[Piece], edges: tuple[float, ...]) -> None:
        self._first, self._second, self._edges = first, second, edges
        above = {self._columns(p): p for p in first.pieces if p.row + p.rowspan == first.height}
        below = {self._columns(p): p for p in second if p.row == 0}
        both = [(above[columns], below[columns]) for columns in above.keys() & below.keys()]
        whole = len(both) == len(above) == len(below)
        self.halves = whole and _are_halves(both)
        self._pairs = (
            both if self.halves else [(one, other) for one, other in both if one.to_below and other.from_above]
        )
        self._one_row = self.halves or (whole and len(self._pairs) == len(both) and not self._two_rows())

    def part(self, second: Part) -> Part:
        """The whole."""
        offset = self._first.height - self._one_row
        pairs = [pair for pair in self._pairs if self._one_row or _goes_on(*pair)]
        cut = {id(piece) for pair in pairs for piece in pair}
        pieces = [piece for piece in self._first.pieces if id(piece) not in cut]
        pieces += [replace(piece, row=piece.row + offset) for piece in self._second if id(piece) not in cut]
        pieces += [self._mended(*pair) for pair in pairs]
        return Part(tuple(pieces), self._edges, offset + second.height, second.top, self._first.first, second.last)

    def _mended(self, above: Piece, below: Piece) -> Piece:
        """Two halves of a cell. Two numbers are kept apart by a blank: which digits are one cannot be told."""
        numbers = _NUMBER.fullmatch(above.text) and _NUMBER.fullmatch(below.text)
        return replace(
            above,
            rowspan=above.rowspan + below.rowspan - self._one_row,
            text=f"{above.text}{' ' if numbers else ''}{below.text}",
            to_below=below.to_below,
        )

    def _columns(self, piece: Piece) -> tuple[int, int]:
        return _index(self._edges, piece.left), _index(self._edges, piece.right)

    def _two_rows(self) -> bool:
        """Whether the lower half has a label of its own: its number, or words beside a second set of values.

        Halves of which each has what the other lacks are one row.
        """
        if not any(above.text and below.text for above, below in self._pairs if above.rowspan == below.rowspan == 1):
            return False
        lower = [below for _, below in self._pairs if below.rowspan == 1]
        twice = any(_NUMBER.fullmatch(above.text) and _NUMBER.fullmatch(below.text) for above, below in self._pairs)
        words = any(_WORDS.search(below.text) for below in lower)
        return any(_ITEM.match(below.text) for below in lower) or (twice and words)


def _are_halves(pairs: Sequence[tuple[Piece, Piece]]) -> bool:
    """Whether two rows, though a line closes both, are one that a page break cuts.

    Only one side has a label, the other has something of the values, and a cell of a value is empty on one side; in a
    table of one row there is no label. Where a cell has digits on both, its number goes on or another begins: the blank
    between them leaves it unread.
    """
    own = [(above.text, below.text) for above, below in pairs if above.rowspan == below.rowspan == 1]
    labels = [pair for pair in own if any(map(_WORDS.search, pair)) and not _ABSENT.fullmatch("".join(pair))]
    values = [pair for pair in own if pair not in labels and any(pair)]
    labelled = {index for pair in labels for index, text in enumerate(pair) if _WORDS.search(text)}
    if len(labelled) > 1 or any(any(map(_NUMBER.fullmatch, pair)) for pair in labels):
        return False
    other = 1 - max(labelled, default=0)
    return any(pair[other] for pair in values) and not all(map(all, values))


def _goes_on(above: Piece, below: Piece) -> bool:
    """Whether a pair at the border of two rows is one cell that spans them: a heading, never a value."""
    return above.rowspan + below.rowspan > 2 or bool(_WORDS.search(above.text + below.text))


def in_turn(items: Sequence[Part]) -> Iterator[Part]:
    """The parts of a run without text between them, those of one table joined."""
    waiting: Part | None = None
    for item in items:
        whole = joined(waiting, item) if waiting else None
        if waiting and whole is None:
            yield waiting
        waiting = whole or item
    if waiting:
        yield waiting


def apart(whole: Part) -> Iterator[Part]:
    """The tables of a part, where one stands on the other: below a line that all end at, words under other columns."""
    begin = 0
    for row in range(1, whole.height):
        if _begins_anew(whole, row):
            yield _stretch(whole, begin, row)
            begin = row
    yield _stretch(whole, begin, whole.height) if begin else whole


def _begins_anew(whole: Part, row: int) -> bool:
    above, below = ([p for p in whole.pieces if p.row <= y < p.row + p.rowspan] for y in (row - 1, row))
    if any(piece.row < row for piece in below) or any(_NUMBER.fullmatch(piece.text) for piece in below):
        return False
    upper, lower = (
        {_index(whole.edges, p.left) for p in line} - {0, _index(whole.edges, whole.edges[-1])}
        for line in (above, below)
    )
    return bool(upper and lower) and not upper & lower


def _stretch(whole: Part, begin: int, end: int) -> Part:
    pieces = tuple(replace(p, row=p.row - begin) for p in whole.pieces if begin <= p.row < end)
    return replace(whole, pieces=pieces, height=end - begin)


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _box(left: float, top: float, right: float, bottom: float) -> str:
    return f"{left:.0f},{top:.0f},{right:.0f},{bottom:.0f}"
