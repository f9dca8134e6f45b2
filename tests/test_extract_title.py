"""Where a report's title is found."""

from __future__ import annotations

from typing import Any

import pytest

from extract.document import Document, Paragraph
from extract.identity.title import find_titles
from storage.found import Found


def page(*lines: str, **members: Any) -> Document:
    return Document(tuple(Paragraph(line, f"p{number}") for number, line in enumerate(lines, 1)), **members)


def own(document: Document) -> tuple[str, str] | None:
    title = find_titles(document, None).own
    return (title.text, title.source) if title else None


def test_the_heading_before_the_text() -> None:
    document = page("霍邱县2020年政府信息公开年报", title="霍邱县2020年政府信息公开工作年度报告")
    assert own(document) == ("霍邱县2020年政府信息公开工作年度报告", "heading")


def test_a_heading_without_the_body_gives_way_to_a_line_with_it() -> None:
    document = page("霍邱县2020年政府信息公开工作年度报告", title="2020年政府信息公开工作年度报告")
    assert own(document) == ("霍邱县2020年政府信息公开工作年度报告", "text")


@pytest.mark.parametrize(
    "lines",
    [
        ("淮安市人民政府", "2024 年政府信息公开工作年度报告"),
        ("北京市西城区金融街街道2025年政府", "信息公开工作年度报告"),
        ("衡南县柞市镇2018年", "政府信息公开", "年度报告"),
    ],
)
def test_a_title_broken_over_lines(lines: tuple[str, ...]) -> None:
    assert own(page(*lines, "一、总体情况")) == ("".join(lines).replace(" ", ""), "text")


def test_the_place_line_and_the_headings_of_parts_are_no_titles() -> None:
    assert own(page("首页 > 政务公开 > 霍邱县2020年政府信息公开年报", "一、政府信息公开工作情况")) is None


def test_a_line_behind_the_text_is_no_title() -> None:
    document = page("一、总体情况", "霍邱县2020年政府信息公开工作年度报告（图解版）")
    assert own(document) is None


def test_the_page_title_without_the_name_of_the_site() -> None:
    document = page(page_title="霍邱县2020年政府信息公开工作年度报告_霍邱县人民政府")
    assert own(document) == ("霍邱县2020年政府信息公开工作年度报告", "page title")


def test_a_title_that_runs_into_the_text() -> None:
    text = "霍邱县2020年政府信息公开工作年度报告发布时间：2021-01-20本报告根据条例编制，" + "公开政府信息。" * 20
    assert own(page(text)) == ("霍邱县2020年政府信息公开工作年度报告", "text")
    assert own(page("根据《条例》，特公布霍邱县2020年政府信息公开工作年度报告。" + "公开政府信息。" * 20)) is None


def test_the_lists_title_stands_beside_the_pages_own() -> None:
    found = Found("report", link_text="霍邱县2020年政府信息公…", link_title="霍邱县2020年政府信息公开工作年度报告")
    titles = find_titles(page("2020年"), found)
    assert titles.listed is not None
    assert titles.listed.text == "霍邱县2020年政府信息公开工作年度报告"
    assert titles.best == titles.listed


OTHERS = ("相关信息", "金寨县水利局2021年政府信息公开工作年度报告", "金寨县民政局2019年政府信息公开工作年度报告")


@pytest.mark.parametrize(
    "others",
    [
        OTHERS,
        ("上一篇：金寨县水利局2021年政府信息公开工作年度报告", "下一篇：金寨县民政局2019年政府信息公开工作年度报告"),
        tuple(f"{line}[2022-01-20]" for line in OTHERS[1:]),
        OTHERS[1:],
    ],
    ids=["headed", "neighbours", "dated", "of several years"],
)
@pytest.mark.parametrize(
    "title", ["金寨县教育局政府信息公开工作年度报告", "【图解】金寨县2020年政府信息公开工作年度报告"]
)
def test_the_titles_of_other_pages_are_not_the_pages_own(title: str, others: tuple[str, ...]) -> None:
    document = page("新闻中心", "政府信息公开指南", "政府信息公开年报", title, "附件下载", *others, title=title)
    assert own(document) == (title, "heading")


def test_a_piece_of_a_look_alikes_heading_says_no_more_than_the_heading() -> None:
    title = "【图解】金寨县2020年政府信息公开工作年度报告"
    assert own(page(title[:8], title[8:], title=title)) == (title, "heading")


def test_the_line_beside_a_title_is_no_part_of_it() -> None:
    title = "2016年政府信息公开年报"
    document = page(title, "来源：本站　发布日期：2017-01-08", f"{title}.xlsx", title=title)
    assert own(document) == (title, "heading")


@pytest.mark.parametrize("site", ["金寨县人民政府 政府信息公开年报 ", "金寨县政府网 "])
def test_a_page_title_that_adds_only_site_and_column(site: str) -> None:
    title = "政府信息公开工作年度报告（2014年）"
    assert own(page(title=title, page_title=f"{site}{title}")) == (title, "heading")


def test_the_words_of_a_column_make_no_report_of_another_pages_title() -> None:
    document = page(
        page_title="金寨县2022年政府工作报告_政府信息公开年报_金寨县人民政府", title="金寨县2022年政府工作报告"
    )
    title = find_titles(document, None).own
    assert title is not None
    assert title.verdict.kind == "lookalike"


def test_the_date_beside_a_title_gives_it_no_year() -> None:
    title = "金寨县教育局政府信息公开工作年度报告"
    document = page(title, "2010-01-06 09:12 来源：本站", title, title="政府信息公开工作年度报告")
    assert own(document) == (title, "text")


def test_a_title_with_a_year_before_names_of_columns_that_run_together() -> None:
    document = page("法定公开内容", "政府信息公开年报", "金寨县教育局关于2019年度政府信息公开工作的报告")
    assert own(document) == ("金寨县教育局关于2019年度政府信息公开工作的报告", "text")


def test_the_title_behind_site_and_column_on_a_page_without_a_heading() -> None:
    document = page(page_title="金寨县政府网 政府信息公开年报 2020年政府信息公开工作年度报告")
    assert own(document) == ("2020年政府信息公开工作年度报告", "page title")
