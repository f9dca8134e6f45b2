"""Who read what, and what leads from one capture to another: the side of the database that reading again stands on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import pytest
from storage_rows import capture, figure, listed, report

from storage.capture import Capture
from storage.database.database import Database, open_database
from storage.database.schema import MIGRATIONS
from storage.found import Found


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "gongkai.sqlite") as db:
        listed(db, *(capture(number) for number in range(1, 6)))
        yield db


def ids(db: Database, *versions: str) -> list[str]:
    return [one.id for one in db.captures_to_read(versions)]


def test_what_none_of_some_readers_has_read(db: Database) -> None:
    for public, reader in (("cap1", "a"), ("cap2", "b"), ("cap3", "c")):
        db.finish_reading([public], reader)
    assert ids(db, "a", "c") == ["cap2", "cap4", "cap5"]
    assert ids(db, "a", "b", "c", "never seen") == ["cap4", "cap5"]
    assert ids(db) == ["cap1", "cap2", "cap3", "cap4", "cap5"]
    assert [one.id for one in db.new_answers()] == ["cap4", "cap5"]


def test_a_reader_is_its_parts_and_a_program_is_more_than_a_reader(db: Database) -> None:
    db.note_reader("r", {"core": "1"})
    db.note_program("p", {"core": "1", "html": "2"}, "files")
    db.note_reader("p", {"core": "1", "html": "2"})
    db.note_program("p", {"core": "1", "html": "2"}, "other files")
    assert db.readers() == {"r": {"core": "1"}, "p": {"core": "1", "html": "2"}}
    assert db.versions() == ["p"]
    assert (db.parts_of_sources("files"), db.parts_of_sources("other files")) == (None, {"core": "1", "html": "2"})
    rows = [tuple(row) for row in db.query("SELECT * FROM readers ORDER BY read_by, part")]
    assert rows == [("p", "core", "1"), ("p", "html", "2"), ("r", "core", "1")]


def test_files_that_no_page_takes_any_more(db: Database) -> None:
    assert db.keep_links("cap1", ["u"], ["cap3", "cap4"]) == []
    assert db.keep_links("cap2", ["u", "v"], ["cap3"]) == []
    db.finish_reading(["cap1", "cap2"], "r")
    assert db.claimed(["cap1", "cap3", "cap4", "cap5"]) == {"cap3", "cap4"}
    assert db.pages_claiming(["cap3"]) == {"cap1", "cap2"}
    assert sorted(db.pages_asking(["u"])) == ["cap1", "cap2"]
    assert db.keep_links("cap1", [], []) == ["cap4"]
    assert db.pass_over(["cap2"], "r", "v") == ["cap3"]
    assert (db.pages_asking(["u", "v"]), db.claimed(["cap3", "cap4"])) == ([], set())


def test_the_same_answer_once_more(db: Database) -> None:
    again = capture(7, url=capture(1).url, payload_digest="sha1:P1", fetched_at="2026-02-02T00:00:00Z")
    listed(db, again)
    assert db.alike(again) == ["cap1", "cap7"]
    assert not db.is_repeated(again)
    db.finish_reading(["cap1"], "r")
    assert db.is_repeated(again)
    assert not db.is_repeated(capture(1))
    listed(db, capture(8, url=capture(1).url, fetched_at="2026-03-02T00:00:00Z"))
    assert not db.is_repeated(again)


COPIES = [
    capture(1, warc_file=f"warc/{name}.warc.gz", origin=origin, found=found)
    for name, origin, found in (
        ("c", "crawl:1", Found("report", link_text="c")),
        ("b", "sha1:B", None),
        ("a", "sha1:A", Found("report", link_text="a")),
    )
]


@pytest.mark.parametrize(
    "order", list(permutations(COPIES)), ids=lambda order: "".join(one.warc_file[5] for one in order)
)
def test_a_capture_of_several_files_is_the_same_ones_whatever_comes_first(
    tmp_path: Path, order: tuple[Capture, ...]
) -> None:
    with open_database(tmp_path / "gongkai.sqlite") as db:
        for one in order:
            listed(db, one)
        assert db.capture("cap1") == COPIES[0]
        for one in COPIES[1:]:
            listed(db, one)
        assert db.capture("cap1") == COPIES[0]
    with open_database(tmp_path / "imported.sqlite") as db:
        for one in order:
            if one is not COPIES[0]:
                listed(db, one)
        assert db.capture("cap1") == COPIES[2]


def test_what_is_known_otherwise_is_read_again(db: Database) -> None:
    db.finish_reading(["cap1", "cap2"], "r")
    listed(db, capture(1), capture(2, found=Found("report", link_text="另一年")))
    assert ids(db, "r") == ["cap2", "cap3", "cap4", "cap5"]


def test_a_database_of_an_earlier_release_is_read_again_and_keeps_its_history(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.sqlite"
    with sqlite3.connect(path) as raw:
        raw.executescript("CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)")
        for migration in MIGRATIONS[:3]:
            raw.executescript(migration.read_text("utf-8"))
            raw.execute("INSERT INTO migration VALUES (?, ?)", (int(migration.name[:3]), migration.stem))
        raw.executescript(EARLIER)
    raw.close()
    with open_database(path) as db:
        assert db.query("SELECT id, read_by FROM captures") == [("cap1", "old")]
        assert db.readers() == {"old": {}}
        assert [one.id for one in db.new_answers()] == []
        assert ids(db, *(version for version, parts in db.readers().items() if parts)) == ["cap1"]
        db.note_program("new", {"core": "1"}, "files")
        db.save_report(report(figure("a", 2)), "new")
        assert [(c.before, c.after) for c in db.changes("old", "new")] == [((1, "value", "1"), (2, "value", "2"))]


EARLIER = """
INSERT INTO warc VALUES (1, 'warc/a.warc.gz', 1000);
INSERT INTO reader VALUES (1, 'old');
INSERT INTO capture VALUES (1, 'cap1', 'http://www.hq.example/1.html', '2026-01-02T03:04:01Z', 200, 'text/html', 1, 100,
    90, 'sha1:P1', 'crawl:one', NULL, NULL, NULL, NULL, 1);
INSERT INTO report VALUES (1, 'rep1', NULL, '', 2016, '', NULL, NULL, '', 1, 1, 'unidentified', 'own', 'official', '',
    '{}', 1);
INSERT INTO indicator VALUES (1, 'a');
INSERT INTO figure VALUES (1, 1, 1, 0, 0);
"""
