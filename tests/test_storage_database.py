import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from storage_rows import capture, figure, listed, report

from storage.database import schema
from storage.database.columns import relations
from storage.database.database import Database, open_database
from storage.database.syncing import list_file
from storage.errors import NewerSchema, NotADatabase
from storage.rows import IndicatorRow, IssueRow, JurisdictionRow

PUBLIC = {
    "jurisdictions": "code name level parent_code valid_from valid_to",
    "publishers": "id name kind jurisdiction_code",
    "captures": "id url fetched_at status media_type warc_file warc_offset warc_length payload_digest origin",
    "reports": "id publisher_id publisher jurisdiction_code year title published_on template url capture_id "
    "is_current status scope origin",
    "readers": "read_by part digest",
    "sections": "report_id number heading text",
    "figures": "report_id indicator value state raw unit source locator capture_id",
    "mentions": "report_id indicator value raw locator capture_id",
    "indicators": "code template section row_label column_label unit label_en",
    "checks": "report_id rule strength reading passed expected actual detail",
    "issues": "id report_id capture_id level kind detail",
    "coverage": "jurisdiction_code jurisdiction level year status report_id reason",
    "publisher_coverage": "publisher_id publisher jurisdiction_code year status report_id reason",
}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path / "gongkai.sqlite") as database:
        yield database


def columns(db: Database, relation: str) -> list[str]:
    return [row.name for row in db.query(f"PRAGMA table_info({relation})")]


@pytest.mark.parametrize("relation", PUBLIC)
def test_public_relation_has_the_columns_of_the_contract(db: Database, relation: str) -> None:
    assert set(PUBLIC[relation].split()) <= set(columns(db, relation))
    assert db.query(f"SELECT * FROM {relation}") == []


def test_every_column_is_described(db: Database) -> None:
    described = {relation.name: [column.name for column in relation.columns] for relation in relations()}
    assert described == {name: columns(db, name) for name in PUBLIC}
    assert all(column.about for relation in relations() for column in relation.columns)


def test_database_is_in_wal_mode_and_opens_again(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.sqlite"
    with open_database(path) as db:
        listed(db, capture())
        assert db.query("PRAGMA journal_mode")[0][0] == "wal"
    with open_database(path) as db:
        assert db.query("SELECT id FROM captures") == [("cap1",)]


def test_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.sqlite"
    open_database(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("INSERT INTO migration VALUES (999, '999_later')")
    raw.close()
    with pytest.raises(NewerSchema, match=r"schema 999.*newer gongkai"):
        open_database(path)


def test_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gongkai.sqlite"
    path.write_bytes(b"not a database, a letter" * 100)
    with pytest.raises(NotADatabase, match="move it away"):
        open_database(path)


def test_failed_migration_leaves_no_half_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gongkai.sqlite"
    open_database(path).close()
    bad = tmp_path / "998_bad.sql"
    bad.write_text("CREATE TABLE half (x);\nINSERT INTO nowhere VALUES (1);\n")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, bad))
    with pytest.raises(Exception, match="nowhere"):
        open_database(path)
    monkeypatch.undo()
    with open_database(path) as db:
        assert db.query("SELECT name FROM sqlite_master WHERE name = 'half'") == []


def test_changed_views_are_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "gongkai.sqlite"
    open_database(path).close()
    view = tmp_path / "answer.sql"
    view.write_text("CREATE VIEW answer AS SELECT 42 AS value;\n")
    monkeypatch.setattr(schema, "VIEWS", (view,))
    with open_database(path) as db:
        assert db.query("SELECT value FROM answer") == [(42,)]
        assert db.query("SELECT name FROM sqlite_master WHERE type = 'view'") == [("answer",)]


def test_nested_writes_are_one_transaction(db: Database) -> None:
    def interrupted() -> None:
        with db.writing():
            listed(db, capture())
            db.save_report(report(figure("app_new_person", 3, unit="封")), "v1")
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        interrupted()
    assert db.query("SELECT * FROM captures") == []
    listed(db, capture())
    db.save_report(report(figure("app_new_person", 3, unit="封")), "v1")
    assert db.query("SELECT indicator, unit FROM figures") == [("app_new_person", "封")]


def test_captures_to_read_go_file_by_file_and_once_a_version(db: Database) -> None:
    items = [
        capture(1, warc_file="warc/b.warc.gz"),
        capture(3),
        capture(2),
        capture(4, status=404),
        capture(5, status=302),
        capture(6, status=None),
    ]
    listed(db, *items)
    assert [item.id for item in db.captures_to_read(["v1"])] == ["cap2", "cap3", "cap1"]
    assert next(db.captures_to_read(["v1"])) == items[2]
    db.finish_reading(["cap2"], "v1")
    assert [item.id for item in db.captures_to_read(["v1"])] == ["cap3", "cap1"]
    assert [item.id for item in db.captures_to_read(["v1"], warcs=["warc/b.warc.gz"])] == ["cap1"]
    assert [item.id for item in db.captures_to_read(["v1"], everything=True)] == ["cap2", "cap3", "cap1"]
    assert [item.id for item in db.captures_to_read(["v2"])] == ["cap2", "cap3", "cap1"]


def test_captures_to_read_pages_while_reading_is_noted(db: Database) -> None:
    listed(db, *(capture(number) for number in range(1, 1203)))
    seen = []
    for item in db.captures_to_read(["v1"]):
        seen.append(item.id)
        db.finish_reading([item.id], "v1")
    assert seen == [f"cap{number}" for number in range(1, 1203)]
    assert list(db.captures_to_read(["v1"])) == []


def answered(db: Database, url: str, at: str | None = None) -> str:
    found = db.capture_by_url(url, at)
    assert found is not None, url
    return found.id


def test_capture_by_url_is_the_last_good_answer_of_our_own(db: Database) -> None:
    listed(
        db,
        capture(1, url="http://h.example/", fetched_at="2026-01-01T00:00:00Z"),
        capture(2, url="http://h.example/", fetched_at="2026-02-01T00:00:00Z"),
        capture(3, url="http://h.example/", fetched_at="2026-03-01T00:00:00Z", status=503),
        capture(4, url="http://h.example/", fetched_at="2026-04-01T00:00:00Z", origin="sha1:IMPORTED"),
    )
    assert answered(db, "http://h.example/") == "cap2"
    assert answered(db, "http://h.example/", at="2026-01-15T00:00:00Z") == "cap1"
    assert db.capture_by_url("http://other.example/") is None


def test_capture_by_url_follows_what_only_leads_elsewhere(db: Database) -> None:
    moved = capture(1, url="http://h.example/down?id=1", status=302)
    file = capture(2, url="http://h.example/1.pdf")
    looped = capture(3, url="http://h.example/loop", status=302)
    verdicts = [{"kind": "redirect", "why": [file.url]}, None, {"kind": "redirect", "why": [looped.url]}]
    list_file(db.store, "warc/a.warc.gz", 1000, list(zip((moved, file, looped), verdicts, strict=True)), ())
    assert answered(db, moved.url) == file.id
    assert db.capture_by_url(looped.url) is None


def test_capture_in_two_files_is_our_own_crawls(db: Database) -> None:
    imported = capture(1, warc_file="warc/a.warc.gz", origin="sha1:X")
    own = capture(1, warc_file="warc/b.warc.gz", warc_offset=7)
    listed(db, imported)
    listed(db, own)
    listed(db, imported)
    assert db.query("SELECT warc_file, warc_offset, origin FROM captures") == [("warc/b.warc.gz", 7, "crawl:one")]


def test_failures_are_issues_and_listed_once(db: Database) -> None:
    failure = IssueRow("warning", "fetch_failed", "http://gone.example/ was refused at 2026-01-02T03:04:05Z")
    listed(db, capture(), failures=(failure,))
    listed(db, capture(), failures=(failure,))
    assert db.query("SELECT capture_id, kind FROM issues") == [(None, "fetch_failed")]
    listed(db, capture())
    assert db.query("SELECT * FROM issues") == []


def test_issues_of_a_capture_go_with_its_next_reading(db: Database) -> None:
    listed(db, capture())
    db.finish_reading(["cap1"], "v1", [IssueRow("error", "unread", "a PDF with a password", capture_id="cap1")])
    assert db.query("SELECT capture_id, level, kind FROM issues") == [("cap1", "error", "unread")]
    db.finish_reading(["cap1"], "v2")
    assert db.query("SELECT * FROM issues") == []


def test_lists_from_outside_are_made_equal(db: Database) -> None:
    old = [JurisdictionRow("420600", "襄樊市", "prefecture", "420000", None, 2010)]
    new = [*old, JurisdictionRow("420600", "襄阳市", "prefecture", "420000", 2010, None)]
    for rows, digest in ((old, "1"), (new, "2"), (iter(()), "2")):
        db.load_jurisdictions(rows, digest)
    assert [tuple(row) for row in db.query("SELECT name, valid_to FROM jurisdictions")] == [
        ("襄樊市", 2010),
        ("襄阳市", None),
    ]
    db.load_indicators([IndicatorRow("rules_issued", "2021", "table2", "规章", "本年制发件数", "件", "rules issued")])
    assert db.query("SELECT code, label_en FROM indicators") == [("rules_issued", "rules issued")]


def test_ctrl_c_inside_a_statement_takes_the_transaction_back(tmp_path: Path) -> None:
    with open_database(tmp_path / "gongkai.sqlite") as database:

        def interrupted(cursor: object, statement: str, *_: object) -> None:
            if statement == "SELECT 2":
                raise KeyboardInterrupt

        event.listen(database.store.connection.engine, "do_execute", interrupted)
        with pytest.raises(KeyboardInterrupt), database.writing():
            database.query("SELECT 2")
        assert [tuple(row) for row in database.query("SELECT 3")] == [(3,)]
