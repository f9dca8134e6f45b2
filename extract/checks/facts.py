"""What the checks look at, and how a blank counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from extract.figure import CheckResult, Figure, Mention, Number

Strength = Literal["hard", "soft", "info"]
BlankAs = Literal["blank_unknown", "blank_zero"]
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

    def value(self, code: str, reading: BlankAs) -> Number | None:
        """The value of a code; None for what is unknown in this reading of blanks."""
        figure = self.figures.get(code)
        if figure is None or figure.state == "unreadable":
            return None
        if figure.state == "value":
            return figure.value
        return 0 if reading == "blank_zero" else None


Check = Callable[[Facts], Iterable[CheckResult]]


def total(facts: Facts, codes: Iterable[str], reading: BlankAs) -> Number | None:
    """The sum of some figures, None if one is unknown."""
    values = [facts.value(code, reading) for code in codes]
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)


def equal(one: Number, other: Number) -> bool:
    """Equality that forgives the rounding of decimals."""
    return one == other or (abs(one - other) <= _TOLERANCE * max(1.0, abs(one), abs(other)) and not _whole(one, other))


def _whole(one: Number, other: Number) -> bool:
    return isinstance(one, int) and isinstance(other, int)
