"""XLS and XLSX: each sheet a table, its text lines paragraphs."""

from __future__ import annotations

import io
from typing import Any

from python_calamine import CalamineWorkbook

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import MAX_COLUMNS, MAX_ROWS, Builder, RawCell
from extract.formats.cutting import pieces
from extract.formats.package import check_archive

MAX_SHEETS = 30


def read_sheet(payload: bytes) -> Document:
    """A document from a workbook; a row of one cell is a paragraph, the others are rows of the sheet's table."""
    media = "xlsx" if payload.startswith(b"PK") else "xls"
    if media == "xlsx":
        check_archive(payload)
    builder = Builder(media)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(payload))
        for name in workbook.sheet_names[:MAX_SHEETS]:
            _add(builder, name, workbook.get_sheet_by_name(name))
    except Unreadable:
        raise
    except BaseException as error:  # calamine turns faults of its Rust code into PanicException
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise Unreadable(f"the workbook cannot be read: {type(error).__name__}") from error
    return builder.build()


def _add(builder: Builder, name: str, sheet: Any) -> None:
    if sheet.total_height > MAX_ROWS * 4 or sheet.total_width > MAX_COLUMNS * 4:
        builder.faults.append(f"sheet {name} was cut at {MAX_ROWS} rows and {MAX_COLUMNS} columns")
    rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    merged = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in sheet.merged_cell_ranges or ()}
    hidden = {
        (y, x)
        for (row, column), (height, width) in merged.items()
        for y in range(row, min(row + height, MAX_ROWS))
        for x in range(column, min(column + width, MAX_COLUMNS))
        if (y, x) != (row, column)
    }
    table: list[list[RawCell]] = []
    for y, row in enumerate(rows):
        filled = [(x, value) for x, value in enumerate(row) if value not in ("", None)]
        if len(filled) == 1 and _is_line(filled[0], table):
            _flush(builder, table)
            table = []
            builder.paragraph(_text(filled[0][1]), where=f"{name}!{_name(y, filled[0][0])}")
        else:
            cells = [(x, value) for x, value in enumerate(row[:MAX_COLUMNS]) if (y, x) not in hidden]
            table.append(
                [RawCell(_text(value), *merged.get((y, x), (1, 1)), f"{name}!{_name(y, x)}") for x, value in cells]
            )
    _flush(builder, table)


def _is_line(cell: tuple[int, Any], table: list[list[RawCell]]) -> bool:
    """A title above the table or a sentence below it; within it, a row of one cell is a heading of the form."""
    position, value = cell
    return isinstance(value, str) and position == 0 and (not table or len(value) > 40)


def _flush(builder: Builder, rows: list[list[RawCell]]) -> None:
    for piece in pieces(rows):
        if isinstance(piece, RawCell):
            builder.paragraph(piece.text, where=piece.where)
        elif any(cell.text for row in piece for cell in row):
            builder.table(piece)


def _text(value: Any) -> str:
    """Numbers as a sheet shows them: whole ones without `.0`."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return "" if value is None else str(value)


def _name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"
