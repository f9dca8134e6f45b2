"""From captures to checked figures in the database: the path of extraction on one page.

    captures of an archive
      └─ pages, then documents that no page claimed        (attachments)
           └─ document                                     (formats)
                └─ titles ─► whose, which year, when       (title, identity, dates)
                     └─ form and its cells                 (template, tables)
                          └─ a report, or not?             (kinds)
                               └─ sentences                (prose)
                                    └─ checks, issues      (checks)
                                         └─ rows           (report) ─► database
    then, over all reports: which version is current, and the rules between years   (versions)

Nothing here touches the network; the same archive and code give the same rows, whatever the number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from extract.attachments import pages_of
from extract.corrections import CORRECTED, STALE, read_corrections
from extract.pool import read_all
from extract.readerversion import reader_version
from extract.reading import Outcome
from extract.refresh import load_lists
from extract.versions import settle
from extract.withdrawn import is_withdrawn
from storage.archive import Archive
from storage.capture import Capture
from storage.database import Database, open_database
from storage.rows import IssueRow

Progress = Callable[[int, int | None, str], None]
PASSED_OVER = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
"""Media types that are never a report's page; pictures are read as attachments of one."""
NEVER = frozenset({"robots", "asset"})


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """`warcs`: names relative to the archive, none for all; `everything`: also what this version has read."""

    warcs: Collection[str] = ()
    everything: bool = False
    workers: int = 1
    progress: Progress | None = None


@dataclass(slots=True)
class ExtractSummary:
    """What a run did."""

    captures: int = 0
    reports: int = 0
    unidentified: int = 0
    unread: int = 0
    figures: int = 0
    issues: int = 0
    claimed: set[str] = field(default_factory=set)


def extract(archive: Archive, options: ExtractOptions = ExtractOptions()) -> ExtractSummary:
    """Read what has not been read by this version; returns counts. Raises StorageError for an unusable archive."""
    version, summary = reader_version(), ExtractSummary()
    with open_database(archive.database_path) as db:
        prepare(db, archive)
        pages, files = to_read(db, archive, version, options)
        total = len(pages) + len(files)
        for captures in (pages, files):
            left = [capture for capture in captures if capture.id not in summary.claimed]
            outcomes = read_all(archive, left, options.workers)
            save_all(db, outcomes, version, summary, lambda done: tell(options, done, total))
            mark(db, [capture.id for capture in captures if capture.id in summary.claimed], version)
        settle(db)
    return summary


def prepare(db: Database, archive: Archive) -> None:
    """The lists of this release, and the captures of new WARC files."""
    load_lists(db)
    db.sync_captures(archive)


def to_read(
    db: Database, archive: Archive, version: str, options: ExtractOptions
) -> tuple[list[Capture], list[Capture]]:
    """Pages and files to read, each content of an address once; a page is read again when an attachment is new."""
    pages: dict[tuple[str, str], Capture] = {}
    files: dict[tuple[str, str], Capture] = {}
    passed: list[str] = []
    for capture in db.captures_to_read(version, options.warcs, options.everything):
        if not worth_opening(capture) or is_withdrawn(capture):
            passed.append(capture.id)
            continue
        kept = pages if is_page(capture) else files
        first = kept.setdefault((capture.url, capture.payload_digest), earliest(db, capture))
        if first.id != capture.id:
            passed.append(capture.id)
    for again in [*pages_with_new_files(db, files.values()), *corrected_pages(db, archive)]:
        (pages if is_page(again) else files).setdefault((again.url, again.payload_digest), again)
    mark(db, passed, version)
    return list(pages.values()), list(files.values())


def pages_with_new_files(db: Database, files: Iterable[Capture]) -> Iterator[Capture]:
    """The pages on which new attachments were found: they are read again with them."""
    for url in dict.fromkeys(pages_of(files)):
        page = db.capture_by_url(url)
        if page is not None:
            yield page


def corrected_pages(db: Database, archive: Archive) -> Iterator[Capture]:
    """The pages of reports that a correction names or named: a changed list of corrections takes effect at once."""
    said = db.query("SELECT DISTINCT report_id FROM issues WHERE kind IN (?, ?)", (CORRECTED, STALE))
    for report in sorted({*read_corrections(archive), *(row[0] for row in said)}):
        for row in db.query("SELECT capture_id FROM reports WHERE id = ?", (report,)):
            capture = db.capture(row[0])
            if capture is not None:
                yield capture


def worth_opening(capture: Capture) -> bool:
    """Whether a capture can hold a report at all, by what it was fetched for and its media type."""
    role = capture.found.role if capture.found else ""
    if role in NEVER:
        return False
    return role == "attachment" or not capture.media_type.startswith(PASSED_OVER)


def is_page(capture: Capture) -> bool:
    """Whether a capture is a page (that may have attachments) and no file."""
    return "html" in capture.media_type or capture.media_type in {"", "text/plain", "application/json", "text/xml"}


def earliest(db: Database, capture: Capture) -> Capture:
    """The first capture with the same content at the same address: revisits and repeats are the same page."""
    sql = """SELECT id FROM captures WHERE url = ? AND payload_digest = ? AND status BETWEEN 200 AND 299
             ORDER BY fetched_at, id LIMIT 1"""
    rows = db.query(sql, (capture.url, capture.payload_digest))
    return (db.capture(rows[0][0]) if rows and rows[0][0] != capture.id else None) or capture


def save_all(
    db: Database, outcomes: Iterable[Outcome], version: str, summary: ExtractSummary, told: Callable[[int], None]
) -> None:
    """Write outcomes as they come, one transaction a report."""
    for outcome in outcomes:
        save(db, outcome, version)
        count(summary, outcome)
        told(summary.captures)


def save(db: Database, outcome: Outcome, version: str) -> None:
    """One capture's report and issues, in place of what an earlier reading said of it."""
    done = [outcome.capture.id, *outcome.claimed]
    keep = [outcome.rows.report.id] if outcome.rows else []
    with db.writing():
        db.drop_reports_of(done, keep, version)
        if outcome.rows:
            db.save_report(outcome.rows, version)
        db.finish_reading(done, version, outcome.issues)


def count(summary: ExtractSummary, outcome: Outcome) -> None:
    """Add an outcome to the summary."""
    summary.captures += 1
    summary.issues += len(outcome.issues)
    if outcome.rows:
        summary.claimed.update(outcome.claimed)
        summary.reports += 1
        summary.figures += len(outcome.rows.figures)
        summary.issues += len(outcome.rows.issues)
        summary.unidentified += outcome.rows.report.status == "unidentified"
        summary.unread += outcome.rows.report.status == "unread"


def mark(db: Database, captures: Collection[str], version: str, issues: Iterable[IssueRow] = ()) -> None:
    """Note captures as read that need no reading of their own."""
    if captures:
        db.finish_reading(captures, version, issues)


def tell(options: ExtractOptions, done: int, total: int) -> None:
    """Progress for the terminal."""
    if options.progress:
        options.progress(done, total, "")
