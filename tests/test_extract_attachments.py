"""Files and the pages they belong to: whatever comes first, and whether or not the crawl knew of a link."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from extract_archive import Page, add_warc, as_html, dump, make_archive, rows
from mixed_archive import HOST, NARRATIVE, PAGES, SEED, attachment, linking, narrative

from extract import pipeline
from extract.attachments import MOST, PICTURES, attached_captures
from extract.document import Document, Link
from extract.pipeline import ExtractOptions, extract
from storage import withdrawn
from storage.archive import Archive
from storage.capture import Capture
from storage.found import Found

TITLE = "霍邱县白莲乡2015年政府信息公开年度报告"
PAGE, URL = linking(TITLE, "1"), f"{HOST}/attached"
FILE = attachment("1", NARRATIVE)
UNKNOWN = replace(FILE, found=None)
SAID = "SELECT url, publisher, year, status FROM reports ORDER BY url"
TOGETHER = [(URL, "霍邱县白莲乡人民政府", 2015, "extracted")]
ALONE = [(FILE.url, "霍邱县白莲乡人民政府", 2015, "extracted")]


@pytest.fixture(autouse=True)
def without_divisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_lists", lambda db: None)


def in_turn(folder: Path, *loads: list[Page]) -> Archive:
    """An archive whose WARC files come one after another, each followed by an extraction."""
    archive = Archive.create(folder)
    for number, pages in enumerate(loads):
        add_warc(archive, pages, f"load-{number}.warc.gz", f"sha1:{number}")
        extract(archive)
    return archive


def from_scratch(archive: Archive, folder: Path) -> Archive:
    """The same WARC files, read once."""
    scratch = Archive.create(folder)
    for path in archive.warc_files():
        (scratch.warc_dir / path.name).write_bytes(path.read_bytes())
    extract(scratch)
    return scratch


@pytest.mark.parametrize("file", [FILE, UNKNOWN], ids=["linked", "no link known"])
@pytest.mark.parametrize("first", ["page", "file", "both"])
def test_a_file_and_the_page_that_links_it_are_one_report(tmp_path: Path, file: Page, first: str) -> None:
    loads = {"page": [[PAGE], [file]], "file": [[file], [PAGE]], "both": [[PAGE, file]]}[first]
    archive = in_turn(tmp_path / "turn", *loads)
    assert rows(archive, SAID) == TOGETHER
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))
    assert extract(archive).captures == 0


def test_a_file_behind_a_redirection_that_comes_later(tmp_path: Path) -> None:
    page = replace(PAGE, body=PAGE.body.replace(b"/f/1.docx", "/f/down.jsp?name=年报".encode()))
    moved = Page(f"{HOST}/f/down.jsp?name=%E5%B9%B4%E6%8A%A5", b"", moved="/store/9.docx")
    kept = replace(UNKNOWN, url=f"{HOST}/store/9.docx")
    for number, loads in enumerate(permutations([[page], [moved], [kept]])):
        archive = in_turn(tmp_path / f"turn{number}", *loads)
        assert rows(archive, SAID) == TOGETHER
        assert dump(archive) == dump(from_scratch(archive, tmp_path / f"scratch{number}"))


def test_a_file_that_the_crawl_found_where_the_reader_sees_no_link(tmp_path: Path) -> None:
    page = replace(PAGE, body=f"<html><body><h1>{TITLE}</h1><script>open(1)</script></body></html>".encode())
    for name, loads in {"page": [[page], [FILE]], "file": [[FILE], [page]]}.items():
        archive = in_turn(tmp_path / name, *loads)
        assert rows(archive, SAID) == TOGETHER
        assert dump(archive) == dump(from_scratch(archive, tmp_path / f"scratch {name}"))


def test_a_file_that_changed_is_read_with_its_page_and_the_old_one_alone(tmp_path: Path) -> None:
    newer = replace(attachment("1", NARRATIVE.replace("412", "421")), at="2026-05-01T00:00:00Z")
    archive = in_turn(tmp_path / "turn", [PAGE, FILE], [newer])
    sql = """SELECT reports.url, value, is_current FROM figures JOIN reports ON reports.id = report_id
             WHERE indicator = 'proactive_info_total' ORDER BY value"""
    assert rows(archive, sql) == [(FILE.url, 412, 0), (URL, 421, 1)]
    ((why,),) = rows(archive, "SELECT detail FROM issues WHERE kind = 'other_version'")
    assert why.endswith("what an address says now before what it said earlier")
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))


def test_the_same_file_once_more_is_nothing_new(tmp_path: Path) -> None:
    archive = in_turn(tmp_path / "turn", [PAGE, FILE], [replace(FILE, at="2026-05-01T00:00:00Z")])
    add_warc(archive, [replace(PAGE, at="2026-06-01T00:00:00Z")], "again.warc.gz", "sha1:9")
    assert extract(archive).captures == 0
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))


def test_a_file_of_two_pages_stays_with_the_one_that_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mobile = linking(TITLE, "1", url=f"{HOST}/m/attached")
    archive = make_archive(tmp_path / "a", [PAGE, mobile, FILE])
    extract(archive)
    assert [url for url, *_ in rows(archive, SAID)] == [URL, mobile.url]
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {("address", URL): "asked"})
    extract(archive)
    assert [url for url, *_ in rows(archive, SAID)] == [mobile.url]
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: dict.fromkeys([("address", URL), ("address", mobile.url)], "x"))
    extract(archive)
    assert rows(archive, SAID) == ALONE
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))


def test_figures_of_a_withdrawn_file_go_from_the_report_of_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_archive(tmp_path / "a", [PAGE, FILE])
    extract(archive)
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {("address", FILE.url): "asked"})
    extract(archive)
    assert rows(archive, "SELECT * FROM figures") == []
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))


def test_a_page_that_opened_a_withdrawn_file_and_did_not_take_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column of two reports is none; with one of them it is the page of that report."""
    column = linking("政府信息公开年报", "1", "2")
    archive = make_archive(tmp_path / "a", [column, FILE, attachment("2", narrative(2014))])
    extract(archive)
    assert [url for url, *_ in rows(archive, SAID)] == [FILE.url, f"{HOST}/f/2.docx"]
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {("address", f"{HOST}/f/2.docx"): "asked"})
    extract(archive)
    assert rows(archive, SAID) == TOGETHER
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))


ORDER = [
    *PAGES.values(),
    Page(f"{HOST}/narrative", as_html(narrative(2015)), at="2026-04-01T00:00:00Z"),
    Page(f"{HOST}/narrative", as_html(narrative(2015).replace("412", "421")), at="2026-05-01T00:00:00Z"),
    Page(f"{HOST}/narrative", as_html(narrative(2015)), at="2026-06-01T00:00:00Z"),
    Page(f"{HOST}/m/narrative", as_html(narrative(2015)), found=Found("report", seed=SEED)),
    replace(PAGES["file"], at="2026-05-01T00:00:00Z"),
    linking("霍邱县白莲乡2014年政府信息公开年度报告", "1", url=f"{HOST}/m/attached"),
]


@pytest.mark.parametrize("seed", range(2))
def test_the_same_rows_whatever_comes_first_and_whoever_reads(tmp_path: Path, seed: int) -> None:
    """Nine files with some captures in two of them, listed all at once or one after another, by one worker or two."""
    loads = [ORDER[start::8] for start in range(8)] + [ORDER[3::4]]
    once = Archive.create(tmp_path / "once")
    for number, pages in enumerate(loads):
        add_warc(once, pages, f"load-{number}.warc.gz", "crawl:1" if number % 3 else f"sha1:{number}")
    in_steps = Archive.create(tmp_path / "steps")
    for path in random.Random(seed).sample(list(once.warc_files()), len(loads)):
        (in_steps.warc_dir / path.name).write_bytes(path.read_bytes())
        extract(in_steps, ExtractOptions(workers=1 + seed))
    extract(once, ExtractOptions(workers=2 - seed))
    assert dump(in_steps) == dump(once)
    captures = "SELECT id, url, warc_file, warc_offset, origin, found, read_by FROM captures ORDER BY id"
    assert rows(in_steps, captures) == rows(once, captures)


def test_only_the_files_named_are_read_and_the_rest_with_the_next_run(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a")
    later = replace(PAGES["narrative"], at="2026-05-01T00:00:00Z")
    for name, pages in {"a": [PAGES["narrative"], PAGE], "b": [later, UNKNOWN], "c": [PAGES["statutory"]]}.items():
        add_warc(archive, pages, f"{name}.warc.gz", "crawl:1")
    assert extract(archive, ExtractOptions(warcs=("warc/b.warc.gz",))).captures == 2
    assert [url for url, *_ in rows(archive, SAID)] == [FILE.url, PAGES["narrative"].url]
    assert extract(archive).captures == 2
    assert [url for url, *_ in rows(archive, SAID)] == [PAGES["statutory"].url, URL, PAGES["narrative"].url]
    assert dump(archive) == dump(from_scratch(archive, tmp_path / "scratch"))


class Archived:
    """Answers to every address, each another one."""

    def __init__(self, media_types: Callable[[int], str]) -> None:
        self._media_types = media_types

    def __call__(self, url: str) -> Capture:
        return Capture(url, url, "", 200, self._media_types(int(url.rpartition("/")[2])), "", 0, 0, url, "")

    def found_on(self, page: str) -> Iterator[Capture]:
        return iter(())


@pytest.mark.parametrize(
    ("kind", "media_type", "linked", "read"),
    [
        ("image", "image/png", 12, 12),
        ("image", "image/jpeg", 30, PICTURES),
        ("attachment", "application/pdf", 12, MOST),
    ],
)
def test_every_scanned_page_of_a_report_is_one_of_its_pictures(
    kind: str, media_type: str, linked: int, read: int
) -> None:
    links = tuple(Link(f"{HOST}/f/{number}", "", kind) for number in range(linked))
    page = Capture("page", URL, "", 200, "text/html", "", 0, 0, "page", "")
    captures = attached_captures(page, Document((), links=links), Archived(lambda _: media_type))  # type: ignore[arg-type]
    assert [capture.url for capture in captures] == [link.url for link in links[:read]]


def test_files_among_pictures_are_bounded_as_files_are() -> None:
    links = tuple(Link(f"{HOST}/f/{number}", "", "image") for number in range(40))
    archived = Archived(lambda number: "application/pdf" if number == MOST + 2 else "image/png")
    page = Capture("page", URL, "", 200, "text/html", "", 0, 0, "page", "")
    captures = attached_captures(page, Document((), links=links), archived)  # type: ignore[arg-type]
    assert len(captures) == MOST + 3
