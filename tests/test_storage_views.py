"""Each view is one file of its name; a question about one report never reads the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from storage_rows import capture, figure, listed, report

from storage.database.database import Database, open_database
from storage.database.schema import MIGRATIONS, VIEWS, number


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "gongkai.sqlite") as database:
        listed(database, *(capture(n) for n in range(1, 40)))
        for n in range(1, 40):
            rows = report(*(figure(f"i{k}", n) for k in range(50)), id=f"rep{n}", capture_id=f"cap{n}")
            database.save_report(rows, "v1")
        database.optimise()
        yield database


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.stem)
def test_one_view_a_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("-- ")
    assert re.findall(r"^CREATE VIEW (\w+) AS$", text, re.MULTILINE) == [path.stem]


def test_migrations_are_numbered_without_gaps() -> None:
    assert [number(path) for path in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.parametrize("view", ["figures", "mentions", "sections", "checks", "issues"])
def test_one_reports_rows_are_found_by_key(db: Database, view: str) -> None:
    plan = [row.detail for row in db.query(f"EXPLAIN QUERY PLAN SELECT * FROM {view} WHERE report_id = 'rep7'")]
    assert not [step for step in plan if re.match(r"SCAN (report|figure|mention|section|assessment|issue)\b", step)]


def test_one_indicator_over_all_reports_reads_no_other_figure(db: Database) -> None:
    sql = "SELECT reports.year, value FROM reports JOIN figures ON report_id = reports.id WHERE indicator = 'i7'"
    plan = [row.detail for row in db.query(f"EXPLAIN QUERY PLAN {sql}")]
    assert "SEARCH figure USING PRIMARY KEY (report=? AND indicator=?)" in plan
    assert len(db.query(sql)) == 39
