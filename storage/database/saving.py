"""A report goes into the database whole: one transaction, replacing what an earlier reading left."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, repeat
from operator import add, itemgetter

from storage.database.history import keep_found, keep_superseded
from storage.database.packing import NarrowChecks, NarrowFigures, NarrowReport, narrow_figures
from storage.database.store import Row, Store
from storage.errors import CaptureMissing
from storage.ids import content_id
from storage.rows import IssueRow, MentionRow, PublisherRow, ReportRow, ReportRows

NOTHING = narrow_figures((), "")
UNSETTLE = """INSERT OR IGNORE INTO unsettled_year
              SELECT publisher, year FROM report WHERE publisher IS NOT NULL AND year IS NOT NULL"""
PARTS = ("section", "figure", "figure_note", "mention", "assessment", "year_assessment", "issue")


def save_report(store: Store, report: NarrowReport, version: str) -> None:
    """Write a report and everything read of it as `version` saw it.

    Raises CaptureMissing when a row names a capture the database has not listed yet.
    """
    rows, figures = report.rows, report.figures
    with store.writing():
        key = _report_key(store, rows.report.id)
        captures = _capture_keys(store, report)
        if key is not None:
            keep_superseded(store, rows.report.id, figures, version)
            unsettle(store, key)
            _clear(store, key)
        else:
            keep_found(store, rows.report.id, captures[rows.report.capture_id], figures, version)
        key = _write_report(store, key, rows.report, captures[rows.report.capture_id], version)
        unsettle(store, key)
        own = captures | {rows.report.capture_id: None}
        _write_sections(store, key, rows)
        _write_figures(store, key, figures, own)
        _write_mentions(store, key, rows.mentions, own)
        write_checks(store, key, report.checks)
        save_issues(store, rows.issues, report_key=key, report_id=rows.report.id)


def drop_reports(store: Store, captures: Iterable[str], keep: Iterable[str], version: str) -> int:
    """Remove the reports read from these captures before, but for those in `keep`; returns how many went.

    Their figures are kept as superseded by `version`, if one is named.
    """
    kept, gone = set(keep), 0
    with store.writing():
        for capture in store.keys_of("capture", captures).values():
            for key, public in store.all("SELECT key, id FROM report WHERE capture = ?", (capture,)):
                if public not in kept:
                    if version:
                        keep_superseded(store, public, NOTHING, version)
                    unsettle(store, key)
                    _clear(store, key)
                    store.run("DELETE FROM report WHERE key = ?", (key,))
                    gone += 1
    return gone


def unsettle(store: Store, report: int) -> None:
    """Note that the rules between years are to be applied anew to a report and its neighbours."""
    store.all(f"{UNSETTLE} AND key = ?", (report,))


def save_publisher(store: Store, row: PublisherRow) -> int:
    """Write a publisher and return its key; the same id again renews name and kind."""
    known, key = store.publishers.get(row.id, (None, 0))
    if known != row:
        sql = """INSERT INTO publisher (id, name, kind, jurisdiction_code) VALUES (?, ?, ?, ?)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                 jurisdiction_code = excluded.jurisdiction_code RETURNING key"""
        key = int(store.all(sql, (row.id, row.name, row.kind, row.jurisdiction_code))[0][0])
        store.publishers[row.id] = row, key
    return key


def save_issues(
    store: Store,
    issues: Iterable[IssueRow],
    report_key: int | None = None,
    report_id: str = "",
    warc: int | None = None,
) -> None:
    """Write issues; one that is there already is the same issue. `warc` is the file whose listing found it."""
    rows: list[Row] = []
    for issue in issues:
        public = content_id("issue", issue.report_id or report_id, issue.capture_id or "", issue.kind, issue.detail)
        capture = _capture_key(store, issue.capture_id) if issue.capture_id else None
        report = _report_key(store, issue.report_id) if issue.report_id and report_key is None else report_key
        rows.append((public, report, capture, warc, issue.level, issue.kind, issue.detail))
    sql = "INSERT OR IGNORE INTO issue (id, report, capture, warc, level, kind, detail) VALUES (?, ?, ?, ?, ?, ?, ?)"
    store.run_many(sql, rows)


def _report_key(store: Store, public: str) -> int | None:
    row = store.first("SELECT key FROM report WHERE id = ?", (public,))
    return None if row is None else int(row[0])


def _capture_key(store: Store, public: str) -> int:
    row = store.first("SELECT key FROM capture WHERE id = ?", (public,))
    if row is None:
        raise CaptureMissing(
            f"capture {public} is not in the database: run `gongkai extract`, which lists new WARC files first"
        )
    return int(row[0])


def _capture_keys(store: Store, report: NarrowReport) -> dict[str, int]:
    others = (row.capture_id for row in report.rows.mentions)
    named = {report.rows.report.capture_id, *others, *[note.capture for note in report.figures.notes if note.capture]}
    return {public: _capture_key(store, public) for public in named if public}


def _clear(store: Store, report: int) -> None:
    for part in PARTS:
        store.run(f"DELETE FROM {part} WHERE report = ?", (report,))  # noqa: S608 -- names of ours


def _write_report(store: Store, key: int | None, report: ReportRow, capture: int, version: str) -> int:
    publisher = None if report.publisher is None else save_publisher(store, report.publisher)
    sql = """INSERT OR REPLACE INTO report (key, id, publisher, publisher_printed, year, title, published_on, template,
             url, capture, is_current, status, scope, origin, content_digest, evidence, reader)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING key"""
    who = (key, report.id, publisher, report.publisher_printed, report.year, report.title, report.published_on)
    what = (report.template, report.url, capture, report.is_current, report.status, report.scope, report.origin)
    how = (report.content_digest, report.evidence, store.readers[version])
    return int(store.all(sql, who + what + how)[0][0])


def _write_sections(store: Store, report: int, rows: ReportRows) -> None:
    sections: list[Row] = [(report, row.number, row.heading, row.text) for row in rows.sections]
    store.run_many("INSERT INTO section VALUES (?, ?, ?, ?)", sections)


def _write_figures(store: Store, report: int, figures: NarrowFigures, captures: dict[str, int | None]) -> None:
    units = {unit: 8 * store.units[unit] for unit in set(figures.units)}
    keys = map(store.indicators.__getitem__, figures.indicators)
    marks = map(add, figures.marks, map(units.__getitem__, figures.units))
    rows = sorted(zip(repeat(report), keys, figures.values, marks, figures.cells), key=itemgetter(1))
    store.run_many("INSERT INTO figure VALUES (?, ?, ?, ?, ?)", rows)  # in the order of the key: pages fill in turn
    notes: list[Row] = [
        (report, store.indicators[code], raw, place, captures[capture] if capture else None, derived)
        for code, raw, place, capture, derived in figures.notes
    ]
    store.run_many("INSERT INTO figure_note VALUES (?, ?, ?, ?, ?, ?)", notes)


def _write_mentions(
    store: Store, report: int, mentions: tuple[MentionRow, ...], captures: dict[str, int | None]
) -> None:
    rows: list[Row] = [
        (report, number, store.indicators[row.indicator], row.value, row.raw, row.locator,
         captures[row.capture_id])
        for number, row in enumerate(mentions)
    ]  # fmt: skip
    store.run_many("INSERT INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def write_checks(store: Store, report: int, checks: NarrowChecks, table: str = "assessment") -> None:
    """Write check results of a report's key; `year_assessment` is the table of the rules between years."""
    if checks:
        rules, *others = checks
        rows = list(zip(repeat(report), count(), map(store.rules.__getitem__, rules), *others))
        store.run_many(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 -- names of ours
