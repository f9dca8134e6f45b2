"""XLS record by record: what each sheet shows, its cells as text, and what it hides.

After [MS-XLS] 2.4 (records) and 2.5.293 (strings); files of 1995 hold their strings in a code page.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from struct import unpack, unpack_from

import olefile

from extract.errors import Unreadable
from extract.formats.building import MAX_COLUMNS, MAX_ROWS, UNTOLD
from extract.formats.office.biff_strings import Fonts, plain_string, shared_strings
from extract.formats.office.numberformats import EPOCHS, Formats, formats_from, shown_as
from extract.formats.office.sheetgrid import Sheet, Span

_BEGIN, _END, _LOCKED, _CONTINUE = 0x809, 0x0A, 0x2F, 0x3C
_BOUNDSHEET, _CODEPAGE, _DATEMODE, _FONT, _FORMAT, _STYLE, _SHARED = 0x85, 0x42, 0x22, 0x31, 0x41E, 0xE0, 0xFC
_ROW, _COLINFO, _MERGED = 0x208, 0x7D, 0xE5
_NUMBER, _RK, _MANY_RK, _LABEL, _RICH, _OF_SHARED = 0x203, 0x27E, 0xBD, 0x204, 0xD6, 0xFD
_FORMULA, _RESULT, _TRUTH, _BLANK, _BLANKS = 0x06, 0x207, 0x205, 0x201, 0xBE
_NO_HEIGHT = 0x20
_MOST = 400_000  # records of a sheet, or of the book
_UNICODE = 0x600  # the version from which on strings are Unicode
_PAGES = {936: "gb18030", 950: "big5", 1252: "cp1252", 65001: "utf-8"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
Record = tuple[int, bytes]


@dataclass
class _Book:
    """What the first part of the stream says of all sheets: their strings, styles and fonts."""

    unicode: bool
    charset: str = "gb18030"
    epoch: datetime = EPOCHS[0]
    sheets: list[tuple[str, int]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: Formats = field(default_factory=lambda: formats_from((), {}, EPOCHS[0]))

    def text(self, size: int, data: bytes) -> str:
        """A string of so many characters, or bytes of the code page."""
        return plain_string(size, data) if self.unicode else data[:size].decode(self.charset, "replace")


def old_sheets(payload: bytes, most: int) -> Iterator[Sheet]:
    """The sheets that are not hidden, in order; olefile and struct raise what a broken file provokes.

    Raises Unreadable for a locked one.
    """
    with olefile.OleFileIO(io.BytesIO(payload)) as ole:
        name = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
        stream = ole.openstream(name).read() if name else b""
    book = _book(list(_records(stream, 0)))
    for title, place in book.sheets[:most]:
        yield _Reader(Sheet(title), book).read(stream, place)


def _records(stream: bytes, place: int) -> Iterator[Record]:
    """The records from a place to the end of what begins there."""
    return islice(_all_records(stream, place), _MOST)


def _all_records(stream: bytes, place: int) -> Iterator[Record]:
    depth = 0
    while place + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _book(records: list[Record]) -> _Book:
    if any(kind == _LOCKED for kind, _ in records):
        raise Unreadable("the workbook needs a password")
    found = dict(records)
    book = _Book(unicode=bool(records) and unpack_from("<H", records[0][1])[0] >= _UNICODE)
    book.charset = _PAGES.get(unpack("<H", found.get(_CODEPAGE, b"\0\0"))[0], "gb18030")
    book.epoch = EPOCHS[found.get(_DATEMODE, b"\0")[:1] == b"\1"]
    book.sheets = [sheet for kind, data in records if kind == _BOUNDSHEET for sheet in _named(data, book)]
    numbers = [str(unpack_from("<H", data, 2)[0]) for kind, data in records if kind == _STYLE]
    codes = {str(unpack_from("<H", data)[0]): _code(data[2:], book) for kind, data in records if kind == _FORMAT}
    book.formats = formats_from(numbers, codes, book.epoch)
    fonts = Fonts([data for kind, data in records if kind == _FONT])
    book.strings = list(shared_strings(_shared(records), fonts))
    return book


def _named(data: bytes, book: _Book) -> Iterator[tuple[str, int]]:
    """The name and the place of a sheet of cells that is seen."""
    if data[4] & 3 == 0 and data[5] == 0:
        yield book.text(data[6], data[7:]), unpack_from("<I", data)[0]


def _code(data: bytes, book: _Book) -> str:
    return book.text(unpack_from("<H", data)[0], data[2:]) if book.unicode else book.text(data[0], data[1:])


def _shared(records: list[Record]) -> list[bytes]:
    """The record of shared strings and those that it goes on in."""
    start = next((index for index, (kind, _) in enumerate(records) if kind == _SHARED), len(records))
    blocks: list[bytes] = []
    for kind, data in records[start:]:
        if blocks and kind != _CONTINUE:
            break
        blocks.append(data)
    return blocks


class _Reader:
    """Reads the records of one sheet."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self._sheet, self._book = sheet, book
        self._waiting: tuple[int, int] | None = None  # of a formula whose result is a string: it comes next

    def read(self, stream: bytes, place: int) -> Sheet:
        """The sheet that begins at a place."""
        for kind, data in _records(stream, place):
            if kind == _ROW and unpack_from("<H", data, 12)[0] & _NO_HEIGHT:
                self._sheet.hidden_rows.add(unpack_from("<H", data)[0])
            elif kind == _COLINFO:
                first, last, width, _, how = unpack_from("<5H", data)
                hidden = range(first, min(last, MAX_COLUMNS) + 1) if how & 1 or not width else ()
                self._sheet.hidden_columns.update(hidden)
            elif kind == _MERGED:
                places = islice(range(2, len(data) - 7, 8), unpack_from("<H", data)[0])
                corners = (unpack_from("<4H", data, place) for place in places)
                self._sheet.merged.extend(Span(top, left, bottom, right) for top, bottom, left, right in corners)
            else:
                self._cells(kind, data)
        return self._sheet

    def _cells(self, kind: int, data: bytes) -> None:
        if kind == _RESULT and self._waiting:
            self._put(*self._waiting, self._string(data))
        elif kind == _MANY_RK:
            row, first = unpack_from("<HH", data)
            for index, place in enumerate(range(4, len(data) - 7, 6)):
                style, number = unpack_from("<HI", data, place)
                self._put(row, first + index, self._number(_rk(number), style))
        elif kind in {_BLANK, _BLANKS}:
            row, column = unpack_from("<HH", data)
            self._put(row, column, "")
        elif kind in {_NUMBER, _RK, _LABEL, _RICH, _OF_SHARED, _FORMULA, _TRUTH}:
            row, column, style = unpack_from("<HHH", data)
            self._put(row, column, self._text(kind, data[6:], style, (row, column)))

    def _text(self, kind: int, data: bytes, style: int, place: tuple[int, int]) -> str:
        self._waiting = None
        if kind in {_LABEL, _RICH}:
            return self._string(data)
        if kind == _OF_SHARED:
            index = unpack_from("<I", data)[0]
            return self._book.strings[index] if index < len(self._book.strings) else UNTOLD
        if kind == _TRUTH:
            return _truth(data[0], error=data[1] != 0)
        if kind == _RK:
            return self._number(_rk(unpack_from("<I", data)[0]), style)
        if kind == _FORMULA and data[6:8] == b"\xff\xff":
            if data[0] == 0:
                self._waiting = place
            return _truth(data[2], error=data[0] == 2) if data[0] in {1, 2} else ""
        return self._number(unpack_from("<d", data)[0], style)

    def _string(self, data: bytes) -> str:
        return self._book.text(unpack_from("<H", data)[0], data[2:])

    def _number(self, value: float, style: int) -> str:
        return shown_as(repr(value), str(style), self._book.formats)

    def _put(self, row: int, column: int, text: str) -> None:
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            self._sheet.cut = True
            return
        self._sheet.rows.add(row)
        if text:
            self._sheet.texts[row, column] = text


def _rk(number: int) -> float:
    """A number packed into 30 bits: whole or the upper half of a binary fraction, perhaps in hundredths."""
    signed = number - 2**32 if number & 0x80000000 else number
    value = (
        float(signed >> 2) if number & 2 else float(unpack("<d", b"\0\0\0\0" + (number & ~3).to_bytes(4, "little"))[0])
    )
    return value / 100 if number & 1 else value


def _truth(value: int, *, error: bool) -> str:
    return _ERRORS.get(value, "#ERROR!") if error else ("FALSE", "TRUE")[value != 0]
