"""Several versions of one report: what is needed to choose the current one, and noting the choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.database.store import Store


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """One report as the choice between versions sees it; `capture_origin` tells our own crawl from imported files."""

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


SQL = """SELECT report.id, publisher.id, year, title, published_on, template, report.url, report.status, scope,
                report.origin, content_digest, capture.id, capture.fetched_at, capture.origin,
                (SELECT COUNT(*) FROM figure WHERE figure.report = report.key), is_current
         FROM report JOIN capture ON capture.key = report.capture
         LEFT JOIN publisher ON publisher.key = report.publisher
         ORDER BY publisher.id, year, report.id"""


def report_versions(store: Store) -> Iterator[ReportVersion]:
    """Every report, those of one publisher and year beside each other."""
    for row in store.run(SQL):
        *members, is_current = row
        yield ReportVersion(*(*members, bool(is_current)))


def set_current(store: Store, current: Iterable[str], others: Iterable[str]) -> None:
    """Note which reports are the current versions and which are not."""
    with store.writing():
        for reports, flag in ((current, 1), (others, 0)):
            sql = f"UPDATE report SET is_current = {flag} WHERE id = ? AND is_current <> {flag}"  # noqa: S608
            store.run_many(sql, [(public,) for public in reports])
