"""Characters of a printed page brought together to lines, words and texts of cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from extract.document import Word
from extract.formats.building import note
from lexicon.script import fold_radicals

_CHINESE = "\u2e80"  # the first of them, radicals
_DASHES = frozenset("-—–－/／")  # what stands for no number
_GAP = 0.3  # of the size of a character: where more is between two, a blank is


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, in points from the top left corner of its page; `where` is its locator if it is another.

    `words` are its stretches without a gap; the gaps may be those between the columns of a table without lines.
    """

    top: float
    bottom: float
    left: float
    right: float
    text: str
    page: int
    where: str = ""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is set: `gap` between characters, in sizes, is a blank; `spread`: blanks stand between all of them."""

    gap: float = _GAP
    spread: bool = False


def setting(chars: Sequence[Any]) -> Setting:
    """How far apart Chinese characters usually stand; some makers set a blank or a gap after every one."""
    gaps = [
        (char["x0"] - before["x1"]) / max(char["size"], 1.0)
        for row in rows([char for char in chars if not char["text"].isspace()])
        for before, char in pairwise(row)
        if before["text"] > _CHINESE and char["text"] > _CHINESE
    ]
    near = [gap for gap in gaps if gap < 1.2]
    usual = median(near) if near else 0.0
    return Setting(max(_GAP, 1.7 * usual), usual > 0.15)


def lines(chars: Sequence[Any], how: Setting, page: int) -> Iterator[Line]:
    """The lines of text, top first."""
    for row in rows(chars):
        text = spaced(row, how)
        if text:
            shown = [char for char in row if not char["text"].isspace()]
            top, bottom = min(char["top"] for char in shown), max(char["bottom"] for char in shown)
            yield Line(top, bottom, shown[0]["x0"], shown[-1]["x1"], text, page, "", tuple(_words(shown, how, page)))


def _words(shown: Sequence[Any], how: Setting, page: int) -> Iterator[Word]:
    """The stretches of a line between its gaps."""
    word = [shown[0]]
    for before, char in pairwise(shown):
        if char["x0"] - before["x1"] > how.gap * char["size"]:
            yield _word(word, how, page)
            word = []
        word.append(char)
    yield _word(word, how, page)


def _word(chars: Sequence[Any], how: Setting, page: int) -> Word:
    box = (
        chars[0]["x0"],
        min(char["top"] for char in chars),
        max(char["x1"] for char in chars),
        max(char["bottom"] for char in chars),
    )
    return Word(page, *box, fold_radicals(spaced(chars, how)), f"page{page}:" + ",".join(f"{side:.0f}" for side in box))


def rows(chars: Sequence[Any]) -> list[list[Any]]:
    """Characters by line, from left to right.

    Digits and Chinese characters of one line differ in height and baseline, so lines are told by their middles.
    """
    found: list[list[Any]] = []
    last = 0.0
    for char in sorted(chars, key=lambda char: char["top"] + char["bottom"]):
        middle, size = (char["top"] + char["bottom"]) / 2, char["bottom"] - char["top"]
        if found and middle - last < 0.5 * max(size, 1.0):
            found[-1].append(char)
        else:
            found.append([char])
        last = middle
    return [sorted(row, key=lambda char: char["x0"]) for row in found]


def wrapped(chars: Sequence[Any], how: Setting, width: float) -> str:
    """The text of a cell so wide: its lines joined, for a cell wraps its words.

    Digits at the end of a line that had room for more are a number of their own: a blank keeps them apart.
    """
    text = ""
    room = 0.0
    for row in rows(chars):
        line = spaced(row, how)
        apart = text[-1:].isdigit() and line[:1].isdigit() and room > 2.5 * row[0]["size"]
        text += f" {line}" if apart else line
        room = width - (row[-1]["x1"] - row[0]["x0"])
    return text


def spaced(row: Sequence[Any], how: Setting) -> str:
    """The text of one line: a blank where one is set or a gap is; a character drawn twice, to look bold, once.

    Small digits set high behind a number are the mark of a note.
    """
    text = raised = ""
    before: Any = None
    blank = False
    for char in row:
        if char["text"].isspace():
            blank = True
            continue
        if before is not None and _is_shadow(before, char):
            continue
        if before is not None and _is_raised(before, char):
            raised += char["text"]
            continue
        text, raised = text + note(raised), ""
        if before is not None and ((blank and not how.spread) or char["x0"] - before["x1"] > how.gap * char["size"]):
            text += " "
        text += char["text"]
        before, blank = char, False
    return (text + note(raised)).strip()


def _is_raised(before: Any, char: Any) -> bool:
    """Whether a character is a small one set high behind a digit or a dash: no number goes on like this."""
    small: bool = char["size"] < 0.8 * before["size"] and char["bottom"] < before["bottom"] - 0.15 * before["size"]
    marked = before["text"].isdigit() or before["text"] in _DASHES
    return small and marked and bool(char["text"].strip("[]()（）").isdigit())


def _is_shadow(before: Any, char: Any) -> bool:
    same: bool = before["text"] == char["text"] and char["x0"] - before["x0"] < 0.25 * (char["x1"] - char["x0"])
    return same
