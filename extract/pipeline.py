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

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice

from extract.checks.rules import prose_rules, table_rules
from extract.corrections import digest_of_corrections
from extract.errors import TemplateError
from extract.pool import read_all
from extract.prose.wordings import usages
from extract.readerversion import Reader, program, sources
from extract.reading import Outcome
from extract.refresh import load_lists
from extract.selection import WITHDRAWN, Selection, alone, corrected, needless, select
from extract.tables.template import load_all
from extract.versions import settle
from storage.archive import Archive
from storage.database.database import Database, open_database

Progress = Callable[[int, int | None, str], None]
TOGETHER = 16
"""Captures written in one transaction: what a crash may cost, and they share the pages that are written."""


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """`warcs`: names relative to the archive, none for all; `everything`: also what would be read the same."""

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


def extract(archive: Archive, options: ExtractOptions = ExtractOptions()) -> ExtractSummary:
    """Read what this program may read otherwise than it was read; returns counts.

    Raises StorageError for an unusable archive, TemplateError for a declared file that does not fit.
    """
    with open_database(archive.database_path) as db:
        load_lists(db)
        db.sync_captures(archive)
        state = f"{sources()} {digest_of_corrections(archive)}"
        settled = db.settled_by() == state
        run = Run(archive, db, program_of(db), options, sound=settled)
        also = () if settled else corrected(db, archive)
        chosen = select(db, run.fresh(), also, warcs=options.warcs, everything=options.everything)
        db.pass_redirections(run.reader(("core",)))
        if chosen or not settled:
            db.note_settled("")
            run.all_of(chosen)
            settle(db)
            db.note_settled(state)
    return run.summary


def load_declared(sound: bool) -> None:
    """Load forms, wordings and rules before anything is read: a slip in one file must not cost what was read before.

    Wordings that are known to be `sound` are compiled as they are met: all of them take longer than a few pages.
    """
    for load in (load_all, table_rules, prose_rules, *(() if sound else (usages,))):
        try:
            load()
        except (KeyError, TypeError, ValueError, re.error) as error:
            raise TemplateError(f"a file that {load.__module__} reads: {error!r} is missing or malformed") from error


def program_of(db: Database) -> Reader:
    """The program as it stands, noted in the database; what its files say is told anew only when they changed."""
    known = db.parts_of_sources(sources())
    reader = Reader(known) if known else program()
    db.note_program(reader.version, reader.parts, sources())
    return reader


@dataclass
class Run:
    """One extraction; `sound`: a run of this program with these files has come to its end here.

    `orphans` are files that were part of a report and are no more: they are read alone.
    """

    archive: Archive
    db: Database
    program: Reader
    options: ExtractOptions
    sound: bool
    summary: ExtractSummary = field(default_factory=ExtractSummary)
    orphans: dict[str, None] = field(default_factory=dict)
    left: int = 0
    _readers: dict[tuple[str, ...], str] = field(default_factory=dict)

    def all_of(self, chosen: Selection) -> None:
        """Read what was chosen: pages before the files that they may claim, and before what a browser made of them."""
        self.left = sum(map(len, (chosen.pages, chosen.rendered, chosen.files)))
        if self.left:
            load_declared(self.sound)
        self.pass_over(chosen.withdrawn, WITHDRAWN)
        self.pass_over(chosen.passed)
        self.read(chosen.pages)
        over = self.pass_over(needless(self.db))
        self.read(page for page in chosen.rendered if page not in over)
        files = chosen.files | dict.fromkeys(alone(self.db, self.orphans))
        while files:
            self.orphans = {}
            over = self.pass_over(self.db.claimed(files))
            self.read(file for file in files if file not in over)
            files = dict.fromkeys(alone(self.db, self.orphans))

    def fresh(self) -> set[str]:
        """The readers whose readings would come out the same."""
        return {version for version, parts in self.db.readers().items() if self.program.reads_as(parts)}

    def reader(self, used: tuple[str, ...]) -> str:
        """The version of some parts of the program."""
        if used not in self._readers:
            reader = self.program.using(used)
            self.db.note_reader(reader.version, reader.parts)
            self._readers[used] = reader.version
        return self._readers[used]

    def pass_over(self, captures: Iterable[str], used: tuple[str, ...] = ("core",)) -> set[str]:
        """Note captures that need no reading of their own; what was read of them before goes."""
        passed = sorted(captures)
        self._orphaned(self.db.pass_over(passed, self.reader(used), self.program.version))
        return set(passed)

    def read(self, captures: Iterable[str]) -> None:
        """Read captures, and write what came of them some at a time."""
        outcomes = read_all(self.archive, list(captures), self.options.workers)
        while together := list(islice(outcomes, TOGETHER)):
            with self.db.writing():
                for outcome in together:
                    self.save(outcome)
                    count(self.summary, outcome)
            if self.options.progress:
                self.options.progress(self.summary.captures, max(self.left, self.summary.captures), "")

    def save(self, outcome: Outcome) -> None:
        """A report and issues, in place of what an earlier reading said of the capture and of what it claims."""
        report, version = outcome.report, self.program.version
        kept = [report.rows.report.id] if report else []
        self.db.drop_reports_of([outcome.capture_id, *outcome.claimed], kept, version)
        if report:
            self.db.save_report(report, version)
        self._orphaned(self.db.keep_links(outcome.capture_id, outcome.asked, outcome.claimed))
        self.db.finish_reading([outcome.capture_id], self.reader(outcome.used), outcome.issues)
        self.db.finish_reading(outcome.claimed, self.reader(("core",)))

    def _orphaned(self, files: Iterable[str]) -> None:
        self.orphans.update(dict.fromkeys(files))


def count(summary: ExtractSummary, outcome: Outcome) -> None:
    """Add an outcome to the summary."""
    summary.captures += 1
    summary.issues += len(outcome.issues)
    if outcome.report:
        rows = outcome.report.rows
        summary.reports += 1
        summary.figures += len(outcome.report.figures.indicators)
        summary.issues += len(rows.issues)
        summary.unidentified += rows.report.status == "unidentified"
        summary.unread += rows.report.status == "unread"
