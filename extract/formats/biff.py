"""What the sheets of an XLS hide, which the reader of its cells does not say: rows and columns of no height or width.

Records and their layouts after [MS-XLS] 2.4: BoundSheet8, Row, ColInfo; in files of 1995 they are the same.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from struct import unpack_from
from typing import NamedTuple

import olefile

_BOUNDSHEET, _ROW, _COLINFO, _BEGIN, _END = 0x85, 0x208, 0x7D, 0x809, 0x0A
_NO_HEIGHT = 0x20
_MOST = 200_000  # records of a sheet
_LEAST = {_BOUNDSHEET: 4, _ROW: 16, _COLINFO: 10}  # bytes


class Hidden(NamedTuple):
    """The rows and columns of a sheet that are not seen, 0-based."""

    rows: set[int]
    columns: set[int]


def hidden_parts(payload: bytes, most: int) -> list[Hidden]:
    """For each sheet in order, no more than `most`; olefile raises what a broken file provokes."""
    with olefile.OleFileIO(io.BytesIO(payload)) as ole:
        name = next((name for name in ("Workbook", "Book") if ole.exists(name)), "")
        stream = ole.openstream(name).read() if name else b""
    places = [unpack_from("<I", data)[0] for kind, data in _records(stream, 0) if kind == _BOUNDSHEET]
    return [_hidden(stream, place) for place in places[:most]]


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of what begins there, whole ones."""
    return islice(_all_records(stream, place), _MOST)


def _all_records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    depth = 0
    while place + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, place)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if size >= _LEAST.get(kind, 0):
            yield kind, stream[place + 4 : place + 4 + size]
        place += 4 + size


def _hidden(stream: bytes, place: int) -> Hidden:
    rows: set[int] = set()
    columns: set[int] = set()
    for kind, data in _records(stream, place):
        if kind == _ROW and unpack_from("<H", data, 12)[0] & _NO_HEIGHT:
            rows.add(unpack_from("<H", data)[0])
        elif kind == _COLINFO:
            first, last, width, _, how = unpack_from("<5H", data)
            columns.update(range(first, min(last, 255) + 1) if how & 1 or not width else ())
    return Hidden(rows, columns)
