"""Lines and tables of printed or scanned pages as one document: without running heads, parts of a table joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extract.formats.building import Builder, RawCell
from extract.formats.cutting import pieces
from extract.formats.printed.glyphs import Line
from extract.formats.printed.parts import Part, apart, in_turn

_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—－–·•]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,3}\s*页?)?(?:\s*[-—－–·•])?\s*"
)
_ITEM = re.compile(r"\d{1,2}[.．、)）](?!\d)")  # behind a number no line goes on like this
_MARKED = re.compile(r"\[(\d{1,2})\]")  # the mark of a note in a cell
_NOTED = re.compile(r"\s*[\[(（]?(\d{1,2})[\])）]?")  # what a note begins with
Item = Line | Part


def set_out(builder: Builder, items: Sequence[tuple[Item, float]]) -> None:
    """Add the items of all pages, in reading order, each given with the height of its page."""
    for item in _paragraphs(_tables(_without_heads(items))):
        if isinstance(item, Part):
            for table in apart(item):
                _add_table(builder, table)
        else:
            where = f"page{item.page}:{item.left:.0f},{item.top:.0f},{item.right:.0f},{item.bottom:.0f}"
            builder.paragraph(item.text, where=item.where or where, words=item.words)


def _add_table(builder: Builder, table: Part) -> None:
    """The table, or the tables and the lines between them where a frame stands around a whole page."""
    for piece in pieces(table.rows()):
        if isinstance(piece, RawCell):
            builder.paragraph(piece.text, where=piece.where)
        else:
            builder.table(piece)


def _without_heads(items: Sequence[tuple[Item, float]]) -> list[Item]:
    """Without page numbers, and without the lines that stand at the head or foot of several pages."""
    ends = {end for _, group in groupby(items, key=lambda item: _page(item[0])) for end in _ends(group)}
    margins = [(item, _mark(item, height, outermost=id(item) in ends)) for item, height in items]
    times = Counter(mark for mark in {(mark, item.page) for item, mark in margins if mark and isinstance(item, Line)})
    pages = Counter(mark for mark, _ in times)
    steps = Counter(_step(item) for item, mark in margins if mark and not mark[1])
    return [item for item, mark in margins if not mark or (pages[mark] < 2 if mark[1] else not _counts(item, steps))]


def _step(item: Item) -> int | None:
    """How far a lone number is ahead of its page; None for one between strokes or words, which only numbers a page."""
    return int(item.text) - item.page if isinstance(item, Line) and item.text.isdigit() else None


def _counts(item: Item, steps: Counter[int | None]) -> bool:
    """Whether a number is that of its page: as far ahead of it as on another page, or not at all."""
    step = _step(item)
    return not step or steps[step] > 1


def _ends(items: Iterable[tuple[Item, float]]) -> tuple[int, int]:
    """The first and the last of the items of a page."""
    ordered = sorted((item for item, _ in items), key=lambda item: item.top)
    return id(ordered[0]), id(ordered[-1])


def _page(item: Item) -> int:
    return item.page if isinstance(item, Line) else item.first


def _mark(item: Item, height: float, *, outermost: bool) -> tuple[int, str] | None:
    """What is the same of a running head on every page: where it stands and its words; '' for a page number.

    Numbers with lines of text beyond them are a row of a table.
    """
    if isinstance(item, Part) or not (item.top > height * 0.88 or item.bottom < height * 0.1):
        return None
    number = _PAGE_NUMBER.fullmatch(item.text)
    words = "" if number else re.sub(r"\d+", "", item.text).strip()
    return (round(item.top / 3), words) if words or (number and outermost) else None


def _tables(items: Sequence[Item]) -> Iterator[Item]:
    """Tables with nothing between them but a page break, and notes at its foot, are one, where their upright lines go
    on.
    """
    parts: list[Part] = []
    notes: list[Item] = []
    marks: set[str] = set()
    for _, group in groupby(items, key=lambda item: isinstance(item, Part)):
        run = list(group)
        more = [item for item in run if isinstance(item, Part)]
        if parts and not more and _is_note(run[0], marks):
            notes.extend(run)
            continue
        if parts and not more:
            yield from (*in_turn(parts), *notes)
            parts, notes = [], []
        parts.extend(more)
        marks.update(mark for part in more for piece in part.pieces for mark in _MARKED.findall(piece.text))
        yield from () if more else run
    yield from (*in_turn(parts), *notes)


def _is_note(line: Item, marks: Collection[str]) -> bool:
    """Whether a line below a table begins with the mark of a note that a table has."""
    mark = _NOTED.match(line.text) if isinstance(line, Line) else None
    return mark is not None and mark[1] in marks


def _paragraphs(found: Iterator[Item]) -> Iterator[Item]:
    """Lines of one paragraph: a line that reaches the right margin goes on in the next, unless that one is indented."""
    items = list(found)
    right = max((item.right for item in items if isinstance(item, Line)), default=0.0)
    left = min((item.left for item in items if isinstance(item, Line)), default=0.0)
    waiting: Line | None = None
    for item in items:
        if waiting and isinstance(item, Line) and _goes_on(waiting, item, left, right):
            whole = waiting.text + item.text
            words = waiting.words + item.words
            waiting = replace(waiting, bottom=item.bottom, left=left, right=item.right, text=whole, words=words)
            continue
        if waiting:
            yield waiting
        waiting = item if isinstance(item, Line) else None
        if isinstance(item, Part):
            yield item
    if waiting:
        yield waiting


def _goes_on(line: Line, following: Line, left: float, right: float) -> bool:
    if _ends_row(line) or (line.text[-1:].isdigit() and _ITEM.match(following.text)):
        return False
    height = max(line.bottom - line.top, 1.0) if line.bottom > line.top else 12.0
    return line.right > right - 2.5 * min(height, 20.0) and following.left < left + 0.8 * min(height, 20.0)


def _ends_row(line: Line) -> bool:
    """Whether a number stands apart at the end of a line: the value of a row, where nothing is ruled."""
    *others, last = line.words or (None,)
    apart = bool(others) and last is not None and last.left - others[-1].right > 1.5 * (last.bottom - last.top)
    return apart and last is not None and last.text.isdigit()
