"""What one portal has cost and brought in this crawl."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.addresses import join
from crawler.options import PortalProgress
from crawler.pages.sense import words
from crawler.portals.portal import Portal
from crawler.reading.lead import GUESS, Lead
from storage.found import Found


@dataclass
class Account:
    """Counts of one portal, and the leads kept back until nothing better is left."""

    portal: Portal
    limit: int
    fetched: int = 0
    reports: int = 0
    blocked: int = 0
    failed: int = 0
    over: int = 0
    walls: int = 0
    guessed: bool = False
    host: str = ""
    columns: set[str] = field(default_factory=set)
    reserve: list[Lead] = field(default_factory=list)

    @property
    def spent(self) -> bool:
        """Whether the page budget is used up."""
        return self.fetched >= self.limit

    def keep_back(self, leads: list[Lead]) -> list[Lead]:
        """The leads to follow now; last hopes are kept for bodies whose column is not found."""
        self.reserve += [lead for lead in leads if lead.is_reserve]
        return [lead for lead in leads if not lead.is_reserve]

    def release(self) -> list[Lead]:
        """The last hopes of bodies whose column was never found; after them, without any column, the usual paths."""
        released = [lead for lead in self.reserve if lead.found.unit not in self.columns]
        self.reserve = []
        if released or self.columns or self.walls or self.guessed or not self.fetched:
            return released
        self.guessed = True
        found = Found("probe", self.portal.seed, self.portal.home_url, depth=1)
        urls = (join(self.portal.home_url, pattern.pattern) for pattern in words()["guess"][1])
        return [Lead(url, found, GUESS) for url in urls if url]

    def progress(self, waiting: int) -> PortalProgress:
        note = f"page budget of {self.limit} reached, {self.over} addresses left" if self.over else ""
        home, name = self.portal.home_url, self.portal.publisher
        return PortalProgress(home, name, self.fetched, self.reports, self.blocked, self.failed, waiting, note)
