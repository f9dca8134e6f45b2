"""Single properties of paragraphs, characters and table rows in a binary Word file ([MS-DOC] 2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from
from typing import NamedTuple

DELETED, RAISED = 1, 2
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # bytes of what follows, by the kind of a property; 0: it says so itself
_DEFINE_ROW, _TABS = 0xD608, 0xC615
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_ELSEWHERE = {0x6645, 0x6646}  # properties too long for a page: where they stand in the data stream
_VERTICAL = 0xD62B
_GONE = {0x0800, 0x083C, 0x0837, 0x2A53}  # deleted, hidden, struck out once or twice
_HEIGHT = 0x2A48
_CELL = 20  # bytes
_JOINED, _DOWN, _DOWN_FIRST = 0x02, 0x20, 0x40


class CellShape(NamedTuple):
    """A cell of a row: where it ends, in twentieths of a point; whether it goes on from the cell before, or above."""

    end: int
    joined: bool
    down: bool


class Row(NamedTuple):
    """Where the cells of a row stand, from `start` on."""

    start: int
    cells: tuple[CellShape, ...]


class Properties(NamedTuple):
    """What a paragraph says of itself: heading level or 0, how deep in tables, whether it ends a cell or a row."""

    level: int = 0
    depth: int = 0
    ends_cell: bool = False
    ends_row: bool = False
    row: Row | None = None


def run_bytes(page: bytes, place: int, *, paragraph: bool) -> bytes:
    """The properties that stand at a place of a page, behind their length."""
    size = page[place] if place < len(page) else 0
    if not paragraph:
        return page[place + 1 : place + 1 + size]
    if size:
        return page[place + 1 : place + 2 * size]
    return page[place + 2 : place + 2 + 2 * page[place + 1]] if place + 1 < len(page) else b""


def _singles(said: bytes) -> Iterator[tuple[int, bytes]]:
    """Properties one by one: what it is, and what it says."""
    place = 0
    while place + 2 < len(said):
        kind = unpack_from("<H", said, place)[0]
        place += 2
        size = _SIZES[kind >> 13]
        if kind == _DEFINE_ROW:
            size = unpack_from("<H", said, place)[0] + 1 if place + 1 < len(said) else 0
        elif not size:
            size = said[place] + 1
            if kind == _TABS and size == 256:
                return  # of an unknown length, and nothing that is asked for comes with it
        yield kind, said[place : place + size]
        place += size


def character_mark(said: bytes) -> int:
    """Whether characters are not shown, or raised; 0 for neither."""
    mark = 0
    for kind, value in _singles(said):
        if kind in _GONE and value[:1] in {b"\1", b"\x81"}:
            return DELETED
        if kind == _HEIGHT and value[:1] == b"\1":
            mark = RAISED
    return mark


def paragraph_properties(said: bytes, data: bytes) -> Properties:
    """What the properties of a paragraph say, behind the number of its style; `data` holds the long ones."""
    style = unpack_from("<H", said)[0] if len(said) > 1 else 0
    found = dict(_all(said[2:], data))
    deep = int.from_bytes(found.get(_DEPTH, b""), "little")
    in_table = found.get(_IN_TABLE, b"\0") != b"\0"
    inner = deep > 1
    return Properties(
        level=style if style < 7 else 0,
        depth=deep or int(in_table),
        ends_cell=found.get(_INNER_CELL, b"\0") != b"\0",
        ends_row=found.get(_INNER_ROW_END if inner else _ROW_END, b"\0") != b"\0",
        row=_row(found),
    )


def _all(said: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    for kind, value in _singles(said):
        if kind in _ELSEWHERE and len(value) == 4:
            place = int.from_bytes(value, "little")
            size = int.from_bytes(data[place : place + 2], "little")
            yield from _singles(data[place + 2 : place + 2 + size])
        else:
            yield kind, value


def _row(found: dict[int, bytes]) -> Row | None:
    value = found.get(_DEFINE_ROW, b"")[2:]
    if not value:
        return None
    count = value[0]
    try:
        edges = unpack_from(f"<{count + 1}h", value, 1)
    except error:
        return None
    shapes = value[1 + 2 * (count + 1) :]
    flags = [int.from_bytes(shapes[_CELL * index : _CELL * index + 2], "little") for index in range(count)]
    told = found.get(_VERTICAL, b"")[1:]
    if len(told) == 2 and told[0] < count:
        flags[told[0]] = flags[told[0]] & ~(_DOWN | _DOWN_FIRST) | (told[1] & 3) << 5
    cells = (
        CellShape(end, bool(f & _JOINED), f & (_DOWN | _DOWN_FIRST) == _DOWN)
        for end, f in zip(edges[1:], flags, strict=True)
    )
    return Row(edges[0], tuple(cells))
