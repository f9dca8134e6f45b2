"""Of several versions of one report one is current, and why is stored; the rules between years follow from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import groupby

from extract.checks import check_years
from extract.contents import Said, main_text
from extract.rivals import Rivals, choose
from storage.database.database import Database
from storage.database.versions import ReportVersion
from storage.rows import CheckRow, StoredValues


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
    return {version.id: said(db.values_of(version.id)) for version in versions}


def said(stored: StoredValues) -> Said:
    """The numbers of a report, and how many of its cells could not be told."""
    values = {indicator: value for indicator, value in stored.values.items() if value is not None}
    return Said(values, len(stored.values) - len(values) - len(stored.blanks))


def text_of(db: Database, report: str) -> str:
    """The main text of a report as it is stored."""
    rows = db.query("SELECT text FROM sections WHERE report_id = ? ORDER BY number", (report,))
    return main_text(line for row in rows for line in row[0].split("\n"))


def between_years(db: Database) -> Iterator[tuple[str, list[CheckRow]]]:
    """The X_ rules for current reports whose publisher has one on the year before, where one of the two changed."""
    read = lru_cache(maxsize=2)(db.values_of)  # the later one of a pair is the earlier one of the next
    for earlier, later, forms in db.unsettled_pairs():
        yield later, check_years(read(earlier), read(later), forms)
