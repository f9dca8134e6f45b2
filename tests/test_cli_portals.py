"""Governments find governments; what is due and the timer that crawls it."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from portals.kit import Portal, home, page, report, rows, title_of
from test_crawler_quirks import write_portals

from cli.finding import show_portals
from cli.scheduling import show_due, show_timer
from crawler.options import CrawlOptions
from crawler.run import crawl
from storage.archive import Archive
from storage.due import due_portals


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("neighbours")
    with Portal("127.0.19.1") as site:
        links = '<div class="friend"><a href="http://127.0.19.2/">金寨县人民政府</a><a href="http://127.0.19.3/">中国·六安</a>'
        links += (
            '<a href="http://127.0.19.4/">六安市政府网</a><a href="http://127.0.19.5/news/2020/1.html">舒城县</a></div>'
        )
        site.pages["/"] = home(("/nb/", "政府信息公开年报")).replace(
            '<div class="footer">', f'<div class="footer">{links}'
        )
        site.pages["/nb/"] = page("政府信息公开年报", rows([("/nb/1.html", title_of(2021), "2022-01-20")]))
        site.pages["/nb/1.html"] = report(title_of(2021))
        made = Archive.create(folder / "archive")
        crawl(made, CrawlOptions(portals=(write_portals(folder / "portals.csv", [site]),), delay=0))
        assert site.missing() == []
        return made


def test_linked_governments_are_found_and_not_entered(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "known.csv"
    known.write_text(
        "jurisdiction_code,publisher,home_url\n341522,霍邱县人民政府,http://www.huoqiu.example/\n", "utf-8"
    )
    out = tmp_path / "next.csv"
    show_portals(archive.root, (known,), None, out)
    with out.open(encoding="utf-8") as file:
        found = {row["jurisdiction_code"]: (row["publisher"], row["home_url"]) for row in csv.DictReader(file)}
    assert found == {
        "341500": ("六安市人民政府", "http://127.0.19.4/"),
        "341524": ("金寨县人民政府", "http://127.0.19.2/"),
    }
    assert "2 portals found" in capsys.readouterr().out
    show_portals(archive.root, (known,), None, None)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[2][:3] == ["prefecture", "0", "1"]
    assert lines[3][:3] == ["county", "1", "1"]


def test_what_is_due(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    (due,) = due_portals(archive, datetime(2026, 2, 1, tzinfo=UTC))
    today = datetime.now(UTC).date()
    assert due.last_crawled == due.last_new == today.isoformat()
    assert (datetime.fromisoformat(due.due).date() - today).days in (3, 4)  # half a week: it brought something new
    show_due(archive.root, "json")
    assert json.loads(capsys.readouterr().out)[0]["portal"] == due.portal


@pytest.mark.parametrize(("kind", "line"), [("cron", "0 3 * 1-3 1 "), ("systemd", "OnCalendar=Mon *-01,02,03-* 03:00")])
def test_timers(archive: Archive, capsys: pytest.CaptureFixture[str], kind: str, line: str) -> None:
    show_timer(archive.root, kind)
    printed = capsys.readouterr().out
    assert line in printed
    assert f"run --archive {archive.root}" in printed
