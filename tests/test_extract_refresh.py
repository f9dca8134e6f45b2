"""The lists of this release as the database takes them."""

from __future__ import annotations

from pathlib import Path

from extract.codebook import indicators
from extract.identity.identify import publisher
from extract.refresh import jurisdictions, refresh
from lexicon.nation import NATION
from storage.archive import Archive
from storage.database.database import open_database
from storage.entry import Entry
from storage.found import Found, Seed
from storage.frontier.queue import Frontier


def test_valid_to_is_the_last_year_of_a_division() -> None:
    """Chongming became a district in 2016: its last report as a county is on 2015."""
    rows = {(row.code, row.name): row for row in jurisdictions()}
    chongming = rows["310230", "崇明县"]
    assert (chongming.valid_from, chongming.valid_to) == (None, 2015)
    assert rows["310151", "崇明区"].valid_from == 2016
    assert rows["341522", "霍邱县"].valid_to is None


def test_the_nation_has_a_row_for_the_bodies_that_serve_it() -> None:
    ministry = publisher("中华人民共和国水利部", NATION)
    assert [(row.name, row.level) for row in jurisdictions() if row.code == ministry.jurisdiction_code] == [
        ("中华人民共和国", "nation")
    ]


def test_every_indicator_has_a_code_and_a_template() -> None:
    assert all(row.code and row.template for row in indicators())


def test_a_department_with_a_portal_is_covered_without_a_report(tmp_path: Path) -> None:
    """What its own portal lacks is said of the department, not of the county."""
    archive = Archive.create(tmp_path)
    county = Seed("341522", "霍邱县人民政府", "http://127.0.0.9/")
    office = Seed("341522", "霍邱县教育局", "http://127.0.0.8/")
    with Frontier.open(archive) as frontier:
        frontier.begin({"years": [2020, 2020]})
        for url, found in ((county.home_url, Found("column", county)), (office.home_url, Found("home", office))):
            frontier.add([Entry(url, url, "", found)])
            frontier.done(url)
    with open_database(archive.database_path) as db:
        refresh(db, archive)
        told = db.query("SELECT publisher, jurisdiction_code, status, reason FROM publisher_coverage")
        counties = db.query("SELECT reason FROM coverage WHERE jurisdiction_code = '341522'")
    why = "no column of annual reports was found on http://127.0.0.8/"
    assert [tuple(row) for row in told] == [("霍邱县教育局", "341522", "missing", why)]
    assert [row.reason for row in counties] == [
        "not in the columns that were read (pages: 1, http://127.0.0.9/ among them)"
    ]
