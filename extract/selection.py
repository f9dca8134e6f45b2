"""Which captures a run reads: pages and files that this version has not read, each content of an address once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from extract.corrections import CORRECTED, STALE, read_corrections
from storage.archive import Archive
from storage.capture import Capture
from storage.database.database import Database
from storage.withdrawn import why_withdrawn

PASSED_OVER = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
"""Media types that are never a report's page; pictures are read as attachments of one."""
NEVER = frozenset({"robots", "asset"})
PAGES = frozenset({"", "text/plain", "application/json", "text/xml"})


@dataclass(frozen=True, slots=True)
class Selection:
    """Ids of captures: pages (that may claim attachments), files, pages as a browser rendered them, and those that
    need no reading of their own.
    """

    pages: tuple[str, ...]
    files: tuple[str, ...]
    rendered: tuple[str, ...]
    passed: tuple[str, ...]


def select(db: Database, archive: Archive, version: str, *, warcs: Collection[str], everything: bool) -> Selection:
    """What to read, in the order it lies; a page is read again when one of its attachments or a correction is new."""
    pages: dict[str, None] = {}
    files: dict[str, None] = {}
    passed: list[str] = []
    linked: dict[str, None] = {}
    by_browser, rendered = rendered_captures(db), list[str]()
    for capture in db.captures_to_read(version, warcs, everything):
        if not worth_opening(capture) or why_withdrawn(capture):
            passed.append(capture.id)
            continue
        if capture.id in by_browser:
            rendered.append(capture.id)
            continue
        first = earliest(db, capture)
        (pages if is_page(capture) else files)[first] = None
        if first != capture.id:
            passed.append(capture.id)
        elif capture.found and capture.found.role == "attachment" and capture.found.page:
            linked[capture.found.page] = None
    for again in [*pages_at(db, linked), *corrected(db, archive)]:
        if again.id in by_browser:
            rendered.append(again.id)
        else:
            (pages if is_page(again) else files)[again.id] = None
    return Selection(tuple(pages), tuple(files), tuple(dict.fromkeys(rendered)), tuple(passed))


def rendered_captures(db: Database) -> frozenset[str]:
    """The captures that are pages as a browser rendered them."""
    rows = db.query("SELECT id FROM captures WHERE json_extract(verdict, '$.kind') = 'rendered'")
    return frozenset(row[0] for row in rows)


def needless(db: Database) -> list[str]:
    """Rendered pages whose plain answer made a report: what the server sent is read, not what became of it."""
    sql = """SELECT DISTINCT page.id FROM captures AS page
             JOIN captures AS plain ON plain.url = page.url AND json_extract(plain.verdict, '$.kind') IS NOT 'rendered'
             JOIN reports ON reports.capture_id = plain.id AND reports.status <> 'unread'
             WHERE json_extract(page.verdict, '$.kind') = 'rendered'"""
    return [row[0] for row in db.query(sql, ())]


def worth_opening(capture: Capture) -> bool:
    """Whether a capture can hold a report at all, by what it was fetched for and its media type."""
    role = capture.found.role if capture.found else ""
    if role in NEVER:
        return False
    return role == "attachment" or not capture.media_type.startswith(PASSED_OVER)


def is_page(capture: Capture) -> bool:
    """Whether a capture is a page (that may have attachments) and no file."""
    return "html" in capture.media_type or capture.media_type in PAGES


def earliest(db: Database, capture: Capture) -> str:
    """The first capture with the same content at the same address: revisits and repeats are the same page."""
    sql = """SELECT id FROM captures WHERE url = ? AND payload_digest = ? AND status BETWEEN 200 AND 299
             ORDER BY fetched_at, id LIMIT 1"""
    rows = db.query(sql, (capture.url, capture.payload_digest))
    return str(rows[0][0]) if rows else capture.id


def pages_at(db: Database, urls: Iterable[str]) -> Iterator[Capture]:
    """The pages on which attachments were found: they are read again with them."""
    for url in urls:
        page = db.capture_by_url(url)
        if page is not None:
            yield page


def corrected(db: Database, archive: Archive) -> Iterator[Capture]:
    """The pages of reports that a correction names or named: a changed list of corrections takes effect at once."""
    said = db.query("SELECT DISTINCT report_id FROM issues WHERE kind IN (?, ?)", (CORRECTED, STALE))
    for report in sorted({*read_corrections(archive), *(row[0] for row in said)}):
        for row in db.query("SELECT capture_id FROM reports WHERE id = ?", (report,)):
            capture = db.capture(row[0])
            if capture is not None:
                yield capture
