"""Binary Word files of 1997, as small as they may be: characters, and what paragraphs and runs say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

from compound_file import compound_file

TEXT, PAGE = 2048, 512
IN_TABLE, ROW_END, DEPTH = b"\x16\x24\x01", b"\x17\x24\x01", b"\x49\x66"
INNER_CELL, INNER_ROW_END = b"\x4b\x24\x01", b"\x4c\x24\x01"
DELETED, HIDDEN, STRUCK, RAISED = b"\x00\x08\x01", b"\x3c\x08\x01", b"\x37\x08\x01", b"\x48\x2a\x01"
JOINED, DOWN, DOWN_FIRST = 0x02, 0x20, 0x60


def deep(depth: int) -> bytes:
    return IN_TABLE + DEPTH + pack("<I", depth)


def row_end(edges: Sequence[int], flags: Sequence[int] = (), end: bytes = ROW_END) -> bytes:
    """What the mark at the end of a row says: where its cells stand, and how they are merged."""
    cells = b"".join(pack("<H", flag) + b"\0" * 18 for flag in (*flags, *[0] * (len(edges) - 1 - len(flags))))
    shape = pack(f"<B{len(edges)}h", len(edges) - 1, *edges) + cells
    return end + b"\x08\xd6" + pack("<H", len(shape) + 1) + shape


def old_document(
    paragraphs: Sequence[tuple[str, bytes]],
    marked: dict[str, bytes] | None = None,
    *,
    boxed: int = 0,
    flags: int = 0x200,
) -> bytes:
    """A whole file: paragraphs with their end marks, the last `boxed` in text boxes; `marked` runs by their text."""
    text = "".join(said for said, _ in paragraphs)
    in_boxes = sum(len(said) for said, _ in paragraphs[len(paragraphs) - boxed :]) if boxed else 0
    data = b""
    ends, properties = [TEXT], []
    for said, style in paragraphs:
        ends.append(ends[-1] + 2 * len(said))
        long = len(style) > 200  # too long for a page
        properties.append(b"\0\0" + (b"\x46\x66" + pack("<I", len(data)) if long else style))
        data += pack("<H", len(style)) + style if long else b""
    runs = [TEXT]
    styles: list[bytes] = []
    for said, style in (marked or {}).items():
        start = TEXT + 2 * text.index(said)
        runs += [start, start + 2 * len(said)]
        styles += [b"", style]
    runs.append(ends[-1])
    styles.append(b"")
    words = text.encode("utf-16-le").ljust(-(-2 * len(text) // PAGE) * PAGE, b"\0")
    first = (TEXT + len(words)) // PAGE
    pages = [*_pages(ends, properties), _page(runs, styles, paragraph=False)]
    pieces = pack("<II", 0, len(text)) + pack("<HIH", 0, TEXT, 0)
    starts = [TEXT] * len(pages[:-1]) + [ends[-1]]
    by_page = pack(f"<{len(starts)}I", *starts) + pack(f"<{len(pages) - 1}I", *range(first, first + len(pages) - 1))
    by_run = pack("<III", TEXT, ends[-1], first + len(pages) - 1)
    clx = b"\x02" + pack("<I", len(pieces)) + pieces
    block = bytearray(TEXT)
    block[:12] = pack("<HH", 0xA5EC, 0xC1) + b"\0" * 6 + pack("<H", flags)
    block[0x4C:0x6C] = pack("<8i", len(text) - in_boxes, 0, 0, 0, 0, 0, in_boxes, 0)
    place = 0
    for index, part in ((12, by_run), (13, by_page), (33, clx)):
        block[154 + 8 * index : 162 + 8 * index] = pack("<II", place, len(part))
        place += len(part)
    streams = {"WordDocument": bytes(block) + words + b"".join(pages), "1Table": by_run + by_page + clx, "Data": data}
    return compound_file(streams)


def _pages(ends: list[int], properties: list[bytes]) -> list[bytes]:
    """Pages of no more than four paragraphs."""
    return [
        _page(ends[at : at + len(properties[at : at + 4]) + 1], properties[at : at + 4], paragraph=True)
        for at in range(0, len(properties), 4)
    ]


def _page(edges: list[int], properties: list[bytes], *, paragraph: bool) -> bytes:
    page = bytearray(PAGE)
    page[: 4 * len(edges)] = pack(f"<{len(edges)}I", *edges)
    place = PAGE - 2
    for index, said in enumerate(properties):
        odd = said + b"\0" * ((len(said) + 1) % 2)
        whole = bytes([(len(odd) + 1) // 2]) + odd if paragraph else bytes([len(said)]) + said
        place -= len(whole) + len(whole) % 2
        page[place : place + len(whole)] = whole
        page[4 * len(edges) + (13 if paragraph else 1) * index] = place // 2 if said else 0
    page[-1] = len(properties)
    return bytes(page)
