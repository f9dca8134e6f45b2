"""Several sentences on one figure: the better qualified gives it; equals that disagree leave it unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.figure import ABOUT, Figure, Mention
from extract.prose.sentence import Statement


@dataclass(frozen=True, slots=True)
class Choice:
    """The figure of one indicator, unreadable where equals disagree, and the statements beside it."""

    figure: Figure
    mentions: tuple[Mention, ...]


def choices(statements: Iterable[Statement], capture_id: str) -> Iterator[Choice]:
    """One choice an indicator, in the order of the text."""
    by_indicator: dict[str, list[Statement]] = {}
    for said in statements:
        by_indicator.setdefault(said.indicator, []).append(said)
    for several in by_indicator.values():
        yield choose(several, capture_id)


def choose(several: list[Statement], capture_id: str) -> Choice:
    """The first of the best qualified, unless another as good says another value."""
    best = min(said.doubt for said in several)
    first, *equal = [said for said in several if said.doubt == best]
    if all(said.value == first.value for said in equal):
        rest = [said for said in several if said is not first]
        return Choice(figure_of(first, capture_id), tuple(mention_of(said, capture_id) for said in rest))
    figure = figure_of(first, capture_id)._replace(value=None, state="unreadable", derived="")
    return Choice(figure, tuple(mention_of(said, capture_id) for said in several))


def figure_of(said: Statement, capture_id: str) -> Figure:
    """A statement as the figure."""
    about = ABOUT if said.approximate else ""
    return Figure(said.indicator, said.value, "value", said.raw, said.unit, "prose", said.locator, capture_id, about)


def mention_of(said: Statement, capture_id: str) -> Mention:
    """A statement beside the figure."""
    return Mention(said.indicator, said.value, said.raw, said.locator, capture_id)
