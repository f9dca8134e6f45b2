"""Every quirk of the test portals, each under its number. One crawl asks all of them at once."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from portals import faults, hanweb, others, trs, ucap
from portals.kit import Portal

from crawler.options import CrawlOptions, CrawlSummary
from crawler.run import crawl
from storage.archive import Archive
from storage.reading import iter_captures

PORTALS = {
    "trs": trs.portal,
    "written": trs.written,
    "gkml": trs.gkml,
    "tree": trs.tree,
    "forbidden": trs.forbidden_parent,
    "ucap": ucap.portal,
    "search": ucap.search,
    "jcms": hanweb.jcms,
    "opaque": hanweb.opaque,
    "jpaas": hanweb.jpaas,
    "annual": hanweb.annual,
    "vsb": others.vsb,
    "longxun": others.longxun,
    "gkmlpt": others.gkmlpt,
    "epoint": others.epoint,
    "framed": others.framed,
    "posted": others.posted,
    "counted": others.counted,
    "by_year": others.by_year,
    "hub": faults.hub,
    "walls": faults.walls,
    "cookie": faults.cookie,
    "flaky": faults.flaky,
    "soft": faults.soft,
    "drowning": faults.drowning,
    "titles": faults.titles,
    "banned": faults.banned,
    "closed": faults.closed,
}


@dataclass
class Crawled:
    """What one crawl of every portal left behind."""

    portals: dict[str, Portal]
    summary: CrawlSummary
    archive: Archive

    def __getitem__(self, name: str) -> Portal:
        return self.portals[name]

    def verdicts(self, portal: Portal) -> dict[str, dict[str, Any]]:
        """Path → what was made of it, of the last capture of each."""
        stored = (item for path in self.archive.warc_files() for item in iter_captures(path))
        return {
            item.capture.url.removeprefix(portal.base): dict(item.verdict or {})
            for item in stored
            if item.capture.url.startswith(portal.base)
        }

    def progress(self, portal: Portal) -> Any:
        return next(state for state in self.summary.portals if state.portal == portal.home)


def write_portals(path: Path, portals: list[Portal]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["jurisdiction_code", "publisher", "home_url"])
        writer.writerows([portal.code, portal.publisher, portal.home] for portal in portals)
    return path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("quirks")
    with ExitStack() as stack:
        portals = {name: stack.enter_context(make()) for name, make in PORTALS.items()}
        listed = write_portals(folder / "portals.csv", list(portals.values()))
        archive = Archive.create(folder / "archive")
        summary = crawl(archive, CrawlOptions(portals=(listed,), years=(2005, 2025), delay=0))
        yield Crawled(portals, summary, archive)


ALL_FOUND = [name for name in PORTALS if name not in ("walls", "closed")]


@pytest.mark.parametrize("name", ALL_FOUND)
def test_every_report_is_fetched(crawled: Crawled, name: str) -> None:
    portals = [crawled[name], *crawled[name].also]
    assert {portal.host: portal.missing() for portal in portals} == {portal.host: [] for portal in portals}


@pytest.mark.parametrize("name", list(PORTALS))
def test_lookalikes_are_left_alone(crawled: Crawled, name: str) -> None:
    assert [path for portal in (crawled[name], *crawled[name].also) for path in portal.wasted()] == []


@pytest.mark.parametrize("name", list(PORTALS))
def test_one_request_at_a_time(crawled: Crawled, name: str) -> None:
    assert max(portal.worst for portal in (crawled[name], *crawled[name].also)) <= 1


@pytest.mark.parametrize("name", list(PORTALS))
def test_nothing_is_fetched_twice_but_after_a_fault(crawled: Crawled, name: str) -> None:
    allowed = {"flaky": 4, "cookie": 2, "banned": 8, "walls": 2, "forbidden": 2}.get(name, 1)
    assert {path: count for path, count in crawled[name].asked.items() if count > allowed} == {}


def test_waste_is_small(crawled: Crawled) -> None:
    reports = sum(len(portal.reports) for name in ALL_FOUND for portal in (crawled[name], *crawled[name].also))
    asked = sum(len(portal.targets) for name in ALL_FOUND for portal in (crawled[name], *crawled[name].also))
    assert reports / asked > 0.6, json.dumps(
        {name: [len(crawled[name].reports), len(crawled[name].targets)] for name in ALL_FOUND}
    )
