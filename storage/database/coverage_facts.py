"""What the crawls met on their way, read from crawl/frontier.sqlite: portals known, columns read, walls."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, inspect

from storage.archive import Archive
from storage.frontier.status import frontier_rows

FIRST_YEAR = 2008
WAY = ("home", "section", "column", "list")  # roles on the way to a report, from the outside in


@dataclass(frozen=True, slots=True)
class Wall:
    """What stopped the crawl: `kind` is blocked or failed, `role` says before what, `year` of which report.

    `unit` is the body whose column or report it is, as the portal names it; `''`: the portal's own.
    """

    kind: str
    role: str
    year: int | None
    unit: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """List pages that were read, of the portal's own reports or of a unit's; `url` is one of them.

    `gone`: what answered there was that the page does not exist (a 404, or an error page of status 200).
    """

    unit: str
    pages: int
    url: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PortalFacts:
    """One portal as the crawls know it."""

    jurisdiction_code: str
    publisher: str
    home_url: str
    columns: tuple[ReadColumn, ...] = ()
    walls: tuple[Wall, ...] = ()


def concerns(unit: str, body: str) -> bool:
    """Whether what stands under a unit's name may hold a body's reports: its own, or those of no one in particular."""
    return not unit or unit in body or body in unit


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """Portals known and years asked for, over all crawls of the archive."""

    portals: tuple[PortalFacts, ...]
    years: tuple[int, ...]


def crawl_facts(archive: Archive, today: date) -> CrawlFacts:
    """The facts of an archive; without a crawl: no portals, and the years 2008 to last year."""
    if not archive.frontier_path.exists():
        return CrawlFacts((), tuple(range(FIRST_YEAR, today.year)))
    with frontier_rows(archive) as connection:
        return CrawlFacts(tuple(_portals(connection)), _years(connection, today))


def _portals(connection: Connection) -> Iterator[PortalFacts]:
    columns: dict[str, list[ReadColumn]] = {}
    kinds = "pages_read" if inspect(connection).has_table("pages_read") else NO_KINDS
    for portal, unit, pages, url, gone in connection.exec_driver_sql(COLUMNS_READ.format(kinds=kinds)):
        columns.setdefault(portal, []).append(ReadColumn(unit, pages, url, bool(gone)))
    walls: dict[str, list[Wall]] = {}
    for portal, *wall in connection.exec_driver_sql(WALLS):
        walls.setdefault(portal, []).append(Wall(*wall))
    for portal, code, publisher in connection.exec_driver_sql(PORTALS):
        yield PortalFacts(code, publisher, portal, tuple(columns.get(portal, ())), tuple(walls.get(portal, ())))


def _years(connection: Connection, today: date) -> tuple[int, ...]:
    """All years any crawl asked for; a crawl that does not say asked for all."""
    asked: set[int] = set()
    for options in connection.exec_driver_sql("SELECT options FROM crawls").scalars():
        asked.update(_span(json.loads(options).get("years")) or range(FIRST_YEAR, today.year))
    return tuple(sorted(asked)) or tuple(range(FIRST_YEAR, today.year))


def _span(years: Any) -> Iterable[int]:
    return range(int(years[0]), int(years[-1]) + 1) if years else ()


PORTALS = """
SELECT portal, json_extract(found, '$.seed.jurisdiction_code') AS code,
       json_extract(found, '$.seed.publisher') AS publisher
FROM entries WHERE json_extract(found, '$.seed.jurisdiction_code') IS NOT NULL
GROUP BY portal ORDER BY code, portal
"""

NO_KINDS = "(SELECT '' AS key, '' AS kind)"  # archives of the first releases did not keep what pages were read as

COLUMNS_READ = """
SELECT entries.portal, COALESCE(json_extract(found, '$.unit'), '') AS unit, COUNT(*),
       COALESCE(MIN(entries.url) FILTER (WHERE entries.role = 'column'), MIN(entries.url)),
       COALESCE(page.kind = 'soft404', 0) AS gone
FROM entries LEFT JOIN {kinds} AS page ON page.key = entries.key
WHERE entries.role IN ('column', 'list') AND entries.state = 'done' AND COALESCE(page.kind, '') <> 'lookalike'
GROUP BY entries.portal, unit, gone ORDER BY entries.portal, unit, gone
"""

WALLS = """
SELECT portal, state, role, json_extract(found, '$.year') AS year, COALESCE(json_extract(found, '$.unit'), '') AS unit,
       reason, MIN(url) AS url
FROM entries WHERE state IN ('blocked', 'failed') AND role IN ('home', 'section', 'column', 'list', 'report')
GROUP BY portal, state, role, year, unit, reason ORDER BY portal, state, role, year, unit, url
"""
