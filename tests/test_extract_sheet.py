"""Sheets as they look: nothing that is hidden, numbers as their formats show them, tables beside each other apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from struct import pack

import pytest
from old_workbook import old_workbook, record, sheet, text
from test_extract_formats import content, grid, lines

from extract.document import Document
from extract.errors import Unreadable
from extract.formats import read
from extract.formats.office.biff_strings import Fonts, shared_strings
from extract.formats.office.numberformats import Formats, plain, shown_as
from extract.tables.figures import read_tables
from extract.tables.template import recognise

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORMATS = ('0.0"件"', "yyyy\\-mm\\-dd", "0%", "0!.0,", "0.00,", "#,##0", 'm"月"d"日"', "General")


def workbook(sheets: dict[str, str], strings: str = "", states: Sequence[str] = ()) -> bytes:
    named = "".join(
        f'<sheet name="{name}" r:id="r{n}" state="{state}"/>'
        for n, name, state in zip(count(1), sheets, [*states, *["visible"] * len(sheets)], strict=False)
    )
    targets = "".join(
        f'<Relationship Id="r{n}" Target="{"/xl/" * (n % 2)}worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    codes = "".join(
        f'<numFmt numFmtId="{n}" formatCode="{c.replace(chr(34), "&quot;")}"/>' for n, c in enumerate(FORMATS, 200)
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *range(200, 200 + len(FORMATS)), 14, 9))
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="urn:r"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{targets}</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f"<styleSheet><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>",
        **{
            f"xl/worksheets/sheet{n}.xml": f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
            for n, body in enumerate(sheets.values(), 1)
        },
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def document(body: str, **more: str) -> Document:
    return read(content(workbook({"表1": body}, **more), "application/vnd.ms-excel"))


def words(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows(*lines_: str, styles: dict[int, str] | None = None) -> str:
    """Rows of `A:text B:12`, words and numbers."""
    done = ""
    for y, line in enumerate(lines_, 1):
        cells = (part.split(":") for part in line.split())
        done += f'<row r="{y}" {(styles or {}).get(y, "")}>' + "".join(
            f'<c r="{x}{y}"><v>{text}</v></c>' if text.isdigit() else words(f"{x}{y}", text) for x, text in cells
        )
        done += "</row>"
    return f"<sheetData>{done}</sheetData>"


TWO = ("A:规章 B:1 C:4", "A:许可 B:2 C:5")


def test_hidden_rows_columns_and_sheets_are_not_there() -> None:
    hidden = rows("A:规章 B:1 C:7 D:4", "A:旧 B:9 C:9 D:9", "A:许可 B:2 C:8 D:5", styles={2: 'hidden="1"'})
    flat = rows("A:规章 B:1 C:7 D:4", "A:旧 B:9 C:9 D:9", "A:许可 B:2 C:8 D:5", styles={2: 'ht="0"'})
    for body, column in ((hidden, 'min="3" max="3" hidden="1"'), (flat, 'min="3" max="3" width="0"')):
        (table,) = document(f"<cols><col {column}/></cols>{body}").tables()
        assert grid(table) == [["规章", "1", "4"], ["许可", "2", "5"]]
        assert table.cells[-1].place == "t1r2c3@表1!D3"
    payload = workbook({"底稿": rows("A:旧 B:9", "A:许可 B:9"), "表": rows(*TWO)}, states=["veryHidden"])
    assert [grid(one)[0] for one in read(content(payload)).tables()] == [["规章", "1", "4"]]


def test_cells_merged_over_hidden_rows_are_one_and_what_they_cover_is_not_shown() -> None:
    body = rows("A:办理结果 B:一 C:1", "A:8 B:二 C:9", "A:7 B:三 C:3", styles={2: 'hidden="1"'})
    merged = '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>'
    (table,) = document(body + merged).tables()
    assert grid(table) == [["办理结果", "一", "1"], ["办理结果", "三", "3"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<v>12</v>", "12"),
        ("<v>12.0</v>", "12"),
        ("<v>4.1662416190000003</v>", "4.166241619"),
        ("<v>1E-5</v>", "0.00001"),
        ("<f>SUM(B2:B3)</f><v>7</v>", "7"),
        ("<f>SUM(B2:B3)</f>", "\ufffd"),
        ("<f>SUM(B2:B3)</f><v></v>", "\ufffd"),
    ],
)
def test_a_number_is_what_was_calculated(cell: str, shown: str) -> None:
    body = f'<sheetData><row r="1">{words("A1", "规章")}<c r="B1">{cell}</c>{words("C1", "件")}</row></sheetData>'
    assert grid(next(document(body).tables())) == [["规章", shown, "件"]]


SHOWN = ["12345件", "1933-10-18", "1234500%", "12345\ufffd", "12345\ufffd", "12345", "1933-10-18", "12345"]


@pytest.mark.parametrize(("code", "shown"), [*zip(FORMATS, SHOWN, strict=True)])
def test_a_number_is_what_its_format_shows_or_untold(code: str, shown: str) -> None:
    style = FORMATS.index(code) + 1
    body = f'<sheetData><row r="1">{words("A1", "规章")}<c r="B1" s="{style}"><v>12345</v></c></row></sheetData>'
    assert grid(next(document(body).tables())) == [["规章", shown]]


STRINGS = (
    "<si><t>规章</t><rPh><t>9</t></rPh></si>"
    "<si><r><rPr><strike/></rPr><t>9</t></r><r><t>12</t></r></si>"
    '<si><r><t>8</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
    "<si><t>合_x000D_计</t></si>"
)


def test_strings_show_neither_readings_nor_what_is_struck_out() -> None:
    cells = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(4))
    (table,) = document(f"<sheetData><row>{cells}</row></sheetData>", strings=STRINGS).tables()
    assert grid(table) == [["规章", "12", "8[1]", "合 计"]]
    errors = '<c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c><c t="str"><f>A1</f><v></v></c><c t="s"><v>9</v></c>'
    assert grid(next(document(f"<sheetData><row>{errors}</row></sheetData>").tables())) == [
        ["#REF!", "TRUE", "", "\ufffd"]
    ]


def test_a_sheet_begins_where_its_text_does() -> None:
    body = rows("", "", "C:某镇年度报告", "C:规章 D:1", "C:许可 D:2")
    said = document(body)
    assert lines(said) == ["某镇年度报告"]
    assert [grid(table) for table in said.tables()] == [[["规章", "1"], ["许可", "2"]]]


def test_forms_beside_each_other_are_tables_of_their_own() -> None:
    body = rows(
        "A:某镇年度报告",
        "A:第二十条第（一）项 E:行政复议",
        "A:信息内容 B:本年制发件数 C:现行有效件数 E:结果维持 F:总计",
        "A:规章 B:1 C:4 E:0 F:3",
        "A:文件 B:2 C:5",
    )
    said = document(body + '<mergeCells><mergeCell ref="A1:F1"/></mergeCells>')
    assert lines(said) == ["某镇年度报告", "第二十条第（一）项", "行政复议"]
    assert [grid(table) for table in said.tables()] == [
        [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "1", "4"], ["文件", "2", "5"]],
        [["结果维持", "总计"], ["0", "3"], ["", ""]],
    ]


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def test_results_whose_first_value_is_no_number_do_not_move() -> None:
    head = " ".join(f"{x}:{label}" for x, label in zip("ABCDE", RESULTS, strict=True))
    heads = " ".join(f"{x}:{label}" for x, label in zip("GHIJKLMNOP", RESULTS * 2, strict=True))
    body = rows(
        "A:行政复议 G:行政诉讼",
        "A:结果维持 G:未经复议直接起诉 L:复议后起诉",
        f"{head} {heads}",
        "A:1月5日 B:0 C:0 D:8 E:13 G:1 H:2 I:3 J:4 K:10 L:0 M:0 N:0 O:0 P:0",
    ).replace(words("A2", "结果维持"), "")
    merged = "".join(f'<mergeCell ref="{span}"/>' for span in ("A1:E2", "G1:P1", "G2:K2", "L2:P2"))
    said = document(f"{body}<mergeCells>{merged}</mergeCells>")
    figures = {one.indicator: one.value for one in read_tables(said, recognise(said)).figures}
    assert [figures[f"recon_{key}"] for key in ("upheld", "corrected", "other", "pending", "total")] == [
        None,
        0,
        0,
        8,
        13,
    ]
    assert figures["lit_direct_upheld"] == 1


def test_a_sheet_of_endless_rows_or_merged_ranges_is_cut() -> None:
    many = '<row><c t="str"><v>甲</v></c><c><v>1</v></c></row>' * 7_000
    merged = '<mergeCell ref="A1:ZZ7000"/>' * 300
    said = document(f"<sheetData>{many}</sheetData><mergeCells>{merged}</mergeCells>")
    assert said.faults == ("sheet 表1 was cut at 5000 rows and 256 columns",)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(3.0, "3"), (0.1 + 0.2, "0.3"), (-18.0, "-18"), (1e-7, "0.0000001"), (2e15, "2000000000000000")],
)
def test_numbers_are_printed_as_a_sheet_prints_them(value: float, shown: str) -> None:
    assert plain(value) == shown


def test_an_old_workbook_hides_its_rows_columns_and_sheets_too() -> None:
    rows_: list[list[str | int]] = [["规章", 1, 7, 4], ["旧", 9, 9, 9], ["许可", 2, 8, 5]]
    payload = old_workbook({"底稿": sheet([["旧", 9]]), "表": sheet(rows_, [1], [2])}, hidden=["底稿"])
    (table,) = read(content(payload)).tables()
    assert grid(table) == [["规章", "1", "4"], ["许可", "2", "5"]]
    assert table.cells[-1].place == "t1r2c3@表!D3"
    assert [grid(one) for one in read(content(old_workbook({"表": sheet(rows_)}))).tables()] == [
        [["规章", "1", "7", "4"], ["旧", "9", "9", "9"], ["许可", "2", "8", "5"]]
    ]


STRUCK = b"\0\0\x08\0" + b"\0" * 10
RAISED = b"\0" * 8 + b"\1\0" + b"\0" * 4


def shared(said: str, *, flags: int = 1, before: bytes = b"", after: bytes = b"") -> bytes:
    return pack("<HB", len(said), flags) + before + said.encode("utf-16-le" if flags & 1 else "latin-1") + after


def test_strings_of_an_old_workbook_go_on_where_a_record_ends() -> None:
    whole = (
        shared("行政规范性文件") + shared("12", flags=0) + shared("合计", flags=5, before=pack("<I", 3), after=b"xyz")
    )
    cut = len(shared("行政")) + 8
    for blocks in ([b"\0" * 8 + whole], [(b"\0" * 8 + whole)[:cut], b"\1" + (b"\0" * 8 + whole)[cut:]]):
        assert list(shared_strings(blocks, Fonts([]))) == ["行政规范性文件", "12", "合计"]


def test_strings_of_an_old_workbook_show_nothing_that_is_struck_out() -> None:
    runs = pack("<H", 2), pack("<4H", 0, 0, 1, 5)
    block = b"\0" * 8 + shared("912", flags=9, before=runs[0], after=runs[1])
    assert list(shared_strings([block], Fonts([STRUCK, *[bytes(14)] * 4]))) == ["12"]
    block = b"\0" * 8 + shared("81", flags=8, before=pack("<H", 1), after=pack("<2H", 1, 0))
    assert list(shared_strings([block], Fonts([RAISED]))) == ["8[1]"]


def test_cells_of_an_old_workbook_say_what_they_show() -> None:
    style = b"".join(record(0xE0, pack("<HH", 0, number) + bytes(16)) for number in (0, 14, 200))
    scaled = record(0x41E, pack("<H", 200) + text("0!.0,", "H"))
    cells = (
        record(0x27E, pack("<HHHI", 0, 0, 0, 12 << 2 | 2)),
        record(0xBD, pack("<HHHIHIH", 0, 1, 0, (-18 << 2 | 2) & 0xFFFFFFFF, 0, 250 << 2 | 3, 2)),
        record(0x203, pack("<HHHd", 0, 3, 1, 12345.0)) + record(0x203, pack("<HHHd", 0, 4, 2, 12345.0)),
        record(0x06, pack("<HHH", 0, 5, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(6)) + record(0x207, text("十二", "H")),
        record(0x06, pack("<HHHd", 0, 6, 0, 7.0) + bytes(6)) + record(0x205, pack("<HHHBB", 0, 7, 0, 23, 1)),
        record(0x06, pack("<HHH", 0, 8, 0) + b"\1\0\1\0\0\0\xff\xff" + bytes(6)),
    )
    body = record(0x809, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(cells) + record(0x0A)
    (table,) = read(content(old_workbook({"表": body}, more=scaled + style))).tables()
    assert grid(table) == [["12", "-18", "2.5", "1933-10-18", "12345\ufffd", "十二", "7", "#REF!", "TRUE"]]


def test_an_old_workbook_that_is_locked_or_lies_about_its_size_stops_nothing() -> None:
    with pytest.raises(Unreadable, match="password"):
        read(content(old_workbook({"表": sheet([["规章", 1]])}, more=record(0x2F, bytes(6)))))
    far = record(0x203, pack("<HHHd", 65535, 65535, 0, 1.0)) + record(0xFC, pack("<II", 2**32 - 1, 2**32 - 1))
    body = sheet([["规章", 1], ["许可", 2]])
    said = read(
        content(old_workbook({"表": body[:-4] + far + body[-4:]}, more=record(0xFC, pack("<II", 2**32 - 1, 9))))
    )
    assert said.faults == ("sheet 表 was cut at 5000 rows and 256 columns",)
    assert [grid(one) for one in said.tables()] == [[["规章", "1"], ["许可", "2"]]]


def test_what_is_no_number_in_a_cell_for_one_stays_as_it_is() -> None:
    formats = Formats(kinds={"1": "share"}, epoch=datetime(1899, 12, 30, tzinfo=UTC))
    assert [shown_as(number, "1", formats) for number in ("－１６", "0.5")] == ["－１６", "50%"]
