import pytest
from storage_rows import figure, report

from storage import records
from storage.archive import Archive
from storage.database import open_database
from storage.references import dangling, touched
from storage.syncing import warc_name


@pytest.fixture
def archive(tmp_path):
    """Two archived pages and a report whose figure stands in the second."""
    opened = Archive.create(tmp_path)
    with (opened.warc_dir / "a.warc.gz").open("wb") as file:
        for number in range(2):
            fields = (
                ("WARC-Date", f"2026-01-02T03:04:0{number}Z"),
                ("WARC-Target-URI", f"http://www.hq.example/{number}.html"),
                ("Content-Type", "application/http; msgtype=response"),
            )
            records.pack(records.build("response", fields, b"HTTP/1.1 200 OK\r\n\r\n", b"page"), file)
    return opened


@pytest.fixture
def db(archive):
    with open_database(archive.database_path) as database:
        database.sync_captures(archive)
        first, second = (item.id for item in database.captures_to_read("v1"))
        rows = report(figure("a", 1, capture_id=second), capture_id=first)
        database.save_report(rows, "v1")
        yield database


def test_whole_database_has_no_fault(archive, db):
    assert list(dangling(db.store, archive)) == []


def test_listing_again_changes_nothing(archive, db):
    before = db.query("SELECT * FROM captures")
    assert db.sync_captures(archive).files == 0
    assert db.query("SELECT * FROM captures") == before


def test_figure_of_no_report_is_found(archive, db):
    db.store.run("DELETE FROM report")
    told = [fault.detail for fault in dangling(db.store, archive)]
    assert told[0] == "figure: 1 rows name a report that is not there; run `gongkai extract --all`"


def test_file_that_is_gone_names_what_rests_on_it(archive, db):
    path = archive.warc_dir / "a.warc.gz"
    path.unlink()
    [fault] = dangling(db.store, archive)
    assert fault.detail == f"{warc_name(path)} is gone: put it back"
    assert len(fault.captures) == 2
    assert fault.reports == ("rep1",)


def test_capture_at_a_wrong_place_is_found(archive, db):
    db.store.run("UPDATE capture SET warc_offset = 7 WHERE warc_offset > 0")
    [fault] = dangling(db.store, archive)
    assert fault.detail == "warc/a.warc.gz has no such record at offset 7"
    assert fault.reports == ("rep1",)


def test_record_leads_to_its_capture_and_reports(archive, db):
    second = list(db.captures_to_read("v9"))[1]
    found = touched(db.store, second.warc_file, second.warc_offset)
    assert (found.captures, found.reports) == ((second.id,), ("rep1",))
    assert touched(db.store, second.warc_file, 5) is None


def test_two_current_versions_are_found(archive, db):
    db.save_report(report(id="rep2", capture_id=list(db.captures_to_read("v9"))[1].id), "v1")
    [fault] = dangling(db.store, archive)
    assert fault.detail == "pub-bailian has several current reports on 2016"
    assert fault.reports == ("rep1", "rep2")
