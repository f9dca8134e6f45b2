"""Digits that ran together, cut into numbers where arithmetic leaves one way only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

MAX_DIGITS = 40
MAX_STEPS = 60_000
MAX_WAYS = 500
Totals = Sequence[tuple[int, int]]  # (first part, total): the numbers from the first part add up to the total


def prove(runs: Sequence[str], count: int, totals: Totals) -> tuple[int | None, ...]:
    """Cut runs of digits into `count` numbers whose totals hold; a number that differs between two ways is None.

    Every run begins a new number. Fewer numbers, whose last is the sum of the others, would mean that a cell is blank:
    then only the last number can be told, if it is the same in all ways. Without totals a cut stands only where zeros
    force it: 07 is 0 and 7, for no number is written 07.
    """
    unknown: tuple[int | None, ...] = (None,) * count
    if not runs or sum(map(len, runs)) > MAX_DIGITS or not all(run.isdigit() for run in runs):
        return unknown
    cuts = _Cuts(runs)
    ways = cuts.ways(count, {total: first for first, total in totals})
    fewer = cuts.with_blanks(count, totals)
    if not ways or cuts.exhausted:
        return unknown
    settled = [numbers[0] if len(set(numbers)) == 1 else None for numbers in zip(*ways, strict=True)]
    if not fewer:
        return tuple(settled)
    lasts = {way[-1] for way in (*ways, *fewer)}
    return (*unknown[1:], settled[-1] if totals and len(lasts) == 1 else None)


class _Cuts:
    """A bounded search over the cuts of some runs."""

    def __init__(self, runs: Sequence[str]) -> None:
        self._digits = "".join(runs)
        self._borders: set[int] = set()
        position = 0
        for run in runs:
            position += len(run)
            self._borders.add(position)
        self._steps = self._found = 0

    @property
    def exhausted(self) -> bool:
        """Whether the search was given up."""
        return self._steps > MAX_STEPS or self._found > MAX_WAYS

    def ways(self, count: int, totals: dict[int, int]) -> list[tuple[int, ...]]:
        """All cuts into `count` numbers."""
        return list(self._cut(0, (), count, totals))

    def with_blanks(self, count: int, totals: Totals) -> list[tuple[int, ...]]:
        """All cuts into fewer numbers: any, or where sums are known, those whose last is the sum of the others."""
        found: list[tuple[int, ...]] = []
        if len(totals) > 1:  # blocks of one row: the last ones may be blank
            for kept in range(1, len(totals)):
                found.extend(
                    self._cut(0, (), totals[kept - 1][1] + 1, {total: first for first, total in totals[:kept]})
                )
            return found
        for fewer in range(2 if totals else 1, count):
            found.extend(self._cut(0, (), fewer, {fewer - 1: 0} if totals else {}))
        return found

    def _cut(
        self, start: int, numbers: tuple[int, ...], count: int, totals: dict[int, int]
    ) -> Iterator[tuple[int, ...]]:
        self._steps += 1
        left, index = count - len(numbers), len(numbers)
        rest = len(self._digits) - start
        if self.exhausted or rest < left:
            return
        if not left:
            if not rest:
                self._found += 1
                yield numbers
            return
        for end in range(start + 1, len(self._digits) - left + 2):
            if self._digits[start] == "0" and end > start + 1:
                return
            number = int(self._digits[start:end])
            if index not in totals or number == sum(numbers[totals[index] : index]):
                yield from self._cut(end, (*numbers, number), count, totals)
            if end in self._borders:
                return
