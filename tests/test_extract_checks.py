"""Rules: the arithmetic of the forms, sentences against tables, deadlines, and the years between."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from recorded_reports import recorded

from extract.checks import check_years, run_checks
from extract.checks.rules import prose_rules, table_rules
from extract.codebook import indicators
from extract.figure import CheckResult, Figure, Mention, State
from storage.rows import StoredValues

SHARED = Path(__file__).parents[2] / "shared" / "reference" / "identities.csv"
OUTSIDE_TABLES = {"X_CARRY", "X_STOCK_RULES", "X_ITEMS_PREV", "X_SAME_NUMBERS", "P_G2", "M_DEADLINE", "M_PERIOD"}


def figures(**values: float | State) -> dict[str, Figure]:
    """A number is a value, a word a state; all from the table."""
    return {
        code: Figure(code, None, said, "", "", "table", "t1r1c1")
        if isinstance(said, str)
        else Figure(code, said, "value", str(said), "", "table", "t1r1c1")
        for code, said in values.items()
    }


def of(results: list[CheckResult], rule: str) -> dict[str, bool | None]:
    return {result.reading: result.passed for result in results if result.rule == rule}


def test_every_rule_is_there() -> None:
    here = {rule.id for rule in table_rules()} | {rule.id for rule in prose_rules()} | OUTSIDE_TABLES
    if SHARED.exists():
        with SHARED.open(encoding="utf-8", newline="") as file:
            assert {row["id"] for row in csv.DictReader(file)} == here
    assert len(here) == 35


def test_rules_speak_of_codes_that_exist() -> None:
    known = {row.code for row in indicators()}
    assert {
        code for rule in table_rules() for codes in (rule.total, rule.parts, *rule.choices) for code in codes
    } <= known
    assert {code for rule in prose_rules() for codes in rule.equals for code in codes} <= known


@pytest.mark.parametrize(("pending", "unknown", "zero"), [(1, True, True), (2, False, False), ("blank", None, False)])
def test_a_blank_is_unknown_in_one_reading_and_zero_in_the_other(
    pending: float | State, unknown: bool | None, zero: bool | None
) -> None:
    found = figures(recon_upheld=1, recon_corrected=0, recon_other=0, recon_pending=pending, recon_total=2)
    assert of(run_checks(found, (), "2021"), "T4_REVIEW_SUM") == {"blank_unknown": unknown, "blank_zero": zero}


def test_what_cannot_be_read_is_unknown_in_both_readings() -> None:
    found = figures(recon_upheld="unreadable", recon_corrected=0, recon_other=0, recon_pending=0, recon_total=2)
    assert set(of(run_checks(found, (), "2021"), "T4_REVIEW_SUM").values()) == {None}


def test_a_failure_says_what_was_expected() -> None:
    found = figures(recon_upheld=1, recon_corrected=1, recon_other=0, recon_pending=0, recon_total=5)
    failed = [result for result in run_checks(found, (), "2021") if result.passed is False]
    assert {(result.expected, result.actual, result.strength) for result in failed} == {(2, 5, "hard")}
    assert "recon_total = recon_upheld + " in failed[0].detail


def test_channels_of_a_narrative_add_up_or_are_named() -> None:
    found = figures(proactive_info_total=40276, proactive_via_website=40036, proactive_via_gazette=236)
    assert of(run_checks(found, (), "2014"), "G2_CHANNELS") == {"blank_unknown": None, "blank_zero": False}
    enough = figures(proactive_info_total=40272, proactive_via_website=40036, proactive_via_gazette=236)
    assert of(run_checks(enough, (), "2014"), "G2_CHANNELS")["blank_zero"] is True
    assert of(run_checks(figures(proactive_info_total=5, proactive_via_website=3), (), "2014"), "G2_CHANNELS") == {}


def test_amounts_may_have_decimals_and_changes_a_sign() -> None:
    good = figures(fee_amount=0.5, license_items_change=-3, rules_issued=1)
    assert of(run_checks(good, (), "2021"), "T2_TYPE") == {"blank_unknown": True}
    bad = run_checks(figures(rules_issued=1.5, normdoc_issued=-1), (), "2021")
    assert of(bad, "T2_TYPE") == {"blank_unknown": False}
    assert of(bad, "T2_NONNEG") == {"blank_unknown": False}


@pytest.mark.parametrize(
    ("said", "raw", "passed"), [(81, "81件", True), (84, "84件", True), (80, "80件", False), (80, "80余件", None)]
)
def test_a_sentence_is_held_against_the_table(said: int, raw: str, passed: bool | None) -> None:
    found = figures(app_new__total=81, app_carried_in__total=3)
    mention = Mention("app_new__total", said, raw, "p3:1-2")
    assert of(run_checks(found, [mention], "2021"), "P_NEW") == {"blank_unknown": passed, "blank_zero": passed}


def test_lawsuits_of_both_kinds_are_one_sentence() -> None:
    found = figures(lit_direct_total=26, lit_after_recon_total=20)
    assert of(run_checks(found, [Mention("lit_total", 46, "46件", "p1")], "2021"), "P_LIT")["blank_unknown"] is True


def test_an_appendix_is_held_against_the_text() -> None:
    result = run_checks(figures(trainees=15), [Mention("trainees", 18, "18人次", "p9")], "2014")
    assert of(result, "P_G2") == {"blank_unknown": False, "blank_zero": False}


@pytest.mark.parametrize(
    ("year", "kind", "published", "passed"),
    [
        (2018, "government", "2019-03-31", True),
        (2018, "department", "2019-03-31", True),
        (2022, "department", "2023-01-31", True),
        (2022, "department", "2023-02-01", False),
        (2022, "government", "2023-04-01", False),
    ],
)
def test_deadlines(year: int, kind: str, published: str, passed: bool) -> None:
    results = run_checks({}, (), "2021", year=year, kind=kind, published_on=published)
    assert [(result.rule, result.passed) for result in results] == [("M_DEADLINE", passed)]


def test_carried_out_is_carried_in() -> None:
    before = StoredValues({"app_carried_out__total": 3, "normdoc_in_force": 10})
    after = StoredValues(
        {"app_carried_in__total": 4, "normdoc_issued": 2, "normdoc_repealed": 1, "normdoc_in_force": 11}
    )
    results = check_years(before, after, ("2021", "2021"))
    assert of(results, "X_CARRY") == {"blank_unknown": False, "blank_zero": False}
    assert True in of([result for result in results if result.detail == "normdoc"], "X_STOCK_RULES").values()
    assert not check_years(before, after, ("2014", "2019"))


@pytest.mark.parametrize(("blanks", "counted"), [({"app_carried_out__total"}, False), (set(), None)])
def test_a_blank_may_be_a_zero_between_years_what_was_not_read_never(blanks: set[str], counted: bool | None) -> None:
    before = StoredValues({"app_carried_out__total": None}, blanks)
    after = StoredValues({"app_carried_in__total": 4})
    results = check_years(before, after, ("2021", "2021"))
    assert of(results, "X_CARRY") == {"blank_unknown": None, "blank_zero": counted}


def test_a_copied_report_is_noticed() -> None:
    codes = [row.code for row in indicators() if row.template == "2014"][:12]
    same = StoredValues({code: number + 1 for number, code in enumerate(codes)})
    other = StoredValues({code: number + 9 for number, code in enumerate(codes)})
    assert of(check_years(same, same, ("2014", "2014")), "X_SAME_NUMBERS") == {"blank_unknown": False}
    assert of(check_years(same, other, ("2014", "2014")), "X_SAME_NUMBERS") == {"blank_unknown": True}


def test_sound_reports_pass_every_hard_rule() -> None:
    sound = [
        report
        for report in recorded()
        if report.meta["template"] in {"2019", "2021"} and report.folder.name != "wrong-sums"
    ]
    for report in sound:
        read = {figure.indicator: figure for figure in report.reading().figures}
        results = run_checks(read, (), report.meta["template"])
        known = [result for result in results if result.strength == "hard" and result.reading == "blank_unknown"]
        assert {result.passed for result in known} - {None} == {True}, report.name
