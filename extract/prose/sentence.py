"""The nouns of reading sentences: what is known before, what a sentence is, what it states."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.figure import Number
from extract.prose.quantities import Quantity
from extract.prose.skeleton import Skeleton
from extract.prose.subjects import NOBODY, Own
from extract.prose.wordings import Pattern, Usage, Wording, applicable, items_of, relevant, words_of


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure that a sentence states, unless a table or a better sentence does; `value` in units, money in 元.

    `doubt` counts what would make another sentence on the same figure the better one.
    """

    indicator: str
    value: Number
    raw: str
    locator: str
    unit: str
    doubt: int = 0
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of a report before its sentences are read.

    `year` is None where it could not be told; `local` where the body is no government with others below it: its own
    office or bureau is then no part of it; `own` is its level and names.
    """

    year: int | None
    template: str
    province: str = ""
    local: bool = False
    own: Own = NOBODY
    usages: tuple[Usage, ...] = field(init=False)
    items: tuple[Wording, ...] = field(init=False)
    words: tuple[str, ...] = field(init=False)
    relevant: Pattern = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "usages", applicable(self.template, self.province))
        object.__setattr__(self, "items", items_of(self.template, self.province))
        object.__setattr__(self, "words", words_of(self.template, self.province))
        object.__setattr__(self, "relevant", relevant(self.template, self.province))


@dataclass(slots=True)
class State:
    """What the text is about just now.

    `scope` is the topic of items, `outer` the one before a sentence on what others did, `heading` the line above and
    `under` its topic, `chapter` that of the one of the first order above it, `time` the time spoken of, `last` the
    sentence read last, `spoken` the time of its last figure, `before` whether a sentence before in the same paragraph
    was about requests, `goes_on` whether this one goes on so.
    """

    scope: str = "none"
    outer: str = ""
    under: str = "none"
    chapter: str = "none"
    heading: str = ""
    skipping: bool = False
    time: str = "none"
    spoken: str = ""
    last: str = ""
    before: bool = False
    goes_on: bool = False
    local: bool = False
    own: Own = NOBODY


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reduced sentence, the text of its paragraph and the paragraph's place."""

    skeleton: Skeleton
    paragraph: str
    place: str

    @property
    def text(self) -> str:
        return self.skeleton.text

    def quantity(self, position: int) -> Quantity:
        """The number at a position."""
        return self.skeleton.numbers[position]

    def locator(self, start: int, end: int) -> str:
        """`p12:34-38`: the paragraph and the range in it."""
        first, last = self.skeleton.range(start, end)
        return f"{self.place}:{first}-{last}"

    def printed(self, start: int, end: int) -> str:
        """What the paragraph prints at a range of the skeleton."""
        first, last = self.skeleton.range(start, end)
        return self.paragraph[first:last]
