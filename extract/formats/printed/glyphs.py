"""Characters of a printed page brought together to lines, words and texts of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from extract.document import Word
from extract.formats.building import note
from lexicon.numerals import DASHES, SLASHES
from lexicon.script import fold_radicals

_CHINESE = "\u2e80"  # the first of them, radicals
_ABSENT = frozenset(DASHES + SLASHES)
_NUMBERED = re.compile(r"[\u4e00-\u9fff）)](?=\d{1,2}[.．、](?!\d))")
_LEVEL = 0.5  # of the size of a character: how far above or below each other those of a line have their middles
_GAP, _FINE = 0.3, 0.2  # of the size of a character: where more is between two, a blank is, or another column


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
    """How a page is set: `gap` between characters, in sizes, is a blank, and `fine` between Chinese ones the border of
    two columns; `spread`: blanks stand between all of them.
    """

    gap: float = _GAP
    spread: bool = False
    fine: float = _FINE


def setting(chars: Sequence[Any]) -> Setting:
    """How far apart Chinese characters usually stand; some makers set a blank or a gap after every one."""
    gaps = [
        (char["x0"] - before["x1"]) / max(char["size"], 1.0)
        for row in rows(shown_of(chars))
        for before, char in pairwise(row)
        if before["text"] > _CHINESE and char["text"] > _CHINESE
    ]
    near = [gap for gap in gaps if gap < 1.2]
    usual = median(near) if near else 0.0
    return Setting(max(_GAP, 1.7 * usual), usual > 0.15, max(_FINE, 1.7 * usual))


def shown_of(chars: Sequence[Any]) -> list[Any]:
    """The characters that are no blanks."""
    return [char for char in chars if not _is_blank(char)]


def _is_blank(char: Any) -> bool:
    """Whether a character shows nothing: some fonts say nothing but 0 of theirs that do not break."""
    blank: bool = char["text"].isspace() or char["text"] < " "
    return blank


def lines(chars: Sequence[Any], how: Setting, page: int) -> Iterator[Line]:
    """The lines of text, top first."""
    for row in rows(chars):
        text = spaced(row, how)
        if text:
            shown = shown_of(row)
            top, bottom = min(char["top"] for char in shown), max(char["bottom"] for char in shown)
            yield Line(top, bottom, shown[0]["x0"], shown[-1]["x1"], text, page, "", tuple(_words(shown, how, page)))


def _words(shown: Sequence[Any], how: Setting, page: int) -> Iterator[Word]:
    """The stretches of a line between its gaps, and before what numbers a label: 不予公开 4.…."""
    word = [shown[0]]
    text = "".join(char["text"][:1] or " " for char in shown)
    numbered = {match.end() for match in _NUMBERED.finditer(text)}
    for index, (before, char) in enumerate(pairwise(shown), 1):
        chinese = before["text"] > _CHINESE and char["text"] > _CHINESE
        gap = how.fine if chinese else how.gap
        if char["x0"] - before["x1"] > gap * char["size"] or index in numbered:
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

    Digits and Chinese characters of one line differ in height and baseline, so lines are told by their middles. Those
    of cells side by side may stand half a line apart: where characters lie over each other, closer ones are a line.
    """
    return [sorted(row, key=lambda char: char["x0"]) for row in _levels(chars, _LEVEL)]


def _levels(chars: Sequence[Any], reach: float) -> Iterator[list[Any]]:
    """Characters of which each stands no more than `reach`, in sizes, below the one before."""
    found: list[list[Any]] = []
    last = 0.0
    for char in sorted(chars, key=lambda char: char["top"] + char["bottom"]):
        middle, size = (char["top"] + char["bottom"]) / 2, char["bottom"] - char["top"]
        if found and middle - last < reach * max(size, 1.0):
            found[-1].append(char)
        else:
            found.append([char])
        last = middle
    for row in found:
        if reach > _LEVEL / 4 and _is_mixed(row):
            yield from _levels(row, reach / 2)
        else:
            yield row


def _is_mixed(row: Sequence[Any]) -> bool:
    """Whether characters lie over each other, one higher than the other."""
    return any(
        before["x1"] - char["x0"] > 0.3 * before["size"] and abs(before["top"] - char["top"]) > 0.2 * before["size"]
        for before, char in pairwise(sorted(row, key=lambda char: char["x0"]))
    )


def wrapped(chars: Sequence[Any], how: Setting, width: float) -> str:
    """The text of a cell so wide: its lines joined, for a cell wraps its words.

    Digits at the end of a line that had room for more are a number of their own: a blank keeps them apart. Small ones
    alone on a line below a number are the mark of a note.
    """
    text = ""
    above: Sequence[Any] = ()
    for row in rows(chars):
        shown = shown_of(row)
        if shown:
            text += _behind(above, shown, spaced(row, how), width)
            above = shown
    return text


def _behind(above: Sequence[Any], row: Sequence[Any], line: str, width: float) -> str:
    """What a line, of these characters, adds to the text of the lines above it in a cell so wide."""
    if not above:
        return line
    if _is_mark(above[-1], row):
        return note(line)
    return f" {line}" if above[-1]["text"].isdigit() and line[:1].isdigit() and has_room(above, width) else line


def has_room(row: Sequence[Any], width: float) -> bool:
    """Whether a line of a cell so wide had room for more digits: what stands below it is a number of its own."""
    room: bool = width - (row[-1]["x1"] - row[0]["x0"]) > 2.5 * row[0]["size"]
    return room


def spaced(row: Sequence[Any], how: Setting) -> str:
    """The text of one line: a blank where one is set or a gap is; a character drawn twice, to look bold, once.

    Small digits set high behind a number are the mark of a note.
    """
    text = raised = ""
    before: Any = None
    blank = False
    for char in row:
        if _is_blank(char):
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
    """Whether a character is a small one set high behind a digit or a mark: no number goes on like this."""
    return char["bottom"] < before["bottom"] - 0.15 * before["size"] and _is_mark(before, [char])


def _is_mark(before: Any, chars: Sequence[Any]) -> bool:
    """Whether characters behind a digit, a dash or a Chinese character are small digits, perhaps in brackets."""
    marked = before["text"].isdigit() or before["text"] in _ABSENT or before["text"] > _CHINESE
    digits = "".join(char["text"] for char in chars).strip(" []()（）").isdigit()
    return marked and digits and all(char["size"] < 0.8 * before["size"] for char in chars)


def _is_shadow(before: Any, char: Any) -> bool:
    same: bool = before["text"] == char["text"] and char["x0"] - before["x0"] < 0.25 * (char["x1"] - char["x0"])
    return same
