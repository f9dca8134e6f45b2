"""Every recorded report: exact where its cells are told apart, right or unread where they are not."""

from __future__ import annotations

import pytest
from recorded_reports import Recorded, recorded, said
from test_extract_formats import content

from extract.checks import run_checks
from extract.formats import read
from extract.tables.figures import read_tables
from extract.tables.second import breaks_its_form, confirm
from extract.tables.template import load_all, recognise

REPORTS = recorded()


@pytest.mark.parametrize("report", [r for r in REPORTS if r.meta["carrier"] != "run-together"], ids=lambda r: r.name)
def test_figures_are_exact(report: Recorded) -> None:
    assert said(report.reading().figures) == report.expected


@pytest.mark.parametrize("report", [r for r in REPORTS if r.meta["carrier"] == "run-together"], ids=lambda r: r.name)
def test_run_together_figures_are_right_or_unread(report: Recorded) -> None:
    figures = said(report.reading().figures)
    assert set(figures) <= set(report.expected)
    read_ones = {code: figure for code, figure in figures.items() if figure[1] != "unreadable"}
    assert read_ones == {code: report.expected[code] for code in read_ones}
    assert read_ones


def test_every_template_has_a_recorded_report() -> None:
    assert {report.meta["template"] for report in REPORTS} == {template.name for template in load_all()}


def test_every_figure_leads_to_a_place_in_the_document() -> None:
    for report in REPORTS:
        document = read(report.content)
        places = {cell.place for table in document.tables() for cell in table.cells}
        places |= {paragraph.place.split("@")[0] for paragraph in document.paragraphs()}
        for figure in report.reading().figures:
            paragraph = figure.locator.split("@")[0].split(":")[0]
            assert figure.locator in places or paragraph in places, (report.name, figure)


def test_contradictions_are_confirmed_by_a_second_reader() -> None:
    report = next(report for report in REPORTS if report.folder.name == "wrong-sums")
    document = read(report.content)
    match, reading = recognise(document), report.reading()
    assert breaks_its_form(reading, match.generation)
    again = confirm(report.content, document, reading)
    assert again.figures == reading.figures
    assert [issue.kind for issue in again.issues] == ["second_reading"]
    figures = {figure.indicator: figure for figure in again.figures}
    failed = {result.rule for result in run_checks(figures, (), match.generation) if result.passed is False}
    assert failed == {"T3_ROW_SUM", "T3_BALANCE", "T3_OUT_SUM", "T4_REVIEW_SUM"}


def test_lines_with_bars_are_no_table_to_the_second_reader() -> None:
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    rows = (
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        [*results, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *results, *results],
        ["1", "0", "0", "0", "3", *["0"] * 10],
    )
    marked_up = "<table><tr><td>索引号</td><td>1</td></tr><tr><td>文号</td><td>2</td></tr></table>"
    markup = marked_up + "".join(f"<p>{' | '.join(row)} |</p>" for row in rows)
    page = content(markup.encode())
    document = read(page)
    match = recognise(document, 2021)
    reading = read_tables(document, match, 2021)
    assert breaks_its_form(reading, match.generation)
    assert confirm(page, document, reading, 2021) == reading
