"""The state of crawls, printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.printing import print_rows
from cli.terminal import say, table

if TYPE_CHECKING:
    from storage.frontier.status import CrawlStatus

COLUMNS = ("portal", "publisher", "done", "reports", "waiting", "failed", "blocked", "pages", "waste", "last_new")
MOST_CRAWLS = 10
MOST_ALARMS = 20

Rows = list[dict[str, Any]]


def show_status(archive: Path, form: str) -> None:
    """Print the last crawls and every portal with its alarms; `form` csv or json gives the portals alone, as rows."""
    from storage.archive import Archive
    from storage.frontier.status import crawl_status
    from storage.frontier.work import Work, work_of

    opened = Archive.open(archive)
    status, work = crawl_status(opened), work_of(opened)
    portals = [{**asdict(portal), **asdict(work.get(portal.portal, Work()))} for portal in status.portals]
    if form == "table":
        for line in _lines(status, portals):
            say(line)
        return
    for portal in portals:
        portal["alarms"] = "; ".join(portal["alarms"]) if form == "csv" else portal["alarms"]
    print_rows((*COLUMNS, "alarms"), [tuple(portal.values()) for portal in portals], form)


def _lines(status: CrawlStatus, portals: Rows) -> Iterator[str]:
    if not status.crawls:
        yield "no crawl has run here: gongkai crawl starts one"
        return
    crawls = [(run.id, run.state, run.started, run.finished or "") for run in status.crawls[:MOST_CRAWLS]]
    yield from table([("crawl", "state", "started", "finished"), *crawls])
    yield ""
    yield from table([COLUMNS, *(tuple(str(portal[name]) for name in COLUMNS) for portal in portals)])
    alarms = [f"{portal['publisher']}: {alarm}" for portal in portals for alarm in portal["alarms"]]
    yield from ("", *alarms[:MOST_ALARMS]) if alarms else ()
    if len(alarms) > MOST_ALARMS:
        yield f"… and {len(alarms) - MOST_ALARMS} more: --format csv lists all"
