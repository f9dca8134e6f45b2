"""Tables without lines: words that only have places become tables where the labels of a form prove rows and columns.

    words of a page ─► header: the labels of all columns of one form, side by side      (placed_headers)
                         └─ columns: what stands below each label                       (placed_columns)
                         └─ rows: labels of the form left of the columns                (placed_labels)
                               └─ a value belongs to the one row as high as it, and to the one column it stands in

What fits no row or two of them makes the rows next to it unread; nothing is told by order or by distance alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extract.document import Block, Cell, Document, Paragraph, Table, Word
from extract.tables.placed_columns import Column, columns
from extract.tables.placed_headers import Header, headers
from extract.tables.placed_labels import Label, Lines, centre, depth, height, is_numeral, is_value

MOST_WORDS = 8_000  # of a document: one with more is no report
_MOST_ROWS = 300  # below one header: no form has as many
_LEVEL = 0.3  # of a line's height: how far words of one line have their middles apart
_NEAR = 0.25  # of a line's height: how far above or below its label a value may stand
_CROSSING = 1.5  # of a line's height: how far left of all columns a word begins that is a sentence and no value
_UNTOLD = "\ufffd"


@dataclass(frozen=True, slots=True)
class _Row:
    """A label and the texts of its columns, each with its place; `told` False: what stands there cannot be told."""

    label: Label | None
    values: tuple[tuple[str, str], ...]
    told: bool = True


@dataclass(frozen=True, slots=True)
class _Region:
    """A header with the rows below it; `used` are the words they are made of.

    `open`: values stand below its last label, those of a row that goes on in the next region.
    """

    header: Header
    columns: tuple[Column, ...]
    rows: tuple[_Row, ...]
    used: frozenset[int]
    open: bool = False


def tabulated(document: Document) -> Document:
    """The document with the tables that only the places of words make; the lines they stood in are then no text."""
    words = [word for paragraph in document.paragraphs() for word in paragraph.words if word.text]
    found = list(_regions(words)) if 0 < len(words) <= MOST_WORDS else []
    return replace(document, blocks=tuple(_with_tables(document, found))) if found else document


def _regions(words: Sequence[Word]) -> Iterator[_Region]:
    """The header of every form, with its rows up to the next header."""
    lines = _in_lines(words)
    heads = headers(lines)
    before: _Region | None = None
    for header, end in zip(heads, [*(head.top for head in heads[1:]), float("inf")], strict=False):
        body = [word for word in lines if header.bottom - 0.5 * height(word) < depth(word) < end]
        region = _behind(before, _region(header, body))
        before = region
        if region:
            yield region


def _behind(before: _Region | None, region: _Region | None) -> _Region | None:
    """A region, its first row untold where the one before it holds values of it."""
    if not region or not before or not before.open or before.header.forms != region.header.forms:
        return region
    return replace(region, rows=(replace(region.rows[0], told=False), *region.rows[1:]))


def _in_lines(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words in reading order: those of one line, told by their middles, from left to right."""
    found: list[Word] = []
    line: list[Word] = []
    for word in sorted(words, key=centre):
        if line and centre(word) - centre(line[-1]) > _LEVEL * height(word):
            found.extend(sorted(line, key=lambda one: one.left))
            line = []
        line.append(word)
    return (*found, *sorted(line, key=lambda one: one.left))


def _region(header: Header, body: Sequence[Word]) -> _Region | None:
    """The rows below a header; None where columns or rows cannot be told."""
    first = min(label.left for label in header.labels)
    body = list(_until_sentence(header, body, first))
    right = _beside(header, body, first)
    every = columns((*header.labels, *header.others), [word for word in right if is_value(word)])
    if every is None:
        return None
    found = tuple(column for column in every if column.label not in header.others)
    others = [column for column in every if column.label in header.others]
    beside = [word for word in right if not any(column.holds(word) for column in others)]
    if header.one_row:
        return _single(header, found, beside)
    left = [word for word in body if word.right <= found[0].left]
    labels = list(Lines(left).labels(header.rows, header.slip))
    if len(labels) > _MOST_ROWS or len(beside) > _MOST_ROWS * len(found):
        return None
    used = _ids(label.words for label in (*header.all_labels, *labels))
    unknown = [word for word in left if id(word) not in used]
    rows = _rows(header.without_headings(labels), found, beside, unknown)
    told = tuple(_without_strays(rows, _strays(body, right)))
    values = _ids([filter(is_value, beside)])
    return _Region(header, found, told, used | values, _is_open(labels, beside)) if told else None


def _ids(groups: Iterable[Iterable[Word]]) -> frozenset[int]:
    return frozenset(id(word) for words in groups for word in words)


def _is_open(labels: Sequence[Label], beside: Sequence[Word]) -> bool:
    """Whether values stand below the last label."""
    last = labels[-1].bottom if labels else float("inf")
    return any(centre(word) > last and is_value(word) for word in beside)


def _beside(header: Header, body: Sequence[Word], first: float) -> list[Word]:
    """The words right of all labels of rows; `first` is where the first label of a column begins."""
    labels = [word.right for word in body if word.right <= first and not is_value(word)]
    border = max((*labels, *(head.right for head in header.heads)), default=0.0)
    return [word for word in body if word.left >= border - 0.5]


def _until_sentence(header: Header, body: Sequence[Word], first: float) -> Iterator[Word]:
    """The words before the first line that runs across the columns."""
    for word in body:
        crossed = sum(word.left < label.right and word.right > label.left for label in header.labels)
        runs_in = word.left < first - _CROSSING * height(word) and crossed
        if not is_value(word) and (crossed > 1 or runs_in):
            return
        yield word


def _single(header: Header, found: tuple[Column, ...], beside: Sequence[Word]) -> _Region | None:
    """The one row of values below a header: the numbers that stand close together, those of two lines in one cell."""
    line: list[Word] = []
    for word in beside:
        goes_on = is_value(word) and line and depth(word) - depth(line[-1]) < 1.8 * height(word)
        level = line and abs(centre(word) - centre(line[0])) < 0.5 * height(word)
        if goes_on or level or (not line and is_value(word)):
            line.append(word)
    row = _row(None, found, line)
    used = _ids((*(label.words for label in header.all_labels), line))
    return _Region(header, found, (row,), used) if line and row.told else None


def _rows(
    labels: Sequence[Label], found: tuple[Column, ...], beside: Sequence[Word], words: Sequence[Word]
) -> Iterator[_Row]:
    """One row for every label, with the values as high as it; `words` are those left of the columns in no label."""
    owned: dict[int, list[Word]] = {index: [] for index in range(len(labels))}
    doubtful: set[int] = set()
    strays: list[Word] = []
    for word in beside:
        owners = [index for index, label in enumerate(labels) if _stands_by(word, label)]
        if len(owners) == 1:
            owned[owners[0]].append(word)
        elif is_value(word):
            doubtful.update(owners)
            strays.extend([] if owners else [word])
    for line in _lines(strays):
        other = _is_row(line, found) and any(_is_level(word, line[0]) for word in words)
        doubtful.update(index for index in _neighbours(line[0], labels) if not (other and owned[index]))
    for index, label in enumerate(labels):
        row = _row(label, found, owned[index])
        yield replace(row, told=False) if index in doubtful else row


def _lines(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words in reading order, by line."""
    line: list[Word] = []
    for word in words:
        if line and not _is_level(word, line[0]):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _is_row(line: Sequence[Word], found: tuple[Column, ...]) -> bool:
    """Whether a line has one word in each column, as the row of a label that no form knows."""
    return len(line) == len(found) and all(sum(map(column.holds, line)) == 1 for column in found)


def _is_level(word: Word, other: Word) -> bool:
    return abs(centre(word) - centre(other)) < _LEVEL * height(word)


def _strays(body: Sequence[Word], beside: Sequence[Word]) -> list[Word]:
    """The numbers that stand left of all columns, as those of the left half of a list in two halves."""
    known = {id(word) for word in beside}
    numbers = (word for word in body if is_value(word) and any(map(str.isdigit, word.text)))
    return [word for word in numbers if id(word) not in known and not is_numeral(word)]


def _without_strays(rows: Iterable[_Row], strays: Sequence[Word]) -> Iterator[_Row]:
    """The rows; one with a value right of its label, yet in no column, is untold."""
    for row in rows:
        label = row.label
        stray = label and any(word.left >= label.right and _stands_by(word, label) for word in strays)
        yield replace(row, told=False) if stray else row


def _stands_by(word: Word, label: Label) -> bool:
    loose = _NEAR * height(word)
    return label.top - loose <= centre(word) <= label.bottom + loose


def _neighbours(word: Word, labels: Sequence[Label]) -> Iterator[int]:
    """The labels next to a value that stands by none."""
    above = [index for index, label in enumerate(labels) if label.bottom <= centre(word)]
    below = [index for index, label in enumerate(labels) if label.top >= centre(word)]
    yield from above[-1:]
    yield from below[:1]


def _row(label: Label | None, found: tuple[Column, ...], words: Sequence[Word]) -> _Row:
    """A row with what stands in each of its columns; untold where a word stands in none or several."""
    texts: list[list[Word]] = [[] for _ in found]
    told = True
    for word in words:
        holders = [index for index, column in enumerate(found) if column.holds(word)]
        if len(holders) == 1:
            texts[holders[0]].append(word)
        else:
            told = False
    return _Row(label, tuple((" ".join(w.text for w in cell), cell[0].where if cell else "") for cell in texts), told)


def _with_tables(document: Document, regions: Sequence[_Region]) -> Iterator[Block]:
    """The blocks, with a table where its first line stood."""
    used = {word for region in regions for word in region.used}
    number = max((table.number for table in document.tables()), default=0)
    groups = [list(group) for _, group in groupby(regions, key=lambda region: region.header.forms)]
    starts = {id(group[0].header.labels[0].words[0]): group for group in groups}
    for block in document.blocks:
        if not isinstance(block, Paragraph) or not any(id(word) in used for word in block.words):
            yield block
            continue
        for word in block.words:
            if id(word) in starts:
                number += 1
                yield _table(number, starts[id(word)])
        if sum(id(word) not in used for word in block.words) > len(block.words) / 2:
            yield block


def _table(number: int, regions: Iterable[_Region]) -> Table:
    """Regions of one form as one table: labels in the first column, values in the others."""
    cells: list[Cell] = []
    height = 0
    for region in regions:
        cells.extend(_group_cells(number, height, region))
        height += bool(region.header.groups)
        cells.extend(_header_cells(number, height, region))
        for row in region.rows:
            height += 1
            cells.extend(_cells(number, height, row))
        height += 1
    return Table(number, tuple(cells))


def _group_cells(number: int, y: int, region: _Region) -> Iterator[Cell]:
    """The headings over the columns."""
    x = 1
    for label, count in region.header.groups:
        yield Cell(label.text, y, x, 1, count, f"t{number}r{y + 1}c{x + 1}@{label.words[0].where}")
        x += count


def _header_cells(number: int, y: int, region: _Region) -> Iterator[Cell]:
    heads = enumerate(region.header.heads[:1])
    columns = enumerate((column.label for column in region.columns), 1)
    if not region.header.heads:
        yield Cell("", y, 0, 1, 1, f"t{number}r{y + 1}c1@{region.columns[0].label.words[0].where}")
    for x, label in (*heads, *columns):
        yield Cell(label.text, y, x, 1, 1, f"t{number}r{y + 1}c{x + 1}@{label.words[0].where}")


def _cells(number: int, y: int, row: _Row) -> Iterator[Cell]:
    if row.label is not None:
        yield Cell(row.label.text, y, 0, 1, 1, f"t{number}r{y + 1}c1@{row.label.words[0].where}")
    beside = row.label.words[0].where if row.label else ""
    for x, (text, where) in enumerate(row.values, 1):
        said = text if row.told else f"{text}{_UNTOLD}"
        yield Cell(said, y, x, 1, 1, f"t{number}r{y + 1}c{x + 1}@{where or beside}")
