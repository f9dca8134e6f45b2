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
