from contextlib import closing
from pathlib import Path

from storage_rows import capture, figure, listed, report

from storage.archive import Archive
from storage.database.database import open_database
from storage.verifying.pointers import Pointers


def test_attachment_touches_the_report_of_its_page(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path)
    with open_database(archive.database_path) as db:
        listed(db, *(capture(number) for number in range(1, 5)))
        db.save_report(report(figure("a", 1, capture_id="cap2"), figure("b", 1)), "v1")
        db.save_report(report(figure("a", 1, capture_id="cap3"), id="rep3", capture_id="cap3"), "v1")
    with closing(Pointers(archive)) as pointers:
        assert pointers.touched("warc/a.warc.gz", 100, 101) == (("cap1",), ("rep1",))
        assert pointers.touched("warc/a.warc.gz", 200, 201) == (("cap2",), ("rep1",))
        assert pointers.touched("warc/a.warc.gz", 100, 201) == (("cap1", "cap2"), ("rep1",))
        assert pointers.touched("warc/a.warc.gz", 0, None) == (("cap1", "cap2", "cap3", "cap4"), ("rep1", "rep3"))
        assert pointers.touched("warc/a.warc.gz", 400, None) == (("cap4",), ())
