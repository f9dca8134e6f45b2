"""The database of an archive: one object to write captures, reports and coverage through, and to read them back.

    with open_database(archive.database_path) as db:
        db.sync_captures(archive)                          # list WARC files that are new
        for capture in db.captures_to_read(readers):       # answers none of these readers has read
            ...
            with db.writing():                             # what belongs together is committed together
                db.drop_reports_of([capture.id], [report.id], version)
                db.save_report(rows, version)              # one report, replacing its earlier version
                db.finish_reading([capture.id], reader, issues)
        db.set_current(current_ids, other_ids)

Every write is a transaction of its own unless `writing()` holds a larger one open. Public names are the views and
tables of docs/reference/tables.md; `db.query` reads them. Integer keys stay inside. One process writes at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from storage.archive import Archive
from storage.capture import Capture
from storage.database import captured, coverage, history, links, readers, reference_tables, saving, settling
from storage.database import versions as versions_table
from storage.database.coverage_facts import crawl_facts
from storage.database.packing import NarrowReport, narrow
from storage.database.readers import Parts
from storage.database.store import Store
from storage.database.syncing import SyncSummary, sync_captures
from storage.database.trace import Trace, trace
from storage.database.versions import ReportVersion
from storage.rows import CheckRow, IndicatorRow, IssueRow, JurisdictionRow, PublisherRow, ReportRows, StoredValues


def open_database(path: Path | str) -> Database:
    """Open the database at `path`, making it or bringing its schema up to this version's.

    Raises NewerSchema for one a later gongkai wrote, NotADatabase for a file that is something else.
    """
    return Database(Store(Path(path)))


class Database:
    """See the module's docstring; each method is one transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.store.close()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction around several writes; an exception takes all of them back."""
        return self.store.writing()

    def query(self, sql: str, parameters: tuple[Any, ...] = ()) -> Sequence[Any]:
        """Rows of a SELECT with `?` placeholders; each row is a tuple with named members."""
        return self.store.run(sql, parameters).all()

    # what lies in the archive
    def sync_captures(self, archive: Archive) -> SyncSummary:
        """List the captures of WARC files that are new or have grown; failed fetches become issues."""
        return sync_captures(self.store, archive)

    def captures_to_read(
        self, versions: Collection[str] = (), warcs: Collection[str] = (), everything: bool = False
    ) -> Iterator[Capture]:
        """Answers that none of these versions has read, in the order they lie; of these WARC files only, if any."""
        return captured.captures_to_read(self.store, versions, warcs, everything)

    def new_answers(self, warcs: Collection[str] = ()) -> Iterator[Capture]:
        """Answers and redirections that were never read."""
        return captured.new_answers(self.store, warcs)

    def alike(self, capture: Capture) -> list[str]:
        """The ids of good answers with the content of a capture at its address, the first first."""
        return captured.alike(self.store, capture)

    def is_repeated(self, capture: Capture) -> bool:
        """Whether an address has only ever given this answer, and had been read when it gave it once more."""
        return captured.is_repeated(self.store, capture)

    def files_found_on(self, url: str) -> list[Capture]:
        """The answers that the crawl noted as attachments of a page."""
        return captured.files_found_on(self.store, url)

    def rendered(self) -> dict[str, str]:
        """The pages as a browser rendered them: their addresses by id."""
        return captured.rendered(self.store)

    def capture(self, capture_id: str) -> Capture | None:
        return captured.capture_by_id(self.store, capture_id)

    def capture_by_url(self, url: str, at: str | None = None) -> Capture | None:
        """The last good answer of an address (before or at a time); our own crawl's before an imported one."""
        return captured.capture_by_url(self.store, url, at)

    # who read it
    def note_program(self, version: str, parts: Parts, sources: str) -> None:
        """Note a program that fills the database, before it does; `sources` is a digest of its files."""
        readers.note_program(self.store, version, parts, sources)

    def note_reader(self, version: str, parts: Parts) -> None:
        """Note what a reading used of a program."""
        readers.note_reader(self.store, version, parts)

    def readers(self) -> dict[str, Parts]:
        """The parts of every reader by its version."""
        return readers.readers(self.store)

    def parts_of_sources(self, sources: str) -> Parts | None:
        """The parts of the program with these files, if it filled the database before."""
        return readers.parts_of_sources(self.store, sources)

    # what was read
    def save_report(self, report: ReportRows | NarrowReport, version: str) -> None:
        """Write one report whole, replacing what an earlier reading left under its id."""
        saving.save_report(self.store, narrow(report) if isinstance(report, ReportRows) else report, version)

    def drop_reports_of(self, captures: Iterable[str], keep: Iterable[str] = (), version: str = "") -> int:
        """Remove reports that an earlier reading found in these captures, but for those in `keep`.

        With the `version` that no longer finds them, `changes` tells what they said.
        """
        return saving.drop_reports(self.store, captures, keep, version)

    def finish_reading(self, captures: Collection[str], reader: str, issues: Iterable[IssueRow] = ()) -> None:
        """Note that `reader` has read these captures and what it had to say of them beside reports."""
        with self.store.writing():
            captured.forget_issues(self.store, captures)
            saving.save_issues(self.store, issues)
            captured.mark_read(self.store, captures, reader)

    def keep_links(self, page: str, asked: Iterable[str], claimed: Iterable[str]) -> list[str]:
        """What a page's reading asked for and took as parts of its report; the files that no page takes any more."""
        with self.store.writing():
            return links.keep_links(self.store, page, asked, claimed)

    def claimed(self, captures: Iterable[str]) -> set[str]:
        """Those of some captures that were read as parts of a page's report."""
        return links.claimed(self.store, captures)

    def pages_claiming(self, captures: Iterable[str]) -> set[str]:
        """The pages whose reports have parts read from these captures."""
        return links.pages_claiming(self.store, captures)

    def pages_asking(self, urls: Iterable[str]) -> list[str]:
        """The pages that asked for one of these addresses when they were read."""
        return links.pages_asking(self.store, urls)

    def pass_over(self, captures: Iterable[str], reader: str, version: str) -> list[str]:
        """Note captures that need no reading of their own, and drop what `version` finds there no more.

        Returns the files that no page takes any more.
        """
        with self.store.writing():
            return [file for one in captures for file in self._pass_over(one, reader, version)]

    def _pass_over(self, capture: str, reader: str, version: str) -> list[str]:
        saving.drop_reports(self.store, [capture], (), version)
        files = links.keep_links(self.store, capture, (), ())
        captured.forget_issues(self.store, [capture])
        captured.mark_read(self.store, [capture], reader)
        return files

    def pass_redirections(self, reader: str) -> None:
        """Note that redirections were seen: there is nothing in them to read."""
        with self.store.writing():
            captured.mark_redirections(self.store, reader)

    def save_issues(self, issues: Iterable[IssueRow]) -> None:
        with self.store.writing():
            saving.save_issues(self.store, issues)

    def save_publishers(self, publishers: Iterable[PublisherRow]) -> None:
        """Bodies known without a report: those with a portal."""
        with self.store.writing():
            for row in publishers:
                saving.save_publisher(self.store, row)

    def report_versions(self) -> Iterator[ReportVersion]:
        """Every report whose being current is open, versions of one publisher and year beside each other."""
        return versions_table.report_versions(self.store)

    def values_of(self, report: str) -> StoredValues:
        """The values of a report by indicator."""
        return versions_table.values_of(self.store, report)

    def set_current(self, current: Iterable[str], others: Iterable[str]) -> None:
        versions_table.set_current(self.store, current, others)

    def replace_year_checks(self, checks: Iterable[tuple[str, Sequence[CheckRow]]]) -> None:
        """The rules between years anew for `unsettled_pairs`, as pairs of the later report and its results."""
        settling.replace_year_checks(self.store, checks)

    def replace_version_notes(self, notes: Iterable[tuple[str, str]]) -> None:
        """Why those of `report_versions` are not current, anew, as pairs of a report and a sentence."""
        settling.replace_version_notes(self.store, notes)

    def unsettled_pairs(self) -> Iterator[tuple[str, str, tuple[str | None, str | None]]]:
        """Reports on two years that follow each other, one of which changed: ids and forms of earlier and later."""
        return versions_table.unsettled_pairs(self.store)

    def settled_by(self) -> str:
        """What was noted when all was settled last; '' where something was written since."""
        return settling.settled_by(self.store)

    def note_settled(self, sources: str) -> None:
        """Note who settled all that is there, '' before something is written."""
        settling.note_settled(self.store, sources)

    def drop_idle_publishers(self) -> None:
        """Forget bodies that no report names any more."""
        settling.drop_idle_publishers(self.store)

    def changes(self, before: str, after: str) -> Iterator[history.Change]:
        """Figures that two reader versions read differently."""
        return history.changes(self.store, before, after)

    def rebuild_coverage(self, archive: Archive, today: date) -> None:
        """Write both coverage tables anew, from the reports and from what the archive's crawls met."""
        coverage.rebuild_coverage(self.store, crawl_facts(archive, today), today)

    def trace(self, report: str, indicator: str) -> Trace:
        """A figure with the capture it was read from; NothingFound when there is none."""
        return trace(self.store, report, indicator)

    def versions(self) -> list[str]:
        """The reader versions that filled the database, in the order they came into use."""
        return history.versions(self.store)

    def optimise(self) -> None:
        """Let the query planner look at how many rows there are."""
        self.store.run("PRAGMA analysis_limit = 400")
        self.store.run("ANALYZE")

    # lists that come from outside
    def load_jurisdictions(self, rows: Iterable[JurisdictionRow], digest: str = "") -> None:
        """Make the table of divisions equal to `rows`; with the digest that filled it last, nothing is read."""
        reference_tables.load_jurisdictions(self.store, rows, digest)

    def load_indicators(self, rows: Iterable[IndicatorRow], digest: str = "") -> None:
        """Make the codebook equal to `rows`; the digest as for divisions."""
        reference_tables.load_indicators(self.store, rows, digest)
