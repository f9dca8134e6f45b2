"""What of each body and year lies in the database: its report, or something unread that may be it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.store import Store


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


def unread_pages(store: Store) -> ByYear:
    """By the code of the portal's division and year: pages that may be its report and did not become one."""
    found: ByYear = {}
    for sql, reason in (
        (NOT_TAKEN, "not taken for a report"),
        (UNREAD, "not read yet"),
        (UNIDENTIFIED, "not identified"),
    ):
        for code, year, count, url in store.run(sql):
            found.setdefault(code, {})[year] = Found(
                "archived", None, f"{reason}: {url}" + (f" and {count - 1} more" if count > 1 else "")
            )
    return found


def bodies(store: Store) -> Iterable[tuple[str, str, str, str | None]]:
    """Every publisher: id, name, kind, jurisdiction code."""
    return [tuple(row) for row in store.run("SELECT id, name, kind, jurisdiction_code FROM publisher ORDER BY id")]


# a township without a code of its own stands under its county's
OWN_REPORT = """(publisher.kind = 'government' OR
                 publisher.kind IN ('township', 'subdistrict') AND LENGTH(publisher.jurisdiction_code) > 6)"""

# the crawl took the page for a report by its link and its look, the reader did not: a person should look
NOT_TAKEN = """
SELECT json_extract(found, '$.seed.jurisdiction_code') AS code, json_extract(found, '$.year') AS year, COUNT(*),
       MIN(url)
FROM capture
WHERE reader IS NOT NULL AND status = 200 AND json_extract(found, '$.role') = 'report'
      AND json_extract(verdict, '$.kind') = 'report'
      AND NOT EXISTS (SELECT 1 FROM report WHERE report.url = capture.url)
GROUP BY code, year HAVING code IS NOT NULL AND year IS NOT NULL
"""

UNREAD = """
SELECT json_extract(found, '$.seed.jurisdiction_code') AS code, json_extract(found, '$.year') AS year, COUNT(*),
       MIN(url)
FROM capture
WHERE reader IS NULL AND status = 200 AND json_extract(found, '$.role') IN ('report', 'attachment')
GROUP BY code, year HAVING code IS NOT NULL AND year IS NOT NULL
"""

UNIDENTIFIED = """
SELECT json_extract(capture.found, '$.seed.jurisdiction_code') AS code,
       COALESCE(report.year, json_extract(capture.found, '$.year')) AS reported, COUNT(*), MIN(report.url)
FROM report JOIN capture ON capture.key = report.capture
WHERE report.status <> 'extracted' AND report.publisher IS NULL
GROUP BY code, reported HAVING code IS NOT NULL AND reported IS NOT NULL
"""
