"""Labels of forms found among words that only have places: a label wraps over lines, or is set wide in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from extract.document import Word
from extract.tables.labels import core
from extract.tables.numbers import UNITS
from lexicon.numerals import DASHES, SLASHES

MOST_WORDS = 14  # of one label: 社会公益组织 set upright in a narrow column, and a note
MOST_STEPS = 200  # tried from one word on: where words stand thick there is no end of ways
_ALIGNED = 0.7  # of the height of a line: how far lines of one cell begin, or have their middles, apart
_APART = 1.3  # of the height of a line: how far below each other they stand at most
_NUMERAL = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|其中[:：]?")  # what numbers a label
_OPENS = "（(【["  # begin a note
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_WIDE = 3.5  # of the height of a line: between single characters of a label
_PAGE = 10_000.0  # points between the tops of two pages, when pages are thought one below the other
_NUMBER = re.compile(rf"[\ufffd\s\d０-９.,，．%+{re.escape(DASHES + SLASHES)}]+(?:万?元|[条件次篇个人项起宗份])?")


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
    """Whether a word is a number, a mark or a unit, as the columns of a form hold them."""
    return bool(_NUMBER.fullmatch(word.text)) or word.text in UNITS or word.text == "无"


def is_numeral(word: Word) -> bool:
    """Whether a word is what numbers a label: 1."""
    return bool(_NUMERAL.fullmatch(word.text))


class Lines:
    """Words that may be labels, in reading order: by line, then from left to right. No number is part of one."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = [word for word in words if not _NUMBER.fullmatch(word.text)]
        self._steps = 0

    def labels(self, known: Collection[str], slip: Callable[[str], bool] | None = None) -> Iterator[Label]:
        """The labels of `known` cores, none within another; `slip` accepts a core that is nearly one."""
        taken: set[int] = set()
        firsts = {label[:1] for label in known}
        for start, word in enumerate(self.words):
            said = _core(word.text)
            if start in taken or (said[:1] not in firsts if said else not _NUMERAL.fullmatch(word.text)):
                continue
            self._steps = 0
            found = self._longest((start,), taken, known)
            if found is None and slip is not None and slip(said):
                found = (start,)
            if found and not self._is_part(found):
                taken.update(found)
                words = tuple(self.words[i] for i in found)
                text = "".join(word.text for word in words)
                yield Label(words, core(text) if core(text) in known else _core(text))

    def _longest(self, chain: tuple[int, ...], taken: set[int], known: Collection[str]) -> tuple[int, ...] | None:
        """The longest run of words from the first on that reads as one label, if any does."""
        self._steps += 1
        text = "".join(self.words[i].text for i in chain)
        if self._steps > MOST_STEPS or not _may_begin(text, known):
            return None
        best = chain if core(text) in known or _core(text) in known else None
        if len(chain) < MOST_WORDS:
            for following in self._following(chain, taken):
                longer = self._longest((*chain, following), taken, known)
                if longer and (best is None or not _NUMERAL.fullmatch(self.words[longer[-1]].text)):
                    best = longer
        return best

    def _is_part(self, chain: tuple[int, ...]) -> bool:
        """Whether words as near as those of a label in one line stand beside it: words of a text that is set wide."""
        words = [self.words[i] for i in chain]
        if not all(_one_line(words[0], word) for word in words):
            return False
        reach = 1.3 * max((b.left - a.right for a, b in pairwise(words)), default=-1.0)
        before, after = self.words[: chain[0]][-1:], self.words[chain[-1] + 1 :][:1]
        return any(
            _is_near(word, words[0], reach) and core(word.text) and not is_numeral(word) for word in before
        ) or any(
            _is_near(words[-1], word, reach)
            and core(word.text)
            and word.text not in UNITS
            and word.text[0] not in _OPENS
            for word in after
        )

    def _following(self, chain: tuple[int, ...], taken: set[int]) -> Iterator[int]:
        """The words that may go on after some: beside the last, where blanks are set, and in the line below."""
        word = self.words[chain[-1]]
        first = next(self.words[i] for i in chain if _one_line(self.words[i], word))
        line = first._replace(right=word.right)
        for index in islice(range(chain[-1] + 1, len(self.words)), 60):
            other = self.words[index]
            gap = depth(other) - depth(word) - height(word)
            if index in taken:
                continue
            if _one_line(word, other):
                if 0 < other.left - word.right < _beside(word, other):
                    yield index
            elif other.page == word.page and gap > _APART * height(word):
                return
            elif gap > -0.5 * height(word) and _aligned(line, other):
                yield index
                return


def _may_begin(text: str, known: Collection[str]) -> bool:
    """Whether a text is the beginning of a label, or a label with the beginning of a note."""
    said, printed = _core(text), core(text)
    noted = text.count("（") + text.count("(") > text.count("）") + text.count(")")
    if not said:
        return bool(_NUMERAL.fullmatch(text))
    return any(label.startswith((said, printed)) or (noted and said.startswith(label)) for label in known)


def _core(text: str) -> str:
    """The core of a label, a year in it read as this one's: 2023年新收…."""
    return core(_YEAR.sub("本年", text))


def _is_near(word: Word, other: Word, reach: float) -> bool:
    """Whether a word stands behind another on its line, no further than a distance."""
    return _one_line(word, other) and 0 <= other.left - word.right <= reach


def _one_line(word: Word, other: Word) -> bool:
    return abs(centre(other) - centre(word)) < 0.3 * height(word)


def _beside(word: Word, other: Word) -> float:
    """How far apart the words of one label may stand: single characters are set wide."""
    return (_WIDE if min(len(word.text), len(other.text)) == 1 else _APART) * height(word)


def _aligned(above: Word, below: Word) -> bool:
    """Whether two words stand in one cell: over each other, and set from one side or around one middle."""
    left, right = below.left - above.left, below.right - above.right
    over = min(above.right, below.right) > max(above.left, below.left)
    return over and min(abs(left), abs(right), abs(left + right) / 2) <= _ALIGNED * height(above)
