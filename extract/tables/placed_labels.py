"""Labels of forms found among words that only have places: a label wraps over lines, or is set wide in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from extract.document import Word
from extract.tables.labels import MAX_LABEL, core
from extract.tables.listing import UNITS

MOST_LINES = 14  # of one label: 社会公益组织 set upright in a narrow column, and a note
_ALIGNED = 0.7  # of the height of a line: how far lines of one cell begin, or have their middles, apart
_APART = 1.3  # of the height of a line: how far below each other they stand at most
_PAGE = 10_000.0  # points between the tops of two pages, when pages are thought one below the other
_NUMBER = re.compile(r"[\s\d０-９.,，．—–－−/／%+-]+(?:万?元|[条件次篇个人项起宗份])?")


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one label, top first; `core` is what the form calls it."""

    words: tuple[Word, ...]
    core: str

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        return min(word.left for word in self.words)

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return depth(self.words[0])

    @property
    def bottom(self) -> float:
        last = self.words[-1]
        return depth(last) + height(last)

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def depth(word: Word) -> float:
    """Where a word begins, its pages thought one below the other. Points."""
    return word.page * _PAGE + word.top


def height(word: Word) -> float:
    """How high the line of a word is. Points."""
    return max(word.bottom - word.top, 1.0)


def centre(word: Word) -> float:
    """The middle of a word, its pages thought one below the other. Points."""
    return depth(word) + height(word) / 2


def is_value(word: Word) -> bool:
    """Whether a word is a number, a mark or a unit, as the columns of a form hold them; no part of a label is one."""
    return bool(_NUMBER.fullmatch(word.text)) or word.text in UNITS or word.text == "无"


class Lines:
    """Words that may be labels, in reading order: by line, then from left to right."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = [word for word in words if not is_value(word)]

    def labels(self, known: Collection[str], slip: Callable[[str], bool] | None = None) -> Iterator[Label]:
        """The labels of `known` cores, none within another; `slip` accepts a core that is nearly one."""
        taken: set[int] = set()
        for start, word in enumerate(self.words):
            if start in taken or not _may_begin(core(word.text), known):
                continue
            found = self._longest(start, taken, lambda text: text in known, known)
            if found is None and slip is not None:
                found = self._longest(start, taken, slip, known)
            if found:
                taken.update(found[0])
                yield Label(tuple(self.words[i] for i in found[0]), found[1])

    def _longest(
        self, start: int, taken: set[int], accepts: Callable[[str], bool], known: Collection[str]
    ) -> tuple[tuple[int, ...], str] | None:
        """The longest run of lines from a word on that reads as one label, if any does."""
        chain, text, best = [start], self.words[start].text, None
        while True:
            said = core(text)
            if said and accepts(said):
                best = tuple(chain), said
            if len(chain) == MOST_LINES or len(text) > MAX_LABEL or not _may_begin(said, known):
                return best
            below = self._below(chain, taken)
            if below is None:
                return best
            chain.append(below)
            text += self.words[below].text

    def _below(self, chain: Sequence[int], taken: set[int]) -> int | None:
        """The word that goes on below the last of a chain: aligned with it, and the nearest."""
        last = self.words[chain[-1]]
        for index in islice(range(chain[-1] + 1, len(self.words)), 60):
            word = self.words[index]
            gap = depth(word) - depth(last) - height(last)
            if word.page == last.page and gap > _APART * height(last):
                return None
            if index not in taken and gap > -0.5 * height(last) and _aligned(last, word):
                return index
        return None


def _may_begin(text: str, known: Collection[str]) -> bool:
    """Whether a text is the beginning of a label, or a label with more behind it: its note."""
    return bool(text) and any(label.startswith(text) or text.startswith(label) for label in known)


def _aligned(above: Word, below: Word) -> bool:
    """Whether two words stand in one cell: over each other, and set from one side or around one middle."""
    left, right = below.left - above.left, below.right - above.right
    over = min(above.right, below.right) > max(above.left, below.left)
    return over and min(abs(left), abs(right), abs(left + right) / 2) <= _ALIGNED * height(above)
