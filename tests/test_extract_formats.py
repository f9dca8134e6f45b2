"""Readers of every carrier: what they see, what they refuse, and that nothing makes them run away."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded_reports import recorded

from extract.document import Document, Table
from extract.errors import Unreadable
from extract.formats import read
from extract.formats.decoding import decode
from extract.formats.sniff import kind
from extract.tables.figures import read_tables
from extract.tables.template import recognise
from storage.capture import Capture, Content

URL = "http://www.example.gov.cn/xxgk/nb/2022.htm"


def content(payload: bytes, media_type: str = "text/html", url: str = URL) -> Content:
    return Content(Capture("c", url, "", 200, media_type, "", 0, 0, "", ""), payload, (("content-type", media_type),))


def page(body: str, head: str = "") -> Document:
    return read(content(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()))


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs()]


def grid(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in table.grid]


def test_blocks_come_in_order_with_places() -> None:
    document = page(
        "<h2>一、总体情况</h2><p>上<b>半</b>句<br>下半句</p><table><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></table>末句"
    )
    assert [block.place if not isinstance(block, Table) else block.number for block in document.blocks] == [
        "p1", "p2", "p3", 1, "p4",
    ]  # fmt: skip
    assert lines(document) == ["一、总体情况", "上半句", "下半句", "末句"]
    assert [paragraph.level for paragraph in document.paragraphs()] == [2, 0, 0, 0]
    assert [cell.place for cell in next(document.tables()).cells] == ["t1r1c1", "t1r1c2", "t1r2c1", "t1r2c2"]


def test_spans_are_expanded_and_clipped() -> None:
    document = page(
        "<table><tr><td rowspan=2>甲<td colspan=2>乙</tr><tr><td>1<td>2</tr>"
        "<tr><td rowspan=99>丙<td>3<td>4</tr></table>"
    )
    assert grid(next(document.tables())) == [["甲", "乙", "乙"], ["甲", "1", "2"], ["丙", "3", "4"]]


def test_a_layout_table_is_no_table() -> None:
    document = page(
        "<table><tr><td>导航</td><td><p>正文一句。</p><table><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></table></td></tr></table>"
    )
    assert [grid(table) for table in document.tables()] == [[["甲", "1"], ["乙", "2"]]]
    assert "正文一句。" in lines(document)


def test_hidden_and_script_text_is_not_read() -> None:
    document = page(
        "<p>看得见<span style='display: none'>看不见</span></p><script>var a='也看不见'</script>"
        "<table><tr><td>甲</td><td>1<span style='display:none'>7</span></td></tr>"
        "<tr><td>乙</td><td><!-- 8 -->2</td></tr></table>"
    )
    assert lines(document) == ["看得见"]
    assert grid(next(document.tables())) == [["甲", "1"], ["乙", "2"]]


@pytest.mark.parametrize(
    "cell",
    ["<i hidden>9</i>1", "1<b style='DISPLAY: none'>9</b>", "<p style='visibility:hidden'>9</p><p>1</p>", "<s>9</s>1",
     "1<del>9</del>", "1<input type=hidden value=9>", "<!--9-->1"],
)  # fmt: skip
def test_no_digit_that_is_not_shown_runs_into_a_number(cell: str) -> None:
    document = page(f"<table><tr><td>甲</td><td>{cell}</td></tr><tr><td>乙</td><td>2</td></tr></table>")
    assert [cell.text.strip() for cell in next(document.tables()).cells] == ["甲", "1", "乙", "2"]


def test_the_mark_of_a_note_does_not_run_into_a_number() -> None:
    document = page(
        "<table><tr><td>甲<sup>1</sup></td><td>8<sup>1</sup></td></tr><tr><td>乙</td><td>2</td></tr></table>"
    )
    assert [cell.text for cell in next(document.tables()).cells] == ["甲[1]", "8[1]", "乙", "2"]


def test_hidden_rows_and_cells_are_not_on_the_grid() -> None:
    document = page(
        "<table><tr style='display:none'><td>甲</td><td>9</td></tr><tr><td>甲</td><td hidden>9</td><td>1</td></tr>"
        "<tr><td>乙</td><td>2</td></tr></table>"
    )
    assert grid(next(document.tables())) == [["甲", "1"], ["乙", "2"]]


def test_hidden_tables_come_after_those_that_are_shown() -> None:
    table = "<table><tr><td>甲</td><td>{}</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    hidden = f"<div style='display:none'><p>二、旧表</p>{table.format(9)}</div>"
    document = page(f"{hidden}<p>一、新表</p>{table.format(1)}<p>末句</p>")
    assert lines(document) == ["一、新表", "末句", "二、旧表"]
    assert [next(iter(table.cells[1:2])).text for table in document.tables()] == ["1", "9"]
    alone = page(f"{hidden}<p>一、总体情况</p>")
    assert [table.cells[1].text for table in alone.tables()] == ["9"]


@pytest.mark.parametrize("mark", ["#PAGE_BREAK#", "<pagebreak>", "<pagebreak />"])
def test_q49_a_report_goes_on_behind_its_page_breaks(mark: str) -> None:
    document = page(
        f"<p>收到申请 3 件。{mark}办结 2 件。</p>{mark}<table><tr><td>甲<td>1<tr><td>乙<td>2</table>{mark}<p>完</p>"
    )
    assert lines(document) == ["收到申请 3 件。", "办结 2 件。", "完"]
    assert [grid(table) for table in document.tables()] == [[["甲", "1"], ["乙", "2"]]]


def test_q65_what_a_page_says_of_itself() -> None:
    document = page(
        "<div class=position>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>年报</a></div>"
        "<h1>某县2022年政府信息公开工作年度报告</h1>"
        "<table><tr><td>索 引 号：</td><td>000-1</td><td>发布日期：</td><td>2023-01-20</td></tr></table>"
        "<p>来源：县政府办　发布时间：2023-01-21　浏览次数：3</p><p>正文。</p><a href='../f/1.pdf'>附件：报告.pdf</a>"
        "<a href='/list/'>更多</a><iframe src='/pdfjs/web/viewer.html?file=/f/2.pdf'></iframe>"
        "<a href='javascript:void(0)'>打印.doc</a>",
        "<title>年报_某县</title><meta name=ContentSource content=县政府>",
    )
    assert document.title == "某县2022年政府信息公开工作年度报告"
    assert document.page_title == "年报_某县"
    assert document.breadcrumb == ("首页", "政务公开", "年报")
    assert document.metadata["索引号"] == "000-1"
    assert document.metadata["发布日期"] == "2023-01-20"
    assert document.metadata["发布时间"].startswith("2023-01-21")
    assert document.metadata["ContentSource"] == "县政府"
    assert [(link.url, link.kind) for link in document.links] == [
        ("http://www.example.gov.cn/xxgk/f/1.pdf", "attachment"),
        ("http://www.example.gov.cn/f/2.pdf", "attachment"),
    ]


@pytest.mark.parametrize(
    ("payload", "header", "charset"),
    [
        ("信息公开".encode(), "text/html; charset=gbk", "utf-8"),
        ("\ufeff信息公开".encode(), "", "utf-8"),
        ("信息公开".encode("utf-16"), "", "utf-16-le"),
        ("信息公开年度报告喆".encode("gb18030"), "text/html; charset=utf-8", "gb18030"),
        (b"<meta charset=gb2312>" + "信息公开镕".encode("gb18030"), "", "gb18030"),
        (b"<meta charset=utf-8>" + "信息公开年报".encode("gbk"), "", "gb18030"),
        ("資訊公開年度報告，政府資訊公開工作".encode("big5"), "text/html; charset=big5", "big5"),
    ],
)
def test_bytes_decide_the_charset(payload: bytes, header: str, charset: str) -> None:
    text, found = decode(payload, header)
    assert found == charset
    assert "\ufffd" not in text


def test_a_page_cut_in_half_is_read_as_far_as_it_goes() -> None:
    whole = "<p>政府信息公开工作年度报告</p>".encode("gb18030")
    text, charset = decode(whole * 20 + whole[:11], "text/html; charset=gb2312")
    assert charset == "gb18030"
    assert text.count("年度报告") == 20


@pytest.mark.parametrize(
    "wrapped",
    [
        '<html><body><div></div><script>var _CONFIG = {{DETAIL:{{title:"x",content:"{json}"}}}}</script></body></html>',
        '<html><body><script type="text/xml"><record><![CDATA[{html}]]></record></script></body></html>',
        '{{"data": {{"title": "年报", "content": "{json}"}}}}',
    ],
)
def test_text_hidden_in_scripts_is_found(wrapped: str) -> None:
    markup = (
        "<p>"
        + "这一年认真办理公开申请。" * 8
        + "</p><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    )
    text = wrapped.format(html=markup, json=markup.replace('"', '\\"').replace("/", "\\/"))
    media = "application/json" if text.startswith("{") else "text/html"
    document = read(content(text.encode(), media))
    assert [grid(table) for table in document.tables()] == [[["甲", "1"], ["乙", "2"]]]
    assert lines(document)[0].startswith("这一年认真办理")


def test_traditional_text_with_readings_is_made_plain() -> None:
    document = page("<p>當(dāng)前政務(wù)公開(kāi)年度報(bào)告，政(zheng)(zheng)府</p>")
    assert lines(document) == ["当前政务公开年度报告，政府"]
    assert document.traditional
    assert document.readings_removed == 6


@pytest.mark.parametrize(
    ("payload", "media_type", "expected"),
    [
        (b"%PDF-1.7 ...", "text/html", "pdf"),
        (b"<html><p>x", "application/msword", "html"),
        ("年报".encode(), "application/pdf", "text"),
        (b"\x89PNG....", "text/html", "image"),
        (b"{\\rtf1", "application/msword", "rtf"),
        (b"PK\x03\x04broken", "application/zip", "zip"),
        (b" \r\n", "text/html", "empty"),
        (b'{"a": 1}', "application/json", "json"),
    ],
)
def test_content_decides_what_it_is(payload: bytes, media_type: str, expected: str) -> None:
    assert kind(payload, media_type) == expected


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"%PDF-1.4\nnothing",
        b"PK\x03\x04" + b"x" * 50,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"\x00\x01\x02" * 50,
    ],
)
def test_what_no_reader_understands_says_why(payload: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read(content(payload, "application/octet-stream"))
    assert len(error.value.reason) > 15


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_bomb_and_entities_are_refused() -> None:
    bomb = zipped({"word/document.xml": b"\0" * 60_000_000})
    with pytest.raises(Unreadable, match="bomb"):
        read(content(bomb))
    laughs = zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})
    with pytest.raises(Unreadable, match="entities"):
        read(content(laughs))


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr>" + "<td>1</td>" * 10_000 + "</tr></table>",
        "<table>" + "<tr><td>1</td></tr>" * 20_000 + "</table>",
        "<table><tr><td>" * 200 + "深" + "</td></tr></table>" * 200,
        "<div>" * 5_000 + "深",
        '<table><tr><td colspan="9999" rowspan="9999">1</td></tr></table>' * 50,
        "<p>行</p>" * 50_000,
        "甲|乙|1\n" * 20_000,
        "当前位置：" * 20_000,
        "<b>" * 20_000,
    ],
    ids=["wide", "long", "nested tables", "nested boxes", "huge spans", "many lines", "bars", "labels", "open tags"],
)
def test_hostile_pages_are_read_in_bounded_time(body: str) -> None:
    start = time.process_time()
    document = page(body)
    read_tables(document, recognise(document))
    assert time.process_time() - start < 10
    assert all(len(row) <= 256 for table in document.tables() for row in table.grid)


PAYLOADS = {report.name: report for report in recorded() if report.folder.name in {
    "word-markup", "spans-lost", "word-document", "workbook", "text-bars", "text-run-together", "two-halves",
}}  # fmt: skip


@pytest.mark.parametrize("name", sorted(PAYLOADS))
@given(data=st.data())
@settings(max_examples=12, deadline=None)
def test_flipped_bytes_never_break_a_reader(name: str, data: st.DataObject) -> None:
    source = PAYLOADS[name].content
    payload = bytearray(source.payload)
    for _ in range(data.draw(st.integers(1, 20))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    try:
        document = read(content(bytes(payload), source.capture.media_type))
    except Unreadable:
        return
    read_tables(document, recognise(document))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("name", sorted(PAYLOADS))
def test_half_a_file_never_breaks_a_reader(name: str, share: float) -> None:
    source = PAYLOADS[name].content
    payload = source.payload[: int(len(source.payload) * share)]
    try:
        document = read(content(payload, source.capture.media_type))
    except Unreadable:
        return
    truth = PAYLOADS[name].expected
    figures = read_tables(document, recognise(document)).figures
    wrong = [f for f in figures if f.state == "value" and truth.get(f.indicator) != (f.value, f.state)]
    assert len(wrong) <= 1  # a number may be cut in two by the end of the file


def test_fixtures_are_whole() -> None:
    assert len(PAYLOADS) == 15
    assert all(Path(report.folder).is_dir() for report in PAYLOADS.values())


def test_a_table_in_a_box_called_like_a_place_line_is_none() -> None:
    document = page(
        "<p>首页 &gt; 年报 &gt; 2020年</p><div class=wz><table><tr><td>规章</td><td>3</td></tr></table></div>"
    )
    assert document.breadcrumb == ("首页", "年报", "2020年")


def test_a_place_line_is_known_by_its_arrows() -> None:
    document = page("<p>您的位置：<a>首页</a> » <a>乡镇</a> » <a>白莲乡</a></p><p>2020年年报</p>")
    assert document.breadcrumb == ("首页", "乡镇", "白莲乡")


def test_what_the_object_of_a_script_says_of_the_text_it_holds() -> None:
    markup = "<p>" + "这一年认真办理公开申请。" * 8 + "<\\/p>"
    detail = f'{{"title": "白莲乡2020年年报", "publisher": "白莲乡", "date": 1611100800, "content": "{markup}"}}'
    document = read(content(f'<div></div><script>window._CONFIG = {{SID: "1", DETAIL: {detail}}};</script>'.encode()))
    assert document.title == "白莲乡2020年年报"
    assert (document.metadata["来源"], document.metadata["发布日期"]) == ("白莲乡", "1611100800")


def test_the_box_of_a_long_table_is_not_the_whole_text() -> None:
    rows = "<tr><td>甲</td><td>1</td></tr>" * 90
    document = page(f"<div><p>收到申请。</p><p>办结。</p><div align=center><table>{rows}</table></div></div>")
    assert lines(document) == ["收到申请。", "办结。"]


@pytest.mark.parametrize("linked", ["<img src='/f/1.pdf.png'>", "附件：<a href='/f/1.pdf'>下载</a>"])
def test_the_object_of_a_script_that_holds_only_a_file(linked: str) -> None:
    script = f'window._CONFIG = {{DETAIL: {{"title": "白莲乡2020年年报", "content": "<p>{linked}</p>"}}}};'
    document = read(content(f"<div id=app></div><script>{script}</script>".encode()))
    assert document.title == "白莲乡2020年年报"
    assert [link.url.startswith("http://www.example.gov.cn/f/1.pdf") for link in document.links] == [True]
