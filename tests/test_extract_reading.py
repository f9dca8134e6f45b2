"""Reading one capture never raises; a run survives a reader that hangs or dies."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest
from extract_archive import Page, as_html, make_archive, rows

from extract import formats, pipeline, reading
from extract.pipeline import ExtractOptions, extract
from extract.reading import CaptureReader
from storage.archive import Archive

TEXT = (Path(__file__).parent / "pipeline" / "narrative.txt").read_text(encoding="utf-8")
PIECES = (
    b"<table>",
    b"</td>",
    b"<tr>",
    b"rowspan=999999",
    b"<td colspan=100000>",
    b"\0",
    b"<!--",
    b"|",
    b"\n",
    b"\xff",
)


@pytest.fixture(autouse=True)
def without_divisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "load_lists", lambda db: None)


def broken(seed: int) -> bytes:
    """The sample page with bytes changed, cut off, repeated or put in."""
    dice, page = random.Random(seed), bytearray(as_html(TEXT))
    for _ in range(dice.randint(1, 60)):
        place = dice.randrange(len(page))
        match dice.choice(("change", "put in", "cut", "repeat")):
            case "change":
                page[place] = dice.randrange(256)
            case "put in":
                page[place:place] = dice.choice(PIECES)
            case "repeat":
                page[place:place] = page[max(0, place - 300) : place]
            case _ if dice.random() < 0.05:
                del page[max(place, 100) :]
    return bytes(page)


def test_damaged_pages_are_read_without_a_fault(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, [Page(f"http://www.x.gov.cn/{seed}", broken(seed)) for seed in range(80)])
    assert extract(archive).captures == 80
    assert rows(archive, "SELECT detail FROM issues WHERE kind = 'reader_fault'") == []


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    monkeypatch.setattr(formats, "read", lambda content: time.sleep(30))
    archive = make_archive(tmp_path, [Page("http://www.x.gov.cn/a", as_html(TEXT))])
    assert extract(archive).captures == 1
    assert rows(archive, "SELECT kind FROM issues") == [("too_slow",)]


def test_a_fault_of_ours_is_an_issue_with_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(content: object) -> None:
        raise KeyError("a column")

    monkeypatch.setattr(formats, "read", fault)
    archive = make_archive(tmp_path, [Page("http://www.x.gov.cn/a", as_html(TEXT))])
    extract(archive)
    assert rows(archive, "SELECT level, kind, detail FROM issues") == [
        ("error", "reader_fault", "KeyError: 'a column'")
    ]


def test_a_reader_that_dies_takes_one_page_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = CaptureReader.read

    def deadly(self: CaptureReader, capture_id: str) -> reading.Outcome:
        capture = self.database.capture(capture_id)
        if capture is not None and capture.url.endswith("/7"):
            os._exit(1)
        return read(self, capture_id)

    monkeypatch.setattr(CaptureReader, "read", deadly)
    archive: Archive = make_archive(tmp_path, [Page(f"http://www.x.gov.cn/{n}", as_html(TEXT)) for n in range(40)])
    summary = extract(archive, ExtractOptions(workers=2))
    assert (summary.captures, summary.reports) == (40, 39)
    sql = "SELECT kind, url FROM issues JOIN captures ON captures.id = capture_id WHERE kind = 'reader_died'"
    assert rows(archive, sql) == [("reader_died", "http://www.x.gov.cn/7")]
