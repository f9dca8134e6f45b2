"""A record is in the archive whole, with its index line and its entry's state, or not at all."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from test_storage_records import BIN, exchange, run
from warc_rules import broken_rules, record_rules
from wire_cases import CASES, PAGE, sized

from storage.archive import Archive
from storage.capture import Capture
from storage.entry import Entry
from storage.errors import WriteFailed
from storage.exchange import Exchange, Failure
from storage.found import Found
from storage.frontier.earlier import content_of_entry
from storage.frontier.queue import Frontier
from storage.frontier.rotation import Limits
from storage.recorder import Recorder
from storage.warc import writer
from storage.warc.reading import Stored, iter_captures, open_content
from storage.warc.scan import scan

FOUND = Found(role="list", page="http://www.x.gov.cn/", link_text="信息公开年报")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive")


@pytest.fixture
def frontier(archive: Archive) -> Iterator[Frontier]:
    with Frontier.open(archive, delay=0) as opened:
        opened.begin({})
        yield opened


def recorder(frontier: Frontier, limits: Limits | None = None) -> Recorder:
    return Recorder.open(frontier.archive, frontier.crawl_id, "gongkai/test", frontier, limits)


def record(to: Recorder, name: str, received: bytes = CASES["plain"].sent, sent: bytes | None = None) -> Capture:
    made = exchange(received, name)
    moment = datetime.now(UTC)
    again = Exchange(made.url, moment, sent or made.sent, received, "127.0.0.1")
    capture = to.record(again, FOUND, name)
    assert capture is not None
    return capture


def stored(archive: Archive) -> list[Stored]:
    return [one for path in archive.warc_files() for one in iter_captures(path)]


def check(archive: Archive) -> None:
    """Finished, whole, and indexed as cdxj-indexer does."""
    for path in archive.warc_files():
        assert path.suffix == ".gz"
        run("gzip", "-t", path)
        run(BIN / "warcio", "check", path)
        run(BIN / "fastwarc", "check", "-q", path)
        assert list(broken_rules(path)) == []
        assert archive.index_path(path.name).read_text() == run(BIN / "cdxj-indexer", "-s", path)


def test_what_was_recorded_is_read_back(archive: Archive, frontier: Frontier) -> None:
    frontier.add([Entry("a", "http://www.x.gov.cn/a.html", "www.x.gov.cn", FOUND)])
    frontier.lease(1, time.time())
    with recorder(frontier) as to:
        capture = record(to, "a")
        to.note(capture.id, {"kind": "list", "why": ["dates"]})
        assert open_content(archive, capture).payload == PAGE, "readable while the file is being written"
        assert [one.key for one in frontier.fetched_entries()] == ["a"]
    [one] = stored(archive)
    assert one.capture == capture
    assert one.verdict == {"kind": "list", "why": ["dates"]}
    assert capture.origin == f"crawl:{frontier.crawl_id}"
    check(archive)


def test_groups_are_answer_request_metadata(archive: Archive, frontier: Frontier) -> None:
    with recorder(frontier) as to:
        record(to, "a")
        to.fail(Failure("http://gone.cn/", datetime.now(UTC), "dns", "no such host"), FOUND, "k")
        to.record(Exchange("http://x.cn/", datetime.now(UTC), b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-x\r\n"), FOUND)
    [path] = archive.warc_files()
    records = list(scan(path))
    kinds = [one.kind for one in records]
    assert kinds == ["warcinfo", "response", "request", "metadata", "metadata", "request", "metadata"]
    assert b'"kind":"dns"' in records[4].block
    assert b'"kind":"not-http"' in records[6].block
    check(archive)


def test_a_second_crawl_stores_references(archive: Archive, frontier: Frontier) -> None:
    tagged = sized(PAGE, b'ETag: "v1"', b"Content-Type: text/html")
    frontier.add([Entry("a", "http://www.x.gov.cn/a.html", "www.x.gov.cn", FOUND)])
    with recorder(frontier) as to:
        first = record(to, "a", tagged)
        frontier.done("a")
        frontier.finish()
        frontier.begin({})
        [asked] = frontier.lease(1, time.time())
        assert asked.headers == (("If-None-Match", '"v1"'),)
        same = record(to, "a", tagged)
        unmodified = record(to, "a", CASES["not-modified"].sent)
        small = [record(to, "s", CASES["empty-body"].sent) for _ in range(2)]
        changed = record(to, "a", sized(PAGE + b"new"))
    memory = (first.url, first.fetched_at)
    assert [(one.refers_to_url, one.refers_to_date) for one in (same, unmodified)] == [memory] * 2
    assert [one.refers_to_url for one in (*small, changed)] == [None] * 3
    assert [open_content(archive, one).payload for one in (same, unmodified, changed)] == [PAGE, PAGE, PAGE + b"new"]
    assert {one.capture.id for one in stored(archive)} >= {first.id, same.id, unmodified.id, changed.id}
    lines = archive.index_path(same.warc_file).read_text()
    assert lines.count('"status": "304"') == 0
    assert lines.count("warc/revisit") == 1


def test_files_roll_over_by_size_and_age(archive: Archive, frontier: Frontier) -> None:
    with recorder(frontier, Limits(size=2000)) as to:
        for name in "abcdef":
            record(to, name, sized(os.urandom(1500)))
    assert len(archive.warc_files()) == 6
    with recorder(frontier, Limits(age=0, sync=0, index=0)) as to:
        record(to, "g")
        record(to, "h")
    assert len(archive.warc_files()) == 8
    assert len(stored(archive)) == 8
    check(archive)


def test_names_are_not_shared() -> None:
    names = {writer.new_name("gongkai") for _ in range(2000)}
    assert len(names) == 2000
    assert all(str(os.getpid()) in name for name in names)


def test_an_empty_crawl_leaves_no_file(archive: Archive, frontier: Frontier) -> None:
    recorder(frontier).close()
    assert archive.warc_files() == []


def test_a_full_disk_loses_nothing_that_was_committed(archive: Archive, frontier: Frontier) -> None:
    to = recorder(frontier)
    before = record(to, "a", sized(os.urandom(4000)))
    path = archive.warc_path(before.warc_file)
    length = path.stat().st_size
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length + 900, hard))
    try:
        with pytest.raises(WriteFailed, match="make room"):
            record(to, "b", sized(os.urandom(5000)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.stat().st_size == length
    record(to, "b", sized(os.urandom(5000)))
    to.close()
    assert len(stored(archive)) == 2
    check(archive)


def test_when_the_database_refuses_the_group_goes_out_of_the_file(
    archive: Archive, frontier: Frontier, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = recorder(frontier)
    record(to, "a")
    monkeypatch.setattr(frontier, "fetched", lambda *_: frontier.store.connection.exec_driver_sql("SELECT nothing"))
    with pytest.raises(WriteFailed, match="refused"):
        record(to, "b")
    monkeypatch.undo()
    record(to, "c")
    to.close()
    assert [one.capture.url[-6:] for one in stored(archive)] == ["a.html", "c.html"]
    check(archive)


def torn(archive: Archive, tail: bytes, cut: int = 0) -> None:
    """What a dead process leaves: an open file with something behind, or without, its last bytes."""
    [path] = archive.warc_files()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - cut] + tail)


def die(frontier: Frontier, *names: str) -> None:
    """Record, then go without closing."""
    frontier.add([Entry(name, f"http://www.x.gov.cn/{name}.html", name, FOUND) for name in names])
    frontier.lease(9, time.time())
    to = recorder(frontier, Limits(sync=1e9, index=1e9))
    for name in names:
        record(to, name)


def reopened(frontier: Frontier) -> Frontier:
    """The frontier as the next process finds it."""
    frontier.close()
    again = Frontier.open(frontier.archive, delay=0)
    again.begin({})
    return again


@pytest.mark.parametrize("tail", [b"", b"\x1f\x8b\x08\x00half a record", b"\0" * 5000, b"junk"])
def test_a_torn_tail_is_cut_and_never_appended_to(archive: Archive, frontier: Frontier, tail: bytes) -> None:
    die(frontier, "a", "b")
    torn(archive, tail)
    with reopened(frontier) as again:
        to = recorder(again)
        record(to, "c")
        to.close()
        assert len(list(again.fetched_entries())) == 2
    assert len(archive.warc_files()) == 2
    assert [one.capture.url[-6:] for one in stored(archive)] == ["a.html", "b.html", "c.html"]
    check(archive)


@pytest.mark.parametrize("cut", [4, 300, 10**6])
def test_what_a_power_cut_took_is_fetched_again(archive: Archive, frontier: Frontier, cut: int) -> None:
    die(frontier, "a", "b")
    [path] = archive.warc_files()
    torn(archive, b"\0" * min(cut, path.stat().st_size), min(cut, path.stat().st_size))
    again = reopened(frontier)
    kept = [one.capture.url[-6:] for one in stored(archive)]
    assert kept == ([] if cut > 1000 else ["a.html"])
    assert {one.key for one in again.lease(9, time.time())} == {"a", "b"} - {name[0] for name in kept}
    again.close()
    check(archive)


def test_an_open_file_without_a_frontier_is_indexed_by_reading(archive: Archive, frontier: Frontier) -> None:
    die(frontier, "a", "b")
    torn(archive, b"half")
    frontier.close()
    for path in archive.crawl_dir.iterdir():
        path.unlink()
    Frontier.open(archive).close()
    assert len(stored(archive)) == 2
    check(archive)


def test_big_bodies_pass_through_the_disk(archive: Archive, frontier: Frontier, tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"
    with (tmp_path / "big").open("w+b") as handle, recorder(frontier) as to:
        handle.write(head + b"B" * 5_000_000)
        made = Exchange("http://x.cn/big", datetime.now(UTC), b"GET /big HTTP/1.1\r\n\r\n", handle)
        capture = to.record(made, FOUND)
    assert capture is not None
    assert open_content(archive, capture).payload == b"B" * 5_000_000
    check(archive)


def test_gzip_reads_the_file_as_one(archive: Archive, frontier: Frontier) -> None:
    with recorder(frontier) as to:
        record(to, "a")
    [path] = archive.warc_files()
    assert subprocess.run(["zcat", path], capture_output=True, check=True).stdout.count(b"WARC/1.1\r\n") == 4


def test_the_checker_of_rules_sees_a_broken_one() -> None:
    lines = ["WARC/1.0", "WARC-Type: request", "WARC-Date: today", "WARC-Profile: x", "Content-Length: 2"]
    broken = list(record_rules(lines, b"ok"))
    assert len(broken) == 6, broken


def test_every_wire_case_keeps_the_header_rules(archive: Archive, frontier: Frontier) -> None:
    with recorder(frontier) as to:
        for name, case in CASES.items():
            record(to, name, case.sent)
            record(to, name, case.sent)
        to.fail(Failure("http://年报.cn/a b", datetime.now(UTC), "dns", "no such host\r\nX: y"), FOUND, "k")
    (path,) = archive.warc_files()
    assert list(broken_rules(path)) == []


def test_an_archived_answer_of_any_status_is_found_by_its_capture(archive: Archive, frontier: Frontier) -> None:
    with recorder(frontier) as to:
        gone = record(to, "a", CASES["not-found"].sent)
        content = content_of_entry(frontier, gone.id)
        assert content is not None
        assert (content.payload, content.capture.status) == (b"none", 404)
    assert content_of_entry(frontier, "nothing") is None
    assert content_of_entry(frontier, None) is None
