"""Corrections by people: applied, kept through every reading, stale when the reading changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from extract_archive import Page, as_html, make_archive, rows

from extract import pipeline
from extract.corrections import COLUMNS
from extract.errors import CorrectionsError
from extract.pipeline import ExtractOptions, extract
from storage.archive import Archive

TEXT = (Path(__file__).parent / "pipeline" / "narrative.txt").read_text(encoding="utf-8")
VALUE = "SELECT value, state, raw, derived FROM figures WHERE indicator = 'app_received_total'"


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.setattr(pipeline, "load_lists", lambda db: None)
    made = make_archive(tmp_path, [Page("http://www.huoqiu.gov.cn/a", as_html(TEXT))])
    extract(made)
    return made


def say(archive: Archive, expected: str, value: str) -> None:
    report = rows(archive, "SELECT id FROM reports")[0][0]
    line = f"{report},app_received_total,{expected},{value},misprint,reader,2026-03-05"
    (archive.root / "corrections.csv").write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")


def test_a_correction_takes_effect_and_survives(archive: Archive) -> None:
    say(archive, "3", "5")
    assert extract(archive).captures == 1
    assert extract(archive).captures == 0
    assert rows(archive, VALUE) == [(5, "value", "3", "corrected")]
    extract(archive, ExtractOptions(everything=True))
    assert rows(archive, VALUE) == [(5, "value", "3", "corrected")]
    assert rows(archive, "SELECT kind, detail FROM issues") == [
        ("corrected", "app_received_total: misprint (reader, 2026-03-05); read 3, right 5")
    ]


def test_a_number_that_is_not_there_becomes_unread(archive: Archive) -> None:
    say(archive, "3", "")
    extract(archive)
    assert rows(archive, VALUE) == [(None, "unreadable", "3", "corrected")]


def test_a_correction_of_another_value_is_stale_and_says_so(archive: Archive) -> None:
    say(archive, "4", "5")
    extract(archive)
    assert rows(archive, VALUE) == [(3, "value", "3", "")]
    ((kind, detail),) = rows(archive, "SELECT kind, detail FROM issues")
    assert kind == "stale_correction"
    assert "expected 4, now read 3" in detail


def test_a_correction_taken_back_is_undone(archive: Archive) -> None:
    say(archive, "3", "5")
    extract(archive)
    (archive.root / "corrections.csv").unlink()
    extract(archive)
    assert rows(archive, VALUE) == [(3, "value", "3", "")]


@pytest.mark.parametrize(
    ("text", "message"),
    [("report,value\n", "the first line must be"), (f"{','.join(COLUMNS)}\na,b,x,5,why,who,on\n", "line 2")],
)
def test_a_file_that_cannot_be_used_says_where(archive: Archive, text: str, message: str) -> None:
    (archive.root / "corrections.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionsError, match=message):
        extract(archive)
