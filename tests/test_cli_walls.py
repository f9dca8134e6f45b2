"""A wall is named where it is met, with what can be done: at the end of the crawl, in status and in coverage."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from command import Screen, run
from portals.kit import Portal, Reply, home

from cli.walls import MEANS, explained

ROOT = Path(__file__).parent.parent


def test_a_wall_is_named_wherever_it_is_shown(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    archive, given = tmp_path / "archive", tmp_path / "portals.csv"
    with Portal("127.0.19.61") as site:
        site.pages["/robots.txt"] = Reply("", 501)
        given.write_text(f"jurisdiction_code,publisher,home_url\n341522,霍邱县人民政府,{site.home}\n", "utf-8")
        crawl = ("crawl", "--archive", archive, "--portals", given, "--delay", "0", "--years", "2020")
        status, out, _ = run(monkeypatch, capsys, *crawl)
    assert status == 1
    assert out.splitlines()[1:3] == [
        f"  霍邱县人民政府 {site.home}: 1 blocked, 0 failed: robots_unreachable 1",
        "gongkai coverage says which years lack, and what can be done",
    ]
    _, out, _ = run(monkeypatch, capsys, "status", "--archive", archive)
    assert out.splitlines()[-1] == f"霍邱县人民政府: blocked: robots_unreachable: {site.home}"
    _, out, _ = run(monkeypatch, capsys, "coverage", "--level", "county", "--archive", archive)
    assert out.splitlines()[-2:] == [
        f"blocked 霍邱县 2020: robots_unreachable: {site.home}",
        f"robots_unreachable: {MEANS['robots_unreachable']}",
    ]


def test_a_budget_that_is_used_up_is_said_once(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    archive, given = tmp_path / "archive", tmp_path / "portals.csv"
    with Portal("127.0.19.62") as site:
        site.pages["/"] = home(("/a/", "政府信息公开年报"), ("/b/", "乡镇信息公开年报"))
        given.write_text(f"jurisdiction_code,publisher,home_url\n341522,霍邱县人民政府,{site.home}\n", "utf-8")
        crawl = ("crawl", "--archive", archive, "--portals", given, "--delay", "0", "--max-pages", "1")
        status, out, _ = run(monkeypatch, capsys, *crawl)
    assert status == 1
    said = r"  霍邱县人民政府 \S+: (\d+) blocked, 0 failed: page budget of 1 reached, \1 addresses left"
    assert re.fullmatch(said, out.splitlines()[1])


def test_a_word_is_explained_once_and_an_unknown_one_not_at_all() -> None:
    assert list(explained(["robots", "status_503", "robots"])) == [f"robots: {MEANS['robots']}"]


def test_every_word_is_the_crawlers_and_on_the_page() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "crawler").rglob("*.py")]
    said = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert MEANS.keys() - said == set()
    page = (ROOT / "docs" / "reference" / "walls.md").read_text("utf-8")
    assert dict(re.findall(r"^\| `(\w+)` \| ([^|]*) \|$", page, re.MULTILINE)) == MEANS
