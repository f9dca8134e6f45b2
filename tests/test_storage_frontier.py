"""The frontier keeps every address through crashes, asks one at a time of a host, and comes back by its policy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.entry import Entry
from storage.errors import ArchiveBusy, NewerSchema, NotAnArchive, WriteFailed
from storage.found import Found, Role, Seed
from storage.frontier import recrawl
from storage.frontier.queue import Frontier

SEED = Seed("341522000000", "霍邱县人民政府", "http://127.0.0.2/")


def entry(key: str, host: str = "127.0.0.2", role: Role = "list", priority: int = 5) -> Entry:
    return Entry(key, f"http://{host}/{key}", host, Found(role=role, seed=SEED), priority)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive")


@pytest.fixture
def frontier(archive: Archive) -> Iterator[Frontier]:
    with Frontier.open(archive, delay=0) as opened:
        opened.begin({"only": []})
        yield opened


def test_an_archive_is_made_once_and_told_from_other_folders(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "a")
    assert Archive.create(tmp_path / "a") == Archive.open(tmp_path / "a") == archive
    with pytest.raises(NotAnArchive, match="not an archive"):
        Archive.open(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotAnArchive, match="choose another folder"):
        Archive.create(tmp_path / "file")


def test_known_keys_are_not_queued_twice(frontier: Frontier) -> None:
    assert frontier.add([entry("a"), entry("b"), entry("a")]) == 2
    assert frontier.add([entry("a")]) == 0


def test_one_request_at_a_time_to_a_host_by_priority(frontier: Frontier) -> None:
    frontier.add([entry("late"), entry("soon", priority=1), entry("other", host="127.0.0.3")])
    leased = frontier.lease(10, time.time())
    assert sorted(one.key for one in leased) == ["other", "soon"]
    assert frontier.lease(10, time.time()) == []
    assert frontier.next_time() is None
    frontier.done("soon")
    assert [one.key for one in frontier.lease(10, time.time())] == ["late"]
    assert frontier.in_flight() == 2


def test_a_host_rests_for_its_delay_and_for_retry_after(frontier: Frontier) -> None:
    frontier.add([entry("a"), entry("b")])
    frontier.hosts.keep(replace(frontier.hosts.of("127.0.0.2"), delay=30))
    frontier.lease(1, time.time())
    frontier.done("a")
    assert frontier.lease(1, time.time()) == []
    soon = frontier.next_time()
    assert soon is not None
    assert 28 < soon - time.time() <= 30
    later = time.time() + 500
    frontier.hosts.keep(replace(frontier.hosts.of("127.0.0.2"), not_before=later, strikes=1, notes={"why": "503"}))
    assert frontier.next_time() == later
    assert frontier.hosts.of("127.0.0.2").notes == {"why": "503"}
    assert [one.key for one in frontier.lease(1, later)] == ["b"]


def test_failures_wait_and_end_with_a_reason(frontier: Frontier) -> None:
    frontier.add([entry("a")])
    now = time.time()
    frontier.lease(1, now)
    frontier.failed("a", "timeout", retry_at=now + 60)
    assert frontier.lease(1, now + 59) == []
    [again] = frontier.lease(1, now + 61)
    assert again.attempts == 1
    frontier.failed("a", "timeout")
    assert frontier.next_time() is None
    assert [(one.kind, one.reason) for one in frontier.incidents()] == [("failed", "timeout")]
    frontier.add([entry("w")])
    frontier.lease(1, time.time() + 61)
    frontier.blocked("w", "captcha", 403)
    assert frontier.counts()[0].states == {"failed": 1, "blocked": 1}
    assert frontier.counts()[0].portal == SEED.home_url


def test_links_are_queued_in_the_transaction_that_ends_their_page(frontier: Frontier) -> None:
    frontier.add([entry("a")])
    frontier.lease(1, time.time())
    frontier.fetched("a", "capture")
    assert [(one.key, one.capture_id) for one in frontier.fetched_entries()] == [("a", "capture")]

    def links() -> Iterator[Entry]:
        yield entry("b")
        raise RuntimeError("parser died")

    with pytest.raises(RuntimeError):
        frontier.done("a", links())
    assert frontier.lease(9, time.time()) == []
    assert len(list(frontier.fetched_entries())) == 1
    assert frontier.done("a", [entry("b")]) == 1
    assert [one.key for one in frontier.lease(9, time.time())] == ["b"]


def test_what_was_in_flight_is_queued_again_and_nothing_else(archive: Archive) -> None:
    with Frontier.open(archive, delay=0) as first:
        crawl = first.begin({})
        first.add([entry("a", host="h1"), entry("b", host="h2"), entry("c", host="h3")])
        first.lease(3, time.time())
        first.done("b")
        first.fetched("c", "capture")
    with Frontier.open(archive, delay=0) as second:
        assert second.begin({}) == crawl
        assert [one.key for one in second.lease(9, time.time())] == ["a"]
        assert [one.key for one in second.fetched_entries()] == ["c"]


def test_a_second_crawl_of_one_archive_says_so_and_stops(archive: Archive, frontier: Frontier) -> None:
    with pytest.raises(ArchiveBusy, match="another crawl is at work"):
        Frontier.open(archive)
    frontier.close()
    Frontier.open(archive).close()


def test_a_clock_set_back_does_not_stop_the_crawl(frontier: Frontier) -> None:
    frontier.add([entry("a"), entry("b")])
    now = time.time()
    frontier.lease(1, now)
    frontier.hosts.keep(replace(frontier.hosts.of("127.0.0.2"), not_before=now + 5))
    frontier.done("a")
    past = now - 7200
    assert frontier.lease(1, past) == []
    assert [one.key for one in frontier.lease(1, past + 6)] == ["b"]


def test_a_new_crawl_asks_lists_again_and_reports_when_due(archive: Archive) -> None:
    with Frontier.open(archive, delay=0) as first:
        first.begin({})
        first.add([entry("list"), entry("report", role="report"), entry("gone", role="report")])
        for key in ("list", "report"):
            first.fetched(key, "capture")
            first.done(key)
        first.failed("gone", "refused")
        first.finish()
        assert [one.finished is None for one in first.crawls()] == [False]
    with Frontier.open(archive, delay=0) as second:
        second.begin({})
        assert second.counts()[0].states == {"queued": 2, "done": 1}
        assert second.add([entry("report", role="report")], again=True) == 0
        assert second.counts()[0].states == {"queued": 3}
        assert len(second.crawls()) == 2


def test_an_answer_holds_its_host_until_it_is_parsed(archive: Archive) -> None:
    with Frontier.open(archive, delay=0) as frontier:
        frontier.begin({})
        frontier.add([entry("a"), entry("b")])
        first = frontier.lease(5, time.time())
        frontier.fetched(first[0].key, "capture")
        assert frontier.lease(5, time.time()) == []
        frontier.done(first[0].key)
        assert len(frontier.lease(5, time.time())) == 1


def test_what_is_not_settled_is_due_at_the_next_crawl(archive: Archive) -> None:
    with Frontier.open(archive, delay=0) as frontier:
        frontier.begin({})
        frontier.add([entry("here", role="report"), entry("empty", role="report")])
        for name in ("here", "empty"):
            leased = frontier.lease(1, time.time())[0]
            frontier.fetched(leased.key, f"capture-{name}")
            frontier.done(leased.key, settled="here" in leased.url)
        frontier.finish()
        frontier.begin({})
        assert ["empty" in one.url for one in frontier.lease(5, time.time())] == [True]
        assert frontier.counts()[0].states == {"leased": 1, "done": 1}


def test_a_statement_that_fails_is_not_called_a_full_disk(archive: Archive) -> None:
    refused = pytest.raises(WriteFailed, match="report it")
    with Frontier.open(archive) as frontier, refused as raised, frontier.store.writing():
        frontier.store.driver.execute("SELECT nothing FROM nowhere")
    assert "make room" not in str(raised.value)


def test_the_interval_of_reports_doubles_to_a_year() -> None:
    days = [recrawl.due_at("report", 0, unchanged) / recrawl.DAY for unchanged in (0, 1, 2, 3, 4, 99)]
    assert days == [30, 60, 120, 240, 360, 360]
    assert recrawl.due_at("list", 7, 9) == 7


def test_a_database_of_a_later_release_is_not_touched(archive: Archive) -> None:
    with Frontier.open(archive) as frontier:
        frontier.store.set("schema", "99")
    with pytest.raises(NewerSchema, match="install that release"):
        Frontier.open(archive)


def test_a_database_of_an_earlier_release_goes_on(archive: Archive) -> None:
    """The first release had robots.txt in columns of its own."""
    with Frontier.open(archive, delay=0) as frontier:
        frontier.add([entry("a")])
        frontier.store.driver.execute("ALTER TABLE hosts ADD COLUMN robots TEXT")
        frontier.store.driver.execute("ALTER TABLE hosts ADD COLUMN robots_until FLOAT NOT NULL DEFAULT 0")
        frontier.store.set("schema", "1")
    with Frontier.open(archive, delay=0) as frontier:
        frontier.add([entry("b", host="127.0.0.3")])
        assert {one.key for one in frontier.lease(2, time.time())} == {"a", "b"}
        assert frontier.store.get("schema") == "2"
