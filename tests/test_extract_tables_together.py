"""Two ways of setting a table that meet in one: each is read alone, and so they are together."""

from __future__ import annotations

import pytest
from spanned_tables import reading, values

from extract.formats.web.html import read_html
from extract.tables.figures import read_tables
from extract.tables.template import recognise

NEW, IN, OUT = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（七）总计"
ORGANS = "商业企业|科研机构|社会公益组织|法律服务机构|其他"
KEYS = ("person", "business", "research", "charity", "legal", "other_org", "total")
NUMBERS = (1, 2, 3, 4, 5, 6, 21)
UNREAD = ("unreadable",) * 7
RESULTS = "|".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
HEADS = "5*行政复议|5*未经复议直接起诉|5*复议后起诉"


def row(found: dict[str, object], name: str) -> tuple[object, ...]:
    """The seven figures of a row; None for one of which there is no word."""
    return tuple(found.get(f"{name}__{key}") for key in KEYS)


ZEROS = "0|0|0|0|0|0|0"
BESIDE = {
    "another order and a column of other numbers": (
        f"项目|总计|自然人|{ORGANS}|占比",
        f"{NEW}|21|1|2|3|4|5|6|40%", f"{IN}|1|0|1|0|0|0|0|9%", f"{OUT}|{ZEROS}|1%",
    ),
    "another order and a header left blank": (
        f"项目|总计|自然人|{ORGANS.replace('科研机构', '')}",
        f"{NEW}|21|1|2|3|4|5|6", f"{IN}|1|0|1|0|0|0|0", f"{OUT}|{ZEROS}",
    ),
    "the first header left blank": (
        f"序号|项目||{ORGANS}|总计", f"1|{NEW}|1|2|3|4|5|6|21", f"2|{IN}|0|1|0|0|0|0|1", f"3|{OUT}|{ZEROS}",
    ),
    "the last header left blank and empty columns around": (
        f"|项目|自然人|{ORGANS}||", f"|{NEW}|1|2|3|4|5|6|21|", f"|{IN}|0|1|0|0|0|0|1|", f"|{OUT}|{ZEROS}|",
    ),
    "a header left blank where spans were lost": (
        "项目|申请人情况||||||", "|自然人|法人或其他组织|||||总计", f"||{ORGANS.replace('其他', '')}|",
        f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|1|0|0|0|0|1", f"{OUT}|{ZEROS}",
    ),
    "a column of other numbers that the header has no cell for": (
        f"项目|自然人|{ORGANS}|总计", f"{NEW}|1|2|3|4|5|6|21|40%", f"{IN}|0|1|0|0|0|0|1|9%", f"{OUT}|{ZEROS}|1%",
    ),
    "blank first values and a column that the header left blank": (
        "项目||申请人情况|||||||", "||总计|自然人|法人或其他组织|||||", f"||||{ORGANS}|",
        f"{NEW}||21|1|2|3|4|5|6|40%", f"{IN}||1|0|1|0|0|0|0|9%", f"三、本年度办理结果|{OUT}|{ZEROS}|1%",
        "三、本年度办理结果|（一）予以公开|1|||1||||7%",
    ),
    "numbers of rows behind an empty column": (
        f"|序号|项目|自然人|{ORGANS}|总计",
        f"|1|{NEW}|1|2|3|4|5|6|21", f"|2|{IN}|0|1|0|0|0|0|1", f"|3|{OUT}|{ZEROS}",
    ),
    "numbers of rows between headings and labels": (
        f"2*项目|序号|自然人|{ORGANS}|总计", f"三、本年度办理结果|1|{NEW}|1|2|3|4|5|6|21",
        f"三、本年度办理结果|2|{IN}|0|1|0|0|0|0|1", f"三、本年度办理结果|3|{OUT}|{ZEROS}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_columns_are_told_by_their_labels_whatever_stands_beside(name: str) -> None:
    found = values(reading(*BESIDE[name]))
    assert row(found, "app_new") == NUMBERS
    assert row(found, "app_carried_in") == (0, 1, 0, 0, 0, 0, 1)
    assert row(found, "out_total") == (0,) * 7


def test_without_totals_columns_are_told_by_their_labels_beside_others() -> None:
    found = values(
        reading(f"项目|自然人|{ORGANS}|占比", f"{NEW}|1|2|3|4|5|6|40%", f"{IN}|0|1|0|0|0|0", f"{OUT}|0|0|0|0|0|0|1%")
    )
    assert row(found, "app_new") == (*NUMBERS[:6], None)
    assert row(found, "app_carried_in") == (*UNREAD[:6], None)


def test_remarks_without_a_heading_are_no_totals() -> None:
    found = values(
        reading(f"项目|自然人|{ORGANS}|", f"{NEW}|1|2|3|4|5|6|网上2件", f"{IN}|0|1|0|0|0|0|", f"{OUT}|0|0|0|0|0|0|")
    )
    assert row(found, "app_new") == (*NUMBERS[:6], None)
    assert row(found, "app_carried_in") == (0, 1, 0, 0, 0, 0, None)


def test_a_column_without_a_heading_is_not_told_where_no_sum_proves_it() -> None:
    found = values(reading(f"项目|自然人|{ORGANS.replace('科研机构', '')}", f"{NEW}|1|2|3|4|5|6", f"{OUT}|0|0|0|0|0|0"))
    assert row(found, "app_new") == (1, 2, None, 4, 5, 6, None)


def test_a_row_that_lost_a_cell_before_an_empty_column_is_unread() -> None:
    header = f"项目|自然人|{ORGANS}|总计|"
    found = values(reading(header, f"{NEW}|1|2|3|4|5|6|21|", f"{IN}|1|3|0|0|0|4|", f"{OUT}|{ZEROS}|"))
    assert (row(found, "app_carried_in"), row(found, "app_new")) == (UNREAD, NUMBERS)
    results = "|".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
    heads = "5*行政复议|5*未经复议直接起诉|5*复议后起诉|", f"{results}|"
    whole, cut = "1|0|0|0|1|0|2|0|0|2|0|0|3|0|3|", "1|0|0|0|1|0|2|0|0|2|0|3|0|3|"
    assert values(reading(*heads, whole))["lit_after_recon_other"] == 3
    assert set(values(reading(*heads, cut)).values()) == {"unreadable"}


def test_words_of_a_header_are_joined_below_another_form() -> None:
    found = values(reading(
        "4*二、主动公开政府信息情况", "信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|1|2|3",
        "信息内容|3*本年处理决定数量", "行政许可|3*—", "8*三、收到和处理政府信息公开申请情况",
        "项目^3|7*申请人情况", "自然人^2|商业|科研|社会公|法律服|其|总计^2", "企业|机构|益组织|务机构|他",
        f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|0|0|0|0|0|0",
    ))  # fmt: skip
    assert (found["rules_in_force"], found["license_decisions"]) == (3, "not_applicable")
    assert row(found, "app_new") == NUMBERS


def test_a_line_may_end_within_a_label_that_stands_with_its_heading() -> None:
    header = f"项目|自然人|{ORGANS}|总计"
    found = values(
        reading(
            header, f"{NEW}|1|2|3|4|5|6|21", f"{IN}|{ZEROS}", "（三）不予公开 3<br>.危及“三安全一稳定”|0|1|0|0|0|0|1"
        )
    )
    assert row(found, "deny_three_safety") == (0, 1, 0, 0, 0, 0, 1)


@pytest.mark.parametrize("mark", ["\t", "|", " | "])
@pytest.mark.parametrize("begin", ["<pre>", "<p>"])
def test_rows_of_text_are_read_without_totals(begin: str, mark: str) -> None:
    lines = (
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）|申请人情况",
        "自然人|法人或其他组织", ORGANS,
        f"{NEW}|1|2|3|4|5|6", f"{IN}|0|1|0|0|0|0", "三、本年度办理结果|（一）予以公开|0|1|0|0|0|0", "",
        "行政复议|行政诉讼", "结果维持|结果纠正|其他结果|尚未审结|未经复议直接起诉|复议后起诉",
        "结果维持|结果纠正|其他结果|尚未审结|结果维持|结果纠正|其他结果|尚未审结", "1|0|0|0|0|2|0|0|0|0|3|0",
    )  # fmt: skip
    text = ("\n" if begin == "<pre>" else "<br>").join(line.replace("|", mark) for line in lines)
    document = read_html(begin + text + begin.replace("<", "</"), "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document, 2022), 2022))
    assert row(found, "app_new") == (*NUMBERS[:6], None)
    assert row(found, "out_granted") == (0, 1, 0, 0, 0, 0, None)
    assert (found["recon_upheld"], found["lit_direct_corrected"], found["lit_after_recon_other"]) == (1, 2, 3)


@pytest.mark.parametrize("mark", ["\t", "|"])
def test_rows_of_text_may_be_numbered(mark: str) -> None:
    lines = (
        "序号|统计指标|单位|统计数", "1|三、依申请公开情况||", "2|（一）收到申请数|件|17",
        "3|1.当面申请数|件|", "4|四、行政复议数量|件|0",
    )  # fmt: skip
    text = "\n".join(line.replace("|", mark) for line in lines)
    document = read_html(f"<pre>{text}</pre>", "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document, 2016), 2016))
    assert found == {"app_received_total": 17, "app_via_in_person": "blank", "recon_total": 0}


OFF = {
    "the heading above all is too wide": ("项目^3|8*申请人情况|占比^3", "自然人^2|5*法人或其他组织|总计^2", ORGANS),
    "the heading above all is too wide and a label left blank": (
        "项目^3|9*申请人情况", "自然人^2|5*法人或其他组织|总计^2", ORGANS.replace("科研机构", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OFF)
def test_a_heading_too_wide_moves_no_column(name: str) -> None:
    last = "|30%" if "占比" in OFF[name][0] else ""
    found = values(reading(*OFF[name], f"{NEW}|1|2|3|4|5|6|21{last}", f"{IN}|0|1|0|0|0|0|1{last}"))
    assert (row(found, "app_new"), row(found, "app_carried_in")) == (NUMBERS, (0, 1, 0, 0, 0, 0, 1))


def test_a_header_that_lost_a_cell_tells_no_column_of_rows_that_lost_one() -> None:
    header = "项目^3|7*申请人情况", "5*法人或其他组织|总计^2", ORGANS
    found = values(reading(*header, f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|1|0|0|0|0|1", f"{OUT}|9|0|0|0|0|9"))
    assert set(found.values()) == {"unreadable"}


@pytest.mark.parametrize("count", ["件", "1", ""])
def test_units_between_label_and_values_are_no_values(count: str) -> None:
    found = values(reading(
        "信息内容|单位|本年制发件数|本年废止件数|现行有效件数", f"规章|{count}|1|2|3", "行政规范性文件|4|5|6",
        "信息内容|单位|3*本年处理决定数量", f"行政许可|{count}|3*7",
    ))  # fmt: skip
    assert (found["rules_issued"], found["normdoc_in_force"], found["license_decisions"]) == (1, 6, 7)


def test_results_behind_a_year_and_an_empty_column_are_read() -> None:
    found = values(reading(f"|类别|{HEADS}", f"||{RESULTS}", "|2022年|1|0|0|0|1|0|2|0|0|2|0|0|3|0|3"))
    assert (found["recon_upheld"], found["lit_after_recon_total"]) == (1, 3)


def test_a_list_that_goes_on_one_column_further_left_keeps_its_columns() -> None:
    def table(*rows: str) -> str:
        cells = (f"<tr>{''.join(f'<td>{cell}</td>' for cell in one.split('|'))}</tr>" for one in rows)
        return f"<table>{''.join(cells)}</table>"

    first = table(
        "|指标|单位|2022年|2021年", "|（一）收到申请数|件|9|70", "|1.当面申请数|件|5|80", "|四、行政复议数量|件|8|1"
    )
    second = table("2.传真申请数|件|4|60", "3.网络申请数|件||50", "4.信函申请数|件|0|40")
    document = read_html(first + second, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document, 2022), 2022))
    assert [found[f"app_via_{way}"] for way in ("in_person", "fax", "online", "letter")] == [5, 4, "blank", 0]


def test_a_number_too_many_in_one_row_is_no_column_of_totals() -> None:
    rows = f"{NEW}|1|2|3|4|5|6|", f"{IN}|0|1|0|0|0|0|", "小计|1|2|3|4|5|6|7|", f"{OUT}|0|0|0|0|0|0|"
    found = values(reading(f"项目|自然人|{ORGANS}|", *rows))
    assert row(found, "app_new") == (*NUMBERS[:6], None)


def test_rows_of_text_that_hold_marks_alone_are_rows() -> None:
    one = "<p>信息内容|本年制发件数|本年废止件数|现行有效件数<br>规章|1|2|3<br>行政规范性文件|4|5|6</p>"
    markup = f"{one}<p>第二十条第（六）项</p><p>信息内容|本年处理决定数量<br>行政处罚|—<br>行政强制|/</p>"
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document, 2022), 2022))
    assert (found["normdoc_in_force"], found["penalty_decisions"], found["coercion_decisions"]) == (
        6, "not_applicable", "not_applicable",
    )  # fmt: skip


LIST = ("（一）收到申请数|件|{}|4.不同意公开答复数|件|{}", "1.当面申请数|件|{}|四、行政复议数量|件|{}")
CODES = ("app_received_total", "reply_denied", "app_via_in_person", "recon_total")


@pytest.mark.parametrize(
    ("labels", "cells"), [("数量", "{}"), ("2022年|2021年", "{}|70"), ("本年数|上年数|同比增长（%）", "{}|80|9.5")]
)
def test_two_halves_have_columns_of_their_own(labels: str, cells: str) -> None:
    rows = [line.replace("{}", cells).format(*numbers) for line, numbers in zip(LIST, ((9, 3), (5, 2)), strict=True)]
    found = values(reading(f"指标|单位|{labels}|指标|单位|{labels}", *rows))
    assert [found[code] for code in CODES] == [9, 3, 5, 2]


def test_halves_that_are_out_of_their_header_are_unread() -> None:
    wider = [line.replace("{}", "{}|70").format(*numbers) for line, numbers in zip(LIST, ((9, 3), (5, 2)), strict=True)]
    found = values(reading("指标|单位|数量|指标|单位|数量", *wider))
    assert [found[code] for code in CODES] == ["unreadable"] * 4
    shifted = "三、依申请公开情况^9|（一）收到申请数|件|9|", "1.当面申请数|件|5", "2.传真申请数|件|4"
    found = values(reading("指标|单位|数量|指标|单位|数量", *shifted))
    assert {found["app_received_total"], found["app_via_in_person"]} == {"unreadable"}


def test_a_row_moved_as_a_whole_is_told_by_its_unit() -> None:
    rows = (
        "类别|指标|单位|数量",
        "依申请公开^2|（一）收到申请数|件|9",
        "4*注：含所属单位",
        "1.当面申请数|件|5",
        "四、行政复议数量|件|7|8",
    )
    found = values(reading(*rows))
    assert [found[code] for code in ("app_received_total", "app_via_in_person", "recon_total")] == [9, 5, "unreadable"]


def test_blank_results_above_a_note_are_blank() -> None:
    found = values(reading(HEADS, RESULTS, "|".join([""] * 15), "15*注：本表由办公室汇总，共2个科室。"))
    assert (len(found), set(found.values())) == (15, {"blank"})


def test_results_that_begin_blank_between_empty_columns_are_read() -> None:
    found = values(reading(f"|{HEADS}|", f"|{RESULTS}|", "|||7|1|8|2|0|0|0|2||||||"))
    assert (found["recon_upheld"], found["recon_other"], found["lit_after_recon_total"]) == ("blank", 7, "blank")


def test_a_blank_row_of_which_each_label_may_head_something_is_no_header() -> None:
    label, whole = "三、本年度办理结果", f"项目|项目|自然人|{ORGANS}|总计"
    rows = f"2*{NEW}|1|2|3|4|5|6|21", f"{label}|{OUT}|||||||", f"2*{IN}|0|1|0|0|0|0|1"
    found = values(reading(whole, *rows))
    assert (row(found, "out_total"), row(found, "app_carried_in")) == (("blank",) * 7, (0, 1, 0, 0, 0, 0, 1))


def test_a_number_among_remarks_moves_no_row_as_wide_as_the_header() -> None:
    header = f"2*项目|自然人|{ORGANS}|总计|备注"
    found = values(reading(header, f"2*{NEW}|1|2|3|4|5|6|21|", f"2*{IN}||5|||||5|3", f"2*{OUT}|0|0|0|0|0|0|0|"))
    assert row(found, "app_carried_in") == ("blank", 5, "blank", "blank", "blank", "blank", 5)


def test_a_row_whose_label_spans_a_column_less_is_proved_by_its_sum() -> None:
    header = f"2*项目|自然人|{ORGANS}|总计|备注"
    rows = f"2*{NEW}|1|2|3|4|5|6|21|", f"{IN}|0|1|0|0|0|0|2|", f"{OUT}|0|0|0|0|7|0|7|"
    found = values(reading(header, *rows))
    assert (row(found, "app_carried_in"), row(found, "out_total")) == (UNREAD, (0, 0, 0, 0, 7, 0, 7))


def test_a_heading_over_several_rows_is_no_row_where_the_first_label_is_blank() -> None:
    header = f"2*项目|自然人|{ORGANS}|总计"
    rows = "（六）其他处理^2||0|0|0|0|0|3|3", "3.其他|0|0|0|0|0|4|4"
    found = values(reading(header, f"2*{NEW}|1|2|3|4|5|6|21", f"2*{IN}|0|1|0|0|0|0|1", *rows))
    assert (row(found, "other_handling"), row(found, "other_misc")) == ((None,) * 7, (0, 0, 0, 0, 0, 4, 4))
    alone = values(
        reading(header, f"2*{NEW}|1|2|3|4|5|6|21", f"2*{IN}|0|1|0|0|0|0|1", "2*（六）其他处理|0|0|0|0|0|3|3")
    )
    assert row(alone, "other_handling") == (0, 0, 0, 0, 0, 3, 3)


def test_a_label_that_the_heading_above_pushed_over_the_totals_is_not_believed() -> None:
    header = "项目^3|6*申请人情况|备注^3", "自然人^2|5*法人或其他组织|总计^2", ORGANS
    rows = f"{NEW}|1|2|3|4|5|6|21|网上2件", f"{IN}|0|1|0|0|0|0|1|", f"{OUT}|{ZEROS}|"
    assert set(values(reading(*header, *rows)).values()) == {"unreadable"}


def test_the_number_of_the_next_item_is_no_value_of_a_list_of_text() -> None:
    rows = "".join(
        f"<p>{line}</p>"
        for line in (
            "指标名称 计量单位 合计 历年累计", "1、政府网站公开数 条 4 61", "2、政府公报公开数 条 7",
            "3、村务栏目公开数 条 5 83", "4、当面申请数 条 2 29", "5、传真申请数 条 9 31",
        )
    )  # fmt: skip
    document = read_html(rows, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document, 2016), 2016))
    assert found["proactive_via_gazette"] == "unreadable"
    assert (found["proactive_via_website"], found["app_via_in_person"]) == (4, 2)
