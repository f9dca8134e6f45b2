"""Binary workbooks of 1997, as small as they may be: sheets of words and numbers, some rows and columns hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from struct import pack

from compound_file import compound_file


def record(kind: int, data: bytes = b"") -> bytes:
    return pack("<HH", kind, len(data)) + data


def text(said: str, length: str) -> bytes:
    return pack(f"<{length}B", len(said), 1) + said.encode("utf-16-le")


def sheet(
    rows: Sequence[Sequence[str | int]], hidden_rows: Sequence[int] = (), hidden_columns: Sequence[int] = ()
) -> bytes:
    """The records of a sheet."""
    done = record(0x809, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    done += b"".join(record(0x7D, pack("<6H", x, x, 9, 0, 1, 0)) for x in hidden_columns)
    for y in range(len(rows)):
        done += record(0x208, pack("<8H", y, 0, 9, 256, 0, 0, 0x20 * (y in hidden_rows), 0))
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            place = pack("<HHH", y, x, 0)
            number = isinstance(value, int)
            done += record(0x203, place + pack("<d", value)) if number else record(0x204, place + text(str(value), "H"))
    return done + record(0x0A)


def old_workbook(sheets: Mapping[str, bytes], hidden: Sequence[str] = (), more: bytes = b"") -> bytes:
    """A whole file; `sheets` are their records by name, `more` the records of styles and strings."""
    begin = record(0x809, pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + more
    place = len(begin) + sum(4 + 6 + 2 + 2 * len(name) for name in sheets) + 4
    named = b""
    for name, records in sheets.items():
        named += record(0x85, pack("<IBB", place, name in hidden, 0) + text(name, "B"))
        place += len(records)
    return compound_file({"Workbook": begin + named + record(0x0A) + b"".join(sheets.values())})
