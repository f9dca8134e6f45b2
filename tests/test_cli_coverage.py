import csv
import io
import json
from pathlib import Path

import pytest
from command import Screen, run
from storage_rows import SEED, TOWN, capture, figure, listed, report

from storage.archive import Archive
from storage.database.database import open_database
from storage.entry import Entry
from storage.found import Found, Role
from storage.frontier.queue import Frontier
from storage.rows import PublisherRow

COUNTY = PublisherRow("pub-hq", "霍邱县人民政府", "government", "341522")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A county whose column was read, with its report of 2016, its township's of 2017, and a wall before 2018's."""
    opened = Archive.create(tmp_path / "archive")
    with Frontier.open(opened) as frontier:
        frontier.begin({"years": [2015, 2018]})
        asked: tuple[tuple[Role, int | None], ...] = (("column", None), ("report", 2018))
        for role, year in asked:
            url = f"{SEED.home_url}{role}.html"
            frontier.add([Entry(url, url, "www.hq.example", Found(role, SEED, year=year))])
        frontier.done(f"{SEED.home_url}column.html")
        frontier.blocked(f"{SEED.home_url}report.html", "captcha\x1b[2J")
    with open_database(opened.database_path) as db:
        listed(db, capture(1), capture(2))
        db.save_report(report(figure("a", 1), publisher=COUNTY, year=2016), "v1")
        db.save_report(report(figure("a", 1), id="rep2", publisher=TOWN, year=2017, capture_id="cap2"), "v1")
    return opened.root


def test_matrix_for_people(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Path) -> None:
    status, out, err = run(monkeypatch, capsys, "coverage", "--archive", archive)
    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0].split() == ["code", "jurisdiction", "2015", "2016", "2017", "2018"]
    assert lines[1].split() == ["341522", "霍邱县", ".", "+", ".", "B"]
    assert ["341522208", "白莲乡", ".", ".", "+", "B"] in [line.split() for line in lines]
    assert "+ extracted  a archived  B blocked  . missing  - unpublished" in lines
    assert "blocked 霍邱县 2018: captcha[2J: http://www.hq.example/report.html" in lines
    assert lines[-1].endswith("gongkai coverage --format csv lists all")


def test_rows_for_programs(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Path) -> None:
    _, out, _ = run(monkeypatch, capsys, "coverage", "--level", "county", "--format", "csv", "--archive", archive)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["year"], row["status"], row["report_id"]) for row in rows] == [
        ("2015", "missing", ""),
        ("2016", "extracted", "rep1"),
        ("2017", "missing", ""),
        ("2018", "blocked", ""),
    ]
    _, out, _ = run(monkeypatch, capsys, "--archive", archive, "coverage", "--level", "county", "--format", "json")
    assert [(row["jurisdiction_code"], row["year"], row["report_id"]) for row in json.loads(out)][1] == (
        "341522",
        2016,
        "rep1",
    )


def test_empty_archive_says_what_to_do(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    Archive.create(tmp_path)
    status, out, _ = run(monkeypatch, capsys, "coverage", "--archive", tmp_path)
    assert (status, out.count("\n")) == (0, 1)
    assert "gongkai crawl or gongkai import" in out


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"a letter, not a database " * 99, "is not an SQLite database"), (None, "schema 999")],
)
def test_database_that_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Path, content: bytes | None, message: str
) -> None:
    database = Archive.open(archive).database_path
    if content:
        database.write_bytes(content)
    else:
        with open_database(database) as db:
            db.store.run("INSERT INTO migration VALUES (999, 'later')")
    status, out, err = run(monkeypatch, capsys, "coverage", "--archive", archive)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err
