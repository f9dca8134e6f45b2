from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from storage_rows import SEED, capture, figure, listed, report

from storage.archive import Archive
from storage.database.database import Database, open_database
from storage.database.syncing import list_file
from storage.entry import Entry
from storage.found import Found, Role
from storage.frontier.learning import Learning
from storage.frontier.learnt import PageRead
from storage.frontier.queue import Frontier
from storage.rows import JurisdictionRow, PublisherRow

End = tuple[str, str, str]
Cell = tuple[str, str, str, int, str, str | None, str]  # of `coverage` and of `publisher_coverage` alike
ROLE: dict[str, Role] = {role: role for role in get_args(Role)}
TODAY = date(2026, 3, 31)
COUNTY = PublisherRow("pub-hq", "霍邱县人民政府", "government", "341522")
OFFICE = PublisherRow("pub-edu", "霍邱县教育局", "department", "341522")
DIVISIONS = [
    JurisdictionRow("341500", "六安市", "prefecture", "340000"),
    JurisdictionRow("341522", "霍邱县", "county", "341500"),
    JurisdictionRow("341522208", "白莲乡", "township", "341522"),
    JurisdictionRow("341522109", "合流镇", "township", "341522", None, 2015),
    JurisdictionRow("341522109", "合流新镇", "township", "341522", 2016, 2020),
    JurisdictionRow("341524", "金寨县", "county", "341500"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive")


@pytest.fixture
def db(archive: Archive) -> Iterator[Database]:
    with open_database(archive.database_path) as database:
        database.load_jurisdictions(DIVISIONS)
        listed(database, *(capture(number) for number in range(1, 6)))
        yield database


def crawled(archive: Archive, *ends: End, years: tuple[int, int] = (2014, 2026), unit: str = "") -> None:
    """A crawl whose entries ended so: role (with `:year` for a report), state, reason; walls are those of a unit."""
    with Frontier.open(archive) as frontier:
        frontier.begin({"years": list(years)})
        for number, (role, state, reason) in enumerate(ends):
            name, _, year = role.partition(":")
            url = f"{SEED.home_url}{name}{number}.html"
            found = Found(ROLE[name], SEED, year=int(year) if year else None, unit="" if state == "done" else unit)
            frontier.add([Entry(url, url, "www.hq.example", found)])
            if state == "done":
                frontier.done(url)
            elif state != "queued":
                getattr(frontier, state)(url, reason)


def rows(db: Database, table: str = "coverage", **where: str | int) -> list[Cell]:
    wanted = " AND ".join(f"{name} = ?" for name in where) or "1"
    found = db.query(f"SELECT * FROM {table} WHERE {wanted} ORDER BY 1, year", tuple(where.values()))
    return [tuple(row) for row in found]


def test_every_year_of_a_known_portal_and_its_townships(archive: Archive, db: Database) -> None:
    crawled(archive, ("home", "done", ""), ("column", "done", ""))
    db.save_report(report(figure("a", 1), publisher=COUNTY, year=2016), "v1")
    db.rebuild_coverage(archive, TODAY)
    assert {row[0] for row in rows(db)} == {"341522", "341522208", "341522109"}
    county = {row[3]: (row[1], row[2], row[4], row[5], row[6]) for row in rows(db, jurisdiction_code="341522")}
    assert sorted(county) == list(range(2014, 2027))
    assert county[2016] == ("霍邱县", "county", "extracted", "rep1", "")
    assert county[2015][2:] == (
        "missing",
        None,
        "not in the columns that were read (pages: 1, http://www.hq.example/column1.html among them)",
    )
    assert county[2025][2:] == ("unpublished", None, "due on 2026-03-31")
    assert county[2024][2] == "missing"


@pytest.mark.parametrize(("kind", "reason"), [("soft404", "column gone: "), ("empty", "not in the columns that were")])
def test_a_column_that_is_gone_was_not_read(archive: Archive, db: Database, kind: str, reason: str) -> None:
    crawled(archive, ("home", "done", ""), ("column", "done", ""))
    url = "http://www.hq.example/column1.html"
    with Frontier.open(archive) as frontier:
        Learning(frontier).read_as(PageRead(url, SEED.home_url, "column", kind, "", url, url, 0))
    db.rebuild_coverage(archive, TODAY)
    row = rows(db, jurisdiction_code="341522", year=2016)[0]
    assert row[4] == "missing"
    assert row[6].startswith(reason)
    assert url in row[6]


def test_a_rule_on_reports_is_no_column_that_was_read(archive: Archive, db: Database) -> None:
    crawled(archive, ("home", "done", ""), ("column", "done", ""))
    url = "http://www.hq.example/column1.html"
    with Frontier.open(archive) as frontier:
        Learning(frontier).read_as(PageRead(url, SEED.home_url, "column", "lookalike", "", url, url, 0))
    db.rebuild_coverage(archive, TODAY)
    assert rows(db, jurisdiction_code="341522", year=2016)[0][6].startswith("no column of annual reports was found")


def test_names_and_years_of_a_township(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""))
    db.rebuild_coverage(archive, TODAY)
    town = {row[3]: (row[1], row[4], row[6]) for row in rows(db, jurisdiction_code="341522109")}
    assert town[2015][:2] == ("合流镇", "missing")
    assert town[2016][:2] == ("合流新镇", "missing")
    assert town[2021] == ("合流新镇", "unpublished", "the division did not exist in 2021")


def test_only_the_governments_own_report_counts(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""))
    db.save_report(report(figure("a", 1), id="rep1", publisher=OFFICE, year=2016), "v1")
    db.save_report(report(figure("a", 1), id="rep2", year=2016, capture_id="cap2"), "v1")
    db.rebuild_coverage(archive, TODAY)
    assert rows(db, jurisdiction_code="341522", year=2016)[0][4] == "missing"
    assert rows(db, jurisdiction_code="341522208", year=2016)[0][4:6] == ("extracted", "rep2")
    offices = {(row[1], row[3]): row[4:6] for row in rows(db, "publisher_coverage", year=2016)}
    assert offices == {
        ("霍邱县教育局", 2016): ("extracted", "rep1"),
        ("霍邱县白莲乡人民政府", 2016): ("extracted", "rep2"),
    }
    edu = {row[3]: row[4:] for row in rows(db, "publisher_coverage", publisher_id="pub-edu")}
    assert edu[2025][0] == "missing"  # a department's was due on 31 January
    assert edu[2017][0] == "missing"
    assert sorted(edu) == list(range(2014, 2027))


@pytest.mark.parametrize(
    ("ends", "year", "status", "reason"),
    [
        ([("home", "blocked", "captcha")], 2015, "blocked", "captcha: http://www.hq.example/home0.html"),
        ([("home", "done", ""), ("section", "blocked", "robots")], 2015, "blocked", "robots: http://www.hq.example/section1.html"),
        ([("home", "failed", "dns")], 2015, "blocked", "dns: http://www.hq.example/home0.html"),
        ([("column", "done", ""), ("report:2015", "blocked", "refused")], 2015, "blocked", "refused: http://www.hq.example/report1.html"),
        ([("column", "done", ""), ("report:2015", "blocked", "refused")], 2016, "missing", "not in the columns"),
        ([("column", "done", ""), ("list", "blocked", "captcha")], 2016, "blocked", "captcha"),
        ([("column", "done", ""), ("list", "failed", "status 404")], 2016, "missing", "not in the columns"),
        ([("column", "done", ""), ("section", "blocked", "login")], 2016, "missing", "not in the columns"),
        ([("home", "done", "")], 2015, "missing", "no column of annual reports was found on http://www.hq.example/"),
    ],
)  # fmt: skip
def test_walls_and_gaps_are_told_apart(
    archive: Archive, db: Database, ends: list[End], year: int, status: str, reason: str
) -> None:
    crawled(archive, *ends)
    db.rebuild_coverage(archive, TODAY)
    cell = rows(db, jurisdiction_code="341522", year=year)[0]
    assert cell[4] == status
    assert cell[6].startswith(reason)


def test_a_wall_before_one_body_hides_no_other(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""), ("column", "blocked", "captcha"), unit="白莲乡人民政府")
    db.save_report(report(figure("a", 1), publisher=OFFICE, year=2016), "v1")
    db.rebuild_coverage(archive, TODAY)
    told = {code: rows(db, jurisdiction_code=code, year=2015)[0][4] for code in ("341522", "341522109", "341522208")}
    assert told == {"341522": "missing", "341522109": "missing", "341522208": "blocked"}
    assert rows(db, "publisher_coverage", publisher_id="pub-edu", year=2015)[0][4] == "missing"


def test_an_extracted_report_outranks_every_wall(archive: Archive, db: Database) -> None:
    crawled(archive, ("home", "blocked", "captcha"))
    db.save_report(report(figure("a", 1), publisher=COUNTY, year=2015), "v1")
    db.rebuild_coverage(archive, TODAY)
    assert rows(db, jurisdiction_code="341522", year=2015)[0][4:] == ("extracted", "rep1", "")


def test_what_lies_unread_is_archived(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""))
    unread = capture(7, found=Found("report", SEED, year=2018))
    unnamed = capture(8, found=Found("report", SEED, year=2019))
    of_town = capture(10, found=Found("report", SEED, year=2018, unit="白莲乡"))
    gone = capture(11, found=Found("report", SEED, year=2021), status=404)
    listed(db, of_town, gone)
    thin = capture(9, found=Found("report", SEED, year=2020))
    listed(db, unread, unnamed)
    list_file(db.store, "warc/b.warc.gz", 1, [(replace(thin, warc_file="warc/b.warc.gz"), {"kind": "report"})], ())
    db.save_report(report(publisher=COUNTY, year=2017, status="unread"), "v1")
    db.save_report(report(id="rep2", publisher=None, year=None, status="unidentified", capture_id="cap8"), "v1")
    db.finish_reading(["cap8", "cap9"], "v1")
    db.rebuild_coverage(archive, TODAY)
    cells = {row[3]: (row[4], row[6]) for row in rows(db, jurisdiction_code="341522")}
    assert cells[2017] == ("archived", "report rep1 is unread")
    assert cells[2018] == ("archived", "not read yet: http://www.hq.example/7.html")
    assert cells[2019] == ("archived", "not identified: http://www.hq.example/8.html")
    assert cells[2020] == ("archived", "not taken for a report: http://www.hq.example/9.html")
    assert cells[2021] == ("missing", "listed, but its page is gone: http://www.hq.example/11.html")
    assert cells[2016][0] == "missing"
    town = {row[3]: (row[4], row[6]) for row in rows(db, jurisdiction_code="341522208")}
    assert town[2018] == ("archived", "not read yet: http://www.hq.example/10.html")
    assert town[2019][0] == "missing"


def test_a_report_without_a_known_portal_stands_for_its_year_alone(archive: Archive, db: Database) -> None:
    db.save_report(report(figure("a", 1)), "v1")
    db.rebuild_coverage(archive, TODAY)
    assert rows(db) == [("341522208", "白莲乡", "township", 2016, "extracted", "rep1", "")]


def test_clone_that_is_not_current_is_no_extracted_report(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""))
    db.save_report(report(figure("a", 1), publisher=COUNTY, year=2015, origin="clone", is_current=False), "v1")
    db.rebuild_coverage(archive, TODAY)
    assert rows(db, jurisdiction_code="341522", year=2015)[0][4] == "archived"


def test_rebuilding_changes_nothing(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""), ("report:2015", "blocked", "refused"))
    db.rebuild_coverage(archive, TODAY)
    told = rows(db)
    db.rebuild_coverage(archive, TODAY)
    assert rows(db) == told
    assert len(told) == 3 * 13


def test_years_are_those_any_crawl_asked_for(archive: Archive, db: Database) -> None:
    crawled(archive, ("column", "done", ""), years=(2020, 2021))
    db.rebuild_coverage(archive, TODAY)
    assert {row[3] for row in rows(db)} == {2020, 2021}
