"""What a person can do something about is one line that says what."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from command import Screen, run

from cli import failures
from crawler.run import is_news
from storage.archive import Archive
from storage.database import store
from storage.errors import WriteFailed


def test_a_database_that_finds_no_room_is_one_line_with_advice(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise error

    monkeypatch.setattr(store.Store, "run", full)
    Archive.create(tmp_path)
    status, _, err = run(monkeypatch, capsys, "extract", "--archive", tmp_path)
    assert status == 2
    assert err == (
        "gongkai: a database of the archive refused (database or disk is full); make room, then start again: "
        "nothing is lost\n"
    )


def test_a_fault_of_a_statement_is_ours() -> None:
    assert "report it with this line" in failures.one_line(sqlite3.OperationalError("no such column: x"))


@pytest.mark.parametrize(("error", "said"), [(WriteFailed("no room"), False), (KeyError("x"), True)])
def test_what_ends_the_crawl_is_said_once(error: Exception, said: bool) -> None:
    record = logging.LogRecord("scrapy", logging.ERROR, "", 0, "Error downloading", (), (type(error), error, None))
    assert is_news(record) is said
