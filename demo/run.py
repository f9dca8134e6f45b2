"""The main job on the sample portals: serve, crawl, extract, show what is there and where it lies."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.options import CrawlOptions, Progress
from crawler.run import crawl
from demo.portal import PORT, Portal
from extract.pipeline import ExtractOptions, extract
from extract.refresh import refresh
from storage.archive import Archive
from storage.database.database import Database, open_database

YEARS = (2012, 2023)
MARKS = {"extracted": "+", "archived": "a", "blocked": "B", "missing": ".", "unpublished": " "}
QUESTION = """\
SELECT r.publisher, r.year, f.value AS requests
FROM reports r JOIN figures f ON f.report_id = r.id
WHERE r.is_current AND f.indicator = 'app_new__total' AND f.state = 'value'
ORDER BY requests DESC LIMIT 5"""

Say = Callable[[str], None]


class Counts(NamedTuple):
    """What an archive's database holds."""

    pages: int
    reports: int
    figures: int


def run(root: Path, say: Say, progress: Progress | None = None) -> bool:
    """Do the main job into the archive at `root`, line by line to `say`; False if the crawl was stopped midway."""
    archive = Archive.create(root)
    before = _counts(archive)
    if not _crawl(archive, say, progress):
        say("stopped before the end: the same command goes on from here")
        return False
    extract(archive, ExtractOptions())
    with open_database(archive.database_path) as database:
        refresh(database, archive)
        for line in (*_news(before, _counts(archive)), "", *_coverage(database), "", *_answer(database), ""):
            say(line)
        for line in _places(database, archive):
            say(line)
    return True


def _crawl(archive: Archive, say: Say, progress: Progress | None) -> bool:
    portals = archive.crawl_dir / "portals.csv"
    with Portal(_port(portals)) as portal:
        portals.write_text(portal.portals_csv(), "utf-8")
        hosts = ", ".join(f"{site.data['place']} {site.home}" for site in portal.sites)
        say(f"serving sample portals on this machine: {hosts}")
        options = CrawlOptions((portals,), years=YEARS, browser="never", delay=0, progress=progress)
        finished = crawl(archive, options).finished
        sent = sum(hit.status == 200 for hit in portal.hits)
        say(f"crawled: {len(portal.hits)} requests, {sent} answered with a page, the others: unchanged, or not there")
    return finished


def _port(portals: Path) -> int:
    """That of the last demo in this archive: its addresses are then those already archived."""
    if not portals.exists():
        return PORT
    with portals.open(encoding="utf-8") as file:
        return next((urlsplit(row["home_url"]).port or PORT for row in csv.DictReader(file)), PORT)


def _counts(archive: Archive) -> Counts:
    if not archive.database_path.exists():
        return Counts(0, 0, 0)
    with open_database(archive.database_path) as database:
        pages = "SELECT count(DISTINCT url) FROM captures WHERE status = 200"
        sql = f"SELECT ({pages}), (SELECT count(*) FROM reports), (SELECT count(*) FROM figures)"  # noqa: S608 - all ours
        return Counts(*database.query(sql)[0])


def _news(before: Counts, after: Counts) -> Iterator[str]:
    for name, old, new in zip(Counts._fields, before, after, strict=True):
        yield f"{name}: {new}" + (f", {new - old} of them new" if old else "")


def _coverage(database: Database) -> Iterator[str]:
    """A line a jurisdiction that has a report; the others are counted."""
    rows = database.query("SELECT jurisdiction, year, status FROM coverage ORDER BY jurisdiction_code, year")
    lines: dict[str, dict[int, str]] = {}
    for name, year, status in rows:
        lines.setdefault(name, {})[year] = status
    shown = {name: years for name, years in lines.items() if {"extracted", "archived"} & set(years.values())}
    width = max(map(len, shown), default=0)
    yield f"{'':　<{width}}  " + " ".join(map(str, range(YEARS[0], YEARS[1] + 1)))
    for name, years in shown.items():
        marks = (MARKS[years.get(year, "unpublished")] for year in range(YEARS[0], YEARS[1] + 1))
        yield f"{name:　<{width}}  " + " ".join(f"{mark:^4}" for mark in marks)
    yield "+ extracted   a archived, not read   B blocked   . missing: its column was read and the report is not there"
    yield f"and {len(lines) - len(shown)} divisions below them with no report on the sample portals"


def _answer(database: Database) -> Iterator[str]:
    yield "a first question to the database:"
    yield from (f"    {line}" for line in QUESTION.splitlines())
    yield from ("    → " + " | ".join(map(str, row)) for row in database.query(QUESTION))


def _places(database: Database, archive: Archive) -> Iterator[str]:
    sql = "SELECT id FROM reports WHERE is_current AND template = '2021' ORDER BY jurisdiction_code, year LIMIT 1"
    example = next((row[0] for row in database.query(sql)), "REPORT")
    yield f"archive:   {archive.root} (WARC files in warc/, index in index/)"
    yield f"database:  {archive.database_path}"
    yield f"next step: {_program()} --archive {archive.root} trace {example} app_new__total"
    yield "           leads from a number back to the archived bytes; docs/tutorial.md goes on from here"


def _program() -> str:
    """The command as it was called, so that the next one can be copied."""
    return sys.argv[0] if Path(sys.argv[0]).name == "gongkai" else "gongkai"
