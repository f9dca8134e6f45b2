"""Is it a report? The same text under many titles, and pages whose content must tell."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from extract.document import Document, Link, Paragraph
from extract.figure import Figure
from extract.identity.kinds import judge, promising, reports_within
from extract.identity.title import find_titles
from storage.found import Found

TITLES = tomllib.loads((Path(__file__).parent / "kinds" / "titles.toml").read_text(encoding="utf-8"))
TEXT = TITLES["text"].strip()


def page(title: str, text: str = TEXT, heading: str | None = None) -> Document:
    lines = [title, *text.splitlines()] if title else text.splitlines()
    paragraphs = tuple(Paragraph(line, f"p{number}") for number, line in enumerate(lines, 1))
    return Document(paragraphs, title=title if heading is None else heading)


def figures(count: int) -> list[Figure]:
    return [Figure(f"code{number}", number, "value", str(number), "件", "table", "t1r1c1") for number in range(count)]


@pytest.mark.parametrize("title", TITLES["reports"])
def test_a_reports_text_under_a_reports_title(title: str) -> None:
    document = page(title)
    assert judge(document, find_titles(document, None), ()).report


@pytest.mark.parametrize("title", TITLES["others"])
def test_the_same_text_under_another_title_is_no_report(title: str) -> None:
    document = page(title)
    assert not judge(document, find_titles(document, None), ()).report


def test_without_a_title_the_parts_tell() -> None:
    document = page("")
    assert judge(document, find_titles(document, None), ()).why.startswith("the parts of a report")


def test_a_portals_name_as_heading_says_nothing() -> None:
    document = page("", heading="霍邱县人民政府门户网站")
    assert judge(document, find_titles(document, None), ()).report


@pytest.mark.parametrize(
    ("heading", "expected"), [("政府信息公开", True), ("政府信息公开专栏", True), ("领导信箱", False)]
)
def test_under_a_columns_name_the_list_tells_what_it_is(heading: str, expected: bool) -> None:
    text = (
        "2020年，我局公开信息31条。\n一、依申请公开\n全年未收到申请。\n二、存在的问题\n更新不及时，下一步改进。"
        + "。" * 200
    )
    document = page("", text, heading=heading)
    found = Found("report", link_text="霍邱县林业局2020年政府信息公开工作年度报告")
    assert judge(document, find_titles(document, found), ()).report is expected


def test_a_filled_form_is_enough_and_a_few_values_are_not() -> None:
    document = page("", "附表\n申请情况")
    titles = find_titles(document, None)
    assert judge(document, titles, figures(20)).report
    assert not judge(document, titles, figures(5)).report


@pytest.mark.parametrize(
    "line", ["附件：年度报告模板", "（单位名称）2020年政府信息公开工作年度报告", "XXXX年政府信息公开工作年度报告"]
)
def test_a_form_that_others_are_to_fill_in_is_no_report(line: str) -> None:
    text = f"各乡镇、各部门：\n{line}\n一、总体情况\n二、主动公开政府信息情况"
    document = page("霍邱县关于报送2020年政府信息公开工作年度报告的通知", text)
    zeros = [figure._replace(value=0) for figure in figures(200)]
    assert not judge(document, find_titles(document, None), zeros).report
    named = page("霍邱县2020年政府信息公开工作年度报告", f"{TEXT}\n规范了答复书的模板。")
    assert judge(named, find_titles(named, None), zeros).report


def test_statistics_of_part_of_a_year_are_no_report() -> None:
    text = TEXT.replace("2020年12月31日", "2020年6月30日")
    document = page("霍邱县政府信息公开情况统计", text)
    assert judge(document, find_titles(document, None), figures(200)).why == "statistics from 2020-01-01 to 2020-06-30"
    titled = page("霍邱县2020年政府信息公开工作年度报告", text)
    assert judge(titled, find_titles(titled, None), figures(200)).report


def test_a_page_title_is_not_cut_between_numbers() -> None:
    document = replace(page("", "一、情况"), page_title="霍邱县2020年1—9月政府信息公开情况统计表-霍邱县人民政府")
    assert judge(document, find_titles(document, None), figures(58)).why.startswith("look-alike")


def test_the_title_of_a_report_over_nothing_is_a_shell() -> None:
    document = page("霍邱县2020年政府信息公开工作年度报告", "附件下载")
    judgement = judge(document, find_titles(document, None), ())
    assert (judgement.report, judgement.shell) == (False, True)


def test_a_column_of_titles_is_a_list() -> None:
    lines = "\n".join(f"霍邱县{year}年政府信息公开工作年度报告" for year in range(2010, 2016))
    document = page("政府信息公开年报", lines)
    assert judge(document, find_titles(document, None), ()).why == "a list of 6 reports"


def test_a_short_report_with_its_parts_is_one() -> None:
    lines = "一、概述\n全年主动公开政府信息12条。\n二、依申请公开情况\n收到政府信息公开申请1件。"
    document = page("白莲乡2012年政府信息公开年度报告", lines)
    assert judge(document, find_titles(document, None), ()).report


def test_links_to_other_years_make_no_list_of_a_report() -> None:
    beside = "\n".join(f"霍邱县{year}年政府信息公开工作年度报告" for year in range(2008, 2020))
    document = page("霍邱县2020年政府信息公开工作年度报告", f"{TEXT}\n{beside}")
    assert judge(document, find_titles(document, None), ()).report
    column = page("霍邱县2020年政府信息公开工作年度报告", beside)
    assert judge(column, find_titles(column, None), ()).list


def test_a_second_report_on_the_page_is_seen() -> None:
    second = "霍邱县2019年政府信息公开工作年度报告\n一、概述\n全年主动公开政府信息12条。"
    document = page("霍邱县2020年政府信息公开工作年度报告", f"{TEXT}\n{second}")
    assert [line.text for line in reports_within(document, 2020)] == ["霍邱县2019年政府信息公开工作年度报告"]
    assert not list(reports_within(page("霍邱县2020年政府信息公开工作年度报告"), 2020))


def test_what_a_page_links_is_opened_only_where_it_may_be_a_report() -> None:
    shell, other = page("霍邱县2020年政府信息公开工作年度报告", "附件"), page("2020年", "附件")
    assert promising(shell, find_titles(shell, None), None)
    assert not promising(other, find_titles(other, None), None)
    assert promising(other, find_titles(other, None), Found("report"))


def test_parts_with_other_numbers_are_parts_among_links_to_other_reports() -> None:
    numbered = TEXT.replace("一、", "1、").replace("二、", "2、").replace("三、", "3、").replace("四、", "4、")
    title = "金寨县教育局2010年政府信息公开工作年度报告"
    links = "\n".join(f"金寨县{name}局2011年政府信息公开工作年度报告" for name in ("水利", "民政", "司法", "财政"))
    document = page(title, f"{numbered}\n{links}")
    assert judge(document, find_titles(document, None), ()).report


def test_a_frame_without_a_sentence_opens_its_file_although_its_title_names_no_year() -> None:
    title = "金寨县教育局政府信息公开工作年度报告"
    frame = replace(page(title, "附件："), links=(Link("http://www.example.gov.cn/1.pdf", "附件1", "attachment"),))
    assert promising(frame, find_titles(frame, None), None)
    news = replace(page(title, "详见附件。"), links=frame.links)
    assert not promising(news, find_titles(news, None), None)


@pytest.mark.parametrize("marked", [True, False])
def test_a_menu_above_the_title_is_no_text_of_a_report(marked: bool) -> None:
    title = "金寨县教育局2020年政府信息公开工作年度报告"
    menu = "\n".join(f"{name}依申请公开主动公开政府信息指南目录" for name in "甲乙丙丁戊己庚辛壬癸")
    document = page("", f"{menu}\n{title}\n暂无相关信息", heading=title if marked else "")
    assert judge(document, find_titles(document, None), ()).shell
