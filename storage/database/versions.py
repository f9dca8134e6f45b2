"""Several versions of one report: what is needed to choose the current one, and noting the choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.database.packing import STATES
from storage.database.saving import UNSETTLE
from storage.database.store import Store
from storage.rows import StoredValues


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


OPEN = """(publisher IS NULL OR year IS NULL OR (publisher, year) IN (
    SELECT publisher, year FROM unsettled_year
    UNION ALL SELECT publisher, year FROM report GROUP BY publisher, year HAVING COUNT(*) > 1))"""
"""The reports whose being current is open: one alone for its publisher and year changes with nothing but itself."""
SQL = f"""WITH version AS MATERIALIZED (
    SELECT report.key, report.id, publisher, year, title, published_on, template, report.url, report.status, scope,
           report.origin, content_digest, is_current, capture.id AS capture_id, capture.url AS address,
           payload_digest, capture.origin AS capture_origin,
           (SELECT MAX(fetched_at) FROM capture AS same
            WHERE same.url = capture.url AND same.payload_digest = capture.payload_digest) AS last,
           (SELECT MAX(fetched_at) FROM claim JOIN capture AS part ON part.key = claim.file
            WHERE claim.page = capture.key) AS part
    FROM report JOIN capture ON capture.key = report.capture WHERE {OPEN})
SELECT version.id, publisher.id, year, title, published_on, template, version.url, status, scope, origin,
       content_digest, capture_id, MAX(last, COALESCE(part, '')), capture_origin,
       (SELECT COUNT(*) FROM figure WHERE figure.report = version.key), is_current,
       EXISTS (SELECT 1 FROM capture AS other
               WHERE other.url = address AND other.fetched_at > last AND other.payload_digest <> version.payload_digest
                     AND (EXISTS (SELECT 1 FROM report WHERE report.capture = other.key)
                          OR EXISTS (SELECT 1 FROM claim WHERE claim.file = other.key)))
FROM version LEFT JOIN publisher ON publisher.key = version.publisher
ORDER BY publisher.id, year, version.id"""  # noqa: S608


def report_versions(store: Store) -> Iterator[ReportVersion]:
    """Every report whose being current is open, those of one publisher and year beside each other."""
    for row in store.run(SQL):
        *members, is_current, replaced = row
        yield ReportVersion(*(*members, bool(is_current), bool(replaced)))


TOUCHED = """(SELECT publisher, year FROM unsettled_year UNION SELECT publisher, year + 1 FROM unsettled_year)"""
"""The years that a change touches: its own and the one after, whose report is held against it."""
VALUES = "SELECT indicator, value, marks & 3 FROM figure WHERE report = (SELECT key FROM report WHERE id = ?)"
EMPTY = STATES["blank"], STATES["not_applicable"]


def values_of(store: Store, report: str) -> StoredValues:
    """The values of a report, by a shorter way than the public view."""
    codes = store.codes
    rows = store.all(VALUES, (report,))
    blanks = {codes[key] for key, value, state in rows if value is None and state in EMPTY}
    return StoredValues({codes[key]: value for key, value, _ in rows}, blanks)


def set_current(store: Store, current: Iterable[str], others: Iterable[str]) -> None:
    """Note which reports are the current versions and which are not."""
    with store.writing():
        for reports, flag in ((current, 1), (others, 0)):
            named = [(public,) for public in reports]
            store.run_many(f"{UNSETTLE} AND id = ? AND is_current <> {flag}", named)
            store.run_many(f"UPDATE report SET is_current = {flag} WHERE id = ? AND is_current <> {flag}", named)  # noqa: S608


def unsettled_pairs(store: Store) -> Iterator[tuple[str, str, tuple[str | None, str | None]]]:
    """Current reports of one publisher on two years that follow each other, one of which changed: the ids and forms of
    the earlier and the later; the pairs of a publisher stand beside each other, in the order of the years.
    """
    sql = f"""SELECT earlier.id, later.id, earlier.template, later.template FROM {TOUCHED} AS touched
              JOIN report AS later ON later.publisher = touched.publisher AND later.year = touched.year
              JOIN report AS earlier ON earlier.publisher = later.publisher AND earlier.year = later.year - 1
              WHERE later.is_current = 1 AND earlier.is_current = 1 ORDER BY later.publisher, later.year"""  # noqa: S608
    for earlier, later, *forms in store.all(sql):
        yield earlier, later, (forms[0], forms[1])
