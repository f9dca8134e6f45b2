"""Pages that need a browser: rendered with it, said to be blocked without."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

import pytest
from portals import faults, more, scripted
from portals.kit import Portal
from test_crawler_quirks import write_portals

from crawler.fetch.browser import executable
from crawler.options import CrawlOptions, CrawlSummary
from crawler.run import crawl
from storage.archive import Archive
from storage.frontier.queue import Frontier
from storage.verifying.verify import verify
from storage.warc.reading import iter_captures
from storage.warc.scan import scan

needs_browser = pytest.mark.skipif(not executable(), reason="no browser, or the extra is missing: make extras")


def crawled(folder: Path, portals: list[Portal], browser: Literal["auto", "never"]) -> tuple[Archive, CrawlSummary]:
    archive = Archive.create(folder / "archive")
    listed = write_portals(folder / "portals.csv", portals)
    return archive, crawl(archive, CrawlOptions(portals=(listed,), delay=0, browser=browser))


def test_without_a_browser_the_column_is_blocked_and_says_so(tmp_path: Path) -> None:
    with scripted.application() as site:
        archive, _ = crawled(tmp_path, [site], "never")
        with Frontier.open(archive) as frontier:
            assert {(incident.kind, incident.reason) for incident in frontier.incidents()} == {
                ("blocked", "needs_browser")
            }
        assert "/js/app.js" not in site.asked


@needs_browser
@pytest.mark.browser
def test_rendered_pages_are_archived_as_they_were_served(tmp_path: Path) -> None:
    with ExitStack() as stack:
        portals = [stack.enter_context(make()) for make in (scripted.application, scripted.challenge)]
        archive, summary = crawled(tmp_path, portals, "auto")
        assert {site.host: site.missing() for site in portals} == {site.host: [] for site in portals}
        assert max(site.worst for site in portals) == 1
        assert summary.finished
        records = [record for path in archive.warc_files() for record in scan(path)]
        kinds = {(record.kind, record.fields.get("warc-target-uri", "")) for record in records}
        home = portals[0].base
        assert {
            ("conversion", f"{home}/nb/"),
            ("resource", f"urn:view:{home}/nb/"),
            ("response", f"{home}/api/rows"),
        } <= kinds
        captures = [item.capture for path in archive.warc_files() for item in iter_captures(path)]
        assert not [capture.url for capture in captures if "127.0.18.9" in capture.url]
        script = next(capture for capture in captures if capture.url == f"{home}/js/app.js")
        assert script.found is not None
        assert script.found.role == "asset"
    assert list(verify(archive)) == []


@needs_browser
@pytest.mark.browser
def test_a_browser_that_does_not_start_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "GONGKAI_CHROMIUM", "/bin/false")
    with scripted.application() as site:
        archive, _ = crawled(tmp_path, [site], "auto")
        with Frontier.open(archive) as frontier:
            assert {incident.reason for incident in frontier.incidents()} == {"needs_browser"}


@needs_browser
@pytest.mark.browser
def test_a_wall_is_a_wall_in_the_browser_too_and_is_not_knocked_at_for_ever(tmp_path: Path) -> None:
    with faults.walls() as walls, more.expiring() as expiring:
        archive, summary = crawled(tmp_path, [walls, expiring], "auto")
        asked = {(site.host, path): count for site in (walls, expiring) for path, count in site.asked.items()}
        assert {place: count for place, count in asked.items() if count > 8} == {}
        assert max(walls.worst, expiring.worst) == 1
        with Frontier.open(archive) as frontier:
            reasons = {incident.reason for incident in frontier.incidents() if incident.kind == "blocked"}
        assert {"challenge", "captcha"} <= reasons
        assert summary.portals[0].blocked == 4
