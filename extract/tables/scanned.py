"""Figures from pictures: what an optical reader saw counts only where the form's sums or its score bear it out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from extract.checks.facts import Facts
from extract.checks.sums import Balance, balances
from extract.figure import Figure, Issue, Number, State
from extract.tables.figures import TableReading

SURE = 0.9
"""Score from which a number counts although no sum can be formed with it."""
DASH = "一"
"""A stroke in a cell, which an optical reader cannot tell from the numeral one."""
LAYER = "@layer"
"""In the locator of what was read from text that lies unseen with the picture of a page."""
FOREIGN = "optical reading kept in the file"
_SCORE = re.compile(r"@image\d*:[\d.,-]+ (\d(?:\.\d+)?)")


@dataclass(slots=True)
class _Said:
    """What the sums say of the figures: `held` stand in one that holds, `broken` in one that does not."""

    held: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)


def settle(reading: TableReading, generation: str | None) -> TableReading:
    """The reading with every number from a picture, or from text that lies unseen with one, marked in `derived` or
    unread; other carriers' stay as they are.

    A number counts where a row or column sum it stands in holds; where none can be formed, if its score is high. One
    that only stands in sums that fail is unread, and so is one with a low score, and a stroke that may be a dash. No
    number is changed to fit.
    """
    if not any("@image" in figure.locator or LAYER in figure.locator for figure in reading.figures):
        return reading
    scores = {figure.indicator: score for figure in reading.figures if (score := score_of(figure)) is not None}
    if not scores:
        return reading
    figures = {figure.indicator: figure for figure in reading.figures}
    said = _said(balances(Facts(figures, template=generation)))
    settled = tuple(
        _settled(one, scores[one.indicator], said) if one.indicator in scores else one for one in figures.values()
    )
    return replace(reading, figures=settled, issues=(*reading.issues, *_issues(figures, settled)))


def score_of(figure: Figure) -> float | None:
    """How sure the optical reader was of a figure; None for one that was not read from a picture.

    Somebody else's reader, which left its text in the file, does not say.
    """
    if LAYER in figure.locator:
        return SURE
    found = _SCORE.search(figure.locator)
    return float(found[1]) if found else None


def _said(found: Iterator[Balance]) -> _Said:
    said = _Said()
    for balance in found:
        (said.held if balance.holds else said.broken).update(balance.codes)
    return said


def _settled(figure: Figure, score: float, said: _Said) -> Figure:
    if figure.state != "value":
        return figure
    if figure.raw.strip() == DASH:
        return _made(figure, None, "unreadable", "")
    how = FOREIGN if LAYER in figure.locator else f"optical reading, score {score:.2f}"
    if figure.indicator in said.held:
        return _made(figure, figure.value, "value", f"{how}, borne out by a sum")
    if figure.indicator in said.broken or score < SURE or figure.locator.startswith("p"):
        return _made(figure, None, "unreadable", "")
    return _made(figure, figure.value, "value", how)


def _made(figure: Figure, value: Number | None, state: State, derived: str) -> Figure:
    read = (figure.indicator, value, state, figure.raw, figure.unit, figure.source)
    return Figure(*read, figure.locator, figure.capture_id, derived)


def _issues(before: Mapping[str, Figure], after: tuple[Figure, ...]) -> Iterator[Issue]:
    doubted = [one.indicator for one in after if one.state == "unreadable" and before[one.indicator].state == "value"]
    if doubted:
        detail = f"read from a picture and not borne out, unread: {', '.join(doubted[:20])}"
        yield Issue("warning", "optical_reading", detail)
