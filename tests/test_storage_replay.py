"""Replay finds what was archived by time, and serves it so that it can harm nobody."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from test_storage_recorder import FOUND, recorder
from test_storage_records import exchange
from wire_cases import CASES, PAGE, sized

from storage.archive import Archive
from storage.errors import CaptureMissing
from storage.frontier.queue import Frontier
from storage.sharing.replay import Replayer, at_time, captures_of, parse_time

URL = "http://www.x.gov.cn/a.html"
FIRST = datetime(2024, 1, 20, 8, tzinfo=UTC)
SCRIPT = b"<html><script src=http://evil.example/x.js></script><img src=http://evil.example/x.png></html>"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Three answers of one address a year apart (the last one gone), a PDF, and a page with a script."""
    with Frontier.open(Archive.create(tmp_path / "archive"), delay=0) as frontier:
        frontier.begin({})
        with recorder(frontier) as to:
            for year, received in enumerate((CASES["gzip"].sent, sized(b"second"), CASES["not-found"].sent)):
                to.record(replace(exchange(received), started=FIRST + timedelta(days=365 * year)), FOUND)
            to.record(exchange(CASES["pdf-bytes"].sent, "pdf"), FOUND)
            to.record(exchange(sized(SCRIPT, b"Content-Type: text/html"), "script"), FOUND)
        yield frontier.archive


def test_the_nearest_capture_of_a_time(archive: Archive) -> None:
    captures = captures_of(archive, URL)
    assert [one.status for one in captures] == [200, 200, 404]
    assert at_time(captures, None) is captures[1], "the last good one"
    assert at_time(captures, "2024-03") is captures[0]
    assert at_time(captures, "20250101") is captures[1]
    assert at_time(captures, "2030") is captures[2]
    with pytest.raises(CaptureMissing, match="never archived"):
        captures_of(archive, "http://www.x.gov.cn/never.html")


@pytest.mark.parametrize(
    ("text", "means"),
    [("2024", (2024, 1, 1)), ("2024-02", (2024, 2, 1)), ("20240229", (2024, 2, 29)), ("20240120083000", (2024, 1, 20))],
)
def test_times_as_people_write_them(text: str, means: tuple[int, int, int]) -> None:
    assert parse_time(text).timetuple()[:3] == means


@pytest.mark.parametrize("text", ["yesterday", "", "2024-13-01", "99"])
def test_what_is_no_time_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"no time|month|day"):
        parse_time(text)


@pytest.fixture
def base(archive: Archive) -> Iterator[str]:
    withdrawn = Replayer(archive, lambda one: "asked by a court" if one.url.endswith("script.html") else None)
    with withdrawn.server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


def test_pages_are_served_in_a_sandbox(base: str) -> None:
    status, headers, body = get(f"{base}/20240101/{URL}")
    assert (status, body) == (200, PAGE)
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;")
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_what_a_program_would_open_is_a_file_without_its_name(base: str) -> None:
    status, headers, _ = get(f"{base}/latest/http://www.x.gov.cn/pdf.html")
    assert status == 200
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == 'attachment; filename="archived"'


def test_other_names_missing_and_withdrawn_pages(base: str) -> None:
    assert get(f"{base}/latest/{URL}", Host="portal.evil.example")[0] == 421
    assert get(f"{base}/latest/http://nowhere.cn/<script>")[0] == 404
    assert b"<script>" not in get(f"{base}/latest/http://nowhere.cn/<script>")[2]
    status, _, body = get(f"{base}/latest/http://www.x.gov.cn/script.html")
    assert (status, body) == (404, b"<p>Withdrawn from view: asked by a court</p>\n")
    assert get(base)[0] == 404


def test_the_verb_prints_bytes_and_says_what_they_are(archive: Archive, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli", "--archive", str(archive.root), "replay", URL]
    done = subprocess.run([*command, "--at", "2024-02"], capture_output=True, check=True)
    assert done.stdout == PAGE
    assert b"sha1:" in done.stderr
    subprocess.run([*command, "--out", str(tmp_path / "page")], capture_output=True, check=True)
    assert (tmp_path / "page").read_bytes() == b"second"
    for time in ("soon", "2024x"):
        wrong = subprocess.run([*command, "--at", time], capture_output=True, check=False, text=True)
        assert wrong.returncode == 2
        assert "no time" in wrong.stderr
