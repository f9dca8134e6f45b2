"""What the checks look at, and how a blank counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from extract.figure import BlankAs, CheckResult, Figure, Mention, Number

READINGS: tuple[BlankAs, ...] = ("blank_unknown", "blank_zero")
_TOLERANCE = 1e-6  # of amounts with decimals, whose sums are not exact


@dataclass(frozen=True)
class Facts:
    """One report: its figures by code, its other statements, and what is known of it."""

    figures: Mapping[str, Figure]
    mentions: tuple[Mention, ...] = ()
    template: str | None = None
    year: int | None = None
    published_on: date | None = None
    kind: str | None = None
    period: tuple[date, date] | None = None

    @cached_property
    def _known(self) -> dict[BlankAs, dict[str, Number]]:
        """The values that are known in each reading of blanks."""
        printed = {code: figure.value for code, figure in self.figures.items() if figure.value is not None}
        empty = {code: 0 for code, figure in self.figures.items() if figure.state in {"blank", "not_applicable"}}
        return {"blank_unknown": printed, "blank_zero": {**printed, **empty}}

    def value(self, code: str, reading: BlankAs) -> Number | None:
        """The value of a code; None for what is unknown in this reading of blanks."""
        return self._known[reading].get(code)

    def total(self, codes: Iterable[str], reading: BlankAs) -> Number | None:
        """The sum of some figures, None if one is unknown."""
        try:
            return sum(map(self._known[reading].__getitem__, codes))
        except KeyError:
            return None

    @cached_property
    def has_blanks(self) -> bool:
        """Whether the readings of a blank differ in anything."""
        return len(self._known["blank_zero"]) > len(self._known["blank_unknown"])

    @cached_property
    def printed(self) -> dict[str, Number]:
        """The values that stand in tables."""
        figures = self.figures.items()
        return {code: figure.value for code, figure in figures if figure.value is not None and figure.source == "table"}


Check = Callable[[Facts], Iterable[CheckResult]]


def equal(one: Number, other: Number) -> bool:
    """Equality that forgives the rounding of decimals."""
    return one == other or (abs(one - other) <= _TOLERANCE * max(1.0, abs(one), abs(other)) and not _whole(one, other))


def _whole(one: Number, other: Number) -> bool:
    return isinstance(one, int) and isinstance(other, int)
