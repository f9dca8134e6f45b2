"""XLS and XLSX: each sheet a table, its text lines paragraphs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.biff import Hidden, hidden_parts
from extract.formats.building import MAX_COLUMNS, MAX_ROWS, Builder, RawCell
from extract.formats.cutting import pieces
from extract.formats.numberformats import plain
from extract.formats.package import check_archive
from extract.formats.sheetgrid import Row, Sheet, Span, islands, trimmed
from extract.formats.workbook import is_workbook, sheets_of

MAX_SHEETS = 30
_LONG = 40  # characters: a row of one cell within a table is a heading of the form, a longer one a sentence


def read_sheet(payload: bytes) -> Document:
    """A document from a workbook; a row of one cell is a paragraph, the others are rows of the sheet's table."""
    media = "xlsx" if payload.startswith(b"PK") else "xls"
    if media == "xlsx":
        check_archive(payload)
    builder = Builder(media)
    try:
        for sheet in sheets_of(payload, MAX_SHEETS) if is_workbook(payload) else _other_sheets(payload):
            _add(builder, sheet)
    except Unreadable:
        raise
    except BaseException as error:  # calamine turns faults of its Rust code into PanicException
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        raise Unreadable(f"the workbook cannot be read: {type(error).__name__}") from error
    return builder.build()


def _other_sheets(payload: bytes) -> Iterator[Sheet]:
    """The sheets of an XLS, or of a workbook whose parts are binary, that are not hidden."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(payload))
    hidden = [] if payload.startswith(b"PK") else hidden_parts(payload, MAX_SHEETS)
    for index, one in enumerate(workbook.sheets_metadata[:MAX_SHEETS]):
        if one.visible == SheetVisibleEnum.Visible:
            sheet = _other_sheet(one.name, workbook.get_sheet_by_name(one.name))
            parts = hidden[index] if index < len(hidden) else Hidden(set(), set())
            yield replace(sheet, hidden_rows=parts.rows, hidden_columns=parts.columns)


def _other_sheet(name: str, cells: Any) -> Sheet:
    rows = cells.to_python(skip_empty_area=False, nrows=MAX_ROWS)
    texts = {(y, x): text for y, row in enumerate(rows) for x, value in enumerate(row) if (text := _text(value))}
    merged = [Span(*start, *end) for start, end in cells.merged_cell_ranges or ()]
    return Sheet(name, texts, merged, cut=cells.total_height > MAX_ROWS or cells.total_width > MAX_COLUMNS)


def _text(value: Any) -> str:
    """Numbers as a sheet shows them: whole ones without `.0`."""
    return plain(value) if isinstance(value, float) else "" if value is None else str(value)


def _add(builder: Builder, sheet: Sheet) -> None:
    if sheet.cut:
        builder.faults.append(f"sheet {sheet.name} was cut at {MAX_ROWS} rows and {MAX_COLUMNS} columns")
    for rows in islands(sheet):
        table: list[Row] = []
        for row in rows:
            filled = [cell for cell in row if cell.text]
            if len(filled) == 1 and filled[0] is row[0] and (not table or len(filled[0].text) > _LONG):
                _flush(builder, table)
                table = []
                builder.paragraph(filled[0].text, where=filled[0].where)
            elif filled or table:
                table.append(row)
        _flush(builder, table)


def _flush(builder: Builder, rows: list[Row]) -> None:
    for piece in pieces(rows):
        if isinstance(piece, RawCell):
            builder.paragraph(piece.text, where=piece.where)
        elif any(cell.text for row in piece for cell in row):
            builder.table(trimmed(piece))
