"""Jurisdiction by year, and publisher by year: what is there, what is missing, and why.

A cell is decided by the first that holds: its report is extracted; a report lies unread; the division did not exist
or the report is not due; a wall stood before it; it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from storage.database.coverage_facts import WAY, CrawlFacts, PortalFacts, Wall, concerns
from storage.database.coverage_found import Found, bodies, government_reports, publisher_reports, unread_pages
from storage.database.divisions import Divisions, level_of, name_in, not_due
from storage.database.store import Row, Store

# 政府信息公开条例 (2007) art. 31 and (2019) art. 49, 50: 31 March; departments by 31 January since the year 2019
MARCH, JANUARY = (3, 31), (1, 31)
DEPARTMENTS_EARLY_SINCE = 2019
Portals = dict[str, list[PortalFacts]]


@dataclass(frozen=True)
class Ground:
    """What every cell is decided on: divisions, portals of governments by code and of other bodies by name, the years
    asked for, the day.
    """

    divisions: Divisions
    portals: Portals
    own_portals: Portals
    years: tuple[int, ...]
    today: date

    def portals_for(self, code: str) -> list[PortalFacts]:
        """Where reports of a division are: its own portals, else those of the divisions it lies in."""
        while code:
            if own := self.portals.get(code):
                return own
            code = self.divisions.parent(code)
        return []


def rebuild_coverage(store: Store, facts: CrawlFacts, today: date) -> None:
    """Write both coverage tables anew. `today` only decides what is not due yet."""
    with store.writing():
        ground = Ground(Divisions(store), *_portals(store, facts.portals), facts.years, today)
        for table, rows in (
            ("coverage", _jurisdictions(store, ground)),
            ("publisher_coverage", _publishers(store, ground)),
        ):
            store.run(f"DELETE FROM {table}")  # noqa: S608 -- names of ours
            store.run_many(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608


def _portals(store: Store, portals: Iterable[PortalFacts]) -> tuple[Portals, Portals]:
    """By code, and by the name of a department, whose own portal says nothing of its division's reports."""
    below = {name for _, name, kind, _ in bodies(store) if kind in {"department", "institution"}}
    by_code: Portals = {}
    by_name: Portals = {}
    for portal in portals:
        if portal.publisher in below:
            by_name.setdefault(portal.publisher, []).append(portal)
        else:
            by_code.setdefault(portal.jurisdiction_code, []).append(portal)
    return by_code, by_name


def _jurisdictions(store: Store, ground: Ground) -> Iterator[Row]:
    found, unread = government_reports(store), unread_pages(store)
    covered = ground.portals.keys() | {town for code in ground.portals for town in ground.divisions.townships(code)}
    for code in sorted(covered | found.keys()):
        own, rows, portals = found.get(code, {}), ground.divisions.rows(code), ground.portals_for(code)
        level = rows[-1].level if rows else level_of(code)
        for year in sorted(own.keys() | set(ground.years if code in covered else ())):
            name, waiting = name_in(rows, year), not_due(rows, year, MARCH, ground.today)
            near = unread.get((portals[0].jurisdiction_code, year), []) if portals else []
            cell = own.get(year) or may_be(name, near, code in ground.portals) or decide(name, year, waiting, portals)
            yield code, name, level, year, cell.status, cell.report_id, cell.reason


def _publishers(store: Store, ground: Ground) -> Iterator[Row]:
    found = publisher_reports(store)
    for public, name, kind, code in bodies(store):
        if kind == "government":
            continue
        own, portals = found.get(public, {}), ground.own_portals.get(name) or ground.portals_for(code or "")
        for year in sorted(own.keys() | set(ground.years if portals else ())):
            early = kind == "department" and year >= DEPARTMENTS_EARLY_SINCE
            waiting = not_due([], year, JANUARY if early else MARCH, ground.today)
            cell = own.get(year) or decide(name, year, waiting, portals)
            yield public, name, code, year, cell.status, cell.report_id, cell.reason


def may_be(body: str, pages: list[tuple[str, Found]], owns_portal: bool) -> Found | None:
    """The first page that may be a body's report: one under its name, or, on its own portal, under no name."""
    return next((page for unit, page in pages if concerns(unit, body) and (unit or owns_portal)), None)


def decide(body: str, year: int, waiting: str, portals: list[PortalFacts]) -> Found:
    """Why a body has no report on a year; `waiting` is why there can be none yet, or ''."""
    if waiting:
        return Found("unpublished", None, waiting)
    met = [column for portal in portals for column in portal.columns if concerns(column.unit, body)]
    read = [column for column in met if not column.gone]
    walls = [wall for portal in portals for wall in portal.walls if concerns(wall.unit, body)]
    if wall := standing_wall(walls, year, bool(read)):
        return Found("blocked", None, f"{wall.reason}: {wall.url}")
    if read:
        pages = sum(column.pages for column in read)
        return Found("missing", None, f"not in the columns that were read (pages: {pages}, {read[0].url} among them)")
    if met:
        return Found("missing", None, f"column gone: {met[0].url}")
    why = f"no column of annual reports was found on {portals[0].home_url}" if portals else "no portal of it is known"
    return Found("missing", None, why)


def standing_wall(walls: list[Wall], year: int, read: bool) -> Wall | None:
    """The wall before a report: at the report, in the column, or, if no column was read, on the way to it."""
    report = [wall for wall in walls if wall.role == "report" and wall.year == year]
    columns = [wall for wall in walls if wall.role in {"column", "list"} and wall.kind == "blocked"]
    if report or columns:
        return (report or columns)[0]
    way = [] if read else [wall for wall in walls if wall.role in WAY]
    return max(way, key=lambda wall: (WAY.index(wall.role), wall.kind == "blocked"), default=None)
