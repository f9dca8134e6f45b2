"""The whole path on the sample portals: what is served is what the database holds, figure by figure."""

from __future__ import annotations

import itertools
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import forms
from demo.document import HERE, read_toml
from demo.run import run
from storage.archive import Archive
from storage.verifying.verify import verify

QUERIES = re.findall(
    r"^```sql\n(.*?)^```", (HERE.parent / "docs/how-to/use-the-figures.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)
REPORTS = sorted(path.stem for path in (HERE / "reports").glob("*.toml"))
CODES = {
    "盘锦市人民政府": "211100",
    "盘锦市教育局": "211100",
    "霍邱县人民政府": "341522",
    "霍邱县白莲乡人民政府": "341522208",
    "衡南县人民政府": "430422",
    "衡南县柞市镇人民政府": "430422115",
    "梁山县人民政府": "370832",
    "梁山县水泊街道办事处": "370832002",
    "贵定县人民政府": "522723",
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], list[str]]:
    """The archive of two demo runs, and what each said."""
    root = tmp_path_factory.mktemp("demo") / "archive"
    said: tuple[list[str], list[str]] = ([], [])
    for lines in said:
        run(root, lines.append)
    return (root, *said)


@pytest.fixture(scope="module")
def database(demo: tuple[Path, list[str], list[str]]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(demo[0] / "gongkai.sqlite")
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def one(database: sqlite3.Connection, name: str) -> sqlite3.Row:
    data = read_toml(f"reports/{name}.toml")
    sql = "SELECT * FROM reports WHERE publisher = ? AND year = ? AND is_current"
    (row,) = database.execute(sql, (data["publisher"], data["year"])).fetchall()
    found: sqlite3.Row = row
    return found


def stated(value: forms.Value) -> tuple[float | None, str]:
    if isinstance(value, str):
        return None, "not_applicable" if value else "blank"
    return value, "value"


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_whose_and_of_when_its_portal_says(name: str, database: sqlite3.Connection) -> None:
    data, row = read_toml(f"reports/{name}.toml"), one(database, name)
    assert row["template"] == data["form"]
    assert row["published_on"] == data["date"]
    assert row["jurisdiction_code"] == CODES[data["publisher"]]
    assert (row["status"], row["origin"]) == ("extracted", "official")
    if data.get("heading", data["title"]):
        assert row["title"] == data["title"]


@pytest.mark.parametrize("name", REPORTS)
def test_the_figures_of_a_report_are_those_served(name: str, database: sqlite3.Connection) -> None:
    data = read_toml(f"reports/{name}.toml")
    expected = {code: stated(value) for code, value in forms.complete(data["form"], data).items()}
    sql = "SELECT indicator, value, state FROM figures WHERE report_id = ?"
    rows = database.execute(sql, (one(database, name)["id"],))
    assert {row["indicator"]: (row["value"], row["state"]) for row in rows} == expected


def test_nothing_else_is_taken_for_a_report(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT publisher, year, url FROM reports WHERE origin = 'official'").fetchall()
    assert len(rows) == len(REPORTS), [tuple(row) for row in rows]


def test_the_hijacked_copy_is_kept_and_never_current(database: sqlite3.Connection) -> None:
    (capture,) = database.execute("SELECT id FROM captures WHERE url LIKE '%127.0.0.6%zfxxgk.html' AND status = 200")
    rows = database.execute("SELECT is_current, origin FROM reports WHERE capture_id = ?", (capture["id"],)).fetchall()
    assert [tuple(row) for row in rows] in ([], [(0, "clone")], [(0, "copy")])


def test_contradictions_of_the_published_figures_are_said(database: sqlite3.Connection) -> None:
    sql = "SELECT rule FROM checks WHERE report_id = ? AND passed = 0"
    failed = {name: {row["rule"] for row in database.execute(sql, (one(database, name)["id"],))} for name in REPORTS}
    assert "G2_CHANNELS" in failed["panjin-2016"]
    assert "P_G2" in failed["zhashi-2018"]


def test_coverage_says_what_is_there_and_what_is_missing(database: sqlite3.Connection) -> None:
    sql = "SELECT status FROM coverage WHERE jurisdiction_code = ? AND year = ?"
    assert database.execute(sql, ("522723", 2013)).fetchone()["status"] == "extracted"
    assert database.execute(sql, ("522723", 2014)).fetchone()["status"] == "missing"


def test_the_archive_is_whole(demo: tuple[Path, list[str], list[str]]) -> None:
    assert list(verify(Archive.open(demo[0]))) == []
    files = sorted((demo[0] / "warc").glob("*.warc.gz"))
    assert files
    for tool, file in itertools.product(("warcio", "fastwarc"), files):
        command = [str(Path(sys.executable).with_name(tool)), "check", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_demo_says_where_things_are_and_what_is_new(demo: tuple[Path, list[str], list[str]]) -> None:
    root, first, second = demo
    assert any(str(root / "gongkai.sqlite") in line for line in first)
    assert any("trace" in line for line in first)
    assert any(line.startswith("reports: ") and line.endswith(", 0 of them new") for line in second), second


def test_the_queries_of_the_documentation_are_answered(database: sqlite3.Connection) -> None:
    assert len(QUERIES) > 5
    assert [query for query in QUERIES if not database.execute(query).fetchall()] == []
