import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from command import Screen, run
from portals.kit import Portal, Reply, home, page, report, rows, title_of
from storage_rows import SEED

from storage.archive import Archive
from storage.entry import Entry
from storage.found import Found, Role
from storage.frontier.queue import Frontier


def test_frontier_that_is_no_database_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    Archive.create(tmp_path).frontier_path.write_bytes(b"a letter, no database" * 99)
    portals = tmp_path / "portals.csv"
    portals.write_text("jurisdiction_code,publisher,home_url\n341522,霍邱县人民政府,http://127.0.0.1/\n", "utf-8")
    for verb in (["status"], ["coverage"], ["crawl", "--portals", portals]):
        status, out, err = run(monkeypatch, capsys, *verb, "--archive", tmp_path)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "the next crawl makes a new one" in err


def test_crawls_and_portals(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    archive = Archive.create(tmp_path)
    status, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
    assert (status, out) == (0, "no crawl has run here: gongkai crawl starts one\n")
    with Frontier.open(archive) as frontier:
        crawl = frontier.begin({})
        urls = [f"{SEED.home_url}{number}" for number in range(5)]
        roles: tuple[Role, ...] = ("home", "report", "report", "report", "list")
        frontier.add(
            [Entry(url, url, "www.hq.example", Found(role, SEED)) for url, role in zip(urls, roles, strict=True)]
        )
        frontier.done(urls[0])
        frontier.done(urls[1])
        frontier.failed(urls[2], "timeout")
        frontier.blocked(urls[3], "captcha")
        _, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
        assert out.splitlines()[1].split()[:2] == [crawl, "running"]
    _, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
    assert out.splitlines()[1].split()[:2] == [crawl, "stopped"]
    assert out.splitlines()[-4].split() == [SEED.home_url, SEED.publisher, "2", "1", "1", "1", "1", "0", "0"]
    assert out.splitlines()[-2:] == [
        f"{SEED.publisher}: blocked: captcha: {SEED.home_url}3",
        f"{SEED.publisher}: failed: timeout: {SEED.home_url}2",
    ]
    with Frontier.open(archive) as frontier:
        frontier.begin({})
        frontier.finish()
    _, out, _ = run(monkeypatch, capsys, "status", "--format", "json", "--archive", tmp_path)
    assert json.loads(out)[0]["waiting"] == 1
    _, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
    assert out.splitlines()[1].split()[1] == "finished"


def listed(site: Portal, column: str, *years: int) -> None:
    site.pages[column] = page(
        "政府信息公开年报", rows([(f"{column}{year}.html", title_of(year), "") for year in years])
    )
    site.pages.update({f"{column}{year}.html": report(title_of(year)) for year in years})


def test_work_and_alarms(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    """What a portal's crawls came to; columns that list less than before, or nothing at all."""
    with Portal("127.0.19.51") as site:
        columns = {
            "/a/": "政府信息公开年报",
            "/b/": "乡镇信息公开年报",
            "/c/": "部门信息公开年报",
            "/d/": "街道信息公开年报",
        }
        site.pages["/"] = home(*columns.items())
        listed(site, "/a/", 2018, 2019, 2020)
        listed(site, "/b/", 2019, 2020)
        listed(site, "/c/", 2021)
        listed(site, "/d/")
        given = tmp_path / "portals.csv"
        given.write_text(f"jurisdiction_code,publisher,home_url\n341522,霍邱县人民政府,{site.home}\n", "utf-8")
        crawl = ("crawl", "--archive", tmp_path / "archive", "--portals", given, "--delay", "0")
        status = ("status", "--archive", tmp_path / "archive", "--format")
        run(monkeypatch, capsys, *crawl)
        (row,) = json.loads(run(monkeypatch, capsys, *status, "json")[1])
        assert (row["pages"], row["waste"], row["reports"]) == (11, 1, 6)
        assert row["last_new"] == datetime.now(UTC).date().isoformat()
        assert row["alarms"] == [f"no report of the years asked for in {site.base}/d/"]

        run(monkeypatch, capsys, *crawl)
        assert json.loads(run(monkeypatch, capsys, *status, "json")[1])[0]["alarms"] == row["alarms"]

        listed(site, "/a/", 2019, 2020)
        listed(site, "/b/")
        site.pages["/c/"] = Reply(page("404", "<p>页面不存在</p>"), 404)
        run(monkeypatch, capsys, *crawl)
    expected = [
        f"fewer reports in {site.base}/a/: 2, 3 before",
        f"no report of the years asked for in {site.base}/b/, 2 before",
        f"no report of the years asked for in {site.base}/c/, 1 before",
        f"no report of the years asked for in {site.base}/d/",
    ]
    (row,) = csv.DictReader(run(monkeypatch, capsys, *status, "csv")[1].splitlines())
    assert row["alarms"].split("; ") == expected
    assert f"霍邱县人民政府: {expected[0]}" in run(monkeypatch, capsys, *status, "table")[1].splitlines()
