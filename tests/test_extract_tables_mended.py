"""Labels printed in a page's own way: spread over cells, left blank, with the year, or set crosswise."""

from __future__ import annotations

import pytest
from spanned_tables import reading, values

from extract.formats.web.html import read_html
from extract.tables import recall
from extract.tables.figures import read_tables
from extract.tables.template import recognise

NEW, IN, OUT = "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（七）总计"
ORGANS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
KINDS = {"行政复议": "recon", "未经复议直接起诉": "lit_direct", "复议后起诉": "lit_after_recon"}
COLUMNS = ("upheld", "corrected", "other", "pending", "total")


def head(leaves: tuple[str, ...], height: int) -> tuple[str, ...]:
    return (f"项目^{height}|7*申请人情况", f"自然人^{height - 1}|5*法人或其他组织|总计^{height - 1}", "|".join(leaves))


SPREAD = (
    (*head(("商业", "科研", "社会公", "法律服", "其"), 4), "企业|机构|益组织|务机构|他"),
    (*head(("商业企^2", "科研机构^3", "社会", "法律服务^2", "其他^3"), 5), "公益", "业|组织|机构"),
)


@pytest.mark.parametrize("header", SPREAD)
def test_words_of_a_header_spread_over_rows_are_joined(header: tuple[str, ...]) -> None:
    result = reading(*header, f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|0|0|0|0|0|0", f"{OUT}|2|0|0|0|0|7|9")
    found = values(result)
    assert (found["app_new__business"], found["app_new__charity"], found["app_new__other_org"]) == (2, 4, 6)
    assert (found["out_total__person"], found["out_total__other_org"]) == (2, 7)
    assert not result.issues


def test_words_that_make_no_label_are_not_joined() -> None:
    header = (*head(("商业", "科研", "社会公", "法律服", "其"), 4), "机构|企业|益组织|务机构|他")
    found = values(reading(*header, f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|0|0|0|0|0|0", f"{OUT}|2|0|0|0|0|7|9"))
    assert {code: number for code, number in found.items() if code.startswith("app_new")} == {
        "app_new__person": 1, "app_new__charity": 4, "app_new__legal": 5, "app_new__other_org": 6, "app_new__total": 21,
    }  # fmt: skip


def test_words_of_the_results_spread_over_rows_are_joined() -> None:
    header = ("5*行政复议|10*行政诉讼", "结果^2|结果^2|其他^2|尚未^2|总^2|5*未经复议直接起诉|5*复议后起诉")
    parts = ("|".join(["结果", "结果", "其他", "尚未", "总"] * 2), "|".join(["维持", "纠正", "结果", "审结", "计"] * 3))
    found = values(reading(*header, *parts, "1|0|0|0|1|0|2|0|0|2|0|0|3|0|3"))
    assert (found["recon_upheld"], found["lit_direct_corrected"], found["lit_after_recon_other"]) == (1, 2, 3)


def blank(number: int) -> tuple[str, ...]:
    return head(tuple("" if i == number else name for i, name in enumerate(ORGANS)), 3)


@pytest.mark.parametrize("number", range(5))
def test_a_header_left_blank_is_told_by_its_place_and_proved_by_sums(number: int) -> None:
    result = reading(*blank(number), f"{NEW}|1|2|3|4|5|6|21", f"{IN}|1|2|3|4|5|6|20", f"{OUT}|2|0|0|0|0|0|2")
    found = values(result)
    keys = ("business", "research", "charity", "legal", "other_org")
    assert [found[f"app_new__{key}"] for key in keys] == [2, 3, 4, 5, 6]
    assert {found[f"app_carried_in__{key}"] for key in keys} == {"unreadable"}
    derived = {figure.indicator: figure.derived for figure in result.figures}
    assert [bool(derived[f"app_new__{key}"]) for key in keys] == [i == number for i in range(5)]


@pytest.mark.parametrize("row", ["1|2||4|5|6|18", "1|2|三件|4|5|6|21"])
def test_below_a_blank_header_a_row_without_proof_is_unread(row: str) -> None:
    found = values(reading(*blank(1), f"{NEW}|{row}", f"{IN}|0|0|0|0|0|0|0", f"{OUT}|2|0|0|0|0|0|2"))
    assert found["app_new__research"] == "unreadable"
    assert found["out_total__research"] == 0


def test_a_blank_header_and_a_remark_column_are_told_apart() -> None:
    first, *others = blank(2)
    rows = (f"{NEW}|1|2|3|4|5|6|21|其中5件为转办", f"{IN}|1|2|3|4|5|6|20|", f"{OUT}|2|0|0|0|0|0|2|")
    found = values(reading(f"{first}|备注^3", *others, *rows))
    assert (found["app_new__charity"], found["app_carried_in__charity"], found["out_total__charity"]) == (
        4,
        "unreadable",
        0,
    )


def test_where_rows_hold_more_numbers_than_columns_a_shorter_one_must_add_up() -> None:
    header = "|".join(("项目", "自然人", *ORGANS, "总计"))
    rows = (f"{NEW}|1|2|3|4|5|6|20|21", f"{IN}|1|3|0|0|0|3|4", f"{OUT}|2|0|0|0|0|0|2")
    found = values(reading(header, *rows))
    assert found["app_new__person"] == found["app_carried_in__research"] == "unreadable"
    assert found["out_total__person"] == 2
    assert values(reading(header, *rows[1:]))["app_carried_in__research"] == 0


def test_of_two_blank_headers_neither_column_is_told() -> None:
    header = head(("商业企业", "", "", "法律服务机构", "其他"), 3)
    found = values(reading(*header, f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|0|0|0|0|0", f"{OUT}|2|0|0|0|0|0|2"))
    keys = ("person", "business", "legal", "other_org", "total")
    assert {code: found[code] for code in found if code.startswith("app_new")} == {
        f"app_new__{key}": number for key, number in zip(keys, (1, 2, 5, 6, 21), strict=True)
    }
    assert {found[f"app_carried_in__{key}"] for key in keys} == {"unreadable"}


@pytest.mark.parametrize("leaves", [("商业企业", *ORGANS[2:]), ("商业企业", "法律服务机构", "其他")])
def test_a_header_that_lost_cells_tells_no_column(leaves: tuple[str, ...]) -> None:
    found = values(reading(*head(leaves, 3), f"{NEW}|1|2|3|4|5|6|21", f"{IN}|0|0|0|0|0|0|0", f"{OUT}|2|0|0|0|0|0|2"))
    assert set(found.values()) == {"unreadable"}


def test_what_sums_proved_is_not_remembered_for_other_numbers() -> None:
    header = "|".join(("项目", "总计", "自然人", *ORGANS))
    recall._memory.clear()
    first = values(reading(header, f"{NEW}|21|1|2|3|4|5|6", f"{OUT}|2|2|0|0|0|0|0"))
    second = values(reading(header, f"{NEW}|22|1|2|3|4|5|6", f"{OUT}|2|2|0|0|0|0|0"))
    assert (first["app_new__person"], second["app_new__person"]) == (1, "unreadable")


def test_the_year_of_the_report_in_a_label_is_this_year() -> None:
    rows = (
        "|".join(("项目", "自然人", *ORGANS, "总计")),
        f"{OUT}|2|0|0|0|0|0|2",
        "三、结转下年度继续办理|0|0|0|0|0|0|0",
    )
    named = ("一、2022年新收政府信息公开申请数量|1|0|0|0|0|0|1", "二、2021年度结转政府信息公开申请数量|1|0|0|0|0|0|1")
    found = values(reading(*rows, *named))
    assert (found["app_new__total"], found["app_carried_in__total"]) == (1, 1)
    other = values(reading(*rows, *named, year=2023))
    assert not {"app_new__total", "app_carried_in__total"} & other.keys()
    assert "app_new__total" not in values(reading(*rows, *named, year=None))


def test_of_two_years_in_labels_only_the_reports_own_is_read() -> None:
    rows = (
        "|".join(("项目", "自然人", *ORGANS, "总计")),
        f"{OUT}|2|0|0|0|0|0|2",
        "三、结转下年度继续办理|0|0|0|0|0|0|0",
    )
    both = ("2021年新收政府信息公开申请数量|7|0|0|0|0|0|7", "2022年新收政府信息公开申请数量|1|0|0|0|0|0|1")
    result = reading(*rows, *both)
    assert (values(result)["app_new__total"], result.mentions) == (1, ())


def test_a_year_broken_over_lines_heads_its_column() -> None:
    rows = (
        "指标名称|单位|2<br>022年|2021年",
        "（一）收到申请数|件|7|8",
        "四、行政复议数量|件|3|4",
        "五、行政诉讼数量|件|2|1",
    )
    found = values(reading(*rows))
    assert (found["app_received_total"], found["recon_total"], found["lit_total"]) == (7, 3, 2)


ROWS = {"行政复议": (1, 0, 0, 2, 3), "未经复议直接起诉": (0, 4, 0, 0, 4), "复议后起诉": (0, 0, 5, 0, 5)}
EXPECTED = {
    f"{KINDS[kind]}_{column}": number
    for kind, row in ROWS.items()
    for column, number in zip(COLUMNS, row, strict=True)
}  # fmt: skip


def by_kind() -> list[str]:
    numbers = {kind: "|".join(map(str, row)) for kind, row in ROWS.items()}
    return [
        f"2*类别|{'|'.join(RESULTS)}", f"2*行政复议|{numbers['行政复议']}",
        f"行政诉讼^2|未经复议直接起诉|{numbers['未经复议直接起诉']}", f"复议后起诉|{numbers['复议后起诉']}",
    ]  # fmt: skip


def by_result() -> list[str]:
    rows = [f"{name}|{'|'.join(str(row[i]) for row in ROWS.values())}" for i, name in enumerate(RESULTS)]
    return [f"结果|{'|'.join(KINDS)}", *rows]


@pytest.mark.parametrize("rows", [by_kind(), by_result(), [*by_kind(), "2*合计|1|4|5|2|12"]])
def test_results_set_crosswise_are_read_by_both_labels(rows: list[str]) -> None:
    assert values(reading(*rows)) == EXPECTED


def test_a_kind_that_no_label_tells_is_unread() -> None:
    rows = [row.replace("未经复议直接起诉", "直接") for row in by_kind()]
    assert values(reading(*rows)) == {code: n for code, n in EXPECTED.items() if not code.startswith("lit_direct")}


@pytest.mark.parametrize("spoilt", ["结果维持|1|0|0", "结果维持|2|4|6"])
def test_a_kind_with_a_result_missing_or_twice_is_unread(spoilt: str) -> None:
    rows = by_result()
    rows = [*rows, spoilt] if spoilt.endswith("6") else [row for row in rows if row != spoilt]
    assert not any(figure.state == "value" for figure in reading(*rows).figures)


def below(line: str, *rows: str) -> dict[str, object]:
    """What a table says that stands below a line, beside the table of the lawsuits."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    lawsuits = (
        "<tr><td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>"
        f"<tr>{''.join(f'<td>{name}</td>' for name in RESULTS * 2)}</tr><tr>{'<td>0</td>' * 10}</tr>"
    )
    markup = f"<p>{line}</p><table>{cells}</table><p>（二）行政诉讼</p><table>{lawsuits}</table>"
    document = read_html(markup, "http://www.example.gov.cn/", "utf-8")
    return values(read_tables(document, recognise(document, 2022), 2022))


def test_the_heading_of_a_table_of_results_may_be_the_line_above() -> None:
    found = below("（一）行政复议", "|".join(RESULTS), "3|0|1|0|4")
    assert (found["recon_upheld"], found["recon_other"], found["recon_total"]) == (3, 1, 4)
    assert found["lit_direct_total"] == 0


@pytest.mark.parametrize("line", ["（二）行政诉讼", "（一）行政复议和行政诉讼", "情况如下："])
def test_a_line_that_is_no_heading_of_one_kind_tells_nothing(line: str) -> None:
    assert not [code for code in below(line, "|".join(RESULTS), "3|0|1|0|4") if code.startswith("recon")]


def test_a_line_above_columns_of_several_kinds_tells_nothing() -> None:
    found = below("（一）行政复议", "|".join(RESULTS * 2), "3|0|1|0|4|0|0|0|0|0")
    assert "recon_total" not in found


@pytest.mark.parametrize(
    ("row", "person", "total"),
    [
        ("10 4|2|3|4|5|6|12 4", 104, 124),
        ("10 4|2|3|4|5|6|12 5", "unreadable", "unreadable"),
        ("10 4|2|3|4|5|x|124", "unreadable", 124),
    ],
)
def test_digits_of_two_lines_are_one_number_where_the_sum_of_the_row_says_so(
    row: str, person: int | str, total: int | str
) -> None:
    found = values(reading(*head(ORGANS, 3), f"{NEW}|{row}", f"{OUT}|0|0|0|0|0|0|0"))
    assert (found["app_new__person"], found["app_new__business"], found["app_new__total"]) == (person, 2, total)


@pytest.mark.parametrize(
    "again", [("项目|7*申请人情况",), ("项目^2|7*申请人情况", "自然人|5*法人或其他组织|总计")], ids=len
)
def test_a_head_that_a_page_repeats_in_part_says_nothing_new(again: tuple[str, ...]) -> None:
    found = values(reading(*head(ORGANS, 3), f"{NEW}|1|2|3|4|5|6|21", *again, f"{OUT}|2|0|0|0|0|7|9"))
    assert [found[f"app_new__{column}"] for column in ("person", "legal", "total")] == [1, 5, 21]
    assert [found[f"out_total__{column}"] for column in ("person", "other_org", "total")] == [2, 7, 9]
