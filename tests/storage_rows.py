"""Rows for tests of the database: a capture in a WARC file and a report of it, each member open to change."""

from __future__ import annotations

from typing import Any

from storage.capture import Capture
from storage.database.database import Database
from storage.database.syncing import list_file
from storage.found import Found, Seed
from storage.rows import FigureRow, IssueRow, PublisherRow, ReportRow, ReportRows

SEED = Seed("341522", "霍邱县人民政府", "http://www.hq.example/")
TOWN = PublisherRow("pub-bailian", "霍邱县白莲乡人民政府", "township", "341522208")


def capture(number: int = 1, **changes: Any) -> Capture:
    values: dict[str, Any] = {
        "id": f"cap{number}",
        "url": f"http://www.hq.example/{number}.html",
        "fetched_at": f"2026-01-02T03:04:{number % 60:02d}Z",
        "status": 200,
        "media_type": "text/html",
        "warc_file": "warc/a.warc.gz",
        "warc_offset": number * 100,
        "warc_length": 90,
        "payload_digest": f"sha1:P{number}",
        "origin": "crawl:one",
        "found": Found("report", SEED, link_text="白莲乡年报"),
    }
    return Capture(**(values | changes))


def listed(db: Database, *captures: Capture, failures: tuple[IssueRow, ...] = ()) -> None:
    """Put captures into the database as if their WARC file had been read."""
    for name in sorted({item.warc_file for item in captures}):
        pairs = [(item, None) for item in captures if item.warc_file == name]
        list_file(db.store, name, 1000, pairs, failures)


def figure(indicator: str, value: float | None, raw: str | None = None, **changes: Any) -> FigureRow:
    values: dict[str, Any] = {
        "indicator": indicator,
        "value": value,
        "state": "value",
        "raw": str(value) if raw is None else raw,
        "unit": "件",
        "source": "table",
        "locator": "t2r4c5",
        "capture_id": "cap1",
    }
    return FigureRow(**(values | changes))


def report(*figures: FigureRow, **changes: Any) -> ReportRows:
    """A report of capture `cap1`; parts (sections, issues…) go to ReportRows, the rest to its ReportRow."""
    parts = {name: changes.pop(name) for name in ("sections", "mentions", "checks", "issues") if name in changes}
    values: dict[str, Any] = {
        "id": "rep1",
        "publisher": TOWN,
        "publisher_printed": "霍邱县白莲乡",
        "year": 2016,
        "title": "霍邱县白莲乡2016年政府信息公开年报",
        "published_on": "2017-03-30",
        "template": "2014",
        "url": "http://www.hq.example/1.html",
        "capture_id": "cap1",
        "status": "extracted",
        "scope": "own",
        "origin": "official",
        "is_current": True,
        "content_digest": "sha1:C1",
        "evidence": "{}",
    }
    return ReportRows(ReportRow(**(values | changes)), figures=figures, **parts)
