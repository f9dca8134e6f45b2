"""What page breaks and neighbours do to printed tables: labels cut in two, notes at the foot, tables that touch."""

from __future__ import annotations

import pytest
from pdf_printer import MARGIN, Make, Printer
from test_extract_formats_pdf import figures, grids, table

from extract.document import Cell, Table
from extract.formats.building import Builder, RawCell
from extract.formats.printed.pdf import read_pdf
from extract.tables.forms import Form
from extract.tables.seams import with_whole_rows
from extract.tables.template import load_all

HEADER = "信息内容|本年制发件数|本年废止件数|现行有效件数"


def form(year: str, number: int) -> Form:
    return next(template for template in load_all() if template.name == year).forms[number]


def over(*rows: str) -> Table:
    """Rows of cells, a page for those before `--` and the next for those behind."""
    cells: list[Cell] = []
    page, y = 1, 0
    for row in rows:
        page += row == "--"
        if row != "--":
            places = ((x, text, f"t1r{y + 1}c{x + 1}@page{page}:{x},{y},1,1") for x, text in enumerate(row.split("|")))
            cells.extend(Cell(text, y, x, 1, 1, place) for x, text, place in places)
            y += 1
    return Table(1, tuple(cells))


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        (("行政规范", "", "", ""), ("性文件", "4", "6", "29"), ["行政规范性文件", "4", "6", "29"]),
        (("行政规范", "4", "", "2"), ("性文件", "", "6", "9"), ["行政规范性文件", "4", "6", "2 9"]),
        (("行政规范", "4 件", "", ""), ("性文件", "", "6", "29 件"), ["行政规范性文件", "4 件", "6", "29 件"]),
        (("规章", "", "", ""), ("行政规范性文件", "4", "6", "29"), None),
        (("行政规范性文件", "", "", ""), ("性文件", "4", "6", "29"), None),
        (("行政规范", "", "", ""), ("", "4", "6", "29"), None),
    ],
)
def test_a_label_goes_on_below_a_page_break_where_the_form_says_so(
    upper: tuple[str, ...], lower: tuple[str, ...], whole: list[str] | None
) -> None:
    cut = over(HEADER, "|".join(upper), "--", "|".join(lower), "规章|1|2|3")
    found = with_whole_rows(form("2021", 0), cut)
    texts = [[cell.text for cell in row if cell] for row in found.grid]
    assert texts[1:-1] == ([whole] if whole else [list(upper), list(lower)])
    assert texts[-1] == ["规章", "1", "2", "3"]


def test_a_row_within_a_page_is_never_joined() -> None:
    cut = over(HEADER, "行政规范||||", "性文件|4|6|29|")
    assert with_whole_rows(form("2021", 0), cut) is cut


def test_a_header_goes_on_below_a_page_break() -> None:
    cut = over("信息内容|本年制|本年废|现行有", "--", "|发件数|止件数|效件数", "规章|1|2|3")
    found = with_whole_rows(form("2021", 0), cut)
    assert [cell.text for cell in found.grid[0] if cell] == HEADER.split("|")


ROWS = [HEADER, "规章|1|2|3", "行政规范性文件|4|6|29"]


def test_a_row_of_a_list_goes_on_below_a_page_break() -> None:
    rows = {
        1: ["指标名称|单位|数量", *(f"{text}|件|5" for text in ("1.当面申请数", "2.传真申请数", "3.网络申请数"))],
        2: ["公开答复数||", "其中：涉及商业秘密|件|0"],
    }
    rows[1].append("4.不同意|件|418")
    builder = Builder("pdf")
    builder.table(
        [
            [RawCell(text, where=f"page{page}:{x},1,2,3") for x, text in enumerate(row.split("|"))]
            for page, lines in rows.items()
            for row in lines
        ]
    )
    found = figures(builder.build())
    assert found["reply_denied"] == (418, "value")
    assert found["deny_trade_secret"] == (0, "value")


def test_notes_at_the_foot_of_a_page_do_not_end_a_table() -> None:
    for mark, tables in (("[1]", 1), ("", 2)):
        printer = Printer(Make())
        printer.table(table(HEADER, f"规章|1{mark}|2|3"))
        printer.overprint(MARGIN, 700.0, "1含上年转来的两件")
        printer.pages.append(type(printer.pages[0])())
        printer.y = MARGIN
        printer.table(table("行政规范性文件|4|6|29"))
        document = read_pdf(printer.pdf())
        assert len(grids(document)) == tables
        assert "1含上年转来的两件" in [line.text for line in document.paragraphs()]


def test_tables_that_touch_and_have_other_sides_are_two() -> None:
    first, second = grids(read_pdf(_shifted(ROWS, ["行政复议|行政诉讼|其他", "7|8|9"])))
    assert first == [row.split("|") for row in ROWS]
    assert second == [["行政复议", "行政诉讼", "其他"], ["7", "8", "9"]]


def _shifted(upper: list[str], lower: list[str]) -> bytes:
    """One table on the other, the lower one narrower on both sides."""
    printer = Printer(Make(gap=0.0))
    printer.table(table(*upper))
    page, y = len(printer.pages) - 1, printer.y
    steps = len(lower[0].split("|"))
    for index, row in enumerate(lower):
        top = y + 20.0 * index
        for column, text in enumerate(row.split("|")):
            left = 60.0 + (420.0 / steps) * column
            box = (left, top, left + 420.0 / steps, top + 20.0)
            printer._frame(page, box, (True, True))
            printer.overprint(left + 4, top + 4, text)
    return printer.pdf()


def test_what_is_drawn_beyond_the_page_is_not_seen() -> None:
    """A program that cuts a page draws the whole cell on both pages, and the page shows its part."""
    printer = Printer(Make())
    printer.y = -50.0
    printer.table(table("项目|甲|乙|丙", "其他|7|8|9", "其他规章|7|8|9", *ROWS))
    assert grids(read_pdf(printer.pdf())) == [[row.split("|") for row in ROWS]]


def test_boxes_as_high_as_the_table_are_cells_of_it() -> None:
    """A heading beside all rows of a page is filled like the others."""
    tall = [Cell("本年度", 0, 0, 3, 1, "t1r1c1")]
    cells = [Cell(text, y, x, 1, 1, f"t1r{y + 1}c{x + 1}") for y, row in enumerate(ROWS) for x, text in _cells(row)]
    printer = Printer(Make("none"))
    setting = Table(1, (*tall, *(cell._replace(column=cell.column + 1) for cell in cells)))
    for cell in setting.cells:
        left, top = 50.0 + 100 * cell.column, 60.0 + 20 * cell.row
        printer._fill(0, (left + 1, top + 1, left + 99, top + 20 * cell.rowspan - 1), "0.9 g")
        printer.overprint(left + 4, top + 4, cell.text)
    assert grids(read_pdf(printer.pdf())) == [[["本年度", *row.split("|")] for row in ROWS]]


def _cells(row: str) -> list[tuple[int, str]]:
    return list(enumerate(row.split("|")))
