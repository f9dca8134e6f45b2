"""Of several versions of one report one is current, and why is stored; the rules between years follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from extract.checks import check_years
from extract.figure import Figure
from extract.identity.origin import is_mirror
from extract.report import check_row
from storage.database.database import Database
from storage.database.versions import ReportVersion
from storage.rows import CheckRow

ORIGINS = {"official": 0, "copy": 1, "clone": 2}
STATUSES = {"extracted": 0, "unidentified": 1, "unread": 2}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which versions of one report are current, and of each other one why it is not."""

    current: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


def settle(db: Database) -> None:
    """Choose the current versions, then apply the rules between years to them."""
    groups = [list(group) for _, group in groupby(db.report_versions(), key=subject)]
    choices = [choose(group, unread_figures(db, group)) for group in groups]
    with db.writing():
        db.set_current(
            [report for choice in choices for report in choice.current],
            [report for choice in choices for report, _ in choice.others],
        )
        db.replace_version_notes(note for choice in choices for note in choice.others)
        db.replace_year_checks(between_years(db))


def subject(version: ReportVersion) -> tuple[str | None, int | None]:
    """What versions of one report share."""
    return version.publisher_id, version.year


def unread_figures(db: Database, versions: list[ReportVersion]) -> dict[str, int]:
    """How many cells of each version could not be told; asked only where there is a choice."""
    if len(versions) < 2:
        return {}
    sql = "SELECT COUNT(*) FROM figures WHERE report_id = ? AND state = 'unreadable'"
    return {version.id: int(db.query(sql, (version.id,))[0][0]) for version in versions}


def choose(versions: list[ReportVersion], unread: Mapping[str, int]) -> Choice:
    """One version of a publisher and year is current, a clone never; of what is unidentified every one is."""
    real = [version for version in versions if version.origin != "clone"]
    clones = tuple((version.id, CLONE) for version in versions if version.origin == "clone")
    if not real or None in subject(versions[0]):
        return Choice(tuple(version.id for version in real), clones)
    ranked = sorted(real, key=lambda version: order(version, unread))
    best = ranked[0]
    others = tuple((version.id, reason(best, version, unread)) for version in ranked[1:])
    return Choice((best.id,), (*others, *clones))


CLONE = "signs of a hijacked or cloned page: never current"


def reason(best: ReportVersion, other: ReportVersion, unread: Mapping[str, int]) -> str:
    """Why another version stands behind the current one: the first thing in which they differ."""
    same = "the same content" if best.content_digest == other.content_digest else "other content"
    said = zip(RULES, order(best, unread), order(other, unread), strict=False)
    why = next((rule for rule, ours, theirs in said if ours != theirs), "of two alike the first id")
    return f"current is {best.id} ({same}): {why}"


RULES = (
    "read before unread",
    "an official page before a copy",
    "our own crawl before an imported file",
    "one with figures before one without",
    "what an address says now before what it said earlier",
    "the portal's page before its mirror for telephones or in traditional characters",
    "fewer unread cells before more",
    "the later date of publication, then the later capture",
)


def order(version: ReportVersion, unread: Mapping[str, int]) -> tuple[Any, ...]:
    """What RULES say, of which the first that tells two versions apart decides, then the id."""
    return (
        STATUSES[version.status],
        ORIGINS[version.origin],
        not version.capture_origin.startswith("crawl"),
        not version.figures,
        version.replaced,
        is_mirror(version.url),
        unread.get(version.id, 0),
        newest(version),
        version.id,
    )


def newest(version: ReportVersion) -> tuple[int, ...]:
    """A key under which the later date of publication, then the later capture comes first."""
    said = (version.published_on or "0000-00-00") + version.fetched_at
    return tuple(-ord(character) for character in said)


def between_years(db: Database) -> Iterator[tuple[str, list[CheckRow]]]:
    """The X_ rules for every current report whose publisher has one on the year before."""
    sql = """SELECT publisher_id, year, id, template FROM reports
             WHERE is_current = 1 AND publisher_id IS NOT NULL AND year IS NOT NULL ORDER BY publisher_id, year"""
    before: Any = None
    for report in db.query(sql):
        if before is not None and before[0] == report[0] and before[1] + 1 == report[1]:
            results = check_years(figures(db, before[2]), figures(db, report[2]), (before[3], report[3]))
            yield report[2], [check_row(result) for result in results]
        before = report


def figures(db: Database, report: str) -> dict[str, Figure]:
    """The figures of a report as they are stored."""
    sql = "SELECT indicator, value, state, raw, unit, source, locator FROM figures WHERE report_id = ?"
    return {row[0]: Figure(*row) for row in db.query(sql, (report,))}
