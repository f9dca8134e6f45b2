"""DOCX as a word processor shows it: what is put in, deleted, hidden or boxed, and cells whatever stands round them."""

from __future__ import annotations

import io
import zipfile

import pytest
from test_extract_formats import content, grid, lines

from extract.document import Document
from extract.formats import read

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def document(body: str, namespace: str = USUAL, **parts: str) -> Document:
    main = f'<w:document xmlns:w="{namespace}" xmlns:mc="{COMPATIBLE}"><w:body>{body}</w:body></w:document>'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", "word/document.xml": main, **parts}.items():
            archive.writestr(name, text)
    return read(content(data.getvalue(), "application/octet-stream"))


def run(text: str, style: str = "") -> str:
    return f"<w:r><w:rPr>{style}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, style: str = "") -> str:
    inner = text if text.startswith("<") else run(text)
    return f"<w:tc><w:tcPr>{style}</w:tcPr>{inner if '<w:p>' in inner else f'<w:p>{inner}</w:p>'}</w:tc>"


def row(*cells: str, style: str = "") -> str:
    whole = (one if "<w:tc>" in one and not one.startswith("<w:tbl>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{style}</w:trPr>{''.join(whole)}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


OLD = "<w:r><w:delText>9</w:delText></w:r>"
SHOWN = {
    "deleted and put in": f"<w:del>{OLD}</w:del><w:ins>{run('12')}</w:ins>",
    "moved": f"<w:moveFrom>{run('9')}</w:moveFrom><w:moveTo>{run('12')}</w:moveTo>",
    "hidden": run("9", "<w:vanish/>") + run("12", '<w:vanish w:val="0"/>'),
    "struck": run("9", "<w:strike/>") + run("8", "<w:dstrike/>") + run("12"),
    "a field": f'<w:fldSimple w:instr=" =SUM(C2:C9) ">{run("12")}</w:fldSimple>',
    "a field in parts": f"<w:r><w:instrText> =3+9 </w:instrText></w:r>{run('12')}",
    "in a control": control(run("12")),
    "a smart tag": f"<w:smartTag>{run('1')}</w:smartTag><w:hyperlink>{run('2')}</w:hyperlink>",
    "ruby": f"<w:r><w:ruby><w:rt>{run('9')}</w:rt><w:rubyBase>{run('12')}</w:rubyBase></w:ruby></w:r>",
    "kept in two ways": "<w:r><mc:AlternateContent><mc:Choice><w:t>12</w:t></mc:Choice>"
    "<mc:Fallback><w:t>12</w:t></mc:Fallback></mc:AlternateContent></w:r>",
}


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("namespace", [USUAL, STRICT])
def test_a_number_is_what_the_page_shows(name: str, namespace: str) -> None:
    said = document(table(row("规章", SHOWN[name]), row("许可", "3")), namespace)
    assert grid(next(said.tables())) == [["规章", "12"], ["许可", "3"]]
    assert lines(document(f"<w:p>{SHOWN[name]}</w:p>")) == ["12"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (run("8") + run("1", '<w:vertAlign w:val="superscript"/>'), "8[1]"),
        (run("8") + "<w:r><w:footnoteReference/></w:r>", "8"),
        (run("8") + "<w:r><w:sym/></w:r>", "8\ufffd"),
        ("<w:r><w:noBreakHyphen/></w:r>" + run("8"), "-8"),
    ],
)
def test_signs_beside_a_number_neither_join_it_nor_are_lost(number: str, said: str) -> None:
    assert grid(next(document(table(row("规章", number), row("许可", "3"))).tables()))[0] == ["规章", said]


def test_rows_and_cells_that_were_deleted_are_gone_and_those_in_controls_are_there() -> None:
    rows = (
        row("规章", control(cell("1"))),
        row("许可", "2", style="<w:del/>"),
        control(row("处罚", "3", style="<w:ins/>")),
        row("强制", cell("4", "<w:cellDel/>"), "5"),
    )
    said = document(control(table(*rows)))
    assert grid(next(said.tables())) == [["规章", "1"], ["处罚", "3"], ["强制", "5"]]


def test_cells_merged_either_way_are_one() -> None:
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        row(cell("办理结果", start), cell("一", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), "1"),
        row(cell("", goes_on), cell("二", '<w:gridSpan w:val="2"/>'), "2"),
        row("3", style='<w:gridBefore w:val="3"/>'),
    )
    assert grid(next(document(table(*rows)).tables())) == [
        ["办理结果", "一", "一", "1"],
        ["办理结果", "二", "二", "2"],
        ["", "", "", "3"],
    ]


def test_a_table_within_a_layout_or_a_text_box_is_a_table() -> None:
    inner = table(row("规章", "1"), row("许可", table(row("2"))))
    boxed = f"<w:p><w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r></w:p>"
    twice = (
        "<w:p><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>"
        f"{inner}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback>{boxed}</mc:Fallback></mc:AlternateContent></w:p>"
    )
    laid_out = table(row(cell(f"<w:p>{run('表二')}</w:p>{inner}")))
    beside = table(row(cell(f"{inner}<w:p/>"), "附注"))
    for body in (boxed, twice, laid_out, beside):
        assert [grid(one) for one in document(body).tables()] == [[["规章", "1"], ["许可", "2"]]]
    assert lines(document(laid_out)) == ["表二"]
    assert lines(document(beside)) == ["附注"]


def test_a_document_says_its_title_and_which_lines_are_headings() -> None:
    core = '<p:core xmlns:p="urn:p" xmlns:dc="urn:d"><dc:title>某镇年度报告</dc:title><dc:creator/></p:core>'
    styles = f'<w:styles xmlns:w="{USUAL}"><w:style w:styleId="2"><w:name w:val="heading 1"/></w:style></w:styles>'
    body = f'<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr>{run("一、总体情况")}</w:p><w:p>{run("上句")}</w:p>'
    said = document(body, **{"docProps/core.xml": core, "word/styles.xml": styles})
    assert said.metadata == {"Title": "某镇年度报告"}
    assert [(line.text, line.level) for line in said.paragraphs()] == [("一、总体情况", 1), ("上句", 0)]


def test_a_part_in_another_format_is_named() -> None:
    assert document(f"<w:altChunk/><w:p>{run('正文')}</w:p>").faults == (
        "a part of the DOCX is a file of another format: not read",
    )
