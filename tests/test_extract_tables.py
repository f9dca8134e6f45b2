"""Cells of forms: by label, heading and column, whatever the layout; and never a guess."""

from __future__ import annotations

import pytest

from extract.formats.text import read_text
from extract.formats.web.html import read_html
from extract.merging import Part, read_parts
from extract.tables.figures import TableReading, read_tables
from extract.tables.labels import core, nearest, pieces
from extract.tables.splits import prove
from extract.tables.template import recognise
from storage.capture import Capture

HEADER = "信息内容|本年新制作数量|本年新公开数量|对外公开总数量"
SECOND = "信息内容|上一年项目数量|本年增/减|处理决定数量"


def reading(*rows: str, year: int | None = None, before: TableReading | None = None) -> TableReading:
    """Rows as `a|b|c`; a cell `3*x` spans three columns. `before` is the document before it in the same report."""
    markup = "<table>"
    for row in rows:
        markup += "<tr>"
        for cell in row.split("|"):
            span, _, text = cell.rpartition("*")
            markup += f"<td colspan={span}>{text}</td>" if span else f"<td>{text}</td>"
        markup += "</tr>"
    document = read_html(markup + "</table>", "http://www.example.gov.cn/", "utf-8")
    before = before or TableReading()
    return read_tables(document, recognise(document, year, before.template), year, before=before.readers)


def part(name: str, *rows: str) -> Part:
    """A file of a report with one table of plain cells, or without any."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    url = f"http://www.example.gov.cn/{name}"
    markup = f"<table>{cells}</table>" if rows else "<p>签章</p>"
    return Part(Capture(name, url, "", 200, "", "", 0, 0, "", ""), read_html(markup, url, "utf-8"))


def values(result: TableReading) -> dict[str, object]:
    return {figure.indicator: figure.value if figure.state == "value" else figure.state for figure in result.figures}


BODY = (SECOND, "行政许可|10|-2|3", "其他对外管理服务事项|1|0|2")


def test_columns_are_told_by_their_labels_not_by_their_order() -> None:
    found = values(reading("信息内容|对外公开总数量|本年新公开数量|本年新制作数量", "规章|3|2|1", *BODY))
    assert (found["rules_new_made"], found["rules_new_disclosed"], found["rules_disclosed_total"]) == (1, 2, 3)


def test_rows_are_told_by_their_labels() -> None:
    found = values(reading(HEADER, "规范性文件|4|5|6", "规章|1|2|3", *BODY))
    assert (found["normdoc_new_made"], found["rules_disclosed_total"]) == (4, 3)


def test_labels_of_two_rows_side_by_side_are_no_blank_row() -> None:
    crosswise = ("本年新制作数量|1|2|", "本年新公开数量|1|2|", "对外公开总数量|3|4|")
    found = values(reading("信息内容|规章|规范性文件|", *crosswise, *BODY))
    assert not {"rules_new_made", "normdoc_new_made"} & found.keys()
    assert found["license_decisions"] == 3


def test_signs_that_no_one_knows_behind_a_header_are_no_blank_row() -> None:
    labels = "结果维持 结果纠正 其他结果 尚未审结 总计"
    head = f"行政复议 行政诉讼\n{labels} 未经复议直接起诉 复议后起诉\n{labels} {labels}\n"
    for row, state in (("※ ※ 4 ※ 4", "unreadable"), ("五、存在的主要问题", "blank")):
        document = read_text(head + row, "utf-8")
        found = values(read_tables(document, recognise(document)))
        assert found["recon_upheld"] == found["lit_after_recon_total"] == state


def test_a_row_in_one_cell_without_a_header_is_no_blank_row() -> None:
    rows = ("予以公开|1|0|0|0|0|0|1", "7*部分公开（区分处理的，只计这一情形） 80 28 0 0 0 0 108|", "重复申请|||||||")
    found = values(reading("一、本年新收政府信息公开申请数量|2|0|0|0|0|0|2", *rows))
    assert {state for code, state in found.items() if code.startswith("out_partial")} <= {"unreadable"}
    assert {state for code, state in found.items() if code.startswith("notproc_repeat")} == {"blank"}


def test_an_unknown_column_shifts_nothing() -> None:
    result = reading("信息内容|备注栏|本年新公开数量|对外公开总数量", "规章|9|2|3", *BODY)
    found = values(result)
    assert "rules_new_made" not in found
    assert (found["rules_new_disclosed"], found["rules_disclosed_total"]) == ("unreadable", "unreadable")
    assert "unmapped" in {issue.kind for issue in result.issues}


def test_a_row_with_a_cell_too_few_is_unread() -> None:
    found = values(reading(HEADER, "规章|1|2", *BODY))
    assert {found[f"rules_{column}"] for column in ("new_made", "new_disclosed", "disclosed_total")} == {"unreadable"}


def test_a_number_over_several_columns_belongs_to_none() -> None:
    found = values(reading(HEADER, "规章|3*5", "规范性文件|3*/", *BODY))
    assert found["rules_new_made"] == "unreadable"
    assert {found[f"normdoc_{column}"] for column in ("new_made", "disclosed_total")} == {"not_applicable"}


def test_unknown_rows_are_issues() -> None:
    result = reading(HEADER, "规章|1|2|3", "党内法规|7|7|7", *BODY)
    assert not [figure for figure in result.figures if figure.value == 7]
    assert any("党内法规" in issue.detail for issue in result.issues if issue.kind == "unmapped")


def test_blank_zero_and_not_applicable_are_three_things() -> None:
    found = values(reading(HEADER, "规章||0|/", *BODY))
    assert [found[f"rules_{column}"] for column in ("new_made", "new_disclosed", "disclosed_total")] == [
        "blank", 0, "not_applicable",
    ]  # fmt: skip


def test_units_of_header_and_cell_are_converted() -> None:
    head = "信息内容|采购项目数量|采购总金额（万元）"
    assert values(reading(*BODY, head, "政府集中采购|3|477.35"))["procurement_amount"] == 4773500
    assert (
        values(reading(*BODY, head.replace("（万元）", ""), "政府集中采购|3|25.1万元"))["procurement_amount"] == 251000
    )


def test_a_second_table_of_the_form_is_mentioned() -> None:
    once = "".join(
        f"<tr>{''.join(f'<td>{c}</td>' for c in row.split('|'))}</tr>" for row in (HEADER, "规章|1|2|3", *BODY)
    )
    twice = f"<table>{once}</table><p>另一份</p><table>{once.replace('<td>3</td>', '<td>8</td>')}</table>"
    document = read_html(twice, "http://www.example.gov.cn/", "utf-8")
    result = read_tables(document, recognise(document))
    assert values(result)["rules_disclosed_total"] == 3
    assert [(m.indicator, m.value) for m in result.mentions] == [("rules_disclosed_total", 8), ("license_decisions", 8)]
    assert [issue.kind for issue in result.issues] == ["second_table"]


COLUMNS = "自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他"
NEW = "一、本年新收政府信息公开申请数量"
NONE = "0|0|0|0|0|0|0"
IN = "二、上年结转政府信息公开申请数量"
OUT = "四、结转下年度继续办理"
APPLIED = {"app_new__person": 1, "app_new__other_org": 6, "app_new__total": 21, "app_carried_out__total": 2}


@pytest.mark.parametrize(
    "rows",
    [
        (f"项目|{COLUMNS}|总计|占比", f"{NEW}|1|2|3|4|5|6|21|90%", f"{IN}|{NONE}|0%", f"{OUT}|2|0|0|0|0|0|2|9%"),
        (f"项目|{COLUMNS}|小计|总计", f"{NEW}|1|2|3|4|5|6|20|21", f"{IN}|{NONE}|0", f"{OUT}|2|0|0|0|0|0|0|2"),
        (f"项目|{COLUMNS}|总计|备注", f"{NEW}|1|2|3|4|5|6|21|网上2件", f"{IN}|{NONE}|", f"{OUT}|2|0|0|0|0|0|2|5"),
        (f"序号|项目|{COLUMNS}|总计", f"1|{NEW}|1|2|3|4|5|6|21", f"2|{IN}|{NONE}", f"3|{OUT}|2|0|0|0|0|0|2"),
    ],
)  # fmt: skip
def test_columns_of_other_labels_beside_a_whole_header_shift_nothing(rows: tuple[str, ...]) -> None:
    found = values(reading(*rows))
    assert {code: found[code] for code in APPLIED} == APPLIED


def test_a_row_that_misses_the_column_beside_is_unread() -> None:
    rows = (f"项目|{COLUMNS}|总计|占比", f"{NEW}|1|2|3|4|5|6|90%", f"{IN}|{NONE}|0%", f"{OUT}|2|0|0|0|0|0|2|9%")
    found = values(reading(*rows))
    assert {found[code] for code in APPLIED if code.startswith("app_new")} == {"unreadable"}
    assert found["app_carried_out__total"] == 2


@pytest.mark.parametrize(
    "row", ["|1|2|3|4|5|6|21|网上2件", "|1|2|3|4|5|6|21", "0|1|2|3|4|5|6|21|", "0|1|2|3|4|5|6|21", "1|2|3|4|5|21|"]
)
def test_a_row_out_of_its_place_beside_other_labels_is_unread(row: str) -> None:
    found = values(reading(f"项目|{COLUMNS}|总计|备注", f"{NEW}|{row}", f"{IN}|{NONE}|", f"{OUT}|2|0|0|0|0|0|2|"))
    assert {found[code] for code in APPLIED if code.startswith("app_new")} == {"unreadable"}
    assert found["app_carried_out__total"] == 2


def test_an_unknown_label_above_a_line_takes_no_label_from_it() -> None:
    rows = (f"项目|{COLUMNS}|总计", f"{NEW}|1|2|3|4|5|6|21", "37%|9|9|9|9|9|9|54", f"8*{IN}", f"{OUT}|2|0|0|0|0|0|2")
    assert "app_carried_in__total" not in values(reading(*rows))


def test_a_label_over_the_whole_row_is_no_blank_row() -> None:
    rows = (f"项目|{COLUMNS}|总计", f"8*{NEW}", f"{IN}|{NONE}", f"{OUT}|2|0|0|0|0|0|2")
    assert "app_new__total" not in values(reading(*rows))


def test_a_head_that_lost_a_cell_proves_its_places_by_sums() -> None:
    leaves = "".join(f"<td>{name}</td>" for name in COLUMNS.split("|")[1:])
    row = "".join(f"<td>{n}</td>" for n in (1, 2, 3, 4, 5, 6, 21))
    markup = (
        "<table><tr><td rowspan=2>项目</td><td rowspan=2>自然人</td><td rowspan=2>总计</td></tr>"
        f"<tr>{leaves}</tr><tr><td>{NEW}</td>{row}</tr><tr><td>{IN}</td>{'<td>0</td>' * 7}</tr></table>"
    )
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document)))
    assert (found["app_new__total"], found["app_carried_in__total"]) == ("unreadable", 0)
    reordered = reading(f"项目|总计|{COLUMNS}", f"{NEW}|21|1|2|3|4|5|6", f"{IN}|{NONE}", f"{OUT}|2|2|0|0|0|0|0")
    assert {code: values(reordered)[code] for code in APPLIED} == APPLIED


CUT = (
    "1.属于国家秘密|0|0|0|0|3|0|3",
    "4.保护第三方合法权益|1|0|4|0|0|0|5",
    "1.信访举报投诉类申请|0|2|0|0|0|0|2",
    "（七）总计|9|2|4|0|3|0|18",
)
"""The part of a table that has no header."""


def first_part() -> TableReading:
    """The part that has it, as a document of its own."""
    return reading(f"项目|{COLUMNS}|总计", f"{NEW}|1|2|3|4|5|6|21", f"{IN}|{NONE}", f"{OUT}|{NONE}", year=2022)


def test_a_table_goes_on_in_the_next_document_of_the_report() -> None:
    alone, found = values(reading(*CUT, year=2022)), values(reading(*CUT, year=2022, before=first_part()))
    assert alone["deny_third_party__research"] == "unreadable"
    assert (found["deny_third_party__research"], found["deny_third_party__total"]) == (4, 5)
    assert (found["deny_state_secret__legal"], found["out_total__person"]) == (3, 9)


def test_labels_that_stand_in_more_columns_than_above_move_the_numbers() -> None:
    """The picture above has no line between heading and label, the one below has."""
    rows = (f"（三）不予公开|{CUT[0]}", f"|{CUT[1]}", f"（五）不予处理|{CUT[2]}", f"2*{CUT[3]}")
    found = values(reading(*rows, year=2022, before=first_part()))
    assert (found["deny_third_party__research"], found["deny_third_party__total"]) == (4, 5)
    assert (found["notproc_petition__business"], found["out_total__person"]) == (2, 9)


def test_a_first_row_without_values_may_have_them_on_the_part_before() -> None:
    """The edge of a picture cuts through rows: the rest of the label stands here, the numbers do not."""
    cut = "（二）部分公开|||||||"
    found = values(reading(cut, *CUT, year=2022, before=first_part()))
    assert (found["out_partial__person"], found["out_partial__total"]) == ("unreadable", "unreadable")
    assert found["deny_third_party__research"] == 4
    later = values(reading(*CUT[:1], cut, *CUT[1:], year=2022, before=first_part()))
    assert (later["out_partial__person"], later["deny_state_secret__legal"]) == ("blank", 3)


def test_a_header_holds_on_past_a_file_without_tables() -> None:
    first = part("1.png", f"项目|{COLUMNS}|总计", f"{NEW}|1|2|3|4|5|6|21", f"{IN}|{NONE}", f"{OUT}|{NONE}")
    last = read_parts([first, part("2.png"), part("3.png", *CUT)], 2022)[-1].reading
    told = next(figure for figure in last.figures if figure.indicator == "deny_third_party__research")
    assert (told.value, told.capture_id) == (4, "3.png")


@pytest.mark.parametrize(
    "rows",
    [
        tuple(f"{row}|0" for row in CUT),  # a column more
        tuple(f"{row}|" for row in CUT),  # a column for remarks more
        tuple(row.rsplit("|", 1)[0] for row in CUT),  # a column less
        ("情形|甲种|乙种|丙种|丁种|戊种|己种|庚种", *CUT),  # a header that no one knows
        tuple("|".join([row.split("|")[0], "0", *row.split("|")[1:-1]]) for row in CUT),  # moved: no sum holds
    ],
)
def test_a_part_that_may_have_other_columns_is_unread(rows: tuple[str, ...]) -> None:
    found = values(reading(*rows, year=2022, before=first_part()))
    assert {found[f"deny_third_party__{column}"] for column in ("person", "research", "total")} == {"unreadable"}


def test_a_part_with_a_header_of_its_own_follows_it() -> None:
    cells = [row.split("|") for row in CUT]
    rows = ("|".join([label, *numbers[1:6], numbers[0], numbers[6]]) for label, *numbers in cells)
    turned = "|".join([*COLUMNS.split("|")[1:], "自然人", "总计"])
    found = values(reading(f"项目|{turned}", *rows, year=2022, before=first_part()))
    assert (found["deny_third_party__person"], found["deny_third_party__research"]) == (1, 4)


def test_a_list_goes_on_in_the_next_document_of_the_report() -> None:
    rows = ("四、行政复议数量|件|9|3", "五、行政诉讼数量|件|2|0", "六、举报投诉数量|件|5|1")
    first = reading("指标|单位|本年数|上年数", *rows)
    rows = ("（一）收到申请数|件|7|8", "四、行政复议数量|件|9|4", "六、举报投诉数量|件|5|2")
    assert values(reading(*rows)).get("app_received_total") != 7
    assert values(reading(*rows, before=first))["app_received_total"] == 7


RESULTS = "结果维持|结果纠正|其他结果|尚未审结|总计"


def test_forms_in_one_grid_are_read_each() -> None:
    rows = (
        "4*二、主动公开政府信息情况", "信息内容|本年制发件数|本年废止件数|现行有效件数", "规章|1|2|3",
        "行政规范性文件|4|5|6", "4*三、收到和处理政府信息公开申请情况", f"项目|{COLUMNS}|总计",
        f"{NEW}|1|2|3|4|5|6|21", f"{OUT}|2|0|0|0|0|0|2",
        "4*四、政府信息公开行政复议、行政诉讼情况", "5*行政复议", RESULTS, "7|0|0|1|8",
        "10*行政诉讼", "5*未经复议直接起诉|5*复议后起诉", f"{RESULTS}|{RESULTS}", "1|0|0|0|1|0|2|0|0|2",
    )  # fmt: skip
    found = values(reading(*rows))
    assert (found["rules_issued"], found["normdoc_in_force"], found["app_new__total"]) == (1, 6, 21)
    assert (found["recon_total"], found["lit_direct_upheld"], found["lit_after_recon_total"]) == (8, 1, 2)


def test_lawsuits_set_before_reviews_are_read_by_their_headings() -> None:
    markup = (
        "<table><tr><td colspan=10>行政诉讼</td><td colspan=5>行政复议</td></tr><tr><td colspan=5>未经复议直接起诉</td>"
        f"<td colspan=5>复议后起诉</td>{''.join(f'<td rowspan=2>{c}</td>' for c in RESULTS.split('|'))}</tr>"
        f"<tr>{''.join(f'<td>{c}</td>' for c in RESULTS.split('|') * 2)}</tr>"
        f"<tr>{''.join(f'<td>{n}</td>' for n in (1, 0, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 3, 0, 3))}</tr></table>"
    )
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document)))
    assert (found["lit_direct_upheld"], found["lit_after_recon_corrected"], found["recon_other"]) == (1, 2, 3)


def test_a_lost_heading_leaves_the_columns_below_the_others_unread() -> None:
    markup = (
        f"<table><tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        f"<tr>{''.join(f'<td rowspan=2>{c}</td>' for c in RESULTS.split('|'))}<td colspan=5>复议后起诉</td></tr>"
        f"<tr>{''.join(f'<td>{c}</td>' for c in RESULTS.split('|') * 2)}</tr>"
        f"<tr>{''.join(f'<td>{n}</td>' for n in (1, 0, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 3, 0, 3))}</tr></table>"
    )
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    result = read_tables(document, recognise(document))
    assert {figure.state for figure in result.figures} <= {"unreadable"}
    assert [issue.kind for issue in result.issues] == ["unmapped"]


def test_a_head_that_is_not_known_is_no_blank_row() -> None:
    rows = ("项目|公民个人|2*机构|总计", f"{NEW}|1|2|3|6", f"{IN}|0|0|0|0", "（一）予以公开|||||", "（七）总计||||")
    found = values(reading(*rows))
    assert (found["app_new__total"], found["out_total__total"]) == ("unreadable", "blank")
    assert values(reading(*rows[:-1])).get("out_total__total") is None


def test_two_columns_of_labels_are_no_two_halves() -> None:
    rows = ("项目|指标名称|单位|数量", "四、行政复议数量|件|7|", "五、行政诉讼数量|件|2", "六、举报投诉数量|件|1|3")
    found = values(reading(*rows))
    assert [found[code] for code in ("recon_total", "lit_total", "complaint_total")] == [7, 2, "unreadable"]


def test_a_table_introduced_as_of_another_year_is_not_the_reports() -> None:
    head = f"<tr><td>项目</td>{''.join(f'<td>{c}</td>' for c in (*COLUMNS.split('|'), '总计'))}</tr>"

    def table(total: int) -> str:
        row = f"<tr><td>{NEW}</td>{'<td>0</td>' * 5}<td>{total}</td><td>{total}</td></tr>"
        return f"<table>{head}{row}<tr><td>{IN}</td>{'<td>0</td>' * 7}</tr></table>"

    before = f"<p>附：2021年收到和处理政府信息公开申请情况</p><p>单位：件</p>{table(9)}"
    own = f"<p>三、收到和处理政府信息公开申请情况</p>{table(4)}"
    for page in (before + own, own + before):
        document = read_html(page, "http://www.example.gov.cn/", "utf-8")
        result = read_tables(document, recognise(document, 2022), 2022)
        assert values(result)["app_new__total"] == 4
        assert not result.mentions
    document = read_html(before, "http://www.example.gov.cn/", "utf-8")
    assert values(read_tables(document, recognise(document, 2022), 2022))["app_new__total"] == 9


LIST = (
    "指标|单位|2015年|2016年",
    "（一）收到申请数|件|3|4",
    "1.当面申请数|件|1|2",
    "2.传真申请数|件|0|0",
    "3.网络申请数|件|2|2",
)


def test_of_two_years_the_reports_own_is_taken() -> None:
    assert values(reading(*LIST, year=2015))["app_received_total"] == 3
    assert values(reading(*LIST, year=2016))["app_received_total"] == 4
    assert values(reading(*LIST))["app_received_total"] == "unreadable"


def test_of_this_year_and_the_last_this_years_is_taken() -> None:
    rows = ("（一）收到申请数|件|3|4|-25%", "1.当面申请数|件|1|2|-50%", "2.传真申请数|件|0|1|-100%")
    assert values(reading("指标|单位|本年数|上年数|同比增长（%）", *rows))["app_received_total"] == 3


def test_the_unit_behind_a_label_counts() -> None:
    rows = (
        "四、行政复议数量（件）|0",
        "七、依申请公开信息收取的费用（元）|250",
        "（四）政府信息公开专项经费（万元）|3",
    )
    found = values(reading("指标|数量", *rows))
    assert (found["fee_app_amount"], found["budget_amount"]) == (0.025, 3)


def test_a_row_of_a_list_that_has_moved_is_unread() -> None:
    rows = ("四、行政复议数量|件|9|3|1", "五、行政诉讼数量|件|2|0|", "六、举报投诉数量|2|0")
    found = values(reading("指标|单位|本年数|上年数", *rows, "（一）收到申请数|件|5"))
    assert found["app_received_total"] == "unreadable"
    assert (found["recon_total"], found["lit_total"], found["complaint_total"]) == ("unreadable", 2, "unreadable")


def test_a_heading_that_no_one_knows_ends_the_group_before_it() -> None:
    rows = (
        "四、行政复议数量|件|3",
        "五、行政讼案|件|5",
        "（三）其他情形数|件|2",
        "六、举报投诉数量|件|1",
        "收到申请数|件|1",
    )
    found = values(reading("指标|单位|数量", *rows))
    assert (found["recon_total"], found.get("recon_other"), found.get("lit_other")) == (3, None, None)


def test_a_head_of_two_lines_names_the_columns_of_a_list() -> None:
    markup = (
        "<table><tr><td rowspan=2>指标名称</td><td rowspan=2>计量单位</td><td colspan=2>统计数</td></tr>"
        "<tr><td>2016年度</td><td>历年累计</td></tr>"
        "<tr><td>主动公开文件数</td><td>条</td><td>31</td><td>97</td></tr>"
        "<tr><td>受理依申请公开信息总数</td><td>条</td><td>2</td><td>5</td></tr>"
        "<tr><td>对申请的答复总数</td><td>条</td><td>1</td><td>4</td></tr></table>"
    )
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document, 2016), 2016))
    assert (found["proactive_info_total"], found["app_received_total"], found["reply_total"]) == (31, 2, 1)


def test_a_heading_beside_its_rows_is_no_blank_row() -> None:
    markup = (
        "<table><tr><td>类别</td><td>指标</td><td>单位</td><td>数量</td></tr>"
        "<tr><td rowspan=3>四、行政复议数量</td><td>四、行政复议数量</td><td>件</td><td>7</td></tr>"
        "<tr><td>（一）维持具体行政行为数</td><td>件</td><td>4</td></tr>"
        "<tr><td>（二）被依法纠错数</td><td>件</td><td>3</td></tr></table>"
    )
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    found = values(read_tables(document, recognise(document)))
    assert (found["recon_total"], found["recon_upheld"], found["recon_corrected"]) == (7, 4, 3)


def test_rows_of_the_same_name_stand_under_their_heading() -> None:
    rows = ("四、行政复议数量|件|3", "（二）被依法纠错数|件|1", "五、行政诉讼数量|件|5", "（二）被依法纠错数|件|2")
    found = values(reading("指标|单位|数量", *LIST[1:2], *rows))
    assert (found["recon_corrected"], found["lit_corrected"]) == (1, 2)


@pytest.mark.parametrize(
    ("printed", "reduced"),
    [
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ("其中：1、网站公开", "网站公开"),
        ("本年增/减", "本年增减"),
        (" 规　章 ", "规章"),
        ("⑴属于国家秘密", "属于国家秘密"),
        ("（本列数据的勾稽关系为）", "本列数据的勾稽关系为"),
        ("x" * 200, ""),
    ],
)
def test_labels_are_reduced_to_their_words(printed: str, reduced: str) -> None:
    assert core(printed) == reduced


def test_a_heading_and_a_label_in_one_cell_are_taken_apart() -> None:
    assert pieces("（三）不予公开 1.属于国家秘密") == ("不予公开", "属于国家秘密")


def test_a_slip_is_forgiven_only_where_it_is_clear() -> None:
    known = {"同意公开答复数": (), "不同意公开答复数": (), "要求提供公开出版物": ()}
    assert nearest("要求提拱公开出版物", known) == "要求提供公开出版物"
    assert nearest("不同意公开答复", known) == ""
    assert nearest("完全不相干的一行", known) == ""


ROW = [(0, 6)]
THREE = [(0, 4), (5, 9), (10, 14)]


@pytest.mark.parametrize(
    ("runs", "count", "totals", "numbers"),
    [
        (["0000000"], 7, ROW, (0,) * 7),
        (["801000081"], 7, ROW, (80, 1, 0, 0, 0, 0, 81)),
        (["230", "000023"], 7, ROW, (23, 0, 0, 0, 0, 0, 23)),
        (["270020130"], 7, ROW, (None, None, 0, None, None, 1, 30)),
        (["22"], 7, ROW, (None,) * 7),
        (["10203120001200000"], 15, THREE, (1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0)),
        (["07"], 2, [], (0, 7)),
        (["33"], 2, [], (None, None)),
        (["693665"], 3, [], (None,) * 3),
        (["1" * 50], 7, ROW, (None,) * 7),
    ],
)
def test_digits_are_cut_only_where_one_way_is_left(
    runs: list[str], count: int, totals: list[tuple[int, int]], numbers: tuple[int | None, ...]
) -> None:
    assert prove(runs, count, totals) == numbers


def test_a_table_of_a_shape_met_before_is_read_alike() -> None:
    from extract.tables import recall

    first = (HEADER, "规章|1|2|3", "规范性文件||0|/", *BODY)
    second = (HEADER, "规章|40|50|60", "规范性文件||7|—", *BODY)
    recall._memory.clear()
    fresh = reading(*second)
    recall._memory.clear()
    reading(*first)
    assert len(recall._memory) == 1
    again = reading(*second)
    assert len(recall._memory) == 1
    assert again == fresh
    assert values(reading(HEADER, "规章|40|50|", "规范性文件||7|—", *BODY))["rules_disclosed_total"] == "blank"
    assert len(recall._memory) == 2
