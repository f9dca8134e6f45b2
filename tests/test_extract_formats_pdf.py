"""PDFs of many makes: the figures of recorded reports, printed by programs that rule, break and set differently."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from time import process_time
from typing import Any

import pytest
from pdf_printer import Make, Printer, printed
from recorded_reports import FOLDER, Recorded, said

from extract.document import Cell, Document, Paragraph, Table
from extract.errors import Unreadable
from extract.formats import read
from extract.formats.printed.glyphs import Setting, rows, spaced, wrapped
from extract.formats.printed.parts import Part, Piece, joined
from extract.formats.printed.pdf import read_pdf
from extract.formats.scans import extra
from extract.tables.figures import read_tables
from extract.tables.numbers import read_cell
from extract.tables.placed import tabulated
from extract.tables.scanned import FOREIGN, settle
from extract.tables.template import recognise

SOURCES = ("2021/word-markup", "2019/ueditor", "2014/appendix", "2008-local/appendix")
MAKES = {
    "lines": Make(),
    "thin rectangles": Make("rects"),
    "a box a cell": Make("boxes"),
    "no outer lines": Make("sideless"),
    "shaded cells": Make(shaded=True),
    "wide page": Make(width=842.0, height=595.0),
    "turned page": Make(width=842.0, height=595.0, turned=True),
    "rows kept whole": Make(height=400.0),
    "rows cut open": Make(height=500.0, break_="cut"),
    "rows cut open, low pages": Make("rects", height=437.0, break_="cut"),
    "rows cut and closed": Make(height=500.0, break_="closed"),
    "page numbers": Make(height=420.0, numbers=True),
    "running heads": Make(height=420.0, break_="cut", numbers=True, head="某某县人民政府办公室"),
    "a blank after every character": Make(letters="blanks", size=7.0),
    "blanks, and rows cut open": Make(height=470.0, letters="blanks", size=7.0, break_="cut"),
    "wide setting": Make(letters="wide", size=7.0),
    "bold by printing twice": Make(bold=True),
    "no room in the cells": Make(padding=0.5, size=10.0),
    "tables close together": Make(gap=4.0),
    "tables that touch": Make(gap=0.0),
    "lying on its side": Make(width=842.0, height=595.0, lie=90),
    "lying on its other side": Make(width=842.0, height=595.0, lie=270),
    "standing on its head": Make(lie=180),
    "a font that says it hangs below its line": Make(descent=-1030),
    "a water mark over the numbers": Make(mark="内部资料2016"),
}


@cache
def source(name: str) -> tuple[tuple[Table, ...], dict[str, tuple[Any, str]]]:
    """The tables of a recorded report, and the figures they say."""
    report = Recorded(FOLDER / name)
    return tuple(table for _, table in recognise(read(report.content)).tables), report.expected


def figures(document: Document) -> dict[str, tuple[Any, str]]:
    return said(read_tables(document, recognise(document)).figures)


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())
@pytest.mark.parametrize("name", SOURCES)
def test_every_make_says_the_same(name: str, make: Make) -> None:
    tables, expected = source(name)
    assert figures(read_pdf(printed(tables, make))) == expected


@pytest.mark.parametrize("height", range(340, 640, 23))
@pytest.mark.parametrize("break_", ["cut", "closed"])
def test_no_page_break_shifts_or_invents(height: int, break_: str) -> None:
    tables, expected = source("2021/word-markup")
    found = figures(read_pdf(printed(tables, Make(height=float(height), break_=break_))))
    assert {code: figure for code, figure in found.items() if figure[1] != "unreadable"}.items() <= expected.items()
    assert sum(found.get(code) == figure for code, figure in expected.items()) > 0.9 * len(expected)


LINELESS = {
    "no lines": Make("none"),
    "no lines, numbers to the right": Make("none", align="right"),
    "no lines, in the middle": Make("none", align="middle"),
    "no lines, rows on both pages": Make("none", height=437.0),
    "no lines, page numbers": Make("none", height=420.0, numbers=True),
    "lying lines only": Make("lying"),
    "upright lines only": Make("standing"),
    "stripes": Make("stripes"),
    "no lines, lying on its side": Make("none", lie=90),
    "no lines, a water mark": Make("none", mark="内部资料2016"),
}


@pytest.mark.parametrize("make", LINELESS.values(), ids=LINELESS.keys())
@pytest.mark.parametrize("name", SOURCES)
def test_labels_and_places_make_a_table_without_lines(name: str, make: Make) -> None:
    tables, expected = source(name)
    found = figures(tabulated(read_pdf(printed(tables, make))))
    assert faults(found, expected) == {}
    assert sum(found.get(code) == figure for code, figure in expected.items()) > 0.95 * len(expected)


def faults(found: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """What is said otherwise than printed: never allowed; unread is."""
    return {
        code: (figure, expected.get(code))
        for code, figure in found.items()
        if figure[1] != "unreadable" and figure != expected.get(code)
    }


def table(*rows: str) -> Table:
    """A table of single cells; bars part them."""
    cells = [
        Cell(text, y, x, 1, 1, f"t1r{y + 1}c{x + 1}")
        for y, row in enumerate(rows)
        for x, text in enumerate(row.split("|"))
    ]
    return Table(1, tuple(cells))


def grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text if cell else "?" for cell in row] for row in found.grid] for found in document.tables()]


def test_rows_on_both_sides_of_a_page_break_stay_two() -> None:
    rows = ["涉及商业秘密|件|1", "涉及个人隐私|件|2", "七、收取的费用|万元|0", "八、保障经费情况||"]
    for height in range(130, 200, 4):
        document = read_pdf(printed([table(*rows)], Make(height=float(height), break_="cut")))
        assert [row for grid in grids(document) for row in grid] == [row.split("|") for row in rows]


def test_a_last_row_alone_on_the_next_page_joins_its_table() -> None:
    rows = ["指标|单位|数量", "收到申请数|件|12", "按时办结数|件|7"]
    document = read_pdf(printed([table(*rows)], Make(height=140.0)))
    assert grids(document) == [[row.split("|") for row in rows]]
    assert next(document.tables()).cells[-1].place.startswith("t1r3c3@page2:")


def half(*texts: str, page: int) -> Part:
    """A row of cells that a page break leaves open."""
    pieces = tuple(Piece(10.0 * x, 10.0 * x + 10, 0, 1, text, "", page > 1, page == 1) for x, text in enumerate(texts))
    return Part(pieces, tuple(10.0 * x for x in range(len(texts) + 1)), 1, 0.0, page, page)


def test_halves_of_which_each_has_what_the_other_lacks_are_one_row() -> None:
    whole = joined(half("", "件", "185", page=1), half("其中：涉及国家秘密", "", "", page=2))
    assert whole is not None
    assert [[cell.text for cell in row] for row in whole.rows()] == [["其中：涉及国家秘密", "件", "185"]]
    apart = joined(half("其中：涉及国家秘密", "件", "185", page=1), half("其中：其他", "件", "", page=2))
    assert apart is not None
    assert len(apart.rows()) == 2


def closed(*texts: str, page: int) -> Part:
    """A row of cells that a line closes on both sides of a page break."""
    open_ = half(*texts, page=page)
    return replace(open_, pieces=tuple(replace(one, from_above=False, to_below=False) for one in open_.pieces))


def below(header: Part, row: Part) -> Part:
    return replace(header, pieces=(*header.pieces, *(replace(one, row=1) for one in row.pieces)), height=2)


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        (("", "3", "", "5"), ("2.其他事项", "", "0", ""), [["2.其他事项", "3", "0", "5"]]),
        (("2.其他事项", "", "0", ""), ("", "3", "", "5"), [["2.其他事项", "3", "0", "5"]]),
        (("", "24", "", "0件"), ("2.其他事项", "件", "8 件", ""), [["2.其他事项", "24件", "8 件", "0件"]]),
        (("", "1", "", "0"), ("2.其他事项", "7", "3", ""), [["2.其他事项", "1 7", "3", "0"]]),
        (("", "3", "0", "5"), ("2.其他事项", "", "", ""), [["2.其他事项", "3", "0", "5"]]),
        (("2.其他事项", "不适", "0", "不适"), ("", "用", "", "用"), [["2.其他事项", "不适用", "0", "不适用"]]),
        (("不适", "3", "0", "1"), ("用", "", "", "2"), [["不适用", "3", "0", "1 2"]]),
        (("1.出版物", "3", "", "5"), ("2.其他事项", "", "0", ""), None),
        (("其他处理", "1.出版物", "", "5"), ("", "2.其他事项", "0", ""), None),
        (("1.出版物", "3", "0", "5"), ("", "4", "6", "8"), None),
        (("3", "0", "1", "4"), ("", "", "2", ""), [["3", "0", "1 2", "4"]]),
        (("3", "0", "1", "4"), ("3", "0", "1", "4"), None),
        (("1.出版物", "3", "0", "5"), ("", "", "", ""), None),
    ],
)
def test_a_row_cut_by_a_page_break_that_lines_close_is_one(
    upper: tuple[str, ...], lower: tuple[str, ...], whole: list[list[str]] | None
) -> None:
    found = joined(closed(*upper, page=1), closed(*lower, page=2))
    assert found is not None
    texts = [[cell.text for cell in row] for row in found.rows()]
    assert texts == (whole or [list(upper), list(lower)])


def test_a_row_cut_by_a_page_break_goes_on_below_the_repeated_header() -> None:
    header = ("指标", "自然人", "其他", "总计")
    first = below(closed(*header, page=1), closed("", "3", "0", "5", page=1))
    for label, count in (("2.其他事项", 2), ("", 4)):
        found = joined(first, below(closed(*header, page=2), closed(label, "", "", "", page=2)))
        assert found is not None
        texts = [[cell.text for cell in row] for row in found.rows()]
        assert (len(texts), texts[1]) == (count, [label, "3", "0", "5"])


def test_numbers_that_wrap_or_stand_below_a_blank_line_mix_no_rows() -> None:
    for first, second in (("12.", "00"), ("\u3000", "45")):
        printer = Printer(Make())
        printer.table(table("甲|乙|丙|丁", "|||"))
        for x in (60.0, 180.0, 300.0, 420.0):
            printer.overprint(x, 64.0, first)
            printer.overprint(x, 72.0, second)
        row = grids(read_pdf(printer.pdf()))[0]
        assert row[0] == ["甲", "乙", "丙", "丁"], row


def test_digits_one_below_the_other_in_a_narrow_cell_are_one_number() -> None:
    rows_ = ["甲|乙|丙|丁", "１２４５|７|０|３１６"]
    found = grids(read_pdf(printed([table(*rows_)], Make(width=150.0, padding=0.5))))
    assert found == [[row.split("|") for row in rows_]]


def glyph(text: str, x: float, size: float = 10.0, bottom: float = 20.0) -> dict[str, Any]:
    return {"text": text, "x0": x, "x1": x + size / 2, "size": size, "bottom": bottom, "top": bottom - size}


def test_a_small_number_set_high_is_the_mark_of_a_note() -> None:
    number = [glyph("4", 0), glyph("8", 5)]
    assert spaced([*number, glyph("1", 10, 6.0, 15.0), glyph("2", 13, 6.0, 15.0)], Setting()) == "48[12]"
    assert spaced([*number, glyph("1", 10, 6.0, 15.0), glyph("件", 13)], Setting()) == "48[1]件"
    assert spaced([*number, glyph("1", 10, 6.0)], Setting()) == "481"
    assert spaced([glyph("\0", 0), glyph("4", 5), glyph("2", 10), glyph("\0", 15)], Setting()) == "42"
    assert spaced([glyph("—", 0), glyph("5", 5, 6.0, 15.0)], Setting()) == "—[5]"
    assert spaced([glyph("用", 0), glyph("5", 5, 6.0, 15.0)], Setting()) == "用[5]"
    assert read_cell("—[5]").state == "not_applicable"
    assert read_cell("[5]").state == "unreadable"


def test_a_small_number_on_a_line_of_its_own_is_the_mark_of_a_note() -> None:
    number = [glyph("4", 0), glyph("8", 5)]
    below = {"bottom": 40.0}
    assert wrapped([*number, glyph("1", 0, 6.0, **below), glyph("2", 3, 6.0, **below)], Setting(), 12.0) == "48[12]"
    assert wrapped([*number, glyph("1", 0, **below), glyph("2", 5, **below)], Setting(), 12.0) == "4812"
    assert wrapped([*number, glyph("1", 0, **below), glyph("2", 5, **below)], Setting(), 60.0) == "48 12"


def test_cells_side_by_side_half_a_line_apart_do_not_mix() -> None:
    upper, lower, beside = ([glyph(c, 10.0 * i, 10.0, y) for i, c in enumerate(t)] for t, y in ROWS)
    for char in beside:
        char["x0"], char["x1"] = char["x0"] + 60, char["x1"] + 60
    found = ["".join(char["text"] for char in row) for row in rows([*upper, *lower, *beside])]
    assert found == ["甲乙丙", "合计", "丁戊己"]


ROWS = (("甲乙丙", 20.0), ("丁戊己", 28.0), ("合计", 24.0))


def test_a_number_at_the_end_of_a_row_does_not_run_into_the_next_line() -> None:
    printer = Printer(Make())
    rows = [
        (80.0, "1.政府公报公开政府信息数条", "49"),
        (95.0, "2)政府网站公开政府信息数条", "5"),
        (110.0, "二、合计" * 12, ""),
    ]
    for y, label, number in rows:
        printer.overprint(50.0, y, label)
        printer.overprint(480.0, y, number)
    assert [line.text for line in read_pdf(printer.pdf()).paragraphs()][:2] == [f"{a} {b}" for _, a, b in rows[:2]]


def test_a_number_the_ruling_cuts_is_unread() -> None:
    document = read_pdf(printed([table("甲|乙|丙", "1234567|8|9")], Make(width=190.0, size=9.0, padding=0.5)))
    printer = Printer(Make(width=190.0))
    printer.table(table("甲|乙|丙", "|8|9"))
    printer.overprint(52.0, 68.0, "12345678")
    cut = read_pdf(printer.pdf())
    assert grids(document)[0][1] == ["1234567", "8", "9"]
    assert all("\ufffd" in text for text in grids(cut)[0][1][:2])


def test_a_number_that_runs_out_of_the_table_is_whole() -> None:
    for text, whole in (("12345678", "12345678"), ("甲2345678", "甲2345678"), ("1234 78", "1234")):
        printer = Printer(Make(width=190.0))
        printer.table(table("甲|乙|丙", "8|9|"))
        printer.overprint(117.0, 68.0, text)
        assert grids(read_pdf(printer.pdf()))[0][1] == ["8", "9", whole]


def test_words_of_columns_close_together_are_two() -> None:
    printer = Printer(Make(size=10.0))
    printer.overprint(50.0, 80.0, "结果维持")
    printer.overprint(92.7, 80.0, "结果纠正")
    assert [w.text for line in read_pdf(printer.pdf()).paragraphs() for w in line.words] == ["结果维持", "结果纠正"]


def test_a_box_around_rows_of_numbers_is_no_cell() -> None:
    printer = Printer(Make())
    printer._frame(0, (40.0, 70.0, 500.0, 200.0), (True, True))
    printer._frame(0, (500.0, 70.0, 520.0, 200.0), (True, True))
    for x, y, text in (*HEADER, *RULES, *NORMS):
        printer.overprint(x, y, text)
    assert figures(tabulated(read_pdf(printer.pdf())))["normdoc_in_force"] == (29, "value")


def lineless(*lines: tuple[float, float, str]) -> dict[str, Any]:
    """The figures of words that stand at places (x, y) of a page."""
    printer = Printer(Make())
    for x, y, text in lines:
        printer.overprint(x, y, text)
    return figures(tabulated(read_pdf(printer.pdf())))


HEADER = [
    (50.0, 80.0, "信息内容"),
    (200.0, 80.0, "本年制发件数"),
    (300.0, 80.0, "本年废止件数"),
    (400.0, 80.0, "现行有效件数"),
]
RULES = [(50.0, 95.0, "规章"), (220.0, 95.0, "3"), (420.0, 95.0, "17")]
NORMS = [(50.0, 110.0, "行政规范性文件"), (220.0, 110.0, "4"), (320.0, 110.0, "6"), (420.0, 110.0, "29")]


def test_a_place_without_a_word_is_blank() -> None:
    found = lineless(*HEADER, *RULES, *NORMS)
    assert found["rules_issued"] == (3, "value")
    assert found["rules_repealed"] == (None, "blank")
    assert found["rules_in_force"] == (17, "value")
    assert [found[f"normdoc_{column}"][0] for column in ("issued", "repealed", "in_force")] == [4, 6, 29]


def test_a_label_is_no_part_of_a_text_set_wide() -> None:
    spread = [(50.0 + 20 * i, 110.0, char) for i, char in enumerate("不计规章情形")]
    values = [(220.0, 110.0, "4"), (320.0, 110.0, "6"), (420.0, 110.0, "29")]
    assert "rules_issued" not in lineless(*HEADER, *spread, *values, *((x, y + 15, text) for x, y, text in NORMS))
    alone = [word for word in spread if word[2] in "规章"]
    assert lineless(*HEADER, *alone, *values)["rules_issued"] == (4, "value")


def test_labels_of_a_header_may_stand_at_the_top_of_their_rows() -> None:
    printer = Printer(Make(width=842.0, height=595.0, size=7.0))
    for index, text in enumerate(PEOPLE):
        printer.overprint(250.0 + 60 * index, 80.0 if text in {"自然人", "总计"} else 101.0, text)
        printer.overprint(260.0 + 60 * index, 122.0, str([1, 2, 3, 4, 5, 6, 21][index]))
    printer.overprint(320.0, 80.0, "法人或其他组织")
    printer.overprint(50.0, 122.0, NEW)
    found = figures(tabulated(read_pdf(printer.pdf())))
    assert [found[f"app_new__{key}"][0] for key in ("person", "business", "other_org", "total")] == [1, 2, 6, 21]


def test_a_value_before_the_unit_of_another_row_is_unread() -> None:
    printer = Printer(Make())
    for y, text in enumerate(
        ["指标名称 单位 数量", *(f"{n}申请数 件 {n[0]}" for n in ("1.当面", "3.网络", "4.信函")), ""]
    ):
        printer.overprint(50.0, 80.0 + 15 * y, text)
    printer.overprint(50.0, 140.0, "2.传真申请数")
    printer.overprint(50.0, 155.0, "次 7 件 70")
    found = figures(read_pdf(printer.pdf()))
    assert (found["app_via_in_person"], found["app_via_fax"]) == ((1, "value"), (None, "unreadable"))


def test_what_numbers_a_label_begins_a_word() -> None:
    printer = Printer(Make())
    printer.overprint(50.0, 80.0, "（三）不予公开4.保护第三方合法权益1.5")
    found = [word.text for line in read_pdf(printer.pdf()).paragraphs() for word in line.words]
    assert found == ["（三）不予公开", "4.保护第三方合法权益1.5"]


def test_a_number_between_two_rows_makes_both_unread() -> None:
    found = lineless(*HEADER, *RULES, (320.0, 102.5, "5"), *NORMS)
    assert {state for _, state in found.values()} == {"unreadable"}


def test_a_row_that_no_form_knows_leaves_its_neighbours_told() -> None:
    other = [(50.0, 102.5, "其他文件"), *((x, 102.5, "5") for x in (220.0, 320.0, 420.0))]
    found = lineless(*HEADER, *RULES, *other, *((x, y + 5, text) for x, y, text in NORMS))
    assert [found[f"rules_{key}"][0] for key in ("issued", "repealed", "in_force")] == [3, None, 17]
    assert [found[f"normdoc_{key}"][0] for key in ("issued", "repealed", "in_force")] == [4, 6, 29]
    without = lineless(*HEADER, *RULES, *other[1:], *((x, y + 5, text) for x, y, text in NORMS))
    assert {state for _, state in without.values()} == {"unreadable"}


PEOPLE = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
NEW = "一、本年新收政府信息公开申请数量"


@pytest.mark.parametrize(
    ("labels", "row", "label", "expected"),
    [
        (PEOPLE, [1, 2, 3, 4, 5, 6, 21], NEW, [1, 2, 3, 4, 5, 6, 21]),
        (PEOPLE, [1, 2, 3, 4, 5, 6, 21], NEW.replace("本年", "2021年"), [1, 2, 3, 4, 5, 6, 21]),
        (PEOPLE[:6], [1, 2, 3, 4, 5, 6], NEW, [1, 2, 3, 4, 5, 6]),
        ([*PEOPLE, "所占", "比例"], [1, 2, 3, 4, 5, 6, 21, 99, 7], NEW, [1, 2, 3, 4, 5, 6, 21]),
        ([*PEOPLE, "备注"], [1, 2, 3, 4, 5, 6, 21, 99], NEW, [1, 2, 3, 4, 5, 6, 21]),
        ([*PEOPLE[:6], "小计", "总计"], [1, 2, 3, 4, 5, 6, 20, 21], NEW, [1, 2, 3, 4, 5, 6, 21]),
        ([PEOPLE[6], *PEOPLE[:6]], [21, 1, 2, 3, 4, 5, 6], NEW, [1, 2, 3, 4, 5, 6, 21]),
        ([*PEOPLE[:6], "备注"], [1, 2, 3, 4, 5, 6, 21], NEW, []),
        ([*PEOPLE[:5], PEOPLE[6]], [1, 2, 3, 4, 5, 15], NEW, []),
    ],
)
def test_columns_are_told_where_the_header_has_more_or_no_total(
    labels: list[str], row: list[int], label: str, expected: list[int]
) -> None:
    printer = Printer(Make(width=900.0, height=595.0, size=7.0))
    printer.overprint(250.0, 70.0, "法 人 或 其 他 组 织")
    for index, (text, value) in enumerate(zip(labels, row, strict=True)):
        printer.overprint(250.0 + 60 * index, 90.0, text)
        printer.overprint(260.0 + 60 * index, 110.0, str(value))
    printer.overprint(50.0, 110.0, label)
    document = tabulated(read_pdf(printer.pdf()))
    read_ = {one.indicator: one.value for one in read_tables(document, recognise(document), 2021).figures}
    found = {key: value for key, value in read_.items() if value is not None}
    keys = ("person", "business", "research", "charity", "legal", "other_org", "total")
    assert found == {f"app_new__{key}": value for key, value in zip(keys, expected, strict=False)}


def test_a_number_between_two_columns_makes_all_unread() -> None:
    found = lineless(*HEADER, (50.0, 95.0, "规章"), (270.0, 95.0, "3"), (370.0, 95.0, "17"))
    assert {state for _, state in found.values()} == {"unreadable"}


def test_columns_in_another_order_are_read_by_their_labels() -> None:
    swapped = [
        (50.0, 80.0, "信息内容"),
        (200.0, 80.0, "现行有效件数"),
        (300.0, 80.0, "本年废止件数"),
        (400.0, 80.0, "本年制发件数"),
    ]
    found = lineless(*swapped, *RULES, *NORMS)
    assert {key: found[f"rules_{key}"][0] for key in ("issued", "repealed", "in_force")} == {
        "issued": 17,
        "repealed": None,
        "in_force": 3,
    }
    assert [found[f"normdoc_{key}"][0] for key in ("issued", "repealed", "in_force")] == [29, 6, 4]
    twice = [*swapped[:3], (400.0, 80.0, "现行有效件数")]
    assert not {state for _, state in lineless(*twice, *RULES, *NORMS).values()} & {"value"}


KINDS = [(130.0, "行政复议"), (290.0, "未经复议直接起诉"), (450.0, "复议后起诉")]


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (0, 1)])
def test_columns_belong_to_the_heading_over_them(order: tuple[int, ...]) -> None:
    words = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    values = [1, 2, 3, 4, 10, 0, 5, 0, 6, 11, 7, 0, 8, 0, 15]  # numbers below headings in another order must add up
    printer = Printer(Make(width=842.0, height=595.0, size=7.0))
    for place, kind in enumerate(order):
        printer.overprint(120.0 + 230 * place, 80.0, KINDS[kind][1])
    for index, (word, value) in enumerate(zip(words, values, strict=True)):
        printer.overprint(40.0 + 50 * index, 95.0, word)
        printer.overprint(50.0 + 50 * index, 110.0, str(value))
    found = figures(tabulated(read_pdf(printer.pdf())))
    read = {key: value for key, (value, state) in found.items() if state == "value"}
    if len(order) < 3:
        assert not read
    else:
        groups = [("recon", "lit_direct", "lit_after_recon")[kind] for kind in order]
        keys = ("upheld", "corrected", "other", "pending", "total")
        assert read == dict(zip([f"{group}_{key}" for group in groups for key in keys], values, strict=True))


def test_values_left_on_the_page_before_make_a_row_unread() -> None:
    printer = Printer(Make())
    for x, y, text in (*HEADER, *RULES, *[word for word in NORMS if word[2].isdigit()]):
        printer.overprint(x, y, text)
    printer.pages.append(type(printer.pages[0])())
    for x, y, text in (*HEADER, NORMS[0]):
        printer.overprint(x, y, text)
    found = figures(tabulated(read_pdf(printer.pdf())))
    assert {found[f"normdoc_{key}"] for key in ("issued", "repealed", "in_force")} == {(None, "unreadable")}


def test_a_number_between_a_label_and_the_columns_makes_the_row_unread() -> None:
    found = lineless(*HEADER, *RULES, (85.0, 95.0, "7"), *NORMS)
    assert {found[f"rules_{key}"] for key in ("issued", "repealed", "in_force")} == {(None, "unreadable")}
    assert found["normdoc_in_force"] == (29, "value")


def test_a_sentence_ends_the_rows() -> None:
    found = lineless(
        *HEADER,
        *RULES,
        (50.0, 110.0, "本年共制发规章３件，其中行政规范性文件占多数，另有若干件正在起草之中，明年将继续。"),
        *NORMS[:1],
    )
    assert set(found) == {"rules_issued", "rules_repealed", "rules_in_force"}


def test_numbers_at_the_foot_of_a_page_are_a_row_where_lines_follow() -> None:
    rows = [
        "指标|单位|数量",
        *(f"{label}|件|{index}" for index, label in enumerate(["收到申请数", "按时办结数", "延期办结数"], 5)),
    ]
    for height in range(130, 180, 2):
        found = figures(tabulated(read_pdf(printed([table(*rows)], Make("none", height=float(height), numbers=True)))))
        assert (
            faults(
                found,
                {
                    "app_received_total": (5, "value"),
                    "app_closed_on_time": (6, "value"),
                    "app_closed_extended": (7, "value"),
                },
            )
            == {}
        )


@pytest.mark.parametrize(("numbers", "kept"), [((1, 2), ""), ((7, 8), ""), ((0, 6), "6"), ((3, 0), "3")])
def test_a_lone_number_at_the_foot_that_does_not_count_pages_stays(numbers: tuple[int, int], kept: str) -> None:
    printer = Printer(Make())
    for number in numbers:
        printer.overprint(50.0, 100.0, "收到申请数")
        if number:
            printer.overprint(190.0, 800.0, str(number))
        printer.pages.append(type(printer.pages[0])())
    assert "".join(filter(str.isdigit, read_pdf(printer.pdf()).text)) == kept


def test_numbers_between_the_lines_of_a_note_are_the_rows() -> None:
    lines = (
        "自然人 法人或其他组织 总计",
        "商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "（一）予以公开 1 2 3 4 5 6 21",
        "（二）部分公开（区分处理 7 0 0 8 0 0 15",
        "的，只计这一情形，不计其他情形）",
        "1.属于国家秘密 0 0 0 0 0 0 0",
        "2.其他法律行政法规禁止公开 0 0 0 0 0 9 9",
    )
    document = Document(tuple(Paragraph(line, f"p{number}") for number, line in enumerate(lines, 1)))
    found = figures(document)
    assert [found[f"out_partial__{column}"][0] for column in ("person", "charity", "total")] == [7, 8, 15]
    assert found["out_granted__total"] == (21, "value")


def refuse(*_given: object, **_named: object) -> None:
    raise Unreadable(extra.MISSING)


def test_a_font_that_hides_its_characters_says_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "extract.formats.printed.pdf.read_printed", refuse
    )  # with the extra the page is read as a picture
    tables, _ = source("2021/word-markup")
    payload = printed(tables, Make())
    start, end = payload.index(b"/ToUnicode"), payload.index(b"/ToUnicode") + len(b"/ToUnicode 5 0 R")
    with pytest.raises(Unreadable, match="fonts that do not say"):
        read_pdf(payload[:start] + b" " * (end - start) + payload[end:])


def test_marks_before_numbers_are_no_blanks() -> None:
    rows = ["信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|120|—|-", "规范性文件|/|1|7"]
    found = figures(read_pdf(printed([table(*rows)], Make("none"))))
    assert found["normdoc_new_disclosed"] in {(1, "value"), (None, "unreadable")}
    assert "blank" not in {state for _, state in found.values()}


def test_dots_are_a_ruling() -> None:
    tables, expected = source("2014/appendix")
    assert figures(read_pdf(printed(tables, Make("dots")))) == expected


PICTURE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID FF> EI Q"


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ((PICTURE, "3 Tr"), (), "layer1:"),
        ((), (PICTURE,), "layer1:"),
        ((PICTURE,), (), "page1:"),
        (("3 Tr",), (), "page1:"),
        ((PICTURE.replace("842", "100"), "3 Tr"), (), "page1:"),
    ],
)
def test_text_unseen_with_a_picture_is_somebody_elses_reading(
    before: tuple[str, ...], after: tuple[str, ...], place: str
) -> None:
    printer = Printer(Make())
    for x, y, text in (*HEADER, *RULES, *NORMS):
        printer.overprint(x, y, text)
    printer.pages[0].draw[:] = [*before, *printer.pages[0].draw, *after]
    document = tabulated(read_pdf(printer.pdf()))
    reading = settle(read_tables(document, recognise(document)), "2021")
    told = {figure.derived for figure in reading.figures if figure.state == "value"}
    assert {figure.locator.partition("@")[2][: len(place)] for figure in reading.figures} == {place}
    assert told == ({FOREIGN} if place == "layer1:" else {""})


def test_frames_and_rules_are_no_tables() -> None:
    printer = Printer(Make())
    printer.paragraph("关于政府信息公开工作的说明")
    printer.rule()
    printer.paragraph("本年收到申请12件。")
    document = read_pdf(printer.pdf())
    assert not list(document.tables())
    assert document.text.replace("\n", "") == "关于政府信息公开工作的说明本年收到申请12件。"


def test_a_page_of_nothing_but_lines_is_passed_over_in_time() -> None:
    printer = Printer(Make())
    printer.paragraph("一行文字")
    printer.hatch(3000)
    begun = process_time()
    with pytest.raises(Unreadable):
        read_pdf(printer.pdf())
    assert process_time() - begun < 5
