"""Running and past crawls, and how far each portal is: read from crawl/frontier.sqlite without holding it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DatabaseError

from storage.archive import Archive
from storage.errors import ArchiveBusy, not_a_frontier


@dataclass(frozen=True, slots=True)
class CrawlRun:
    """One crawl; times are ISO 8601 in UTC. `state` is running, stopped (it goes on at the next start) or finished."""

    id: str
    state: str
    started: str
    finished: str | None


@dataclass(frozen=True, slots=True)
class PortalStatus:
    """How many addresses of a portal are done, wait, failed or stand behind a wall; `reports` of those done."""

    portal: str
    publisher: str
    done: int
    reports: int
    waiting: int
    failed: int
    blocked: int


@dataclass(frozen=True, slots=True)
class CrawlStatus:
    """The crawls of an archive, newest first, and its portals."""

    crawls: tuple[CrawlRun, ...]
    portals: tuple[PortalStatus, ...]


@contextmanager
def frontier_rows(archive: Archive) -> Iterator[Connection]:
    """A connection that only reads; a crawl may be writing meanwhile. NotADatabase where the file is something else."""
    engine = create_engine(f"sqlite:///file:{archive.frontier_path.absolute()}?mode=ro&uri=true")
    try:
        with engine.connect() as connection:
            yield connection
    except DatabaseError as error:
        if isinstance(error.orig, sqlite3.OperationalError):
            raise
        raise not_a_frontier(archive.frontier_path) from error
    finally:
        engine.dispose()


def crawl_status(archive: Archive) -> CrawlStatus:
    """What is known of the archive's crawls; empty where there was none."""
    if not archive.frontier_path.exists():
        return CrawlStatus((), ())
    unfinished = "running" if _is_held(archive) else "stopped"
    with frontier_rows(archive) as rows:
        crawls = rows.exec_driver_sql("SELECT id, started, finished FROM crawls ORDER BY started DESC").all()
        portals = rows.exec_driver_sql(PORTALS).all()
    return CrawlStatus(
        tuple(
            CrawlRun(
                row.id,
                "finished" if row.finished else unfinished,
                _utc(row.started),
                row.finished and _utc(row.finished),
            )
            for row in crawls
        ),
        tuple(PortalStatus(*row) for row in portals),
    )


def _is_held(archive: Archive) -> bool:
    try:
        with archive.lock("crawl"):
            return False
    except ArchiveBusy:
        return True


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


PORTALS = """
SELECT portal, COALESCE(MAX(json_extract(found, '$.seed.publisher')), ''),
       COUNT(*) FILTER (WHERE state = 'done'), COUNT(*) FILTER (WHERE state = 'done' AND role = 'report'),
       COUNT(*) FILTER (WHERE state IN ('queued', 'leased', 'fetched')),
       COUNT(*) FILTER (WHERE state = 'failed'), COUNT(*) FILTER (WHERE state = 'blocked')
FROM entries GROUP BY portal ORDER BY portal
"""
