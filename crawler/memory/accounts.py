"""What each portal has cost and brought in this crawl, and the leads kept back until nothing better is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.addresses import join
from crawler.entries import entry_of, lead_of
from crawler.options import PortalProgress
from crawler.pages.sense import words
from crawler.portals.portal import Portal
from crawler.reading.lead import GUESS, Lead
from crawler.reading.reading import Reading
from storage.entry import Entry
from storage.found import Found
from storage.frontier.notes import CrawlNotes

COUNTS = ("fetched", "reports", "blocked", "failed", "reasons", "walls", "guessed", "host")
BUDGET = "page_budget"


@dataclass
class Account:
    """Counts of one portal; `reasons` are those of what was blocked or failed, `host` is where its home page answered,
    `columns` whose column of reports was found.
    """

    portal: Portal
    limit: int
    fetched: int = 0
    reports: int = 0
    blocked: int = 0
    failed: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    walls: int = 0
    guessed: bool = False
    host: str = ""
    columns: set[str] = field(default_factory=set)
    reserve: list[Lead] = field(default_factory=list)

    @property
    def spent(self) -> bool:
        """Whether the page budget is used up."""
        return self.fetched >= self.limit

    def block(self, reason: str) -> None:
        """Count an address that was left."""
        self.blocked += 1
        self.reasons[reason] += 1

    def fail(self, reason: str) -> None:
        """Count an address that nothing came of."""
        self.failed += 1
        self.reasons[reason] += 1

    def read(self, entry: Entry, reading: Reading) -> None:
        """Count what a page brought."""
        role = entry.found.role
        self.reports += reading.kind == "report" or (reading.kind == "attachment" and role == "report")
        if reading.kind in ("list", "hub", "report") and role in ("column", "list", "section"):
            self.columns.add(entry.found.unit)

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
        over = self.reasons[BUDGET]
        note = f"page budget of {self.limit} reached, {over} addresses left" if over else ""
        home, name = self.portal.home_url, self.portal.publisher
        reasons = tuple((reason, count) for reason, count in self.reasons.most_common() if reason != BUDGET)
        return PortalProgress(home, name, self.fetched, self.reports, self.blocked, self.failed, waiting, note, reasons)


class Accounts:
    """The accounts of a crawl's portals, by home page."""

    def __init__(self, portals: Iterable[Portal], limit: int, notes: CrawlNotes) -> None:
        self._notes = notes
        self._by_home = {portal.home_url: Account(portal, limit) for portal in portals}
        for home, said in notes.of("account"):
            if account := self._by_home.get(home):
                _recall(account, said)
        for _, (home, leads) in notes.of("hopes"):
            if account := self._by_home.get(home):
                account.reserve += map(_lead, leads)

    def __iter__(self) -> Iterator[Account]:
        return iter(self._by_home.values())

    def of(self, found: Found) -> Account | None:
        """The account of the portal that led to an address."""
        return self._by_home.get(found.seed.home_url) if found.seed else None

    def keep(self, account: Account) -> None:
        """Note the counts, and for whom a column was found."""
        said = {name: getattr(account, name) for name in COUNTS}
        self._notes.put("account", account.portal.home_url, {**said, "columns": sorted(account.columns)})

    def keep_back(self, account: Account, lead: Lead, found: Iterable[Lead]) -> None:
        """Keep and note the last hopes that stand on the page of a lead."""
        hopes = [one for one in found if one.is_reserve]
        account.reserve += hopes
        if hopes:
            self._notes.put("hopes", entry_of(lead).key, [account.portal.home_url, [_said(one) for one in hopes]])

    def released(self) -> None:
        """Note that the last hopes are queued."""
        self._notes.drop("hopes")
        for account in self:
            self.keep(account)


def _recall(account: Account, said: dict[str, Any]) -> None:
    account.columns = set(said.pop("columns"))
    account.reasons = Counter(said.pop("reasons", {}))  # notes of the first releases have none
    for name, value in said.items():
        setattr(account, name, value)


def _said(lead: Lead) -> dict[str, Any]:
    entry = entry_of(lead)
    request = {"url": lead.url, "method": lead.method, "body": lead.body.hex(), "headers": lead.headers}
    return {**request, "found": lead.found.as_json(), "priority": lead.priority, "context": dict(entry.context)}


def _lead(said: Mapping[str, Any]) -> Lead:
    headers = tuple((name, value) for name, value in said["headers"])
    request = {"url": said["url"], "method": said["method"], "body": bytes.fromhex(said["body"]), "headers": headers}
    found = Found.from_json(said["found"])
    return lead_of(Entry(key="", host="", found=found, priority=said["priority"], context=said["context"], **request))
