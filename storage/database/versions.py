"""Several versions of one report: what is needed to choose the current one, and noting the choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.database.packing import STATE
from storage.database.store import Row, Store


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One report as the choice between versions sees it; `capture_origin` tells our own crawl from imported files.

    `fetched_at` is the last time that the page answered so, or a part of the report that came later; `replaced`: its
    address has given another report since.
    """

    id: str
    publisher_id: str | None
    year: int | None
    title: str | None
    published_on: str | None
    template: str | None
    url: str
    status: str
    scope: str
    origin: str
    content_digest: str
    capture_id: str
    fetched_at: str
    capture_origin: str
    figures: int
    is_current: bool
    replaced: bool = False


SQL = """WITH version AS MATERIALIZED (
    SELECT report.key, report.id, publisher, year, title, published_on, template, report.url, report.status, scope,
           report.origin, content_digest, is_current, capture.id AS capture_id, capture.url AS address,
           payload_digest, capture.origin AS capture_origin,
           (SELECT MAX(fetched_at) FROM capture AS same
            WHERE same.url = capture.url AND same.payload_digest = capture.payload_digest) AS last,
           (SELECT MAX(fetched_at) FROM claim JOIN capture AS part ON part.key = claim.file
            WHERE claim.page = capture.key) AS part
    FROM report JOIN capture ON capture.key = report.capture)
SELECT version.id, publisher.id, year, title, published_on, template, version.url, status, scope, origin,
       content_digest, capture_id, MAX(last, COALESCE(part, '')), capture_origin,
       (SELECT COUNT(*) FROM figure WHERE figure.report = version.key), is_current,
       EXISTS (SELECT 1 FROM capture AS other
               WHERE other.url = address AND other.fetched_at > last AND other.payload_digest <> version.payload_digest
                     AND (EXISTS (SELECT 1 FROM report WHERE report.capture = other.key)
                          OR EXISTS (SELECT 1 FROM claim WHERE claim.file = other.key)))
FROM version LEFT JOIN publisher ON publisher.key = version.publisher
ORDER BY publisher.id, year, version.id"""


def report_versions(store: Store) -> Iterator[ReportVersion]:
    """Every report, those of one publisher and year beside each other."""
    for row in store.run(SQL):
        *members, is_current, replaced = row
        yield ReportVersion(*(*members, bool(is_current), bool(replaced)))


VALUES = """SELECT indicator, value, marks & 3 FROM figure WHERE report = (SELECT key FROM report WHERE id = ?)"""


def values_of(store: Store, report: str) -> list[Row]:
    """Indicator, value and state of every figure of a report, by a shorter way than the public view."""
    codes = store.codes
    return [(codes[key], value, STATE[state]) for key, value, state in store.all(VALUES, (report,))]


def set_current(store: Store, current: Iterable[str], others: Iterable[str]) -> None:
    """Note which reports are the current versions and which are not."""
    with store.writing():
        for reports, flag in ((current, 1), (others, 0)):
            named = [(public,) for public in reports]
            which = f"FROM report WHERE id = ? AND is_current <> {flag} AND publisher IS NOT NULL"
            store.run_many(f"INSERT OR IGNORE INTO unsettled SELECT publisher {which}", named)
            store.run_many(f"UPDATE report SET is_current = {flag} WHERE id = ? AND is_current <> {flag}", named)  # noqa: S608


def unsettled_reports(store: Store) -> Iterator[tuple[str, int, str, str | None]]:
    """Publisher, year, id and form of the current reports to which the rules between years are to be applied anew."""
    sql = """SELECT publisher.id, year, report.id, template FROM unsettled
             JOIN publisher ON publisher.key = unsettled.publisher JOIN report ON report.publisher = publisher.key
             WHERE is_current = 1 AND year IS NOT NULL ORDER BY publisher.id, year"""
    yield from map(tuple, store.all(sql))
