"""One crawl: which entry is asked next, and what an answer or a failure changes. Knows nothing of Scrapy.

next_entry ─► (request) ─► answered ─► read ─► verdict kept, leads queued
                       └► failed ────► later, with the other scheme, or given up with the reason
"""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from crawler.addresses import host_of
from crawler.answer import Answer
from crawler.archived import answer_of
from crawler.entries import robots_entry
from crawler.memory.accounts import BUDGET
from crawler.options import CrawlOptions, PortalProgress
from crawler.outcomes import browser, pages, redirects, robots_txt, tries
from crawler.outcomes.reply import Reply
from crawler.portals.portal import Portal
from crawler.reading.lead import ANNUAL, SECTION, Lead
from crawler.state import State
from storage.entry import Entry
from storage.errors import WriteFailed
from storage.found import Found, Role
from storage.frontier.queue import Frontier
from storage.recorder import Recorder
from storage.withdrawn import withdrawn_because

MOMENT = 0.02  # seconds in which robots.txt, archived a moment ago, is parsed
log = logging.getLogger(__name__)


class Crawl:
    """A crawl over a frontier and a recorder; both stay the caller's to close."""

    def __init__(self, frontier: Frontier, recorder: Recorder, portals: list[Portal], options: CrawlOptions) -> None:
        self.frontier = frontier
        self.recorder = recorder
        self.state = State(frontier, recorder, portals, options)

    def begin(self) -> None:
        """Queue what the portals name, and take in what an interrupted crawl archived and did not take in."""
        for account in self.state.accounts:
            self.frontier.add(self.state.entries(_first_leads(account.portal)))
        for entry in self.frontier.fetched_entries():
            self._answered_before(entry)

    def _answered_before(self, entry: Entry) -> None:
        """Take in an answer out of the archive."""
        if self.renders(entry):  # its capture is the plain answer, which was not enough
            self.frontier.failed(entry.key, "rendered, but not read", time.time())
        elif answer := answer_of(self.frontier, entry):
            self.answered(entry, answer)
        else:
            self.state.scripts.forget(entry)
            self.frontier.failed(entry.key, "archived but not readable", time.time())

    # what is asked next

    def next_entry(self, now: float) -> Entry | None:
        """The next entry to ask, or None when none is ready; entries that may not be asked end here."""
        while leased := self.frontier.lease(1, now):
            entry = leased[0]
            if reason := self._refusal(entry):
                self.state.block(entry, reason)
            elif self._wants_robots(entry):
                self._ask_robots_first(entry)
            elif known := self.state.scripts.answered(entry):
                self._answered_before(known)
            else:
                return replace(entry, url=self.state.hosts.preferred(entry.url))
        return None

    def _refusal(self, entry: Entry) -> str | None:
        """Why an entry may not be asked, or None."""
        hosts, account = self.state.hosts, self.state.accounts.of(entry.found)
        if withdrawn := withdrawn_because(hosts.preferred(entry.url)) or withdrawn_because(entry.url):
            return f"withdrawn: {withdrawn}"
        if entry.host in hosts.closed:
            return hosts.closed[entry.host]
        if entry.found.role == "robots":
            return None
        if account and account.spent:
            return BUDGET
        return hosts.robots_refusal(entry.url)

    def _wants_robots(self, entry: Entry) -> bool:
        """Whether robots.txt of the entry's origin has still to be read."""
        return entry.found.role != "robots" and self.state.hosts.rules(entry.url) is None

    def _ask_robots_first(self, entry: Entry) -> None:
        self.frontier.add([robots_entry(entry.url, entry.found)], again=True)
        self.frontier.give_back(entry.key)
        self.state.hosts.rest(entry.host, seconds=MOMENT)

    def renders(self, entry: Entry) -> bool:
        """Whether an entry goes to the browser."""
        return browser.renders(self.state, entry)

    def wake_at(self) -> float | None:
        """When the next entry becomes ready (seconds since 1970); None when nothing waits but what is in flight."""
        return self.frontier.next_time()

    def is_over(self) -> bool:
        """Whether nothing is queued or in flight; the last hopes are tried before that is said."""
        if self.frontier.next_time() is not None or self.frontier.in_flight():
            return False
        accounts = self.state.accounts
        released = [lead for account in accounts for lead in account.release() if self._may_hope(lead)]
        if not released:
            return True
        with self.frontier.store.writing():
            accounts.released()
            return not self.frontier.add(self.state.entries(released))

    def _may_hope(self, lead: Lead) -> bool:
        """Whether a last hope is worth a request: not where a wall was the last answer of its host."""
        return not self.state.hosts.walls[host_of(lead.url)]

    # what an answer, or none, changes

    def answered(self, entry: Entry, answer: Answer) -> None:
        """Take in an archived answer: all that follows from it is kept in one transaction.

        A fault of ours while doing so ends the entry with what happened; WriteFailed, when the disk refuses, ends the
        crawl.
        """
        self.recorder.ready()
        try:
            with self.frontier.store.writing():
                self.state.scripts.keep(entry, answer.capture_id)
                self._take(Reply(entry, answer))
                self.state.remember(entry)
        except WriteFailed:
            raise
        except Exception as error:
            log.exception("%s: archived, but could not be taken in; report it with these lines", entry.url)
            self.state.give_up(entry, f"internal: {error!r}"[:300])

    def _take(self, reply: Reply) -> None:
        state, entry, answer = self.state, reply.entry, reply.answer
        account = state.accounts.of(entry.found)
        if account and reply.role != "robots":
            account.fetched += 1
        if answer.status in tries.TRANSIENT:
            tries.overloaded(state, reply)
            return
        state.hosts.answered(entry.host, answer.latency)
        if reply.lead.swapped:
            state.hosts.speaks(answer.url)
        moved = answer.status in redirects.REDIRECTS
        if reply.role == "robots":
            robots_txt.read(state, reply, moved=moved)
        elif moved:
            redirects.follow(state, reply)
        else:
            pages.take(state, reply)

    def failed(self, entry: Entry, kind: str) -> None:
        """No answer came: `kind` is dns, refused, tls, timeout, disconnected, address_refused or another word."""
        with self.frontier.store.writing():
            tries.unanswered(self.state, entry, kind)
            self.state.remember(entry)

    def progress(self) -> list[PortalProgress]:
        """How far each portal is."""
        counts = {count.portal: count.states for count in self.frontier.counts()}
        queued = {home: states.get("queued", 0) for home, states in counts.items()}
        return [account.progress(queued.get(account.portal.home_url, 0)) for account in self.state.accounts]


def _first_leads(portal: Portal) -> list[Lead]:
    """What a portal's row names: its home page, and the addresses that shorten the way."""
    named: tuple[tuple[str, Role, int], ...] = (
        (portal.annual_report_url, "column", ANNUAL),
        (portal.disclosure_url, "section", SECTION),
        (portal.home_url, "home", SECTION),
    )
    return [Lead(url, Found(role, portal.seed), priority) for url, role, priority in named if url]
