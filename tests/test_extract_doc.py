"""Binary Word files as a word processor shows them: tables whole, nothing deleted, hidden or of a field's code."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old_document import (
    DELETED,
    DOWN,
    DOWN_FIRST,
    HIDDEN,
    IN_TABLE,
    INNER_CELL,
    INNER_ROW_END,
    JOINED,
    RAISED,
    STRUCK,
    deep,
    old_document,
    row_end,
)  # fmt: skip
from old_workbook import old_workbook, sheet
from test_extract_formats import content, grid, lines

from extract.document import Document
from extract.errors import Unreadable
from extract.formats import read

EDGES = (0, 1000, 2000, 3000)


def document(*paragraphs: tuple[str, bytes], marked: dict[str, bytes] | None = None, boxed: int = 0) -> Document:
    return read(content(old_document(paragraphs, marked, boxed=boxed), "application/msword"))


def row(*cells: str, edges: tuple[int, ...] = EDGES, flags: tuple[int, ...] = ()) -> list[tuple[str, bytes]]:
    return [*((f"{cell}\x07", IN_TABLE) for cell in cells), ("\x07", IN_TABLE + row_end(edges, flags))]


def test_a_table_stands_between_its_lines_with_every_row_whole() -> None:
    """A row of so many cells that a page of properties does not hold what it says of them."""
    wide = tuple(range(0, 16_000, 1000))
    numbers = [str(number) for number in range(15)]
    said = document(
        ("某镇年度报告\r", b""), *row("规章", "1", "4"), *row("许可", "2", ""), ("无。\r", b""),
        *row(*numbers, edges=wide), *row(*numbers, edges=wide), ("完\r", b""),
    )  # fmt: skip
    assert lines(said) == ["某镇年度报告", "无。", "完"]
    assert [grid(table) for table in said.tables()] == [[["规章", "1", "4"], ["许可", "2", ""]], [numbers, numbers]]


def test_cells_are_as_wide_and_as_high_as_they_stand() -> None:
    said = document(
        *row("办理结果", "一", "1", flags=(DOWN_FIRST,)),
        *row("", "二", "2", flags=(DOWN,)),
        *row("合计", "3", edges=(0, 2010, 2990)),
        *row("备注", "", "4", flags=(0, JOINED)),
        *row("5", edges=(2000, 3000)),
    )
    assert grid(next(said.tables())) == [
        ["办理结果", "一", "1"],
        ["办理结果", "二", "2"],
        ["合计", "合计", "3"],
        ["备注", "备注", "4"],
        ["", "", "5"],
    ]


@pytest.mark.parametrize("gone", [DELETED, HIDDEN, STRUCK])
def test_characters_that_are_not_shown_are_not_read(gone: bytes) -> None:
    said = document(*row("规章", "97", "12"), *row("许可", "3", "4"), marked={"9": gone})
    assert grid(next(said.tables()))[0] == ["规章", "7", "12"]


def test_signs_beside_a_number_neither_join_it_nor_are_lost() -> None:
    cells = ("\x13 =SUM(C2:C3) \x1412\x15", "8\x02", "\x1e5")
    said = document(*row(*cells), *row("许可", "31", "4"), marked={"1\x07": RAISED})
    assert grid(next(said.tables())) == [["12", "8", "-5"], ["许可", "3[1]", "4"]]


def test_a_table_within_a_layout_or_a_text_box_is_a_table() -> None:
    inner = deep(2)
    within = [
        ("规章\r", inner + INNER_CELL),
        ("1\r", inner + INNER_CELL),
        ("\r", inner + row_end((0, 9, 500), end=INNER_ROW_END)),
    ]
    said = document(("表二\r", IN_TABLE), *within, ("\x07", IN_TABLE), ("\x07", IN_TABLE + row_end((0, 3000))))
    assert lines(said) == ["表二"]
    assert [grid(table) for table in said.tables()] == [[["规章", "1"]]]
    boxed = document(("正文\r", b""), *row("规章", "1", "4"), ("\r", b""), boxed=5)
    assert [grid(table) for table in boxed.tables()] == [[["规章", "1", "4"]]]


def test_a_locked_or_broken_file_says_so() -> None:
    whole = old_document([("正文\r", b"")], flags=0x300)
    with pytest.raises(Unreadable, match="password"):
        read(content(whole))
    with pytest.raises(Unreadable, match="cannot be read"):
        read(content(old_document([("正文\r", b"")], flags=0)))


OLD = {
    "doc": old_document([("某镇年度报告\r", b""), *row("规章", "1", "4"), *row("许可", "2", "5")], {"4": DELETED}),
    "xls": old_workbook({"表": sheet([["规章", 1, 4], ["许可", 2, 5]], [0], [1])}),
}


@pytest.mark.parametrize("name", sorted(OLD))
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_flipped_bytes_never_break_a_reader_of_old_files(name: str, data: st.DataObject) -> None:
    payload = bytearray(OLD[name])
    for _ in range(data.draw(st.integers(1, 20))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read(content(bytes(payload)))
