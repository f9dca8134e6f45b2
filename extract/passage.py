"""The lines around a place in a document, for a person who wants to see where a number stands."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Block, Cell, Document, Paragraph, Table

AROUND = 1  # rows or paragraphs before and after


def passage(document: Document, locator: str) -> list[str]:
    """Lines with what stands at a locator in 【】, and its neighbours; empty: no such place.

    A locator is the place of a cell, or that of a paragraph, with `:34-38` for characters of it.
    """
    place, _, span = locator.rpartition(":")
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and block.place in {locator, place}:
            return _sentences(document.blocks, index, "" if block.place == locator else span)
        if isinstance(block, Table) and (cell := _cell(block, locator)):
            return _rows(block, cell)
    return []


def _cell(table: Table, locator: str) -> Cell | None:
    return next((cell for cell in table.cells if cell.place == locator), None)


def _rows(table: Table, wanted: Cell) -> list[str]:
    """The heading row and the rows around the cell, each cell once."""
    last = max(cell.row for cell in table.cells)
    rows = {0, *range(max(0, wanted.row - AROUND), min(last, wanted.row + AROUND) + 1)}
    lines = []
    for row in sorted(rows):
        cells = sorted((cell for cell in table.cells if cell.row <= row < cell.row + cell.rowspan), key=_column)
        lines.append(" | ".join(f"【{cell.text}】" if cell is wanted else cell.text for cell in cells))
    return lines


def _column(cell: Cell) -> int:
    return cell.column


def _sentences(blocks: Sequence[Block], index: int, span: str) -> list[str]:
    near = blocks[max(0, index - AROUND) : index + AROUND + 1]
    return [
        _marked(block.text, span) if block is blocks[index] else block.text
        for block in near
        if isinstance(block, Paragraph)
    ]


def _marked(text: str, span: str) -> str:
    start, dash, end = span.partition("-")
    if not (dash and start.isdigit() and end.isdigit()):
        return text
    return f"{text[: int(start)]}【{text[int(start) : int(end)]}】{text[int(end) :]}"
