"""What of each body and year lies in the database: its report, or something unread that may be it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.database.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """What coverage says of one body and year: a report, or why there is none."""

    status: str
    report_id: str | None = None
    reason: str = ""


ByYear = dict[str, dict[int, Found]]


def government_reports(store: Store) -> ByYear:
    """By jurisdiction code and year: the governments' own reports."""
    return _reports(store, "publisher.jurisdiction_code", OWN_REPORT)


def publisher_reports(store: Store) -> ByYear:
    """By publisher id and year: reports of every body below a government."""
    return _reports(store, "publisher.id", "publisher.kind <> 'government'")


def _reports(store: Store, body: str, which: str) -> ByYear:
    """The current, extracted report comes last and stays."""
    sql = f"""SELECT {body}, report.year, report.id, report.status, report.is_current
              FROM report JOIN publisher ON publisher.key = report.publisher
              WHERE report.year IS NOT NULL AND {body} IS NOT NULL AND {which}
              ORDER BY report.status = 'extracted' AND report.is_current, report.status = 'extracted', report.id"""  # noqa: S608
    found: ByYear = {}
    for code, year, report, status, is_current in store.run(sql):
        reason = (
            f"report {report} is {status}" if status != "extracted" else f"report {report} is not the body's own copy"
        )
        counts = status == "extracted" and is_current
        found.setdefault(code, {})[year] = Found("extracted", report) if counts else Found("archived", None, reason)
    return found


def unread_pages(store: Store) -> dict[tuple[str, int], list[tuple[str, Found]]]:
    """Pages that may be a report and did not become one: by the code of the portal's division and year, with the unit
    under whose name they were found (`''`: the portal's own).
    """
    found: dict[tuple[str, int], list[tuple[str, Found]]] = {}
    for sql, status, reason in UNREAD_PAGES:
        for code, year, unit, count, url in store.run(sql):
            told = f"{reason}: {url}" + (f" and {count - 1} more" if count > 1 else "")
            found.setdefault((code, year), []).append((unit, Found(status, None, told)))
    return found


def bodies(store: Store) -> Iterable[tuple[str, str, str, str | None]]:
    """Every publisher: id, name, kind, jurisdiction code."""
    return [tuple(row) for row in store.run("SELECT id, name, kind, jurisdiction_code FROM publisher ORDER BY id")]


# a township without a code of its own stands under its county's
OWN_REPORT = """(publisher.kind = 'government' OR
                 publisher.kind IN ('township', 'subdistrict') AND LENGTH(publisher.jurisdiction_code) > 6)"""

PLACE = """SELECT json_extract(capture.found, '$.seed.jurisdiction_code') AS code, {year} AS reported,
                  COALESCE(json_extract(capture.found, '$.unit'), '') AS unit, COUNT(*), MIN(capture.url)"""
GROUPED = "GROUP BY code, reported, unit HAVING code IS NOT NULL AND reported IS NOT NULL ORDER BY code, reported, unit"
FOUND_YEAR = "json_extract(capture.found, '$.year')"

# the crawl took the page for a report by its link and its look, the reader did not: a person should look
NOT_TAKEN = f"""{PLACE.format(year=FOUND_YEAR)} FROM capture
WHERE reader IS NOT NULL AND status = 200 AND json_extract(found, '$.role') = 'report'
      AND json_extract(verdict, '$.kind') = 'report'
      AND NOT EXISTS (SELECT 1 FROM report WHERE report.url = capture.url)
{GROUPED}"""  # noqa: S608 -- parts of ours

UNREAD = f"""{PLACE.format(year=FOUND_YEAR)} FROM capture
WHERE reader IS NULL AND status = 200 AND json_extract(found, '$.role') IN ('report', 'attachment')
{GROUPED}"""

UNIDENTIFIED = f"""{PLACE.format(year=f"COALESCE(report.year, {FOUND_YEAR})")}
FROM report JOIN capture ON capture.key = report.capture
WHERE report.status <> 'extracted' AND report.publisher IS NULL
{GROUPED}"""

GONE = f"""{PLACE.format(year=FOUND_YEAR)} FROM capture
WHERE status IN (404, 410) AND json_extract(found, '$.role') = 'report' AND NOT EXISTS
      (SELECT 1 FROM capture AS other WHERE other.url = capture.url AND other.status BETWEEN 200 AND 299)
{GROUPED}"""  # noqa: S608 -- parts of ours

UNREAD_PAGES = (
    (UNIDENTIFIED, "archived", "not identified"),
    (UNREAD, "archived", "not read yet"),
    (NOT_TAKEN, "archived", "not taken for a report"),
    (GONE, "missing", "listed, but its page is gone"),
)
