"""Governments find governments: a province's home page leads to its prefectures, by way of a list that people see."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import Screen, run
from portals.kit import Portal, home, page, report, rows, title_of

from storage.archive import Archive
from storage.frontier.learnt import neighbours_of

PREFECTURES = (("六安市", "127.0.19.2"), ("合肥市", "127.0.19.3"), ("芜湖", "127.0.19.4"), ("安庆", "127.0.19.5"))
HEAD = "jurisdiction_code,publisher,home_url\n"


def column(site: Portal, body: str, below: str = "") -> None:
    listed = rows([("/nb/1.html", title_of(2021, body), "2022-01-20")])
    site.pages["/nb/"] = page("政府信息公开年报", listed + below)
    site.pages["/nb/1.html"] = report(title_of(2021, body))
    site.reports = ["/nb/1.html"]


def with_footer(site: Portal, markup: str) -> None:
    start = home(("/nb/", "政府信息公开年报"), title=site.publisher)
    site.pages["/"] = re.sub('<div class="footer">.*?</a>', f'<div class="footer">{markup}', start, count=1)


def links(*named: tuple[str, str]) -> str:
    return "".join(f'<a href="{address}">{name}</a>' for name, address in named)


def start(tmp_path: Path, *sites: Portal) -> Path:
    lines = [f"{site.code},{site.publisher},{site.home}" for site in sites]
    (tmp_path / "portals.csv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    return tmp_path / "portals.csv"


@pytest.fixture
def province() -> Iterator[Portal]:
    site = Portal("127.0.19.1", publisher="安徽省人民政府", code="340000")
    site.also = [Portal(host, publisher=f"{name.removesuffix('市')}市人民政府") for name, host in PREFECTURES]
    wall = links(*((name, prefecture.home) for (name, _), prefecture in zip(PREFECTURES, site.also, strict=True)))
    options = "".join(f'<option value="{address}">{name}</option>' for name, address in OUTSIDE)
    with_footer(
        site, f'<ul class="cities">{wall}</ul><select onchange="go(this)"><option>友情链接</option>{options}</select>'
    )
    beside = Portal("127.0.19.12", publisher="滁州市人民政府")  # named beside the reports, not on the home page
    column(site, site.publisher, f'<ul class="below">{links((beside.publisher, beside.home))}</ul>')
    site.also.append(beside)
    for prefecture in site.also:
        with_footer(prefecture, "")
        column(prefecture, prefecture.publisher)
    with site:
        yield site


OUTSIDE = (
    ("江苏省人民政府", "http://127.0.19.6/"),
    ("中国·浙江", "http://127.0.19.7/"),
    ("河南", "http://127.0.19.8/"),
    ("新华网安徽频道", "http://127.0.19.9/"),
    ("安徽省教育厅", "http://127.0.19.10/"),
    ("山东省人民政府", "http://127.0.19.11/2020/art/1.html?id=7"),
    ("湖北省人民政府", "http://www.example.com/"),  # not of the world of test portals
)


def test_from_a_province_to_its_prefectures(
    province: Portal, monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    archive, out = tmp_path / "archive", tmp_path / "next.csv"
    given = start(tmp_path, province)
    gongkai = ("--archive", archive, "--delay", "0", "--portals")
    assert run(monkeypatch, capsys, "crawl", *gongkai, given)[0] == 0
    assert [site.hits for site in province.also] == [[]] * 5  # found, and not entered in the same crawl

    status, printed, _ = run(
        monkeypatch, capsys, "portals", "--archive", archive, "--level", "prefecture", "--out", out
    )
    assert (status, "5 portals written" in printed) == (0, True)
    written = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert {row["publisher"]: row["home_url"] for row in written} == {
        site.publisher: site.home for site in province.also
    }
    assert written[0]["jurisdiction_code"] == "340100"
    assert written[0]["note"] == f"linked as 合肥市 from {province.home}"

    assert run(monkeypatch, capsys, "crawl", *gongkai, out)[0] == 0
    assert [site.missing() for site in province.also] == [[]] * 5
    status, _, _ = run(monkeypatch, capsys, "portals", "--archive", archive, "--level", "prefecture", "--out", out)
    assert status == 1  # they are known now
    found = json.loads(run(monkeypatch, capsys, "portals", "--archive", archive, "--format", "json")[1])
    assert {row["publisher"] for row in found if row["status"] == "known"} == {
        province.publisher, *(site.publisher for site in province.also)
    }  # fmt: skip
    assert [row["publisher"] for row in found if row["status"] == "found"] == [
        "江苏省人民政府", "浙江省人民政府", "河南省人民政府",
    ]  # fmt: skip


def test_every_link_is_kept_with_its_evidence(
    province: Portal, monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    run(monkeypatch, capsys, "crawl", "--archive", archive, "--delay", "0", "--portals", start(tmp_path, province))
    kept = {one.link_text: one for one in neighbours_of(Archive.open(archive))}
    assert set(kept) == {*(name for name, _ in PREFECTURES), "江苏省人民政府", "中国·浙江", "河南", "滁州市人民政府"}
    one = kept["芜湖"]
    assert (one.codes, one.page, one.portal) == (("340200",), province.home, province.home)
    status, body, _ = run(monkeypatch, capsys, "replay", one.page, "--archive", archive)
    assert status == 0
    assert one.capture_id
    assert "芜湖" in body


@pytest.fixture
def open_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> list[dict[str, Any]]:
    """Two portals whose links contradict each other."""
    with (
        Portal("127.0.19.21", publisher="六安市人民政府", code="341500") as one,
        Portal("127.0.19.22", publisher="合肥市人民政府", code="340100") as other,
    ):
        with_footer(one, links(
            ("霍邱县人民政府", "http://127.0.19.31/"), ("金寨县人民政府", "http://127.0.19.32/"),
            ("舒城县人民政府", "http://127.0.19.34/"), ("合肥市人民政府", "http://127.0.19.39/"),
            ("鼓楼区人民政府", "http://127.0.19.36/"), ("霍山县人民政府", other.home),
        ))  # fmt: skip
        with_footer(other, links(
            ("霍邱县政府网", "http://127.0.19.31/"), ("金寨县政府网", "http://127.0.19.33/"),
            ("巢湖市人民政府", "http://127.0.19.34/"),
        ))  # fmt: skip
        given = start(tmp_path, one, other)
        run(monkeypatch, capsys, "crawl", "--archive", tmp_path / "archive", "--delay", "0", "--portals", given)
    _, printed, _ = run(monkeypatch, capsys, "portals", "--archive", tmp_path / "archive", "--format", "json")
    return [row for row in json.loads(printed) if row["status"] not in ("missing", "known")]


def test_what_is_in_question_is_for_a_person(open_questions: list[dict[str, Any]]) -> None:
    found = [row for row in open_questions if row["status"] == "found"]
    assert [(row["publisher"], row["portals"]) for row in found] == [("霍邱县人民政府", 2)]
    conflicts = [
        (row["publisher"], row["home_url"], row["note"]) for row in open_questions if row["status"] == "conflict"
    ]
    told = "\n".join(" ".join(row) for row in conflicts)
    assert "金寨县人民政府 http://127.0.19.32/ also named: http://127.0.19.33/" in told
    assert "金寨县人民政府 http://127.0.19.33/ also named: http://127.0.19.32/" in told
    assert told.count("127.0.19.34 is named for ") == 2
    assert "合肥市人民政府 http://127.0.19.39/ known at http://127.0.19.22:" in told
    assert "is known as 合肥市人民政府" in told
    assert len(conflicts) == 6
    (open_,) = [row for row in open_questions if row["status"] == "ambiguous"]
    assert open_["jurisdiction_code"] == ""
    assert open_["note"].startswith("may be 320106 鼓楼区人民政府, 320302 ")


def test_without_a_crawl_the_seeds_are_known(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    Archive.create(tmp_path / "archive")
    _, printed, _ = run(monkeypatch, capsys, "portals", "--archive", tmp_path / "archive")
    lines = [line.split() for line in printed.splitlines()]
    assert lines[0] == ["level", "known", "found", "conflict", "ambiguous", "missing"]
    assert lines[1] == ["province", "31", "0", "0", "0", "0"]
    assert lines[2] == ["prefecture", "333", "0", "0", "0", "0"]
    assert lines[3][:2] == ["county", "9"]
    _, printed, _ = run(monkeypatch, capsys, "portals", "--archive", tmp_path / "archive", "--level", "county")
    assert "110101  东城区人民政府" in printed
    given = tmp_path / "given.csv"
    given.write_text(f"{HEAD}341522,霍邱县人民政府,http://www.huoqiu.gov.cn/\n", "utf-8")
    _, printed, _ = run(monkeypatch, capsys, "portals", "--archive", tmp_path / "archive", "--portals", given)
    assert [line.split()[1] for line in printed.splitlines()[1:4]] == ["0", "0", "1"]
