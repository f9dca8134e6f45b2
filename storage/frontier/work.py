"""What the crawls of each portal came to: pages read, those that were no use, what is new, and alarms.

Empty is an alarm: a column that lists no report of the years asked for, or fewer than in the crawl before, is said and
never passed over; so is what failed or stands behind a wall.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.archive import Archive
from storage.frontier.due import NEW, iso_day
from storage.frontier.status import frontier_rows


@dataclass(frozen=True, slots=True)
class Work:
    """One portal. `pages` were read, `waste` of them neither led to reports nor were any.

    `last_new` is the day (UTC) on which a report was first archived last, `''` for never.
    """

    pages: int = 0
    waste: int = 0
    last_new: str = ""
    alarms: tuple[str, ...] = ()


def work_of(archive: Archive) -> dict[str, Work]:
    """By home page; empty where no crawl was, or only crawls of an earlier release."""
    if not archive.frontier_path.exists():
        return {}
    with frontier_rows(archive) as rows:
        if not sa.inspect(rows).has_table("pages_read"):
            return {}
        new: dict[str, Any] = dict(tuple(row) for row in rows.exec_driver_sql(NEW))
        alarms: dict[str, list[str]] = defaultdict(list)
        for row in rows.exec_driver_sql(LISTS):
            alarms[row.portal].append(_alarm(row))
        for row in rows.exec_driver_sql(STOPS):
            more = f" and {row.number - 1} more" if row.number > 1 else ""
            alarms[row.portal].append(f"{row.state}: {row.reason}: {row.url}{more}")
        counted = {row.portal: (row.pages, row.waste) for row in rows.exec_driver_sql(PAGES)}
    return {
        portal: Work(*counted.get(portal, (0, 0)), iso_day(new.get(portal)), tuple(alarms[portal]))
        for portal in sorted(counted.keys() | alarms.keys())
    }


def _alarm(row: Any) -> str:
    whose = f" ({row.unit})" if row.unit else ""
    if row.now == 0:
        return f"no report of the years asked for in {row.url}{whose}" + (
            f", {row.before} before" if row.before else ""
        )
    return f"fewer reports in {row.url}{whose}: {row.now}, {row.before} before"


PAGES = """
SELECT portal, COUNT(*) AS pages,
       COUNT(*) FILTER (WHERE kind IN ('article', 'lookalike', 'soft404', 'empty', 'other')) AS waste
FROM pages_read WHERE portal <> '' GROUP BY portal ORDER BY portal
"""

# the pages of a list as the last crawl that read it found them; a report in place of a list is none
LISTS = """
SELECT * FROM (
  SELECT p.portal, COALESCE(MIN(p.url) FILTER (WHERE p.role = 'column'), MIN(p.url)) AS url, MAX(p.unit) AS unit,
         SUM(p.entries) AS now, SUM(COALESCE(p.entries_before, 0)) AS before,
         COUNT(*) FILTER (WHERE p.kind IN ('empty', 'soft404')) AS bare,
         COUNT(*) FILTER (WHERE p.kind IN ('report', 'attachment', 'shell', 'lookalike', 'article')) AS other
  FROM pages_read p
  WHERE p.role IN ('column', 'list')
    AND p.crawl = (SELECT MAX(o.crawl) FROM pages_read o WHERE o.portal = p.portal AND o.list_key = p.list_key)
  GROUP BY p.portal, p.list_key
) AS lists WHERE now < before OR (now = 0 AND bare > 0 AND other = 0) ORDER BY portal, url
"""

STOPS = """
SELECT portal, state, reason, COUNT(*) AS number, MIN(url) AS url FROM entries
WHERE state IN ('blocked', 'failed') AND portal <> '' GROUP BY portal, state, reason ORDER BY portal, state, reason
"""
