"""Texts kept in JSON, in XML, in hidden fields; headings that name the site; tables that touch in a sheet."""

from __future__ import annotations

import json
from html import escape

import pytest

from extract.document import Document
from extract.formats import read
from extract.formats.building import RawCell
from extract.formats.cutting import pieces
from storage.capture import Capture, Content

URL = "http://www.example.gov.cn/a/1.html"
TITLE = "颍上县粮食局2021年政府信息公开工作年度报告"
TEXT = f"<p>{'一、总体情况。本年主动公开政府信息三百条。' * 6}</p><p><a href='/f/1.pdf'>附表.pdf</a></p>"


def document(body: str, media_type: str = "text/html") -> Document:
    capture = Capture("c", URL, "", 200, media_type, "", 0, 0, "", "")
    return read(Content(capture, body.encode(), (("content-type", f"{media_type}; charset=utf-8"),)))


RECORDS = {
    "application/json": json.dumps(
        {"code": 200, "data": {"title": TITLE, "publishDate": "2022-01-20", "detail": {"content": TEXT}}},
        ensure_ascii=False,
    ),
    "text/xml": f'<?xml version="1.0"?><store><record><title><![CDATA[{TITLE}]]></title><pubtime>2022-01-20</pubtime>'
    f"<content><![CDATA[{TEXT}]]></content></record></store>",
}


@pytest.mark.parametrize("media_type", RECORDS)
def test_a_record_gives_its_title_and_date(media_type: str) -> None:
    said = document(RECORDS[media_type], media_type)
    assert (said.title, said.metadata["发布日期"]) == (TITLE, "2022-01-20")
    assert said.text.startswith("一、总体情况。")
    assert "{" not in said.text.replace("CDATA", "{")
    assert [link.url for link in said.links] == ["http://www.example.gov.cn/f/1.pdf"]


def test_a_text_kept_in_a_hidden_field_is_read() -> None:
    said = document(f"<body><h1>{TITLE}</h1><textarea style='display:none'>{escape(TEXT)}</textarea></body>")
    assert said.title == TITLE
    assert said.text.startswith("一、总体情况。")
    assert [link.url for link in said.links] == ["http://www.example.gov.cn/f/1.pdf"]


def test_a_heading_that_names_the_site_gives_way_to_one_with_a_year() -> None:
    body = f"<body><h1>颍上县人民政府门户网站</h1><h3>年报</h3><h2>{TITLE}</h2><div>{TEXT}</div></body>"
    assert document(body).title == TITLE
    alone = "<body><h1>颍上县人民政府门户网站</h1><h2>工作动态</h2></body>"
    assert document(alone).title == "颍上县人民政府门户网站"


HEAD = (
    "<tr><td rowspan=2 colspan=2>（本列数据的勾稽关系）</td><td colspan=2>申请人情况</td></tr>"
    "<tr><td>自然人</td><td>总计</td></tr>"
)


def test_a_head_printed_again_under_a_running_span_moves_nothing() -> None:
    first = "<tr><td rowspan=4>办理结果</td><td>予以公开</td><td>1</td><td>1</td></tr>"
    rest = "".join(f"<tr><td>第{n}种</td><td>{n}</td><td>{n}</td></tr>" for n in (2, 3, 4))
    body = f"<body><table border=1>{HEAD}{first}{HEAD}{rest}</table>{TEXT}</body>"
    (table,) = document(body).tables()
    texts = [[cell.text if cell else None for cell in row] for row in table.grid]
    assert texts[2:] == [
        ["办理结果", "予以公开", "1", "1"],
        *(["办理结果", f"第{n}种", str(n), str(n)] for n in (2, 3, 4)),
    ]
    assert [cell.place for cell in table.cells if cell.text == "第2种"] == ["t1r6c2"]


def test_forms_that_touch_in_a_sheet_are_parted_and_a_head_printed_again_is_not() -> None:
    rows = [
        ["第二十条第（一）项"], ["规章", "1"], [""], ["（本列数据的勾稽关系）", "申请人情况"], ["新收", "1"],
        ["（本列数据的勾稽关系）", "申请人情况"], ["结转", "0"], ["行政复议", "行政诉讼"], ["0", "0"],
    ]  # fmt: skip
    tables = list(pieces([[RawCell(text) for text in row] for row in rows]))
    assert [[row[0].text for row in table] for table in tables if not isinstance(table, RawCell)] == [
        ["第二十条第（一）项", "规章", ""],
        ["（本列数据的勾稽关系）", "新收", "（本列数据的勾稽关系）", "结转"],
        ["行政复议", "0"],
    ]
