"""From a figure back to the archived bytes: the row, the report it stands in, the capture it was read from."""

from __future__ import annotations

from dataclasses import dataclass

from storage.capture import Capture
from storage.database.captured import capture_by_id
from storage.database.store import Store
from storage.errors import NothingFound
from storage.rows import Number


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that states a figure. `source` is table, prose, or mention for one beside the figure that counts.

    `derived` says how its value was come by where it was not simply read.
    """

    value: Number | None
    state: str
    raw: str
    unit: str
    source: str
    locator: str
    derived: str
    capture: Capture


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure with everything needed to open its bytes again; `mentions` are other statements of it."""

    report_id: str
    title: str
    publisher: str
    year: int | None
    url: str
    indicator: str
    figure: Statement
    mentions: tuple[Statement, ...]


REPORT = """SELECT id, title, publisher, year, url FROM reports
            WHERE id BETWEEN ? AND ? || char(1114111) ORDER BY id LIMIT 2"""
FIGURE = """SELECT value, state, raw, unit, source, locator, derived, capture_id FROM figures
            WHERE report_id = ? AND indicator = ?"""
MENTIONS = """SELECT value, 'value', raw, '', 'mention', locator, '', capture_id FROM mentions
              WHERE report_id = ? AND indicator = ?"""


def trace(store: Store, report: str, indicator: str) -> Trace:
    """The figure of an indicator in a report; `report` is its id or the beginning of it.

    Raises NothingFound when there is no such report or figure, naming what there is.
    """
    rows = store.run(REPORT, (report, report)).all()
    if not rows or not report:
        raise NothingFound(f"no report {report!r} in the database; ids stand in the table reports")
    if len(rows) > 1 and rows[0].id != report:
        raise NothingFound(f"several reports begin with {report}: {rows[0].id}, {rows[1].id}, …; give more of the id")
    found = rows[0]
    figure = _statements(store, FIGURE, found.id, indicator)
    if not figure:
        raise NothingFound(_no_figure(store, found.id, indicator))
    mentions = tuple(_statements(store, MENTIONS, found.id, indicator))
    publisher, title = found.publisher or "", found.title or ""
    return Trace(found.id, title, publisher, found.year, found.url, indicator, figure[0], mentions)


def _statements(store: Store, sql: str, report: str, indicator: str) -> list[Statement]:
    found = []
    for *values, capture_id in store.run(sql, (report, indicator)).all():
        capture = capture_by_id(store, capture_id)
        assert capture is not None, "views join figures with their captures"
        found.append(Statement(*(*values, capture)))
    return found


def _no_figure(store: Store, report: str, indicator: str) -> str:
    sql = "SELECT indicator FROM figures WHERE report_id = ? ORDER BY indicator"
    codes = [row.indicator for row in store.run(sql, (report,))]
    stem = indicator.partition("_")[0]
    near = [code for code in codes if code.startswith(stem)][:5] or codes[:5]
    there = f"{len(codes)} figures, among them {', '.join(near)}" if codes else "no figures"
    return f"report {report} has no figure {indicator!r}; it has {there}"
