"""Columns that lie deeper than one looks, and lists whose next page only a script can name: one crawl asks them all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from portals import buried
from portals.kit import Portal

from crawler.options import CrawlOptions
from crawler.run import crawl
from storage.archive import Archive

PORTALS: dict[str, Callable[[], Portal]] = {
    "shared_script": buried.shared_script,
    "records": buried.records,
    "searched": buried.searched,
    "spans": buried.spans,
    "towns": buried.towns,
    "catalogue": buried.catalogue,
    "template": buried.template,
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Portal]]:
    folder = tmp_path_factory.mktemp("buried")
    with ExitStack() as stack:
        portals = {name: stack.enter_context(make()) for name, make in PORTALS.items()}
        lines = "".join(f"{site.code},{site.publisher},{site.home}\n" for site in portals.values())
        (folder / "portals.csv").write_text(f"jurisdiction_code,publisher,home_url\n{lines}", encoding="utf-8")
        crawl(
            Archive.create(folder / "archive"),
            CrawlOptions(portals=(folder / "portals.csv",), years=(2005, 2026), browser="never", delay=0),
        )
        yield portals


@pytest.mark.parametrize("name", list(PORTALS))
def test_every_report_is_fetched_once(crawled: dict[str, Portal], name: str) -> None:
    assert crawled[name].missing() == []
    assert crawled[name].wasted() == []
    assert {path: count for path, count in crawled[name].asked.items() if count > 1} == {}


def test_q20_a_script_that_lists_share_is_asked_once_as_written(crawled: dict[str, Portal]) -> None:
    site = crawled["shared_script"]
    assert [path for path in site.targets if path.endswith(".js") or ".js?" in path] == ["/js/webBuilderCommon.js"]
    posted = [json.loads(hit.body) for hit in site.hits if hit.method == "POST"]
    assert {body["deptcode"] for body in posted} == {"", "001", "002"}


def test_q21_records_after_the_hidden_ones(crawled: dict[str, Portal]) -> None:
    asked = [
        hit.query
        for hit in crawled["records"].hits
        if hit.path.endswith("getMessage.do") and hit.query["columnId"] == "nb"
    ]
    assert [(query["startrecord"], query["endrecord"]) for query in asked] == [("21", "33")]


def test_q22_only_the_form_with_the_view_state_is_posted(crawled: dict[str, Portal]) -> None:
    assert [hit.target for hit in crawled["searched"].hits if hit.method == "POST"] == ["/List.aspx?lmid=3"]


def test_q02_named_pages(crawled: dict[str, Portal]) -> None:
    asked = [path for path in crawled["template"].targets if "index_pc" in path or "list_" in path]
    assert sorted(asked) == ["/bm/list_2.html", "/nb/index_pc_1.html", "/nb/index_pc_2.html"]
