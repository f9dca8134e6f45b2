"""Of several versions of one report one is current, and why is stored; the rules between years follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import groupby
from operator import itemgetter

from extract.checks import check_years
from extract.contents import Said, main_text
from extract.figure import Told
from extract.rivals import Rivals, choose
from extract.tuples import maker
from storage.database.database import Database
from storage.database.versions import ReportVersion
from storage.rows import CheckRow

_told = maker(Told)


def settle(db: Database) -> None:
    """Choose the current versions, then apply the rules between years to them."""
    groups = (tuple(group) for _, group in groupby(db.report_versions(), key=subject))
    current, others, notes = list[str](), list[str](), list[tuple[str, str]]()
    for group in groups:
        choice = choose(Rivals(group, sayings(db, group), partial(text_of, db)))
        notes.extend(choice.others)
        for version in group:
            chosen = version.id in choice.current
            if chosen != version.is_current:
                (current if chosen else others).append(version.id)
    with db.writing():
        db.set_current(current, others)
        db.replace_version_notes(notes)
        db.replace_year_checks(between_years(db))
        db.drop_idle_publishers()


def subject(version: ReportVersion) -> tuple[str | None, int | None]:
    """What versions of one report share."""
    return version.publisher_id, version.year


def sayings(db: Database, versions: tuple[ReportVersion, ...]) -> dict[str, Said]:
    """What each version says; asked only where there is a choice."""
    if len(versions) < 2 or None in subject(versions[0]):
        return {}
    return {version.id: said(db, version.id) for version in versions}


def said(db: Database, report: str) -> Said:
    """The numbers of a report, and how many of its cells could not be told."""
    told = figures(db, report)
    values = {indicator: figure.value for indicator, figure in told.items() if figure.value is not None}
    return Said(values, sum(figure.state == "unreadable" for figure in told.values()))


def text_of(db: Database, report: str) -> str:
    """The main text of a report as it is stored."""
    rows = db.query("SELECT text FROM sections WHERE report_id = ? ORDER BY number", (report,))
    return main_text(line for row in rows for line in row[0].split("\n"))


def between_years(db: Database) -> Iterator[tuple[str, list[CheckRow]]]:
    """The X_ rules for current reports whose publisher has one on the year before, where one of its reports changed."""
    for _, reports in groupby(db.unsettled_reports(), key=itemgetter(0)):
        known = {year: (report, template) for _, year, report, template in reports}
        read = cache(partial(figures, db))
        for year, (report, template) in known.items():
            if year - 1 in known:
                before, form = known[year - 1]
                yield report, check_years(read(before), read(report), (form, template))


def figures(db: Database, report: str) -> dict[str, Told]:
    """Value and state of a report's figures as they are stored."""
    return {indicator: _told((value, state)) for indicator, value, state in db.values_of(report)}
