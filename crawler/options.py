"""What a crawl is asked to do, how far it is, and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

FIRST_YEAR = 2008
SEEDS = Path(__file__).parent.parent / "seeds" / "portals.csv"


def last_year() -> int:
    """The last year that reports can be due for."""
    return datetime.now(UTC).year - 1


@dataclass(frozen=True, slots=True)
class PortalProgress:
    """How far one portal is: requests answered, reports, walls, failures, addresses waiting.

    `reasons` says of what was blocked or failed why, the most frequent first.
    """

    portal: str
    publisher: str
    fetched: int = 0
    reports: int = 0
    blocked: int = 0
    failed: int = 0
    waiting: int = 0
    note: str = ""
    reasons: tuple[tuple[str, int], ...] = ()


Progress = Callable[[list[PortalProgress]], None]


@dataclass(frozen=True)
class CrawlOptions:
    """The options of `gongkai crawl`. `portals` empty: seeds/portals.csv; `only`: codes or hosts; `delay` in seconds.

    `contact` is an address or page to write to; a public host is not asked without one. `due`: only portals
    that storage/frontier/due.py says are due. `progress` is called with the state of every portal about once a second.
    """

    portals: tuple[Path, ...] = ()
    only: tuple[str, ...] = ()
    years: tuple[int, int] = (FIRST_YEAR, 0)
    browser: Literal["auto", "never", "always"] = "auto"
    max_pages: int = 1000
    delay: float = 1.0
    contact: str = ""
    due: bool = False
    progress: Progress | None = field(default=None, compare=False)

    def span(self) -> tuple[int, int]:
        """First and last year asked for; 0 stands for last year."""
        return self.years[0], self.years[1] or last_year()


@dataclass(frozen=True)
class CrawlSummary:
    """What a crawl did. `finished` False: it was stopped and goes on at the next start."""

    crawl_id: str
    finished: bool
    portals: tuple[PortalProgress, ...]

    @property
    def fetched(self) -> int:
        return sum(portal.fetched for portal in self.portals)

    @property
    def reports(self) -> int:
        return sum(portal.reports for portal in self.portals)

    @property
    def incomplete(self) -> tuple[PortalProgress, ...]:
        """Portals with something blocked, failed or left at the budget."""
        return tuple(portal for portal in self.portals if portal.blocked or portal.failed or portal.note)
