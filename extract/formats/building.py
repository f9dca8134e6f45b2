"""From what a reader saw to a Document: clean text, simplified characters, grids, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.document import Block, Cell, Document, Link, Paragraph, Table, Word
from extract.tuples import maker
from lexicon.script import fold_radicals, is_traditional, simplify, strip_readings

MAX_COLUMNS = 256
MAX_ROWS = 5_000
MAX_BLOCKS = 20_000
UNTOLD = "\ufffd"  # stands where a text cannot be told: no reading of a number accepts it
_SEPARATOR = "\uf8f0"  # of the private use area: stands between texts while they are simplified in one call
_PAGE_BREAK = "#PAGE_BREAK#"  # left by an editor of pages; it ends a line
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAB = re.compile(r"[ \u00a0\u3000]*\t[ \u00a0\u3000]*(?=\S)")
_SPACES = re.compile(r"[^\S\n\t](?:[^\S\n\t]+|(?<! ))")  # two and more, or one that is no plain space
_EDGE_TAB = re.compile(r"\t(?=\n)|(?<=\n)\t")
_LINES = re.compile(r" ?\n[\s]*")


def note(text: str) -> str:
    """What is set high, so that the mark of a note does not run into the number before it."""
    mark = text.strip(" []()（）")
    return f"[{mark}]" if mark.isdigit() or mark.startswith("注") else text


_cell = maker(Cell)


class RawCell(NamedTuple):
    """A cell before it has a place: `where` is what the carrier adds to its locator (page and box, sheet cell)."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    where: str = ""


@dataclass(slots=True)
class RawTable:
    """Rows of cells as the carrier gives them, before they lie on a grid."""

    rows: Sequence[Sequence[RawCell]]
    exact: bool


@dataclass(slots=True)
class RawParagraph:
    """A line before it is cleaned."""

    text: str
    level: int
    where: str
    words: tuple[Word, ...] = ()


@dataclass
class Builder:
    """Collects blocks in order; `build` cleans the text of all of them at once."""

    media: str
    charset: str = ""
    title: str = ""
    page_title: str = ""
    breadcrumb: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    faults: list[str] = field(default_factory=list)
    blocks: list[RawParagraph | RawTable] = field(default_factory=list)

    def paragraph(self, text: str, level: int = 0, where: str = "", words: tuple[Word, ...] = ()) -> None:
        """Add a line of text; an empty one is passed over."""
        if text and not text.isspace():
            self.blocks.append(RawParagraph(text, level, where, words))

    def table(self, rows: Sequence[Sequence[RawCell]], *, exact: bool = True) -> None:
        """Add a table as rows of cells, in the order of the carrier, spans as declared."""
        if any(rows):
            self.blocks.append(RawTable(rows[:MAX_ROWS], exact))
            if len(rows) > MAX_ROWS:
                self.faults.append(f"a table of {len(rows)} rows was cut at {MAX_ROWS}")

    def build(self) -> Document:
        """The document: all text simplified, injected readings removed, every block with its place."""
        if len(self.blocks) > MAX_BLOCKS:
            self.faults.append(f"the document was cut at {MAX_BLOCKS} blocks of {len(self.blocks)}")
            del self.blocks[MAX_BLOCKS:]
        plain = _Plain(self._texts())
        title, page_title = plain.next(), plain.next()
        breadcrumb = tuple(plain.next() for _ in self.breadcrumb)
        metadata = {plain.next(): plain.next() for _ in self.metadata}
        links = tuple(Link(link.url, plain.next(), link.kind) for link in self.links)
        return Document(
            blocks=tuple(_placed(self.blocks, plain)),
            title=title,
            page_title=page_title,
            breadcrumb=tuple(part for part in breadcrumb if part),
            metadata=metadata,
            links=links,
            media=self.media,
            charset=self.charset,
            traditional=plain.traditional,
            readings_removed=plain.readings,
            faults=tuple(self.faults),
        )

    def _texts(self) -> Iterable[str]:
        yield from (self.title, self.page_title, *self.breadcrumb)
        for key, value in self.metadata.items():
            yield from (key, value)
        yield from (link.text for link in self.links)
        for block in self.blocks:
            if isinstance(block, RawParagraph):
                yield block.text
            else:
                yield from (cell.text for row in block.rows for cell in row)


class _Plain:
    """Texts cleaned and simplified in one go, handed out again in the order they came."""

    def __init__(self, texts: Iterable[str]) -> None:
        parts = list(texts)
        whole = _SEPARATOR.join(parts)
        if whole.count(_SEPARATOR) >= len(parts):  # never but where someone means harm
            whole = _SEPARATOR.join(text.replace(_SEPARATOR, " ") for text in parts)
        whole = clean(whole)
        whole, self.readings = strip_readings(whole)
        simple = simplify(whole)
        self.traditional = simple != whole and is_traditional(whole)
        self.next = iter([text.strip() for text in simple.split(_SEPARATOR)]).__next__


def clean(text: str) -> str:
    """White space collapsed (a line break and a lone tab between words stay), no invisible characters, no radicals."""
    visible = fold_radicals(_INVISIBLE.sub("", text)).replace(_PAGE_BREAK, "\n")
    if "\t" in visible:
        visible = _EDGE_TAB.sub(" ", _SPACES.sub(" ", _TAB.sub("\t", visible)))
    else:
        visible = _SPACES.sub(" ", visible)
    return _LINES.sub("\n", visible)


def _placed(blocks: Sequence[RawParagraph | RawTable], plain: _Plain) -> Iterable[Block]:
    paragraphs = tables = 0
    for block in blocks:
        if isinstance(block, RawTable):
            tables += 1
            yield Table(tables, tuple(_cells(block.rows, tables, plain)), block.exact)
            continue
        for line in filter(None, plain.next().split("\n")):
            paragraphs += 1
            place = f"p{paragraphs}" + (f"@{block.where}" if block.where else "")
            yield Paragraph(line.strip(), place, block.level, block.words)


def _cells(rows: Sequence[Sequence[RawCell]], number: int, plain: _Plain) -> Iterable[Cell]:
    """Lay cells on the grid as a browser does: each takes the first free position of its row.

    A head printed again within the table has no rows on the grid; places count its rows all the same.
    """
    covered: dict[int, set[int]] = {}
    height, again, y = len(rows), heads_again(rows), -1
    for printed, row in enumerate(rows, 1):
        if printed - 1 in again:
            for _ in row:
                plain.next()
            continue
        y += 1
        taken = covered.pop(y, None)
        x = 0
        start = f"t{number}r{printed}c"
        for _, declared_rows, declared_columns, where in row:
            text = plain.next()
            while taken and x in taken:
                x += 1
            if x >= MAX_COLUMNS:
                continue
            colspan = 1 if declared_columns == 1 else min(max(declared_columns, 1), MAX_COLUMNS - x)
            rowspan = 1
            if declared_rows != 1:
                rowspan = min(declared_rows if declared_rows > 0 else height, height - y)
                for below in range(y + 1, y + rowspan):
                    covered.setdefault(below, set()).update(range(x, x + colspan))
            yield _cell((text, y, x, rowspan, colspan, f"{start}{x + 1}@{where}" if where else f"{start}{x + 1}"))
            x += colspan


def heads_again(rows: Sequence[Sequence[RawCell]]) -> set[int]:
    """The rows that print a head of several rows once more, as word processors do on a new page.

    The spans round it were counted without it: laid out, it would push what follows out of its columns.
    """
    head = max((cell.rowspan for cell in rows[0]), default=1) if rows else 1
    if head < 2 or len(rows) <= 2 * head:
        return set()
    shape = [_shape(row) for row in rows[:head]]
    starts = [y for y in range(head, len(rows) - head) if len(rows[y]) == len(rows[0]) and _shape(rows[y]) == shape[0]]
    whole = [y for y in starts if [_shape(row) for row in rows[y : y + head]] == shape]
    return {y + step for y in whole for step in range(head)}


def _shape(row: Sequence[RawCell]) -> list[tuple[str, int, int]]:
    return [("".join(cell.text.split()), cell.rowspan, cell.colspan) for cell in row]
