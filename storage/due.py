"""When each portal is to be crawled again: the season of reports weekly, the rest of the year monthly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row

from storage.archive import Archive
from storage.crawl_status import frontier_rows

SEASON = (1, 2, 3)  # reports are due by 31 January, those of governments by 31 March
WEEK, MONTH = timedelta(days=7), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Due:
    """A portal, when it was last asked, when it last brought something new, and when it is due. Dates ISO 8601, UTC."""

    portal: str
    publisher: str
    last_crawled: str
    last_new: str
    due: str


def due_portals(archive: Archive, now: datetime) -> Iterator[Due]:
    """Every portal of the archive, the soonest due first; in half the time where the last crawl brought something."""
    if not archive.frontier_path.exists():
        return
    with frontier_rows(archive) as rows:
        found = [_due(row, now) for row in rows.exec_driver_sql(LAST).all()]
    yield from sorted(found, key=lambda due: (due.due, due.portal))


def _due(row: Row[Any], now: datetime) -> Due:
    portal, publisher, crawled, new = tuple(row)
    last = datetime.fromtimestamp(crawled, UTC)
    pause = WEEK if now.month in SEASON else MONTH
    changed = new is not None and crawled - new < MONTH.total_seconds() / 30
    when = last + (pause / 2 if changed else pause)
    fresh = datetime.fromtimestamp(new, UTC).date().isoformat() if new else ""
    return Due(portal, publisher, last.date().isoformat(), fresh, when.date().isoformat())


LAST = """
SELECT e.portal, COALESCE(MAX(json_extract(e.found, '$.seed.publisher')), ''), MAX(c.fetched),
       MAX(c.fetched) FILTER (WHERE c.role IN ('report', 'attachment') AND c.unchanged = 0)
FROM entries e JOIN captures c ON c.entry_key = e.key WHERE e.portal <> '' GROUP BY e.portal
"""
