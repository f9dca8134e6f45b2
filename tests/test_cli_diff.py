import csv
import io
import json
import tracemalloc
from pathlib import Path

import pytest
from command import Screen, run
from storage_rows import capture, figure, listed, report

from storage.archive import Archive
from storage.database.database import open_database


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    opened = Archive.create(tmp_path / "archive")
    with open_database(opened.database_path) as db:
        db.note_program("v1", {"core": "1", "prose": "1"}, "files 1")
        listed(db, capture())
        db.save_report(
            report(figure("kept", 1), figure("wider", 2), figure("gone", None, "/", state="not_applicable")), "v1"
        )
    return opened


def read_again(archive: Archive) -> None:
    with open_database(archive.database_path) as db:
        db.note_program("v2", {"core": "1", "prose": "2", "tables": "1"}, "files 2")
        db.save_report(
            report(figure("kept", 1), figure("wider", 20, "２0"), figure("new", None, "", state="blank")), "v2"
        )


def test_changes_are_told_figure_by_figure(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Archive) -> None:
    read_again(archive)
    status, out, _ = run(monkeypatch, capsys, "diff", "--archive", str(archive.root))
    body = "rep1 霍邱县白莲乡人民政府 2016"
    assert status == 0
    assert out.splitlines() == [
        f"{body} gone: not_applicable → nothing",
        f"{body} new: nothing → blank",
        f"{body} wider: 2 → 20 (２0)",
        "3 figures differ between v1 and v2; they differ in prose, tables",
    ]


def test_changes_as_rows(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Archive) -> None:
    read_again(archive)
    _, out, _ = run(monkeypatch, capsys, "diff", "v1", "v2", "--format", "csv", "--archive", str(archive.root))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["indicator"], row["value_before"], row["value_after"], row["state_after"]) for row in rows] == [
        ("gone", "", "", ""),
        ("new", "", "", "blank"),
        ("wider", "2", "20", "value"),
    ]


def test_one_version_has_nothing_to_compare(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Archive) -> None:
    status, out, _ = run(monkeypatch, capsys, "diff", "--archive", str(archive.root))
    assert (status, out) == (0, "the database was filled by one version so far: nothing to compare\n")


@pytest.mark.parametrize(
    ("words", "message"), [(["v1"], "give two versions"), (["v1", "v7"], "no extraction by version v7")]
)
def test_versions_that_are_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Archive, words: list[str], message: str
) -> None:
    status, _, err = run(monkeypatch, capsys, "diff", *words, "--archive", str(archive.root))
    assert status == 2
    assert message in err
    assert err.count("\n") == 1


def test_changes_as_json_are_one_document(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Archive) -> None:
    _, out, _ = run(monkeypatch, capsys, "diff", "v1", "v1", "--format", "json", "--archive", str(archive.root))
    assert json.loads(out) == []
    read_again(archive)
    _, out, _ = run(monkeypatch, capsys, "diff", "--format", "json", "--archive", str(archive.root))
    assert [row["indicator"] for row in json.loads(out)] == ["gone", "new", "wider"]
    assert out == json.dumps(json.loads(out), ensure_ascii=False, indent=1) + "\n"


def test_the_memory_of_a_comparison_does_not_grow_with_it(archive: Archive) -> None:
    """A hundred thousand changes, five thousand reports: printed as they are found."""
    read_again(archive)
    with open_database(archive.database_path) as db, db.writing():
        rows = ((f"r{n // 20:06d}", f"i{n % 20:02d}", 1, 2, n, "value", str(n)) for n in range(100_000))
        db.store.run_many("INSERT INTO superseded VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        lines = sum(1 for _ in db.changes("v1", "v2"))
        tracemalloc.start()
        assert sum(1 for _ in db.changes("v1", "v2")) == lines > 100_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 3_000_000
