"""The state of crawls, printed."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

from cli.printing import print_rows
from cli.terminal import say, table

COLUMNS = ("portal", "publisher", "done", "reports", "waiting", "failed", "blocked")
MOST_CRAWLS = 10


def show_status(archive: Path, form: str) -> None:
    """Print the last crawls and every portal; `form` csv or json gives the portals alone, as rows."""
    from storage.archive import Archive
    from storage.crawl_status import crawl_status

    status = crawl_status(Archive.open(archive))
    portals = [astuple(portal) for portal in status.portals]
    if form != "table":
        print_rows(COLUMNS, portals, form)
        return
    if not status.crawls:
        say("no crawl has run here: gongkai crawl starts one")
        return
    crawls = [(run.id, run.state, run.started, run.finished or "") for run in status.crawls[:MOST_CRAWLS]]
    for line in table([("crawl", "state", "started", "finished"), *crawls]):
        say(line)
    say()
    for line in table([COLUMNS, *(tuple(map(str, portal)) for portal in portals)]):
        say(line)
