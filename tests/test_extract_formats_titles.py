"""Titles outside heading elements, and what the foot of a page says of its site."""

from __future__ import annotations

import pytest

from extract.document import Document, Link, Paragraph
from extract.formats.web.html import read_html
from extract.identity.identify import identify
from extract.identity.title import find_titles
from storage.found import Found, Seed

TITLE = "霍邱县林业局2021年政府信息公开工作年度报告"
ABOVE = (
    "<ul><li><a href=a.htm>霍邱县水利局2020年政府信息公开工作年度报告</a></li></ul><p>当前位置：政府信息公开年报</p>"
)
TEXT = "".join(f"<p>第{number}段，我局依法公开信息，回应群众关切。</p>" for number in "一二三四五六七八")


def page(body: str, head: str = "<title>霍邱县人民政府网</title>") -> Document:
    return read_html(f"<html><head>{head}</head><body>{body}</body></html>", "http://www.example.gov.cn/1.htm", "utf-8")


@pytest.mark.parametrize(
    "line",
    [
        f"<h2 class=bt-x>{TITLE}</h2>",
        f"<p class=wz>{TITLE}</p>",
        f"<table><tr><td><b>霍邱县林业局</b><br>{TITLE.removeprefix('霍邱县林业局')}</td></tr></table>",
        f"<h1>霍邱县人民政府网</h1><div>{TITLE}</div>",
        f"<h1>政府信息公开年报</h1><div>霍邱县水利局2020年政府信息公开年报</div><div>{TITLE}</div>",
    ],
)
@pytest.mark.parametrize("box", ["<div id=zoom>{}</div>", "<table><tr><td>{}</td></tr></table>"])
def test_the_last_line_above_the_text_is_its_title(line: str, box: str) -> None:
    document = page(f"{ABOVE}{line}<p>来源：县林业局</p>{box.format(TEXT)}<p>上一篇：没有了</p>")
    assert document.title.replace(" ", "") == TITLE
    identity = identify(document, find_titles(document, None), None)
    assert (identity.publisher and identity.publisher.name, identity.year) == ("霍邱县林业局", 2021)


@pytest.mark.parametrize(
    "line",
    [
        f"<p><a href=b.htm>{TITLE}</a></p>",
        f"<p>上一篇：{TITLE}</p>",
        f"<p>{TITLE} 2022-01-20</p>",
        "".join(f"<div>霍邱县{body}2021年政府信息公开年报</div>" for body in ("林业局", "财政局", "水利局")),
        "<p>2021年1月20日，全县政务公开情况好转。</p>",
    ],
)
def test_a_link_and_a_row_of_a_list_are_no_title(line: str) -> None:
    assert page(f"{ABOVE}{line}<div id=zoom>{TEXT}</div>").title == ""


@pytest.mark.parametrize(
    "line",
    [
        "政府信息公开工作年度报告（范本）",
        "霍邱县林业局2021年法治政府建设情况的报告",
        "霍邱县林业局2021年上半年政府信息公开工作情况",
    ],
)
def test_the_line_above_may_be_a_look_alikes(line: str) -> None:
    assert page(f"{ABOVE}<p>{line}</p><div id=zoom>{TEXT}</div>").title == line


def test_a_title_that_names_nobody_ends_what_stands_above() -> None:
    bare = "政府信息公开工作年度报告"
    document = page(
        f"<p>霍邱县水利局2020年政府信息公开年报</p><p>{bare}</p><div id=zoom>{TEXT}<p>霍邱县林业局</p></div>"
    )
    assert document.title == bare
    identity = identify(document, find_titles(document, None), None)
    assert (identity.publisher and identity.publisher.name, identity.year) == ("霍邱县林业局", None)


def test_what_a_list_has_cut_is_no_title_of_the_page() -> None:
    cut = "<p>霍邱县水利局2020年政府信息公开工作年…</p>"
    document = page(f"<p>热门信息</p>{cut}<p>{TITLE}</p>{TEXT}")
    owns = [find_titles(one, None).own for one in (document, page(f"{cut}{TEXT}"))]
    assert [own and own.text for own in owns] == [TITLE, "霍邱县人民政府网"]


def test_a_line_that_says_less_does_not_end_a_title() -> None:
    repeated = f"<p>标　题：{TITLE}</p><p>{TITLE}</p><div>霍邱县林业局</div><h4>{TITLE[6:].removeprefix('2021年')}</h4>"
    assert page(f"{repeated}<table><tr><td>{TEXT}</td></tr></table>").title == TITLE


def test_a_page_without_a_sentence_has_no_text_to_stand_above() -> None:
    other = "<div>霍邱县水利局2020年政府信息公开年报</div>"
    assert page(f"<p>政府信息公开专栏</p><h4>{TITLE}</h4><p>暂无信息</p>{other}").title == ""
    assert page(f"<p>政府信息公开专栏</p><h4>{TITLE}</h4><p><img src=1.jpg></p>").title == TITLE


def test_cut_entries_make_a_list_too() -> None:
    rows = "".join(
        f"<p>霍邱县{body}</p>"
        for body in ("水利局2020年政府信息公开…", "财政局2020年政府信息公开年报", "民政局政府信息公开…")
    )
    assert page(f"{rows}<div id=zoom>{TEXT}</div>").title == ""


def test_a_unit_that_nobody_knows_is_not_the_seed() -> None:
    seed = Seed("341522", "霍邱县人民政府", "http://www.example.gov.cn/")
    document = Document((Paragraph("2021年政府信息公开年报", "p1"), Paragraph("霍邱县内各项工作已公开。", "p2")))
    said = [
        identify(document, find_titles(document, found), found)
        for found in (Found("report", seed), Found("report", seed, unit="河长办联席"))
    ]
    assert [one.publisher and one.publisher.name for one in said] == ["霍邱县人民政府", None]


def test_a_table_of_one_column_with_a_text_is_no_table() -> None:
    body = f"<table><tr><td></td></tr><tr><td>来源：县林业局</td></tr><tr><td>{TEXT}</td></tr></table>"
    assert len(list(page(body).paragraphs())) == 9
    assert not list(page("<table><tr><td>指标</td></tr><tr><td>12</td></tr></table>").paragraphs())


def test_a_heading_that_is_there_is_the_title() -> None:
    assert page(f"<h1>领导信箱来信选登</h1><p>{TITLE}</p><div id=zoom>{TEXT}</div>").title == "领导信箱来信选登"


def test_the_foot_says_whose_site_it_is() -> None:
    foot = "<p>主办：霍邱县人民政府办公室 承办：县数据局 地址：霍邱县城关镇光明大道</p>"
    said = page(f"<div id=zoom>{TEXT}<p>联系地址：县城南路</p></div>{foot}").metadata
    assert (said["主办单位"], said["网站地址"]) == ("霍邱县人民政府", "霍邱县城关镇光明大道")


@pytest.mark.parametrize(
    ("files", "publisher"), [((TITLE,), "霍邱县林业局"), ((TITLE, TITLE.replace("林", "农")), None)]
)
def test_the_name_of_the_only_file_says_whose_report_it_is(files: tuple[str, ...], publisher: str | None) -> None:
    links = tuple(
        Link(f"http://www.example.gov.cn/{n}.pdf", f"{name}.pdf", "attachment") for n, name in enumerate(files)
    )
    document = Document((Paragraph("见附件。", "p1"),), title="2021年政府信息公开工作年度报告", links=links)
    identity = identify(document, find_titles(document, None), None)
    assert (identity.publisher and identity.publisher.name) == publisher


def test_a_ministry_that_is_a_seed_is_itself() -> None:
    found = Found("report", seed=Seed("000000", "中华人民共和国水利部", "http://www.example.gov.cn/"))
    document = Document((Paragraph("水利部2021年政府信息公开工作年度报告", "p1"),))
    identity = identify(document, find_titles(document, found), found)
    assert identity.publisher is not None
    assert (identity.publisher.name, identity.publisher.jurisdiction_code) == ("中华人民共和国水利部", "000000")
