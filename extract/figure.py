"""Figures and mentions: a number, its state, and the place it was read from.

What a report has hundreds of is a named tuple, made at a third of the cost of a frozen dataclass.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Number = int | float
State = Literal["value", "blank", "not_applicable", "unreadable"]
Source = Literal["table", "prose"]


class Valued(Protocol):
    """What has a value and a state: all that arithmetic asks of a figure."""

    @property
    def value(self) -> Number | None:
        """None where nothing is known."""

    @property
    def state(self) -> State:
        """What the place says."""


class Told(NamedTuple):
    """Value and state of a figure, without its place."""

    value: Number | None
    state: State


@dataclass(frozen=True, slots=True)
class Reading:
    """What one printed cell or phrase says: `value` in `unit`, `raw` as printed, `approximate` for 余 约 多."""

    value: Number | None
    state: State
    raw: str
    unit: str = ""
    approximate: bool = False


class Figure(NamedTuple):
    """One indicator of one report. `locator` leads to the cell (`t2r4c5`) or the sentence (`p12:34-38`)."""

    indicator: str
    value: Number | None
    state: State
    raw: str
    unit: str
    source: Source
    locator: str
    capture_id: str = ""
    derived: str = ""  # how, where a value was proved and not simply read (sums that prove a split)


@dataclass(frozen=True, slots=True)
class Mention:
    """A statement of a figure beside the one that counts."""

    indicator: str
    value: Number | None
    raw: str
    locator: str
    capture_id: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should look at. `level` error, warning, info; `kind` a short stable word."""

    level: Literal["error", "warning", "info"]
    kind: str
    detail: str


class CheckResult(NamedTuple):
    """One rule applied under one reading of blanks; `passed` None where it cannot be assessed."""

    rule: str
    strength: Literal["hard", "soft", "info"]
    reading: Literal["blank_unknown", "blank_zero"]
    passed: bool | None
    expected: Number | None
    actual: Number | None
    detail: str
