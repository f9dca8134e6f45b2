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

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import islice

from extract.pool import read_all
from extract.readerversion import reader_version
from extract.reading import Outcome
from extract.refresh import load_lists
from extract.selection import needless, select
from extract.versions import settle
from storage.archive import Archive
from storage.database.database import Database, open_database
from storage.withdrawn import withdrawn_captures

Progress = Callable[[int, int | None, str], None]
TOGETHER = 16
"""Captures written in one transaction: what a crash may cost, and they share the pages that are written."""


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
        prepare(db, archive, version)
        chosen = select(db, archive, version, warcs=options.warcs, everything=options.everything)
        mark(db, chosen.passed, version)
        total = len(chosen.pages) + len(chosen.files) + len(chosen.rendered)
        for captures in (chosen.pages, chosen.files, chosen.rendered):
            if captures is chosen.rendered:
                summary.claimed.update(pass_over(db, version))
            left = [capture for capture in captures if capture not in summary.claimed]
            mark(db, set(captures) & summary.claimed, version)
            outcomes = read_all(archive, left, options.workers)
            while together := list(islice(outcomes, TOGETHER)):
                save(db, together, version)
                for outcome in together:
                    count(summary, outcome)
                if options.progress:
                    options.progress(summary.captures, total, "")
        settle(db)
    return summary


def prepare(db: Database, archive: Archive, version: str) -> None:
    """The lists of this release, the captures of new WARC files, and nothing of what was withdrawn."""
    load_lists(db)
    db.sync_captures(archive)
    db.drop_reports_of(withdrawn_captures(db), (), version)


def pass_over(db: Database, version: str) -> list[str]:
    """The rendered pages that are not read because the plain ones made reports; what was read of them before goes."""
    passed = needless(db)
    db.drop_reports_of(passed, (), version)
    return passed


def save(db: Database, outcomes: Collection[Outcome], version: str) -> None:
    """The reports and issues of some captures, in place of what an earlier reading said of them."""
    with db.writing():
        for outcome in outcomes:
            done = [outcome.capture_id, *outcome.claimed]
            db.drop_reports_of(done, [outcome.rows.report.id] if outcome.rows else [], version)
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


def mark(db: Database, captures: Collection[str], version: str) -> None:
    """Note captures as read that need no reading of their own."""
    if captures:
        db.finish_reading(captures, version)
