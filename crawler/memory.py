"""What a crawl knows beside its queue, kept as notes and taken up again when it goes on after its death."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from crawler.entries import entry_of, lead_of
from crawler.manners.budget import Account
from crawler.manners.hosts import Hosts
from crawler.reading.lead import Lead
from crawler.reading.reading import Site
from storage.entry import Entry
from storage.found import Found
from storage.frontier.notes import CrawlNotes
from storage.frontier.queue import Frontier

COUNTS = ("fetched", "reports", "blocked", "failed", "over", "walls", "guessed", "host")


class Memory:
    """Keeps and recalls; the caller holds the transaction."""

    def __init__(self, frontier: Frontier) -> None:
        self.notes = CrawlNotes(frontier)

    # kept

    def account(self, account: Account) -> None:
        """The counts of a portal, and for whom a column was found."""
        said = {name: getattr(account, name) for name in COUNTS}
        self.notes.put("account", account.portal.home_url, {**said, "columns": sorted(account.columns)})

    def host(self, hosts: Hosts, host: str) -> None:
        """The walls of a host, and whether it is left alone."""
        self.notes.put("host", host, hosts.standing(host))

    def hopes(self, portal: str, lead: Lead, kept: Iterable[Lead]) -> None:
        """The last hopes found on the page of a lead."""
        if said := [_said(one) for one in kept]:
            self.notes.put("hopes", entry_of(lead).key, [portal, said])

    def rows(self, entry: str, before: int, fresh: set[str]) -> None:
        """What a page of a list added to the rows known `before` it."""
        if fresh:
            self.notes.put("rows", f"{before} {entry}", [entry, sorted(fresh)])

    def site(self, host: str, site: Site) -> None:
        """What every page of a host shares."""
        self.notes.put("site", host, {**asdict(site), "chrome": sorted(site.chrome)})

    def script(self, url: str, capture_id: str | None) -> None:
        """Where the one answer lies that several lists read."""
        self.notes.put("script", url, capture_id)

    def released(self, accounts: Iterable[Account]) -> None:
        """The last hopes are queued."""
        self.notes.drop("hopes")
        for account in accounts:
            self.account(account)

    # recalled

    def recall_accounts(self, accounts: Mapping[str, Account]) -> None:
        for home, said in self.notes.of("account"):
            if account := accounts.get(home):
                account.columns = set(said.pop("columns"))
                for name, value in said.items():
                    setattr(account, name, value)
        for _, (home, leads) in self.notes.of("hopes"):
            if account := accounts.get(home):
                account.reserve += map(_lead, leads)

    def recall_hosts(self, hosts: Hosts) -> None:
        for host, standing in self.notes.of("host"):
            hosts.recall(host, standing)

    def all_rows(self) -> dict[str, set[str]]:
        """The rows of each list."""
        known: dict[str, set[str]] = defaultdict(set)
        for _, (entry, fresh) in self.notes.of("rows"):
            known[entry] |= set(fresh)
        return dict(known)

    def sites(self) -> dict[str, Site]:
        """What is known of each host's home page."""
        found = {host: Site(**{**said, "years": tuple(said["years"])}) for host, said in self.notes.of("site")}
        return {host: replace(site, chrome=frozenset(site.chrome)) for host, site in found.items()}

    def scripts(self) -> dict[str, str | None]:
        """The captures of scripts that several lists read."""
        return dict(self.notes.of("script"))


def _said(lead: Lead) -> dict[str, Any]:
    entry = entry_of(lead)
    request = {"url": lead.url, "method": lead.method, "body": lead.body.hex(), "headers": lead.headers}
    return {**request, "found": lead.found.as_json(), "priority": lead.priority, "context": dict(entry.context)}


def _lead(said: Mapping[str, Any]) -> Lead:
    headers = tuple((name, value) for name, value in said["headers"])
    request = {"url": said["url"], "method": said["method"], "body": bytes.fromhex(said["body"]), "headers": headers}
    found = Found.from_json(said["found"])
    return lead_of(Entry(key="", host="", found=found, priority=said["priority"], context=said["context"], **request))
