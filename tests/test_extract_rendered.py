"""A page that is a report only after its scripts ran: what the browser left is a capture, and is read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from extract_archive import as_html, figures, rows

from extract.pipeline import ExtractOptions, extract
from storage.archive import Archive
from storage.exchange import Exchange
from storage.found import Found, Seed
from storage.frontier.queue import Frontier
from storage.recorder import Recorder
from storage.verifying.verify import verify
from storage.warc import records
from storage.warc.reading import RENDERED, iter_captures, open_content

HOST = "http://www.huoqiu.gov.cn"
URL = f"{HOST}/nb/2015.html"
NARRATIVE = (Path(__file__).parent / "pipeline" / "narrative.txt").read_text(encoding="utf-8")
FOUND = Found("report", seed=Seed("341522", "霍邱县人民政府", f"{HOST}/"), page=f"{HOST}/nb/")
SHELL = b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>"
REPORT = as_html(NARRATIVE)


def archived(folder: Path, plain: bytes) -> Archive:
    """An archive with a plain answer and the page that a browser made of it."""
    archive, now = Archive.create(folder), datetime.now(UTC)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(plain)
    with Frontier.open(archive) as frontier:
        crawl_id = frontier.begin({})
        with Recorder.open(archive, crawl_id, "test", frontier) as to:
            sent = b"GET /nb/2015.html HTTP/1.1\r\nHost: www.huoqiu.gov.cn\r\n\r\n"
            capture = to.record(Exchange(URL, now, sent, head + plain, "127.0.0.1"), FOUND)
            assert capture is not None
            page = records.conversion(URL, now, REPORT, to.record_id(capture.id))
            to.keep([page, records.metadata(URL, now, {"rendered": {"captures": [capture.id]}}, None)])
    return archive


def test_a_rendered_page_is_a_capture_found_as_its_answer(tmp_path: Path) -> None:
    archive = archived(tmp_path, SHELL)
    plain, page = (one for path in archive.warc_files() for one in iter_captures(path))
    assert (page.capture.url, page.capture.status, page.capture.media_type) == (URL, 200, "text/html")
    assert page.capture.found == plain.capture.found == FOUND
    assert (plain.verdict, page.verdict) == (None, RENDERED)
    assert open_content(archive, page.capture).payload == REPORT
    assert list(verify(archive)) == []


def test_a_report_that_scripts_wrote_is_read_from_what_the_browser_left(tmp_path: Path) -> None:
    archive = archived(tmp_path, SHELL)
    assert extract(archive).reports == 1
    assert figures(archive, URL)["app_received_total"] == (3, "value")
    sql = """SELECT DISTINCT json_extract(captures.verdict, '$.kind'), captures.payload_digest
             FROM figures JOIN captures ON captures.id = figures.capture_id"""
    digest = records.conversion(URL, datetime.now(UTC), REPORT).field("WARC-Payload-Digest")
    assert rows(archive, sql) == [("rendered", digest)]
    assert extract(archive).captures == 0
    assert list(verify(archive)) == []


@pytest.mark.parametrize("everything", [False, True])
def test_what_the_server_sent_comes_first(tmp_path: Path, everything: bool) -> None:
    archive = archived(tmp_path, as_html(NARRATIVE.replace("3件", "4件")))
    extract(archive)
    assert extract(archive, ExtractOptions(everything=everything)).reports == everything
    sql = "SELECT json_extract(captures.verdict, '$.kind') FROM reports JOIN captures ON captures.id = capture_id"
    assert rows(archive, sql) == [(None,)]
