"""What is due, and the timer that crawls it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from command import Screen, run
from portals.kit import Portal, home, page, report, rows, title_of

from storage.archive import Archive
from storage.entry import Entry
from storage.found import Found, Seed
from storage.frontier.due import Due, due_portals, next_visit
from storage.frontier.learnt import seeds_of
from storage.frontier.queue import Frontier


@pytest.mark.parametrize(
    ("last", "factor", "due"),
    [
        (date(2026, 2, 2), 1, date(2026, 2, 9)),
        (date(2026, 5, 1), 1, date(2026, 5, 31)),
        (date(2025, 12, 20), 1, date(2026, 1, 1)),  # the season opens
        (date(2025, 12, 28), 1, date(2026, 1, 4)),
        (date(2026, 2, 2), 0.5, date(2026, 2, 5)),
        (date(2026, 4, 1), 4, date(2026, 7, 30)),
    ],
)
def test_pauses(last: date, factor: float, due: date) -> None:
    assert next_visit(last, factor) == due


@pytest.fixture
def site() -> Iterator[Portal]:
    with Portal("127.0.19.41") as portal:
        portal.pages["/"] = home(("/nb/", "政府信息公开年报"))
        listed(portal, 2020)
        yield portal


def listed(site: Portal, *years: int) -> None:
    named = [(f"/nb/{year}.html", title_of(year), f"{year + 1}-01-20") for year in years]
    site.pages["/nb/"] = page("政府信息公开年报", rows(named))
    site.pages.update({href: report(title) for href, title, _ in named})


def given(folder: Path, *sites: Portal | Seed) -> Path:
    seeds = [Seed(one.code, one.publisher, one.home) if isinstance(one, Portal) else one for one in sites]
    lines = ["jurisdiction_code,publisher,home_url"]
    lines += [f"{seed.jurisdiction_code},{seed.publisher},{seed.home_url}" for seed in seeds]
    (folder / "portals.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder / "portals.csv"


def only(archive: Path, today: date) -> Due:
    opened = Archive.open(archive)
    (due,) = due_portals(opened, seeds_of(opened), today)
    return due


def test_only_what_is_due_is_crawled(
    site: Portal, monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    archive, today = tmp_path / "archive", datetime.now(UTC).date()
    gongkai = ("--archive", archive, "--delay", "0")
    due = ("schedule", "--archive", archive, "--format", "json")
    Archive.create(archive)
    (row,) = json.loads(run(monkeypatch, capsys, *due, "--portals", given(tmp_path, site))[1])
    assert (row["why"], row["is_due"], row["due"]) == ("never crawled", True, today.isoformat())

    run(monkeypatch, capsys, "crawl", *gongkai, "--due", "--portals", given(tmp_path, site))
    (row,) = json.loads(run(monkeypatch, capsys, *due)[1])
    assert (row["last_crawled"], row["last_new"], row["is_due"]) == (today.isoformat(), today.isoformat(), False)
    assert row["due"] == next_visit(today).isoformat()
    assert only(archive, next_visit(today)).is_due

    site.hits.clear()
    status, printed, _ = run(monkeypatch, capsys, "crawl", *gongkai, "--due")
    assert (status, printed, site.hits) == (0, "no portal is due: gongkai schedule says when\n", [])
    _, printed, _ = run(monkeypatch, capsys, "schedule", "--archive", archive)
    assert "0 of 1 portals are due now" in printed


def test_columns_that_changed_are_due_sooner(
    site: Portal, monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    archive, today = tmp_path / "archive", datetime.now(UTC).date()
    gongkai = ("crawl", "--archive", archive, "--delay", "0", "--portals", given(tmp_path, site))
    run(monkeypatch, capsys, *gongkai)
    run(monkeypatch, capsys, *gongkai)
    assert only(archive, today).due == next_visit(today).isoformat()
    listed(site, 2021, 2020)
    run(monkeypatch, capsys, *gongkai)
    due = only(archive, today)
    assert (due.due, due.why) == (next_visit(today, 0.5).isoformat(), "the last crawl brought something new")


def test_what_is_blocked_is_asked_less_often(
    site: Portal, monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    archive, today = tmp_path / "archive", datetime.now(UTC).date()
    run(monkeypatch, capsys, "crawl", "--archive", archive, "--delay", "0", "--portals", given(tmp_path, site))
    for times, factor in ((1, 2), (2, 4), (3, 4)):
        with Frontier.open(Archive.open(archive)) as frontier:
            frontier.begin({}, [site.home])
            while leased := frontier.lease(9, 9e9):
                for entry in leased:
                    frontier.blocked(entry.key, "challenge", 412)
            frontier.finish()
        due = only(archive, today)
        assert due.why == f"crawls blocked in a row: {times}"
        assert due.due == next_visit(today, factor).isoformat()


def test_a_portal_that_never_answered_waits_like_one_behind_a_wall(
    tmp_path: Path,
) -> None:
    archive, today, url = tmp_path / "archive", datetime.now(UTC).date(), "http://127.0.9.1/"
    with Frontier.open(Archive.create(archive)) as frontier:
        frontier.begin({}, [url])
        frontier.add([Entry(url, url, "127.0.9.1", Found("home", Seed("341522", "霍邱县人民政府", url), url))])
        frontier.lease(1, 9e9)
        frontier.blocked(url, "unreachable")
        frontier.finish()
    due = only(archive, today)
    assert (due.why, due.is_due) == ("crawls blocked in a row: 1", False)
    assert due.due == next_visit(today, 2).isoformat()


def test_a_stopped_crawl_goes_on_at_once(
    site: Portal, monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    archive, today = tmp_path / "archive", datetime.now(UTC).date()
    run(monkeypatch, capsys, "crawl", "--archive", archive, "--delay", "0", "--portals", given(tmp_path, site))
    assert not only(archive, today).is_due
    with Frontier.open(Archive.open(archive)) as frontier:
        frontier.begin({})
    assert only(archive, today).why == "the last crawl was stopped before its end"
    assert only(archive, today).is_due


def test_timer_for_systemd(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    folder = tmp_path / "100% mine"
    archive = Archive.create(folder / "archive").root
    status, _, err = run(monkeypatch, capsys, "schedule", "--archive", archive, "--systemd", "--out", tmp_path)
    assert status == 0
    assert f"into {folder / 'gongkai.env'} first" in err
    service, timer = (tmp_path / f"gongkai.{kind}" for kind in ("service", "timer"))
    lines = service.read_text("utf-8").splitlines()
    quoted = str(archive).replace("%", "%%")
    assert f"EnvironmentFile={quoted.removesuffix('archive')}gongkai.env" in lines
    (start,) = [line for line in lines if line.startswith("ExecStart=")]
    assert start.endswith(f'gongkai run --archive "{quoted}" --due')
    assert "OnCalendar=*-*-* 03:00:00" in timer.read_text("utf-8")
    if verifier := shutil.which("systemd-analyze"):
        told = subprocess.run([verifier, "verify", service, timer], capture_output=True, text=True, check=False)
        assert [line for line in told.stderr.splitlines() if "gongkai." in line and "Failed to" in line] == []


def test_line_for_cron_runs(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    """The line, as cron hands it to the shell, starts a crawl that finds nothing to do."""
    archive = Archive.create(tmp_path / "my 100% archive").root
    environment = tmp_path / "contact.env"
    environment.write_text("GONGKAI_CONTACT=name@example.org\n", "utf-8")
    words = ("schedule", "--archive", archive, "--cron", "--environment", environment, "--portals")
    _, printed, err = run(monkeypatch, capsys, *words, given(tmp_path, Seed("341522", "霍邱县", "http://127.0.19.43/")))
    assert err == ""
    line = printed.splitlines()[-1]
    assert line.startswith("17 3 * * *  ")
    command = line.removeprefix("17 3 * * *  ").replace(r"\%", "%").replace(" run ", " schedule ").replace("--due", "")
    told = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert "1 of 1 portals are due now" in told.stdout


@pytest.mark.parametrize("content", ["341522,霍邱县,http://www.huoqiu.gov.cn/", "34,霍邱县,http://127.0.19.44/"])
def test_a_refused_crawl_leaves_no_archive(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, content: str
) -> None:
    """No contact address for a public portal; a bad row."""
    monkeypatch.delenv("GONGKAI_CONTACT", raising=False)
    (tmp_path / "bad.csv").write_text(f"jurisdiction_code,publisher,home_url\n{content}\n", "utf-8")
    for verb in ("crawl", "run"):
        words = (verb, "--archive", tmp_path / "archive", "--portals", tmp_path / "bad.csv")
        status, _, err = run(monkeypatch, capsys, *words)
        assert (status, err.count("\n")) == (2, 1)
        assert not (tmp_path / "archive").exists()
