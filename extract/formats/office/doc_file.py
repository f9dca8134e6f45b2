"""The binary Word file of 1997 and later as its paragraphs, with what each says of cells and rows.

After [MS-DOC]: the file information block (2.5), the piece table (2.9.38), pages of paragraph and character
properties (2.9.174, 2.9.33) and their single properties, `sprm` (2.6).
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from struct import iter_unpack, unpack_from
from typing import NamedTuple

import olefile

from extract.errors import Unreadable
from extract.formats.office.doc_properties import Properties, character_mark, paragraph_properties, run_bytes

MAX_TEXT = 4_000_000  # characters
MAX_PIECES = 20_000
MAX_STRETCHES = 400_000
MAX_CROSSINGS = 20_000_000  # pairs of a piece and a stretch with marks
_IDENT, _OLDEST = 0xA5EC, 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_CHARACTERS, _PARAGRAPHS, _PIECES = 12, 13, 33  # which pair of the block says where the pages or pieces are
_PAGE = 512
_COMPRESSED = 0x40000000


class Piece(NamedTuple):
    """A stretch of text: its first and last character, where it begins in the stream, bytes of a character."""

    first: int
    end: int
    place: int
    width: int


class Stretch(NamedTuple):
    """Bytes of the stream that share properties."""

    start: int
    end: int
    said: bytes


@dataclass(frozen=True, slots=True)
class WordFile:
    """`text` is the whole of it, body and then notes and boxes; `stories` how long each part is.

    `marks` say of every character whether it is deleted or raised; `paragraphs` are in the order of the stream.
    """

    text: str
    stories: tuple[int, ...]
    pieces: tuple[Piece, ...]
    paragraphs: tuple[Stretch, ...]
    marks: bytes
    data: bytes

    def properties(self, character: int) -> Properties:
        """What the paragraph says that ends with a character."""
        piece = self.pieces[max(bisect_right(self.pieces, character, key=lambda piece: piece.first) - 1, 0)]
        place = piece.place + (character - piece.first) * piece.width
        index = bisect_right(self.paragraphs, place, key=lambda stretch: stretch.start) - 1
        known = index >= 0 and place < self.paragraphs[index].end
        return paragraph_properties(self.paragraphs[index].said if known else b"", self.data)


def word_file(payload: bytes) -> WordFile | None:
    """The file, None for one of before 1997; raises Unreadable for a locked one, and what a broken one provokes."""
    with olefile.OleFileIO(io.BytesIO(payload)) as ole:
        stream = ole.openstream("WordDocument").read()
        ident, version = unpack_from("<HH", stream)
        flags = unpack_from("<H", stream, 10)[0]
        if ident != _IDENT or version < _OLDEST:
            return None
        if flags & _ENCRYPTED:
            raise Unreadable("the .doc needs a password")
        table = ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
        data = ole.openstream("Data").read() if ole.exists("Data") else b""
    pieces = tuple(_pieces(_block(stream, table, _PIECES)))
    text = "".join(_texts(stream, pieces))
    marks = _marks(stream, table, pieces, len(text))
    paragraphs = tuple(sorted(islice(_stretches(stream, _block(stream, table, _PARAGRAPHS), 13), MAX_STRETCHES)))
    return WordFile(text, unpack_from("<8i", stream, 0x4C), pieces, paragraphs, marks, data)


def _block(stream: bytes, table: bytes, index: int) -> bytes:
    place, size = unpack_from("<II", stream, 154 + 8 * index)
    return table[place : place + size]


def _pieces(block: bytes) -> Iterator[Piece]:
    """The piece table, behind properties that came with quick saves."""
    place = 0
    while block[place] == 1:
        place += 3 + int(unpack_from("<h", block, place + 1)[0])
    size = unpack_from("<I", block, place + 1)[0]
    plc = block[place + 5 : place + 5 + size]
    count = (len(plc) - 4) // 12
    for index in range(min(count, MAX_PIECES)):
        first, end = unpack_from("<II", plc, 4 * index)
        where = unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)[0]
        width = 1 if where & _COMPRESSED else 2
        if first > end or end > MAX_TEXT:
            return
        yield Piece(first, end, (where & ~_COMPRESSED) // (3 - width), width)


def _texts(stream: bytes, pieces: tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        size = piece.end - piece.first
        raw = stream[piece.place : piece.place + size * piece.width]
        said = raw.decode("cp1252" if piece.width == 1 else "utf-16-le", "replace")
        yield said[:size].ljust(size)


def _stretches(stream: bytes, block: bytes, step: int) -> Iterator[Stretch]:
    """The stretches of all pages that a table of pages names; `step`: bytes of an entry of a page."""
    count = (len(block) - 4) // 8
    for (number,) in iter_unpack("<I", block[4 * (count + 1) :][: 4 * count]):
        start = (number & 0x3FFFFF) * _PAGE
        page = stream[start : start + _PAGE]
        if len(page) == _PAGE:
            yield from _of_page(page, step)


def _of_page(page: bytes, step: int) -> Iterator[Stretch]:
    count = min(page[-1], (_PAGE - 5) // (4 + step))
    for index in range(count):
        start, end = unpack_from("<II", page, 4 * index)
        place = 2 * page[4 * (count + 1) + step * index]
        yield Stretch(start, end, run_bytes(page, place, paragraph=step > 1) if place else b"")


def _marks(stream: bytes, table: bytes, pieces: tuple[Piece, ...], size: int) -> bytes:
    """For every character 0, or that it is deleted, hidden or struck out, or raised."""
    stretches = sorted(islice(_stretches(stream, _block(stream, table, _CHARACTERS), 1), MAX_STRETCHES))
    marked = [(one.start, one.end, mark) for one in stretches if (mark := character_mark(one.said))]
    if len(marked) * len(pieces) > MAX_CROSSINGS:
        raise Unreadable("the .doc is in too many pieces")
    marks = bytearray(size)
    for piece in pieces:
        last = piece.place + (piece.end - piece.first) * piece.width
        for start, end, mark in marked[max(bisect_right(marked, (piece.place,)) - 1, 0) :]:
            if start >= last:
                break
            first = piece.first + max(start - piece.place, 0) // piece.width
            until = piece.first + (min(end, last) - piece.place) // piece.width
            if until > first:
                marks[first:until] = bytes([mark]) * (until - first)
    return bytes(marks[:size])
