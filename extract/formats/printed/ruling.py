"""The ruling of a printed page: its lines brought together to grids, the grids cut into boxes by their own edges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

NEAR = 3.0  # points between lines that are one: double borders, the two halves of a collapsed one
THICK = 3.0  # points: a rectangle this thin is a line
OUT = 12.0  # points: a line of text
MAX_CROSSINGS = 400_000  # pairs of lines compared on one page
MAX_CELLS = 60_000  # places of one grid


class TooManyLines(Exception):
    """A page holds more lines than any table."""


class Run(NamedTuple):
    """A straight line: where it lies on the other axis, where it begins and ends. Points."""

    at: float
    start: float
    end: float


class Box(NamedTuple):
    """A cell by the lines around it: columns `left` to before `right`, rows `top` to before `bottom` of its grid.

    `from_above`, `to_below`: no line closes it at the end of the grid, as where a page break cuts a cell in two.
    """

    left: int
    right: int
    top: int
    bottom: int
    from_above: bool
    to_below: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruled table: its upright and its lying lines, in points, and the boxes between them; they leave no gap."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[Box, ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """The column and row of a point; None outside. Words run out of a cell that a page break cuts."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1] + OUT):
            return None
        column = _between(self.xs, x)
        if y > self.ys[-1] and not any(box.to_below and box.left <= column < box.right for box in self.boxes):
            return None
        return column, _between(self.ys, y)

    def owners(self) -> dict[tuple[int, int], int]:
        """The box, by its index, that covers each place."""
        return {
            (x, y): index
            for index, box in enumerate(self.boxes)
            for x in range(box.left, box.right)
            for y in range(box.top, box.bottom)
        }


class Drawn(Protocol):
    """What a page of a PDF and a picture tell of their lines: in points, from the top left corner of `bbox`."""

    @property
    def bbox(self) -> tuple[float, float, float, float]: ...
    @property
    def lines(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def curve_edges(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def rects(self) -> Sequence[Mapping[str, Any]]: ...


def rulings(page: Drawn, *, shaded: bool = False) -> list[Ruling]:
    """The tables of a page, top first, by its lines; or also by its filled boxes, if `shaded`. Raises TooManyLines."""
    return _tables(*_lines(page, shaded=shaded))


def _between(edges: Sequence[float], value: float) -> int:
    return min(max(bisect_right(edges, value) - 1, 0), len(edges) - 2)


def _tables(lying: list[Run], upright: list[Run]) -> list[Ruling]:
    if len(lying) * len(upright) > MAX_CROSSINGS:
        raise TooManyLines
    tables = (_ruling(*table) for group in _groups(lying, upright) for table in _stacked(*group))
    return sorted((table for table in tables if table), key=lambda table: table.ys[0])


def _lines(page: Drawn, *, shaded: bool) -> tuple[list[Run], list[Run]]:
    """Lying and upright lines: drawn ones, thin rectangles, sides of drawn boxes; of filled ones if `shaded`.

    A dot may be part of either; what stays short is none. What runs out of the page above or below ends there.
    """
    lying: list[Run] = []
    upright: list[Run] = []
    _, above, _, below = page.bbox
    for x0, top, x1, bottom in _strokes(page, shaded):
        y0, y1 = max(top, above), min(bottom, below)
        if y0 > y1:
            continue
        if y1 - y0 <= THICK:
            lying.append(Run((y0 + y1) / 2, x0, x1))
        if x1 - x0 <= THICK:
            upright.append(Run((x0 + x1) / 2, y0, y1))
    return _long(_merged(lying)), _long(_merged(upright))


def _long(runs: list[Run]) -> list[Run]:
    return [run for run in runs if run.end - run.start > 2 * NEAR]


def _strokes(page: Drawn, shaded: bool) -> Iterator[tuple[float, float, float, float]]:
    """What is drawn as a line, as boxes (left, top, right, bottom)."""
    for thing in (*page.lines, *page.curve_edges):
        yield thing["x0"], thing["top"], thing["x1"], thing["bottom"]
    for rect in page.rects:
        x0, y0, x1, y1 = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if x1 - x0 <= THICK or y1 - y0 <= THICK:
            yield x0, y0, x1, y1
        elif rect["stroke"] or shaded:
            yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def _merged(runs: list[Run]) -> list[Run]:
    """Pieces of one line made one: drawn twice, cell by cell, or in dashes."""
    merged: list[Run] = []
    for row in _rows(sorted(runs)):
        at = sum(run.at for run in row) / len(row)
        start, end = row[0].start, row[0].end
        for run in row[1:]:
            if run.start > end + NEAR:
                merged.append(Run(at, start, end))
                start = run.start
            end = max(end, run.end)
        merged.append(Run(at, start, end))
    return merged


def _rows(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Runs that lie on one line, by where they begin."""
    row: list[Run] = []
    for run in runs:
        if row and run.at - row[0].at > NEAR:
            yield sorted(row, key=lambda one: one.start)
            row = []
        row.append(run)
    if row:
        yield sorted(row, key=lambda one: one.start)


def _groups(lying: list[Run], upright: list[Run]) -> Iterable[tuple[list[Run], list[Run]]]:
    """Lines that meet each other, directly or over others."""
    parents = list(range(len(lying) + len(upright)))

    def root(one: int) -> int:
        while parents[one] != one:
            parents[one] = parents[parents[one]]
            one = parents[one]
        return one

    for i, flat in enumerate(lying):
        for j, tall in enumerate(upright, len(lying)):
            if _meet(flat, tall):
                parents[root(i)] = root(j)
    groups: dict[int, tuple[list[Run], list[Run]]] = {}
    for index, run in enumerate((*lying, *upright)):
        groups.setdefault(root(index), ([], []))[index >= len(lying)].append(run)
    return _with_sides(
        [group for group in groups.values() if all(group)], [run for run in upright if not _met(run, lying)]
    )


def _stacked(lying: list[Run], upright: list[Run]) -> Iterator[tuple[list[Run], list[Run]]]:
    """The tables of lines that meet: below a line that all end at, other lines whose two sides stand elsewhere."""
    for y in sorted(run.at for run in lying):
        above = [run for run in lying if run.at < y - NEAR], [run for run in upright if run.start < y - NEAR]
        below = [run for run in lying if run.at > y + NEAR], [run for run in upright if run.end > y + NEAR]
        if all((*above, *below)) and _is_apart(_sides(*above), _sides(*below)):
            border = [run for run in lying if abs(run.at - y) <= NEAR]
            yield _within(above, border, (0.0, y))
            yield from _stacked(*_within(below, border, (y, float("inf"))))
            return
    yield lying, upright


def _sides(lying: list[Run], upright: list[Run]) -> tuple[float, float]:
    """How far lines reach to the left and to the right."""
    xs = [run.at for run in upright]
    return min(*xs, *(run.start for run in lying)), max(*xs, *(run.end for run in lying))


def _is_apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) > NEAR for a, b in zip(one, other, strict=True))


def _within(
    lines: tuple[list[Run], list[Run]], border: list[Run], window: tuple[float, float]
) -> tuple[list[Run], list[Run]]:
    """Lines as far as they stand within a window from top to bottom, with their part of the line at its border."""
    left, right = _sides(*lines)
    edge = [Run(run.at, max(run.start, left), min(run.end, right)) for run in border]
    top, bottom = window
    upright = [Run(run.at, max(run.start, top), min(run.end, bottom)) for run in lines[1]]
    return [*lines[0], *(run for run in edge if run.start < run.end)], upright


def _met(tall: Run, lying: Iterable[Run]) -> bool:
    return any(_meet(flat, tall) for flat in lying)


def _with_sides(groups: list[tuple[list[Run], list[Run]]], lone: Iterable[Run]) -> list[tuple[list[Run], list[Run]]]:
    """Upright lines that meet no other belong to the table as high as they: a cell beside all rows has no ends."""
    for side in lone:
        for _, upright in groups:
            top, bottom = min(run.start for run in upright), max(run.end for run in upright)
            if abs(top - side.start) <= 2 * NEAR and abs(bottom - side.end) <= 2 * NEAR:
                upright.append(side)
                break
    return groups


def _meet(flat: Run, tall: Run) -> bool:
    return flat.start - NEAR <= tall.at <= flat.end + NEAR and tall.start - NEAR <= flat.at <= tall.end + NEAR


def _ruling(lying: list[Run], upright: list[Run]) -> Ruling | None:
    """The grid of lines that meet; None for a frame, a rule or a cross that holds no columns."""
    if not lying or len(upright) + len(lying) < 3:
        return None
    xs, ys = _axis(upright, lying), _axis(lying, upright)
    if len(xs) < 3 or len(ys) < (2 if len(upright) > 1 else 3) or len(xs) * len(ys) > MAX_CELLS:
        return None
    return Ruling(xs, ys, tuple(_Cutter(xs, ys, lying, upright).boxes()))


def _axis(lines: Sequence[Run], across: Sequence[Run]) -> tuple[float, ...]:
    """Where lines lie, and where those across them end in the open: a page break, a table without outer lines."""
    edges: list[float] = []
    for at in sorted(run.at for run in lines):
        if not edges or at - edges[-1] > NEAR:
            edges.append(at)
    first, last = min(run.start for run in across), max(run.end for run in across)
    before = [first] if first < edges[0] - NEAR else []
    after = [last] if last > edges[-1] + NEAR else []
    return (*before, *edges, *after)


class _Cutter:
    """Cuts a grid into boxes: places with no line between them are one box, as far as they form one."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], lying: list[Run], upright: list[Run]) -> None:
        self._width, self._height = len(xs) - 1, len(ys) - 1
        self._above = _walls(ys, xs, lying)
        self._before = _walls(xs, ys, upright)

    def boxes(self) -> Iterator[Box]:
        taken: set[tuple[int, int]] = set()
        for row in range(self._height):
            for column in range(self._width):
                if (column, row) not in taken:
                    box = self._box(column, row)
                    taken.update((x, y) for x in range(box.left, box.right) for y in range(box.top, box.bottom))
                    yield box

    def _box(self, left: int, top: int) -> Box:
        right = self._end(left, top)
        bottom = top + 1
        while bottom < self._height and self._goes_down(left, right, bottom):
            bottom += 1
        return Box(left, right, top, bottom, self._open(left, right, top), self._open(left, right, bottom))

    def _end(self, left: int, row: int) -> int:
        """Where the box that begins at a place ends to the right."""
        right = left + 1
        while right < self._width and (right, row) not in self._before:
            right += 1
        return right

    def _goes_down(self, left: int, right: int, row: int) -> bool:
        """Whether the row below belongs to the box: nothing between, and the same box there."""
        if any((row, x) in self._above for x in range(left, right)):
            return False
        return (left == 0 or (left, row) in self._before) and self._end(left, row) == right

    def _open(self, left: int, right: int, row: int) -> bool:
        return row in {0, self._height} and not any((row, x) in self._above for x in range(left, right))


def _walls(edges: Sequence[float], across: Sequence[float], runs: Iterable[Run]) -> set[tuple[int, int]]:
    """The stretches (line, place along it) that lines cover."""
    middles = [(one + other) / 2 for one, other in pairwise(across)]
    walls: set[tuple[int, int]] = set()
    for run in runs:
        line = min(range(len(edges)), key=lambda index: abs(edges[index] - run.at))
        walls.update((line, place) for place, middle in enumerate(middles) if run.start <= middle <= run.end)
    return walls
