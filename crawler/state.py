"""What a crawl works with: its queue, its archive, and what it knows; and the few things that every outcome does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.answer import Answer
from crawler.entries import with_robots
from crawler.manners.hosts import Hosts
from crawler.memory.accounts import Accounts
from crawler.memory.lists import Lists
from crawler.memory.notices import Notices
from crawler.memory.scripts import Scripts
from crawler.memory.sites import Sites
from crawler.options import CrawlOptions
from crawler.portals.portal import Portal
from crawler.reading.lead import Lead
from storage.entry import Entry
from storage.frontier.notes import CrawlNotes
from storage.frontier.queue import Frontier
from storage.recorder import Recorder


class State:
    """Built anew or, from the notes of a crawl that was interrupted, as that one knew it.

    Frontier and recorder are the caller's to close. What an outcome changes is written in its caller's transaction.
    """

    def __init__(self, frontier: Frontier, recorder: Recorder, portals: list[Portal], options: CrawlOptions) -> None:
        notes = CrawlNotes(frontier)
        self.frontier = frontier
        self.recorder = recorder
        self.options = options
        self.accounts = Accounts(portals, options.max_pages, notes)
        self.hosts = Hosts(frontier, options.delay, notes)
        self.lists = Lists(notes)
        self.sites = Sites(options.span(), notes)
        self.scripts = Scripts(notes)
        self.notices = Notices(frontier)
        self._origins: set[str] = set()

    def entries(self, leads: list[Lead]) -> Iterator[Entry]:
        """Leads as entries, with robots.txt before the first of each origin."""
        return with_robots(leads, self._origins)

    def note(self, answer: Answer, verdict: dict[str, Any]) -> None:
        """Keep beside the capture what it was read as."""
        if answer.capture_id:
            self.recorder.note(answer.capture_id, verdict)

    def block(self, entry: Entry, reason: str, status: int | None = None) -> None:
        """Leave an address: coverage shows the reason."""
        self.frontier.blocked(entry.key, reason, status)
        if account := self.accounts.of(entry.found):
            account.block(reason)
            self.accounts.keep(account)

    def give_up(self, entry: Entry, reason: str, status: int | None = None) -> None:
        """Nothing came of an address, or nothing that can be used."""
        self.frontier.failed(entry.key, reason, None, status)
        if account := self.accounts.of(entry.found):
            account.fail(reason)

    def remember(self, entry: Entry) -> None:
        """Keep what an entry has changed beside the queue, for a crawl that goes on after its death."""
        self.hosts.keep(entry.host)
        if account := self.accounts.of(entry.found):
            self.accounts.keep(account)
