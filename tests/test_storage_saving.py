from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from storage_rows import TOWN, capture, figure, listed, report

from storage.database.database import Database, open_database
from storage.database.packing import narrow_figures
from storage.errors import CaptureMissing, UnknownVersion
from storage.rows import CheckRow, IssueRow, MentionRow, PublisherRow, SectionRow

FIGURES = (
    "SELECT indicator, value, state, raw, unit, source, locator, capture_id, derived FROM figures ORDER BY indicator"
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "gongkai.sqlite") as database:
        listed(database, capture(1), capture(2), capture(3))
        yield database


def test_figures_come_back_as_they_went_in(db: Database) -> None:
    rows = (
        figure("a_plain", 907),
        figure("b_zero", 0),
        figure("c_blank", None, "", state="blank"),
        figure("d_spaces", None, "\u3000", state="blank"),
        figure("e_slash", None, "/", state="not_applicable"),
        figure("f_garbage", None, "1 2", state="unreadable"),
        figure("g_yuan", 25.1, "251000元", unit="万元", locator="t1r63c31"),
        figure("h_decimal", 0.5, "0.50", unit="万元", locator="t1r64c2"),
        figure("i_prose", 3, "３条", unit="条", source="prose", locator="p12:34-38"),
        figure("j_attached", 12, capture_id="cap2", locator="page2:10,20,30,40"),
        figure("k_derived", 5, "", locator="t15r0c0"),
        figure("l_whole_float", 2.0, "2.0", locator="t1r2c32"),
        figure("m_separated", 1234, "1,234", locator="t01r2c3"),
        figure("n_negative", -3, unit="项"),
        figure("o_cut", 45, locator="t3r2c4", derived="cut from 4512: sums leave no other way"),
        figure("p_about", 300, "300余", derived="about"),
    )
    db.save_report(report(*rows), "v1")
    assert [tuple(row) for row in db.query(FIGURES)] == [tuple(row) for row in rows]
    assert list(narrow_figures(rows, "cap1").said()) == [(r.indicator, r.value, r.state, r.raw) for r in rows]


def test_all_parts_come_back(db: Database) -> None:
    rows = report(
        figure("app_new_total", 1),
        sections=(SectionRow(1, "一、总体情况", "本年度……"), SectionRow(2, "", "无标题")),
        mentions=(
            MentionRow("app_new_total", 2, "2件", "p3:4-6", "cap2"),
            MentionRow("app_new_total", 1, "1", "p9", "cap1"),
        ),
        checks=(
            CheckRow("T3_BALANCE", "hard", "blank_unknown", True, 3, 3, ""),
            CheckRow("T3_BALANCE", "soft", "blank_zero", None, None, None, "no table"),
            CheckRow("PROSE", "info", "blank_zero", False, 1.5, 2, "2件"),
        ),
        issues=(IssueRow("warning", "unmapped", "row 其他"),) * 2,
    )
    db.save_report(rows, "v1")
    assert [tuple(r) for r in db.query("SELECT number, heading, text FROM sections")] == [
        (1, "一、总体情况", "本年度……"),
        (2, "", "无标题"),
    ]
    assert [tuple(r) for r in db.query("SELECT value, raw, locator, capture_id FROM mentions")] == [
        (2, "2件", "p3:4-6", "cap2"),
        (1, "1", "p9", "cap1"),
    ]
    checks = "SELECT rule, strength, reading, passed, expected, actual, detail FROM checks"
    assert [tuple(r) for r in db.query(checks)] == [
        ("T3_BALANCE", "hard", "blank_unknown", 1, 3, 3, ""),
        ("T3_BALANCE", "soft", "blank_zero", None, None, None, "no table"),
        ("PROSE", "info", "blank_zero", 0, 1.5, 2, "2件"),
    ]
    assert db.query("SELECT report_id, level, kind, detail FROM issues") == [
        ("rep1", "warning", "unmapped", "row 其他")
    ]
    db.finish_reading(["cap1"], "v1")
    assert db.query(
        "SELECT publisher, kind, jurisdiction_code, read_by FROM reports JOIN publishers USING (jurisdiction_code)"
    ) == [("霍邱县白莲乡人民政府", "township", "341522208", "v1")]


def test_a_result_that_both_readings_of_a_blank_share_is_kept_once(db: Database) -> None:
    both = [CheckRow("SUM", "hard", reading, True, 3, 3, "row") for reading in ("blank_unknown", "blank_zero")]
    apart = [
        CheckRow("LESS", "soft", "blank_unknown", None, None, 3, ""),
        CheckRow("LESS", "soft", "blank_zero", False, 2, 3, ""),
    ]
    again = CheckRow("SUM", "hard", "blank_zero", True, 3, 3, "row")
    db.save_report(report(checks=(*both, *apart, *both, again)), "v1")
    told = "SELECT rule, strength, reading, passed, expected, actual, detail FROM checks"
    assert sorted(map(repr, map(tuple, db.query(told)))) == sorted(
        map(repr, map(as_stored, (*both, *apart, *both, again)))
    )
    assert db.query("SELECT COUNT(*) FROM assessment") == [(5,)]


def as_stored(row: CheckRow) -> tuple[object, ...]:
    return (*row[:3], None if row.passed is None else int(row.passed), *row[4:])


def test_report_is_replaced_whole(db: Database) -> None:
    db.save_report(report(figure("a", 1), figure("b", 2), sections=(SectionRow(1, "旧", "旧"),)), "v1")
    db.save_report(report(figure("b", 3), year=None, publisher=None, status="unidentified"), "v1")
    assert db.query("SELECT indicator, value FROM figures") == [("b", 3)]
    assert db.query("SELECT * FROM sections") == []
    assert db.query("SELECT publisher, year, status FROM reports") == [(None, None, "unidentified")]


def test_report_that_cannot_be_saved_leaves_the_earlier_one(db: Database) -> None:
    db.save_report(report(figure("a", 1)), "v1")
    with pytest.raises(CaptureMissing, match="gongkai extract"):
        db.save_report(report(figure("a", 2, capture_id="nowhere")), "v2")
    with pytest.raises(KeyError, match="guessed"):
        db.save_report(report(figure("a", 2, state="guessed")), "v2")
    assert db.query("SELECT value FROM figures") == [(1,)]


def test_reports_of_a_capture_are_dropped_but_for_those_kept(db: Database) -> None:
    for public in ("rep1", "rep2"):
        db.save_report(report(figure("a", 1), id=public, capture_id="cap2"), "v1")
    db.save_report(report(figure("a", 1), id="rep3"), "v1")
    assert db.drop_reports_of(["cap2", "unknown"], keep=["rep2"]) == 1
    assert [row.id for row in db.query("SELECT id FROM reports ORDER BY id")] == ["rep2", "rep3"]
    assert db.query("SELECT COUNT(*) FROM figures") == [(2,)]


def test_current_version_is_noted(db: Database) -> None:
    for number in (1, 2):
        db.save_report(report(figure("a", 1), id=f"rep{number}", capture_id=f"cap{number}"), "v1")
    db.set_current(["rep2"], ["rep1"])
    assert [(v.id, v.is_current, v.figures, v.publisher_id) for v in db.report_versions()] == [
        ("rep1", False, 1, "pub-bailian"),
        ("rep2", True, 1, "pub-bailian"),
    ]


def test_checks_between_years_are_replaced_together(db: Database) -> None:
    own = CheckRow("T3_BALANCE", "hard", "blank_unknown", True, 3, 3, "")
    between = CheckRow("X_CARRY_OVER", "hard", "blank_zero", False, 3, 4, "carried over")
    for value in range(2):
        db.save_report(report(figure("a", value), checks=(own,)), "v1")
        db.replace_year_checks([("rep1", [between])])
        told = [tuple(row) for row in db.query("SELECT rule, reading, passed, detail FROM checks")]
    assert told == [("T3_BALANCE", "blank_unknown", 1, ""), ("X_CARRY_OVER", "blank_zero", 0, "carried over")]
    db.replace_year_checks([])
    assert [row.rule for row in db.query("SELECT rule FROM checks")] == ["T3_BALANCE", "X_CARRY_OVER"]
    db.save_report(report(figure("a", 2), checks=(own,)), "v1")
    db.replace_year_checks([])
    assert [row.rule for row in db.query("SELECT rule FROM checks")] == ["T3_BALANCE"]


def test_publisher_is_renewed_under_its_id(db: Database) -> None:
    db.save_report(report(), "v1")
    renamed = PublisherRow("pub-bailian", "霍邱县白莲镇人民政府", "township", "341522208")
    for rows in ([renamed], [renamed, PublisherRow("pub-edu", "霍邱县教育局", "department", "341522")]):
        db.save_publishers(rows)
        names = [row.name for row in db.query("SELECT name FROM publishers ORDER BY id")]
    assert names == ["霍邱县白莲镇人民政府", "霍邱县教育局"]
    db.save_publishers([TOWN])
    assert db.query("SELECT name FROM publishers WHERE id = 'pub-bailian'") == [("霍邱县白莲乡人民政府",)]


def test_changes_between_reader_versions(db: Database) -> None:
    db.save_report(report(figure("same", 1), figure("changed", 2), figure("gone", 3)), "v1")
    db.save_report(report(figure("same", 1), figure("changed", 20), figure("new", 4)), "v2")
    db.save_report(report(figure("same", 1), figure("changed", 2), figure("new", 5)), "v3")
    told = [(c.indicator, c.before, c.after) for c in db.changes("v1", "v2")]
    assert told == [
        ("changed", (2, "value", "2"), (20, "value", "20")),
        ("gone", (3, "value", "3"), (None, None, None)),
        ("new", (None, None, None), (4, "value", "4")),
    ]
    assert [c.indicator for c in db.changes("v2", "v3")] == ["changed", "new"]
    assert [c.indicator for c in db.changes("v1", "v3")] == ["gone", "new"]
    assert list(db.changes("v3", "v3")) == []
    with pytest.raises(UnknownVersion, match="v1, v2, v3"):
        list(db.changes("v1", "v9"))


def test_report_that_a_version_no_longer_finds_is_a_change(db: Database) -> None:
    db.save_report(report(figure("a", 1)), "v1")
    assert db.drop_reports_of(["cap1"], version="v2") == 1
    assert [(c.report_id, c.before, c.after) for c in db.changes("v1", "v2")] == [
        ("rep1", (1, "value", "1"), (None,) * 3)
    ]


def test_report_that_a_version_finds_where_another_found_none_is_a_change(db: Database) -> None:
    db.finish_reading(["cap1"], "v1")
    for version in ("v2", "v2"):
        db.save_report(report(figure("a", 1)), version)
        db.finish_reading(["cap1"], version)
    assert [(c.report_id, c.before, c.after) for c in db.changes("v1", "v2")] == [
        ("rep1", (None,) * 3, (1, "value", "1"))
    ]
    db.save_report(report(figure("a", 1), id="rep2", capture_id="cap2"), "v2")
    assert [c.report_id for c in db.changes("v1", "v2")] == ["rep1"]


def test_reading_again_with_the_same_version_is_no_change(db: Database) -> None:
    for value in (1, 2):
        db.save_report(report(figure("a", value)), "v1")
    assert db.query("SELECT * FROM superseded") == []


def test_a_report_of_two_hundred_figures_takes_four_kilobytes(tmp_path: Path) -> None:
    """Measured as in use: written in order, not compacted, keys as long as after a million reports."""
    with open_database(tmp_path / "size.sqlite") as db:
        listed(db, *(capture(number) for number in range(1, 301)))
        db.store.run(
            "INSERT INTO report SELECT 1000000, '', NULL, '', 0, '', '', '', '', 1, 0, '', '', '', '', '', 1 FROM warc"
        )
        for number in range(1, 301):
            figures = (
                figure(f"indicator_{k:03d}", value, locator=f"t2r{k // 7}c{k % 7 + 3}", capture_id=f"cap{number}")
                for k, value in enumerate(k * number % 41 if k % 5 < 2 else 0 for k in range(200))
            )
            db.save_report(report(*figures, id=f"rep{number}", capture_id=f"cap{number}"), "v1")
        size = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'figure%'"
        try:
            total = db.query(size)[0][0]
        except OperationalError:
            total = page_bytes(db)
        assert total / 300 <= 3700


def page_bytes(db: Database) -> int:
    """Where SQLite was built without dbstat: what is freed when the table goes."""
    db.store.run("DELETE FROM figure")
    return int(db.query("PRAGMA freelist_count")[0][0]) * int(db.query("PRAGMA page_size")[0][0])
