"""Tables of a DOCX: rows and cells as they are shown, merged cells as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from extract.formats.building import MAX_ROWS, RawCell
from extract.formats.office.package import child, is_on, local, said
from extract.formats.office.word_text import shown, text_of

_GONE = ("del", "cellDel", "hidden")


def table_rows(table: Any) -> list[Any]:
    """The rows of a table, those of tables inside it left out; one that was deleted is none."""
    return list(islice(_within(table, "tr"), MAX_ROWS))


def row_cells(row: Any) -> list[Any]:
    """The cells of a row."""
    return list(_within(row, "tc"))


def _within(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, in controls or not."""
    for part in shown(node):
        if local(part) != name:
            yield from _within(part, name) if local(part) not in {"tbl", "tr", "tc"} else ()
        elif not any(is_on(style, gone) for style in _style(part) for gone in _GONE):
            yield part


def _style(node: Any) -> Iterator[Any]:
    """The properties of a row or a cell, if it has any."""
    return (part for part in node if local(part) in {"trPr", "tcPr"})


def is_layout(rows: list[Any]) -> bool:
    """Whether a table only sets out what is in it: one cell, or cells with tables of more than one."""
    cells = [cell for row in rows for cell in row_cells(row)]
    inner = (table for cell in cells for table in cell.iter("{*}tbl"))
    return len(cells) < 2 or any(sum(len(row_cells(row)) for row in table_rows(table)) > 1 for table in inner)


def raw_rows(rows: list[Any]) -> list[list[RawCell]]:
    """The cells with their spans."""
    return merged_down(_cells(row) for row in rows)


def merged_down(rows: Iterable[Iterable[tuple[RawCell, bool]]]) -> list[list[RawCell]]:
    """Rows of cells, of which each says whether it goes on from the row above: a chain of such cells is one."""
    heads: dict[int, tuple[int, int]] = {}
    result: list[list[RawCell]] = []
    for row in rows:
        line: list[RawCell] = []
        column = 0
        for cell, goes_on in row:
            head = heads.get(column)
            if goes_on and head is not None:
                y, x = head
                result[y][x] = result[y][x]._replace(rowspan=len(result) - y + 1)
            else:
                heads[column] = (len(result), len(line))
                line.append(cell)
            column += cell.colspan
        result.append(line)
    return result


def _cells(row: Any) -> Iterator[tuple[RawCell, bool]]:
    """The cells of a row, and whether each goes on from the row above."""
    before = _number(row, "trPr", "gridBefore")
    if before:
        yield RawCell("", colspan=before), False
    waiting: tuple[RawCell, bool] | None = None
    for cell in row_cells(row):
        span = _number(cell, "tcPr", "gridSpan") or 1
        if waiting and _merge(cell, "hMerge") == "continue":
            waiting = (waiting[0]._replace(colspan=waiting[0].colspan + span), waiting[1])
            continue
        if waiting:
            yield waiting
        waiting = RawCell(_text(cell), colspan=span), _merge(cell, "vMerge") == "continue"
    if waiting:
        yield waiting


def _number(node: Any, style: str, name: str) -> int:
    own = child(node, style)
    mark = child(own, name) if own is not None else None
    digits = said(mark) if mark is not None else ""
    return int(digits) if digits.isdigit() and len(digits) < 4 else 0


def _merge(cell: Any, name: str) -> str:
    """`restart` or `continue` for a cell that is merged with others, else ''."""
    style = child(cell, "tcPr")
    mark = child(style, name) if style is not None else None
    return "" if mark is None else said(mark) or "continue"


def _text(cell: Any) -> str:
    return "\n".join(_lines(cell))


def _lines(node: Any) -> Iterator[str]:
    """The paragraphs of a cell, those of a table of one cell in it too."""
    for part in shown(node):
        if local(part) == "p":
            yield text_of(part)
        else:
            yield from _lines(part)
