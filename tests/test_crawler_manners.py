"""What a host says about being asked counts from the next request on: Retry-After, refusals, walls."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from portals.kit import Ask, Portal, Reply, home, page, report, rows, title_of

from crawler.manners import robots
from crawler.options import CrawlOptions
from crawler.pages.page import Page
from crawler.run import crawl
from storage.archive import Archive
from storage.frontier.queue import Frontier

Guard = Callable[[Ask], Reply | None]


def guarded(host: str, guard: Guard, count: int = 12) -> Portal:
    """A column of reports; `guard` may answer in place of any page."""
    site = Portal(host)
    listed = [(f"/r/{k}.html", title_of(2008 + k), "2022-01-20") for k in range(count)]
    contents = {"/": home(("/nb/", "政府信息公开年报")), "/nb/": page("政府信息公开年报", rows(listed))}
    contents |= {href: report(title) for href, title, _ in listed}
    site.pages = {path: lambda ask: guard(ask) or contents[ask.path] for path in contents}
    site.reports = [href for href, _, _ in listed]
    return site


def crawled(site: Portal, folder: Path) -> None:
    table = folder / "portals.csv"
    table.write_text(f"jurisdiction_code,publisher,home_url\n{site.code},{site.publisher},{site.home}\n", "utf-8")
    crawl(
        Archive.create(folder / "archive"), CrawlOptions(portals=(table,), years=(2005, 2026), browser="never", delay=0)
    )


def test_q76_nothing_is_asked_before_retry_after_is_over(tmp_path: Path) -> None:
    asked: list[float] = []

    def limited(ask: Ask) -> Reply | None:
        asked.append(time.monotonic())
        return Reply("", 429, headers=(("Retry-After", "1"),)) if len(asked) % 6 == 0 else None

    with guarded("127.0.22.1", limited) as site:
        crawled(site, tmp_path)
        assert site.missing() == []
    waits = [asked[k] - asked[k - 1] for k in range(6, len(asked), 6)]
    assert len(waits) >= 2
    assert min(waits) >= 0.99


def test_q76_a_ban_is_probed_by_one_request_at_growing_distances(tmp_path: Path) -> None:
    knocks: list[float] = []
    state = {"count": 0, "until": 0.0}

    def banned(ask: Ask) -> Reply | None:
        state["count"] += 1
        if state["count"] == 6:
            state["until"] = time.monotonic() + 2.5
        if time.monotonic() > state["until"]:
            return None
        knocks.append(time.monotonic())
        return Reply("<title>403</title>您的访问被拦截", 403)

    with guarded("127.0.22.2", banned) as site:
        crawled(site, tmp_path)
        assert site.missing() == []
    waits = [later - sooner for sooner, later in pairwise(knocks)]
    assert 2 <= len(knocks) <= 3
    assert min(waits) >= 0.9


def test_q70_behind_a_wall_no_last_hopes_are_tried(tmp_path: Path) -> None:
    with Portal("127.0.22.3") as site:
        site.pages["/"] = home(
            ("/zwgk/", "政务公开"), ("/bm/", "教育局"), ("/zdly/", "重点领域"), ("/map.html", "网站地图")
        )
        site.pages["*"] = Reply("<script>$_ts=window['$_ts'];</script>", 412)
        crawled(site, tmp_path)
        assert site.targets == ["/", "/zwgk/"]


def test_a_refusal_of_one_address_leaves_the_others(tmp_path: Path) -> None:
    def closed(ask: Ask) -> Reply | None:
        return Reply("<h1>403 Forbidden</h1>", 403) if ask.path == "/r/3.html" else None

    with guarded("127.0.22.4", closed) as site:
        crawled(site, tmp_path)
        assert site.missing() == []
        assert site.asked["/r/3.html"] == 2


def test_q75_a_gateway_that_refuses_the_home_page_refuses_no_user_agent(tmp_path: Path) -> None:
    with Portal("127.0.22.5") as site:
        site.pages["*"] = Reply("<html><body>Request denied by gateway</body></html>", 422)
        crawled(site, tmp_path)
        with Frontier.open(Archive.open(tmp_path / "archive")) as frontier:
            assert {incident.reason for incident in frontier.incidents()} == {"refused"}


@pytest.mark.parametrize(
    ("status", "body", "rules"),
    [
        (200, b"User-agent: *\nDisallow: /a/\n", "User-agent: *\nDisallow: /a/\n"),
        (200, b"<html><title>home</title></html>", ""),
        (404, b"", ""),
        (501, b"", robots.CLOSED),
        (304, b"", robots.CLOSED),
        (521, b"<script>document.cookie='__jsl_clearance=1'</script>", ""),
    ],
)
def test_what_robots_txt_says_by_its_status(status: int, body: bytes, rules: str) -> None:
    assert robots.rules_in(Page.of("http://127.0.0.9/robots.txt", status, (), body)) == rules
