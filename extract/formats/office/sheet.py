"""XLS and XLSX: each sheet a table, its text lines paragraphs."""

from __future__ import annotations

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import MAX_COLUMNS, MAX_ROWS, Builder, RawCell
from extract.formats.cutting import pieces
from extract.formats.office.biff import old_sheets
from extract.formats.office.package import check_archive
from extract.formats.office.sheetgrid import Row, Sheet, islands, trimmed
from extract.formats.office.workbook import sheets_of

MAX_SHEETS = 30
_LONG = 40  # characters: a row of one cell within a table is a heading of the form, a longer one a sentence


def read_sheet(payload: bytes) -> Document:
    """A document from a workbook; a row of one cell is a paragraph, the others are rows of the sheet's table."""
    media = "xlsx" if payload.startswith(b"PK") else "xls"
    if media == "xlsx":
        check_archive(payload)
    builder = Builder(media)
    try:
        for sheet in (sheets_of if media == "xlsx" else old_sheets)(payload, MAX_SHEETS):
            _add(builder, sheet)
    except Unreadable:
        raise
    except Exception as error:  # zipfile, lxml, olefile and struct raise whatever a broken file provokes
        raise Unreadable(f"the workbook cannot be read: {type(error).__name__}") from error
    return builder.build()


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
