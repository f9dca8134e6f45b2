"""One crawl: which entry is asked next, and what an answer or a failure changes. Knows nothing of Scrapy.

next_entry ─► (request) ─► answered ─► read ─► verdict kept, leads queued
                       └► failed ────► later, with the other scheme, or given up with the reason
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crawler.addresses import host_of, join, key, origin_of
from crawler.answer import Answer
from crawler.archived import content_of
from crawler.engine.settings import has_browser
from crawler.entries import entry_of, key_of, lead_of, robots_entry, shares_script, with_robots
from crawler.manners import politeness, robots
from crawler.manners.budget import Account
from crawler.manners.hosts import Hosts, other_scheme
from crawler.memory import Memory
from crawler.options import CrawlOptions, PortalProgress
from crawler.pages.challenge import Wall
from crawler.pages.links import read_links
from crawler.pages.notices import Notices
from crawler.pages.page import Page
from crawler.portals.portal import Portal
from crawler.reading import lead as soon
from crawler.reading.lead import Lead
from crawler.reading.pagers import skipped
from crawler.reading.reading import Reading, Site, digest, lacks, read
from crawler.reading.route import official
from storage.entry import Entry
from storage.errors import StorageError
from storage.found import Found, Role
from storage.frontier.earlier import content_of_entry
from storage.frontier.queue import Frontier
from storage.warc.recorder import Recorder
from storage.withdrawn import withdrawn_because

REDIRECTS = frozenset((301, 302, 303, 307, 308))
TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504, 507, 520, 522, 523, 524, 525, 527, 530))
MOST_HOPS = 8
MOST_TRIES = 5
MOST_MISSES = 2
WALLS_IN_A_ROW = 5
GATEWAY = re.compile(r"^GeoBL|^status (?:405|418|42\d|451|493)$")  # refusals that look at no user agent
MOMENT = 0.02  # seconds in which robots.txt, archived a moment ago, is parsed
log = logging.getLogger(__name__)


class Crawl:
    """The state of one crawl over a frontier and a recorder; both stay the caller's to close."""

    def __init__(self, frontier: Frontier, recorder: Recorder, portals: list[Portal], options: CrawlOptions) -> None:
        self.frontier = frontier
        self.recorder = recorder
        self.options = options
        self.accounts = {portal.home_url: Account(portal, options.max_pages) for portal in portals}
        self._sites: dict[str, Site] = {}
        self._rows: dict[str, set[str]] = {}
        self._origins: set[str] = set()
        self._scripts: dict[str, str | None] = {}
        self.hosts = Hosts(frontier, options.delay)
        self.memory = Memory(frontier)
        self.notices = Notices(frontier)
        self.has_browser = has_browser(options)

    # beginning

    def begin(self) -> None:
        """Queue what the portals name, and parse what an interrupted crawl archived without parsing it."""
        self._recall()
        for account in self.accounts.values():
            self.frontier.add(with_robots(list(_first_leads(account.portal)), self._origins))
        for entry in self.frontier.fetched_entries():
            self._parse_again(entry)

    def _recall(self) -> None:
        """Know again what the crawl knew when it was interrupted."""
        self.memory.recall_accounts(self.accounts)
        self.memory.recall_hosts(self.hosts)
        self._rows, self._sites = self.memory.all_rows(), self.memory.sites()
        self._scripts = self.memory.scripts()

    def _parse_again(self, entry: Entry) -> None:
        if self.renders(entry):  # its capture is the plain answer, which was not enough
            self.frontier.failed(entry.key, "rendered, but not read", time.time())
            return
        try:
            answer = archived_answer(self.frontier, entry)
        except (StorageError, OSError) as error:
            log.warning("%s: archived but not readable (%s)", entry.url, error)
            answer = None
        if answer is None:
            self._scripts.pop(entry.url, None)
            self.frontier.failed(entry.key, "archived but not readable", time.time())
            return
        self.answered(entry, answer)

    # what is asked next

    def next_entry(self, now: float) -> Entry | None:
        """The next entry to ask, or None when none is ready; entries that may not be asked end here."""
        while leased := self.frontier.lease(1, now):
            entry = leased[0]
            reason = self._refusal(entry)
            if reason is None and self._read_already(entry):
                continue
            if reason is None:
                return replace(entry, url=self.hosts.preferred(entry.url))
            if reason:
                self._block(entry, reason, None)
        return None

    def _read_already(self, entry: Entry) -> bool:
        """Read the archived script that another list of this crawl asked for; False where it is still to be asked."""
        if not shares_script(entry.context.get("rule", "")):
            return False
        known = entry.url in self._scripts
        if known:
            self._parse_again(replace(entry, capture_id=self._scripts[entry.url]))
        return known

    def _refusal(self, entry: Entry) -> str | None:
        """Why an entry is not asked: a reason, '' when robots.txt must come first, None when it may be asked."""
        account = self._account(entry.found)
        if withdrawn := withdrawn_because(self.hosts.preferred(entry.url)) or withdrawn_because(entry.url):
            return f"withdrawn: {withdrawn}"
        if entry.host in self.hosts.closed:
            return self.hosts.closed[entry.host]
        if entry.found.role == "robots":
            return None
        if account and account.spent:
            account.over += 1
            return "page_budget"
        rules = self.hosts.rules(entry.url)
        if rules is None:
            self.frontier.add([robots_entry(entry.url, entry.found)], again=True)
            self.frontier.give_back(entry.key)
            self.hosts.rest(entry.host, seconds=MOMENT)
            return ""
        return None if robots.allows(rules, self.hosts.preferred(entry.url)) else "robots"

    def wake_at(self) -> float | None:
        """When the next entry becomes ready (seconds since 1970); None when nothing waits but what is in flight."""
        return self.frontier.next_time()

    def is_over(self) -> bool:
        """Whether nothing is queued or in flight; the last hopes are tried before that is said."""
        if self.frontier.next_time() is not None or self.frontier.in_flight():
            return False
        released = [lead for account in self.accounts.values() for lead in account.release() if self._may_hope(lead)]
        if not released:
            return True
        with self.frontier.store.writing():
            self.memory.released(self.accounts.values())
            return not self.frontier.add(with_robots(released, self._origins))

    def _may_hope(self, lead: Lead) -> bool:
        """Whether a last hope is worth a request: not where a wall was the last answer of its host."""
        return not self.hosts.walls[host_of(lead.url)]

    # what an answer changes

    def answered(self, entry: Entry, answer: Answer) -> None:
        """Take in an archived answer: all that follows from it is kept in one transaction."""
        self.recorder.ready()
        with self.frontier.store.writing():
            if shares_script(entry.context.get("rule", "")):
                self._scripts[entry.url] = answer.capture_id
                self.memory.script(entry.url, answer.capture_id)
            self._answered(entry, answer)
            self._remember(entry)

    def _answered(self, entry: Entry, answer: Answer) -> None:
        lead = replace(lead_of(entry), url=answer.url)
        account = self._account(entry.found)
        if account and entry.found.role != "robots":
            account.fetched += 1
        if answer.status in TRANSIENT:
            self.hosts.struck(entry.host, answer.header("retry-after"))
            self._try_later(entry, f"status_{answer.status}", answer.status)
            return
        self.hosts.answered(entry.host, answer.latency)
        if lead.swapped:
            self.hosts.speaks(lead.url)
        self._taken(entry, lead, answer)

    def _taken(self, entry: Entry, lead: Lead, answer: Answer) -> None:
        if entry.found.role == "robots":
            self._robots(entry, lead, answer)
        elif answer.status in REDIRECTS:
            self._redirected(entry, lead, answer)
        else:
            self._page(entry, lead, answer)

    def _try_later(self, entry: Entry, reason: str, status: int | None = None, most: int = MOST_TRIES) -> None:
        """Queue an entry for a later time, after others of its host, or give it up."""
        if entry.attempts + 1 < most and entry.host not in self.hosts.closed:
            later = politeness.retry_time(entry.attempts + 1, self.hosts.ready_at(entry.host), self.options.delay)
            self.frontier.failed(entry.key, reason, later)
            return
        if entry.found.role == "robots":
            self._keep_rules(entry, robots.CLOSED)
            self._block(entry, "robots_unreachable", status)
            return
        self.frontier.failed(entry.key, reason, None, status)
        if account := self._account(entry.found):
            account.failed += 1

    def _robots(self, entry: Entry, lead: Lead, answer: Answer) -> None:
        if answer.status in REDIRECTS and lead.hops < 5:
            target = join(answer.url, answer.header("location"))
            if target and key(target) != key(answer.url):
                hop = replace(lead, url=target, hops=lead.hops + 1, entry=lead.entry or origin_of(answer.url))
                self.frontier.done(entry.key, [entry_of(hop)])
                return
        page = Page.of(answer.url, answer.status, answer.headers, answer.body)
        self._keep_rules(entry, robots.rules_in(page) or "")
        self.frontier.done(entry.key)
        self._note(answer, {"kind": "robots"})

    def _keep_rules(self, entry: Entry, rules: str) -> None:
        lead = lead_of(entry)
        self.hosts.keep_rules(lead.entry or origin_of(entry.url), rules, both=lead.swapped)

    def _redirected(self, entry: Entry, lead: Lead, answer: Answer) -> None:
        target = join(answer.url, answer.header("location"))
        if target is None or lead.hops >= MOST_HOPS or not self._may_follow(entry.found, target):
            self._note(
                answer, {"kind": "other", "why": ["redirect without end" if target else "redirect to no address"]}
            )
            self.frontier.failed(entry.key, "redirect_loop" if target else "redirect_nowhere", None, answer.status)
            return
        self._note(answer, {"kind": "redirect", "why": [target]})
        site = self._sites.get(host_of(target), Site())
        if entry.found.role not in ("home", "section") and key(target) == site.home_key:
            self.notices.take(entry, Reading("soft404", ("redirect to the home page",)), answer.capture_id)
            self.frontier.done(entry.key, settled=False)
            return
        hop = replace(lead, url=target, hops=lead.hops + 1, same_page=key(target) == key(answer.url))
        hop = hop if answer.status in (307, 308) else replace(hop, method="GET", body=b"", headers=())
        self.frontier.done(entry.key, with_robots([hop], self._origins))

    def _may_follow(self, found: Found, target: str) -> bool:
        """A redirect may lead to any government's host, never to a squatter's."""
        return found.seed is None or official(host_of(target), host_of(found.seed.home_url))

    def _page(self, entry: Entry, lead: Lead, answer: Answer) -> None:
        page = self._opened(entry, answer)
        reading = read(page, lead, self._site(page, lead.found))
        if lead.found.role == "home" and reading.kind in ("home", "section", "list", "hub"):
            self._remember_home(page, lead.found)
        if not answer.rendered and (why := lacks(page, reading)):
            self._render(entry, lead, answer, reading, why)
            return
        if answer.rendered and entry.context.get("wall") and reading.kind == "empty":
            reading = replace(reading, kind="blocked", wall=Wall("challenge", "nothing behind it in the browser"))
        if reading.wall:
            self._walled(entry, answer, reading)
            return
        self.hosts.let_in(entry.host)
        if answer.rendered and entry.context.get("wall"):
            self.hosts.note(entry.host, browser=True)
        self._note(answer, reading.verdict())
        self._count(entry, reading)
        self.notices.take(entry, reading, answer.capture_id)
        new = self._leads(lead, reading)
        self.frontier.add([entry_of(changed) for changed in self._changed(new)], again=True)
        if answer.torn and entry.attempts < MOST_TRIES - 1:
            self.frontier.add(with_robots(new, self._origins))
            self._try_later(entry, "torn", answer.status)
            return
        self.frontier.done(entry.key, with_robots(new, self._origins), settled=_settles(entry, reading))

    def renders(self, entry: Entry) -> bool:
        """Whether an entry goes to the browser."""
        wanted = entry.found.role in ("home", "section", "column", "list")
        if not self.has_browser or entry.found.role in ("robots", "attachment", "asset"):
            return False
        marked = entry.context.get("browser", False) or self.hosts.state(entry.host).notes.get("browser", False)
        return bool(marked or (self.options.browser == "always" and wanted))

    def may_ask(self, url: str) -> bool:
        """Whether robots.txt lets a page in the browser ask for an address of its host that is not withdrawn."""
        return not withdrawn_because(url) and robots.allows(self.hosts.rules(url) or "", url)

    def pause_of(self, host: str) -> float:
        """The pause after a request of a page in the browser, in seconds."""
        return self.hosts.state(host).delay

    def _render(self, entry: Entry, lead: Lead, answer: Answer, reading: Reading, why: str) -> None:
        """Ask again with the browser; without one the wall, or the want of a browser, is what coverage shows."""
        self._note(answer, {**reading.verdict(), "lacks": why})
        if self.has_browser:
            again = replace(lead, browser=True, wall=bool(reading.wall), priority=max(lead.priority, soon.ANNUAL))
            self.frontier.done(entry.key, [entry_of(again)])
        elif reading.wall:
            self._walled(entry, answer, reading)
        else:
            self._block(entry, "needs_browser", answer.status)

    def _opened(self, entry: Entry, answer: Answer) -> Page:
        """The page of an answer; for `304 Not Modified` the one archived before."""
        earlier = content_of(self.frontier, entry.url) if answer.status == 304 else None
        if earlier:
            return Page.of(answer.url, 200, earlier.headers, earlier.payload)
        return Page.of(answer.url, answer.status, answer.headers, answer.body)

    def _leads(self, lead: Lead, reading: Reading) -> list[Lead]:
        """What is followed: not the further pages of a list that repeats itself, past a gap the page after it."""
        account = self._account(lead.found)
        leads = list(reading.leads)
        if account:
            self.memory.hopes(account.portal.home_url, lead, (found for found in leads if found.is_reserve))
        if reading.kind in ("soft404", "empty") and lead.rule and lead.misses < MOST_MISSES:
            leads += [step for step in [skipped(lead)] if step]
        if self._repeats(lead, reading):
            leads = [found for found in leads if not found.rule]
        return account.keep_back(leads) if account else leads

    def _changed(self, leads: list[Lead]) -> list[Lead]:
        """Reports of an earlier crawl that the same column now lists with another title or date."""
        listed = {key_of(lead): lead for lead in leads if lead.found.role == "report"}
        known = self.frontier.known(listed) if listed else {}
        return [listed[name] for name, found in known.items() if _relisted(found, listed[name].found)]

    def _repeats(self, lead: Lead, reading: Reading) -> bool:
        entry = lead.entry or key(lead.url)
        seen = self._rows.setdefault(entry, set())
        fresh = set(reading.rows) - seen
        self.memory.rows(entry, len(seen), fresh)
        seen |= fresh
        # an opaque unit's empty answer is followed by another way to the same rows
        return lead.number > 1 and not fresh and not (lead.rule == "jpage" and not reading.rows)

    def _walled(self, entry: Entry, answer: Answer, reading: Reading) -> None:
        """A wall: refusals are tried once more later, a row of them is a ban that may pass; challenges are left."""
        assert reading.wall is not None
        host, reason = entry.host, reading.wall.reason
        self.hosts.walls[host] += 1
        row = self.hosts.walls[host]
        if account := self._account(entry.found):
            account.walls += 1
        self._note(answer, reading.verdict())
        if reason == "refused" and self.hosts.may_have_banned(host, entry.key, entry.attempts):
            self.hosts.struck(host, answer.header("retry-after"), times=row + politeness.BAN)
            self._try_later(entry, reason, answer.status, most=politeness.BREAKER)
        elif reason == "refused" and entry.attempts < 1:
            self.hosts.struck(host, answer.header("retry-after"), times=1)
            self._try_later(entry, reason, answer.status)
        else:
            self._block(entry, _named(entry, reading.wall), answer.status)
            if row >= WALLS_IN_A_ROW and reason == "challenge":
                self.hosts.close(host, reason)

    # what a failure changes

    def failed(self, entry: Entry, kind: str) -> None:
        """No answer came: `kind` is dns, refused, tls, timeout, disconnected, address_refused or another word."""
        with self.frontier.store.writing():
            self._failed(entry, kind)
            self._remember(entry)

    def _failed(self, entry: Entry, kind: str) -> None:
        if kind in ("address_refused", "needs_browser"):
            self._block(entry, kind, None)
            return
        if kind == "tls" and self.hosts.to_old_tls(entry.host):
            self.frontier.failed(entry.key, "tls, asked again as old servers need it", time.time())
        elif self._may_swap(entry, kind):
            swap = replace(lead_of(entry), url=other_scheme(entry.url), swapped=True, same_page=True)
            self.frontier.failed(entry.key, f"{kind}, asked again with the other scheme", None)
            self.frontier.add(with_robots([swap], self._origins))
        else:
            self.hosts.struck(entry.host)
            self._try_later(entry, kind, most=MOST_TRIES if entry.found.role != "attachment" else 2)

    def broke(self, entry: Entry, error: Exception) -> None:
        """Our own fault while taking in an answer: the answer is archived, the entry says what happened."""
        self.frontier.failed(entry.key, f"internal: {error!r}"[:300], None)
        if account := self._account(entry.found):
            account.failed += 1

    def _may_swap(self, entry: Entry, kind: str) -> bool:
        if entry.context.get("swapped") or self.hosts.knows_scheme(entry.url):
            return False
        later = kind in ("refused", "timeout", "disconnected") and entry.attempts >= 1
        return later or kind in ("tls", "not-http")

    # what is remembered

    def _remember(self, entry: Entry) -> None:
        """Keep what an entry has changed beside the queue, for a crawl that goes on after its death."""
        self.memory.host(self.hosts, entry.host)
        if account := self._account(entry.found):
            self.memory.account(account)

    def _remember_home(self, page: Page, found: Found) -> None:
        if account := self._account(found):
            account.host = page.host
        chrome = frozenset(key(link.url) for link in read_links(page))
        self._sites[page.host] = Site(chrome, key(page.url), digest(page), years=self.options.span())
        self.memory.site(page.host, self._sites[page.host])

    def _site(self, page: Page, found: Found) -> Site:
        account = self._account(found)
        site = self._sites.get(page.host) or Site(years=self.options.span())
        return replace(site, home_host=account.host if account else "")

    def _account(self, found: Found) -> Account | None:
        return self.accounts.get(found.seed.home_url) if found.seed else None

    def _count(self, entry: Entry, reading: Reading) -> None:
        self.hosts.note(entry.host, content=True)
        if account := self._account(entry.found):
            account.reports += reading.kind == "report" or (
                reading.kind == "attachment" and entry.found.role == "report"
            )
            if reading.kind in ("list", "hub", "report") and entry.found.role in ("column", "list", "section"):
                account.columns.add(entry.found.unit)

    def _block(self, entry: Entry, reason: str, status: int | None) -> None:
        self.frontier.blocked(entry.key, reason, status)
        if account := self._account(entry.found):
            account.blocked += 1
            self.memory.account(account)

    def _note(self, answer: Answer, verdict: dict[str, Any]) -> None:
        if answer.capture_id:
            self.recorder.note(answer.capture_id, verdict)

    def progress(self) -> list[PortalProgress]:
        """How far each portal is."""
        counts = {count.portal: count.states for count in self.frontier.counts()}
        return [account.progress(counts.get(home, {}).get("queued", 0)) for home, account in self.accounts.items()]


def _first_leads(portal: Portal) -> Iterable[Lead]:
    """What a portal's row names: its home page, and the addresses that shorten the way."""
    named: tuple[tuple[str, Role, int], ...] = (
        (portal.annual_report_url, "column", soon.ANNUAL),
        (portal.disclosure_url, "section", soon.SECTION),
        (portal.home_url, "home", soon.SECTION),
    )
    return [Lead(url, Found(role, portal.seed), priority) for url, role, priority in named if url]


def archived_answer(frontier: Frontier, entry: Entry) -> Answer | None:
    """The answer of an entry out of the archive. BrokenRecord and its kin where it cannot be read."""
    content = content_of_entry(frontier, entry.capture_id)
    if content is None:
        return None
    given = (content.capture.url, content.capture.status or 200, content.headers, content.payload)
    return Answer(*given, capture_id=entry.capture_id, torn=content.truncated is not None)


def _settles(entry: Entry, reading: Reading) -> bool:
    """Whether an answer is what was expected for good; what is not there yet, or is a list, is asked at every crawl."""
    expected = {"report": ("report", "attachment", "lookalike"), "attachment": ("attachment", "report")}
    return reading.kind in expected.get(entry.found.role, (reading.kind,))


def _named(entry: Entry, found: Wall) -> str:
    """The reason coverage shows; a home page that is forbidden at once refuses who we say we are, a gateway all."""
    refused = found.reason == "refused" and entry.found.role == "home" and GATEWAY.search(found.sign) is None
    return "user_agent_refused" if refused else found.reason


def _relisted(before: Found, now: Found) -> bool:
    same_list = before.column == now.column and before.unit == now.unit
    return same_list and (before.link_text, before.link_title, before.list_date) != (
        now.link_text,
        now.link_title,
        now.list_date,
    )
