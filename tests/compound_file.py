"""Compound files, as small as they may be: streams by name, as Office kept them until 2003."""

from __future__ import annotations

from collections.abc import Mapping
from struct import pack

import olefile

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A header, one sector of the table of sectors, one of the directory, and the streams."""
    table, entries, data = [FAT, END], _entry("Root Entry", 5, 1, END, 0), b""
    for index, (name, stream) in enumerate(streams.items(), 1):
        whole = stream.ljust(4096, b"\0")
        whole = whole.ljust(-(-len(whole) // SECTOR) * SECTOR, b"\0")
        entries += _entry(name, 2, FREE, len(table), len(whole), following=index + 1 if index < len(streams) else FREE)
        table += [*range(len(table) + 1, len(table) + len(whole) // SECTOR), END]
        data += whole
    header = olefile.MAGIC + b"\0" * 16 + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0) + pack("<109I", 0, *[FREE] * 108)
    return header + pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff") + entries.ljust(SECTOR, b"\0") + data


def _entry(name: str, kind: int, child: int, start: int, size: int, *, following: int = FREE) -> bytes:
    said = name.encode("utf-16-le")
    links = pack("<HBBIII", len(said) + 2, kind, 1, FREE, following, child)
    return said.ljust(64, b"\0") + links + b"\0" * 36 + pack("<IQ", start, size)
