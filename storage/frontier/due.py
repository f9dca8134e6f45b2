"""When each portal is to be crawled again, told from crawl/frontier.sqlite without holding it.

* Weekly in the season (January to March: reports are due by 31 January, those of governments by 31 March), every 30
  days otherwise; a pause that began before the season ends in its first week.
* In half the time where the last crawl brought something new; in twice the time after one crawl that a wall stopped,
  in four times after more.
* At once what was never crawled, and what a crawl left waiting when it was stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from storage.archive import Archive
from storage.found import Seed
from storage.frontier.status import frontier_rows

SEASON = (1, 2, 3)
WEEK, MONTH = 7, 30  # days
LONGEST = 4  # times the usual pause


@dataclass(frozen=True, slots=True)
class Visits:
    """What is known of a portal's crawls. Times in seconds since 1970.

    `crawl` is when the last crawl of it began; `new` when a report was first archived last; `walls` counts the crawls
    in a row that a wall stopped; `waiting` the addresses that a crawl left.
    """

    first: float
    last: float
    crawl: float
    new: float | None = None
    walls: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A portal and when it is due. Dates ISO 8601 in UTC, `''` for never; `every` is the pause in days."""

    portal: str
    publisher: str
    last_crawled: str
    last_new: str
    every: int
    due: str
    is_due: bool
    why: str


def due_portals(archive: Archive, portals: Iterable[Seed], today: date) -> list[Due]:
    """When each of these portals is due, the soonest first."""
    visits = _visits(archive)
    found = [_due(seed, visits.get(seed.home_url), today) for seed in portals]
    return sorted(found, key=lambda due: (due.due, due.portal))


def _due(seed: Seed, visits: Visits | None, today: date) -> Due:
    season = today.month in SEASON
    if visits is None:
        every = WEEK if season else MONTH
        return Due(seed.home_url, seed.publisher, "", "", every, today.isoformat(), True, "never crawled")
    last, new = _day(visits.last), iso_day(visits.new)
    factor, why = _pace(visits)
    when = today if visits.waiting else next_visit(last, factor)
    every = pause(today, factor).days
    why = "the last crawl was stopped before its end" if visits.waiting else why or ("season" if season else "monthly")
    return Due(seed.home_url, seed.publisher, last.isoformat(), new, every, when.isoformat(), when <= today, why)


def _pace(visits: Visits) -> tuple[float, str]:
    """By what the usual pause is multiplied, and why."""
    if visits.walls:
        return min(2**visits.walls, LONGEST), f"crawls blocked in a row: {visits.walls}"
    if visits.new and visits.new >= visits.crawl > visits.first:
        return 0.5, "the last crawl brought something new"
    return 1, ""


def pause(day: date, factor: float = 1) -> timedelta:
    """The pause after a crawl on this day."""
    return timedelta(days=max(1, int((WEEK if day.month in SEASON else MONTH) * factor)))


def next_visit(last: date, factor: float = 1) -> date:
    """The day on which a portal last crawled on another is due."""
    opening = date(last.year + 1, SEASON[0], 1)
    early = max(opening, last + pause(opening, factor))
    return min(last + pause(last, factor), early)


def _day(seconds: float) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


def iso_day(seconds: float | None) -> str:
    """The day (UTC) of a time in seconds since 1970, `''` for never."""
    return _day(seconds).isoformat() if seconds else ""


def _visits(archive: Archive) -> dict[str, Visits]:
    """By home page; what was queued and never asked has none."""
    if not archive.frontier_path.exists():
        return {}
    with frontier_rows(archive) as rows:
        asked = {row.portal: row for row in rows.exec_driver_sql(ASKED)}
        began: dict[str, Any] = dict(tuple(row) for row in rows.exec_driver_sql(BEGAN))
        new: dict[str, Any] = dict(tuple(row) for row in rows.exec_driver_sql(NEW))
        walls: dict[str, Any] = dict(tuple(row) for row in rows.exec_driver_sql(WALLS))
        waiting: dict[str, Any] = dict(tuple(row) for row in rows.exec_driver_sql(WAITING))
    return {
        portal: Visits(
            row.first,
            row.last,
            began.get(portal, row.first),
            new.get(portal),
            walls.get(portal, 0),
            waiting.get(portal, 0),
        )
        for portal, row in asked.items()
    }


# a portal that never answered was asked, too
ASKED = """
SELECT portal, MIN(at) AS first, MAX(at) AS last FROM (
  SELECT e.portal AS portal, c.fetched AS at FROM entries e JOIN captures c ON c.entry_key = e.key
  UNION ALL SELECT portal, at FROM incidents WHERE kind = 'blocked' AND reason <> 'page_budget'
) AS asked WHERE portal <> '' GROUP BY portal
"""

BEGAN = """
SELECT e.portal, MAX(r.started) FROM entries e JOIN crawls r ON r.id = e.crawl WHERE e.role = 'home' GROUP BY e.portal
"""

NEW = """
SELECT portal, MAX(first) FROM (
  SELECT e.portal AS portal, MIN(c.fetched) AS first FROM entries e JOIN captures c ON c.entry_key = e.key
  WHERE e.role = 'report' AND c.status = 200 GROUP BY e.portal, c.url
) AS reports GROUP BY portal
"""

# crawls that met a wall on the way to the reports and, since they began, read no column
WALLS = """
SELECT i.portal, COUNT(DISTINCT i.crawl) FROM incidents i
JOIN entries e ON e.key = i.key JOIN crawls r ON r.id = i.crawl
WHERE i.kind = 'blocked' AND i.reason <> 'page_budget' AND e.role IN ('home', 'section', 'column', 'list')
  AND r.started > COALESCE((
    SELECT MAX(c.fetched) FROM entries o JOIN captures c ON c.entry_key = o.key
    WHERE o.portal = i.portal AND o.role IN ('column', 'list', 'report') AND c.status IN (200, 304) AND o.state = 'done'
  ), 0)
GROUP BY i.portal
"""

WAITING = """
SELECT portal, COUNT(*) FROM entries WHERE state IN ('queued', 'leased', 'fetched') AND portal <> '' GROUP BY portal
"""
