"""A document whatever its carrier: ordered blocks with their places. No parser type leaves a format reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Word(NamedTuple):
    """Characters without a gap on a printed page: where they stand, in points or pixels; `where` is their locator."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text. `place` is its locator (`p12`); `level` 1–6 for a marked-up heading, else 0.

    `words` are those of a printed page, where they stand; other carriers have none.
    """

    text: str
    place: str
    level: int = 0
    words: tuple[Word, ...] = ()


class Cell(NamedTuple):
    """A cell at its top left grid position (0-based), with its spans. `place` is its locator (`t2r4c5`)."""

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    place: str


@dataclass(frozen=True)
class Table:
    """A grid with spans expanded: `grid[row][column]` is the cell that covers the position, or None.

    `exact` is False where the carrier lost spans (text with bars or tabs): columns then only mean the order of
    cells in their row.
    """

    number: int
    cells: tuple[Cell, ...]
    exact: bool = True

    @cached_property
    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Rows of cells; every row has the same width."""
        height = max((cell.row + cell.rowspan for cell in self.cells), default=0)
        width = max((cell.column + cell.colspan for cell in self.cells), default=0)
        rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    rows[row][column] = cell
        return tuple(tuple(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the document, absolute. `kind` is attachment, image or frame."""

    url: str
    text: str
    kind: str


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """What a reader saw in one payload.

    `blocks` are those of the body; `title` is the page's own heading of the document (h1, ArticleTitle) or '';
    `page_title` the <title>; `breadcrumb` the place line above it; `metadata` the standard metas and the rows of a
    visible 索引号 table, keys with white space removed. All text is simplified Chinese with injected readings removed
    (`readings_removed` counts them); `traditional` says that it was traditional as received. `faults` are sentences
    for the issues table.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    page_title: str = ""
    breadcrumb: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    media: str = "html"
    charset: str = ""
    traditional: bool = False
    readings_removed: int = 0
    faults: tuple[str, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """The lines of text, in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    def tables(self) -> Iterator[Table]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Table))

    @cached_property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs())
