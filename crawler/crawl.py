"""One crawl: which entry is asked next, and what an answer or a failure changes. Knows nothing of Scrapy.

next_entry ─► (request) ─► answered ─► read ─► verdict kept, leads queued
                       └► failed ────► later, with the other scheme, or given up with the reason
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from crawler import lead as soon
from crawler import politeness, robots, tls
from crawler.addresses import host_of, is_loopback, join, key, origin_of
from crawler.archived import content_of
from crawler.budget import Account
from crawler.challenge import Wall
from crawler.entries import entry_of, key_of, lead_of, robots_entry, with_robots
from crawler.lead import Lead
from crawler.links import read_links
from crawler.options import CrawlOptions, PortalProgress
from crawler.page import Page
from crawler.pagers import skipped
from crawler.portals import Portal
from crawler.reading import Reading, Site, digest, lacks, read
from crawler.route import official
from crawler.settings import has_browser
from storage.entry import Entry, HostState
from storage.found import Found, Role
from storage.frontier import Frontier
from storage.recorder import Recorder

REDIRECTS = frozenset((301, 302, 303, 307, 308))
TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504, 507, 520, 522, 523, 524, 525, 527, 530))
MOST_HOPS = 8
MOST_TRIES = 5
MOST_MISSES = 2
WALLS_IN_A_ROW = 5
MOMENT = 0.02  # seconds in which robots.txt, archived a moment ago, is parsed
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """An archived answer as the downloader hands it over. `latency` in seconds; `torn`: it may not be whole."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    latency: float = 0.0
    capture_id: str | None = None
    torn: bool = False
    rendered: bool = False


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
        self._walls: Counter[str] = Counter()
        self._closed: dict[str, str] = {}
        self.has_browser = has_browser(options)

    # beginning

    def begin(self) -> None:
        """Queue what the portals name, and parse what an interrupted crawl archived without parsing it."""
        for account in self.accounts.values():
            self.frontier.add(with_robots(list(_first_leads(account.portal)), self._origins))
            if self._state(account.portal.host).notes.get("legacy_tls"):
                tls.LEGACY.add(account.portal.host)
        for entry in self.frontier.fetched_entries():
            self._parse_again(entry)

    def _parse_again(self, entry: Entry) -> None:
        content = content_of(self.frontier, entry.url)
        if content is None:
            self.frontier.failed(entry.key, "archived but not readable", time.time())
            return
        answer = Answer(
            entry.url, content.capture.status or 200, content.headers, content.payload, 0.0, entry.capture_id
        )
        self.answered(entry, answer)

    # what is asked next

    def next_entry(self, now: float) -> Entry | None:
        """The next entry to ask, or None when none is ready; entries that may not be asked end here."""
        while leased := self.frontier.lease(1, now):
            entry = leased[0]
            reason = self._refusal(entry)
            if reason is None:
                return replace(entry, url=self._preferred(entry.url))
            if reason:
                self._block(entry, reason, None)
        return None

    def _refusal(self, entry: Entry) -> str | None:
        """Why an entry is not asked: a reason, '' when robots.txt must come first, None when it may be asked."""
        account = self._account(entry.found)
        if entry.host in self._closed:
            return self._closed[entry.host]
        if entry.found.role == "robots":
            return None
        if account and account.spent:
            account.over += 1
            return "page_budget"
        rules = self._rules(entry.url)
        if rules is None:
            self.frontier.add([robots_entry(entry.url, entry.found)], again=True)
            self.frontier.give_back(entry.key)
            state = self._state(entry.host)
            self.frontier.set_host(replace(state, not_before=max(state.not_before, time.time() + MOMENT)))
            return ""
        return None if robots.allows(rules, self._preferred(entry.url)) else "robots"

    def _rules(self, url: str) -> str | None:
        known: dict[str, str] = self.frontier.host(host_of(url)).notes.get("robots", {})
        return known.get(origin_of(self._preferred(url)))

    def _preferred(self, url: str) -> str:
        """The address with the scheme that its host answers to."""
        scheme = self.frontier.host(host_of(url)).notes.get("scheme", {}).get(_netloc(url))
        return f"{scheme}://{url.partition('://')[2]}" if scheme else url

    def wake_at(self) -> float | None:
        """When the next entry becomes ready (seconds since 1970); None when nothing waits but what is in flight."""
        return self.frontier.next_time()

    def is_over(self) -> bool:
        """Whether nothing is queued or in flight; the last hopes are tried before that is said."""
        if self.frontier.next_time() is not None or self.frontier.in_flight():
            return False
        released = [lead for account in self.accounts.values() for lead in account.release()]
        return not (released and self.frontier.add(with_robots(released, self._origins)))

    # what an answer changes

    def answered(self, entry: Entry, answer: Answer) -> None:
        """Take in an archived answer."""
        lead = replace(lead_of(entry), url=answer.url)
        state = self._state(entry.host)
        account = self._account(entry.found)
        if account and entry.found.role != "robots":
            account.fetched += 1
        if answer.status in TRANSIENT:
            self._transient(entry, answer, state)
            return
        self.frontier.set_host(
            self._remember_scheme(politeness.answered(state, answer.latency, self.options.delay), lead)
        )
        if entry.found.role == "robots":
            self._robots(entry, lead, answer)
        elif answer.status in REDIRECTS:
            self._redirected(entry, lead, answer)
        else:
            self._page(entry, lead, answer)

    def _transient(self, entry: Entry, answer: Answer, state: HostState) -> None:
        now = time.time()
        names = {name.lower(): value for name, value in answer.headers}
        asked = politeness.retry_after(names.get("retry-after", ""), now)
        if asked is not None and asked > politeness.PATIENCE:
            self._close(entry.host, "retry_after")
        self.frontier.set_host(politeness.struck(state, now, self.options.delay, asked))
        self._try_later(entry, f"status_{answer.status}", answer.status)

    def _try_later(self, entry: Entry, reason: str, status: int | None = None, most: int = MOST_TRIES) -> None:
        """Queue an entry for a later time, or give it up."""
        now = time.time()
        if politeness.broken(self._state(entry.host)):
            self._close(entry.host, "unreachable")
        if entry.attempts + 1 < most and entry.host not in self._closed:
            self.frontier.failed(entry.key, reason, politeness.retry_time(entry.attempts, now, self.options.delay))
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
            target = join(answer.url, _header(answer, "location"))
            if target and key(target) != key(answer.url):
                hop = replace(lead, url=target, hops=lead.hops + 1, entry=lead.entry or origin_of(answer.url))
                self.frontier.done(entry.key, [entry_of(hop)])
                return
        page = Page.of(answer.url, answer.status, answer.headers, answer.body)
        self._keep_rules(entry, robots.rules_in(page) or "")
        self.frontier.done(entry.key)
        self._note(answer, {"kind": "robots"})

    def _keep_rules(self, entry: Entry, rules: str) -> None:
        origin = lead_of(entry).entry or origin_of(entry.url)
        state = self._state(host_of(origin))
        wanted = 0.0 if is_loopback(state.host) and not self.options.delay else robots.wanted_delay(rules) or 0.0
        known = {**state.notes.get("robots", {}), origin: rules}
        if entry.context.get("swapped"):
            known[f"{'https' if origin.startswith('http:') else 'http'}://{_netloc(origin)}"] = rules
        self.frontier.set_host(replace(state, delay=max(state.delay, wanted), notes={**state.notes, "robots": known}))

    def _redirected(self, entry: Entry, lead: Lead, answer: Answer) -> None:
        target = join(answer.url, _header(answer, "location"))
        if target is None or lead.hops >= MOST_HOPS or not self._may_follow(entry.found, target):
            self._note(
                answer, {"kind": "other", "why": ["redirect without end" if target else "redirect to no address"]}
            )
            self.frontier.failed(entry.key, "redirect_loop" if target else "redirect_nowhere", None, answer.status)
            return
        self._note(answer, {"kind": "redirect", "why": [target]})
        site = self._sites.get(host_of(target), Site())
        if entry.found.role not in ("home", "section") and key(target) == site.home_key:
            self.frontier.done(entry.key)
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
        if reading.wall:
            self._walled(entry, answer, reading)
            return
        self._walls[entry.host] = 0
        if answer.rendered and entry.context.get("wall"):
            state = self._state(entry.host)
            self.frontier.set_host(replace(state, notes={**state.notes, "browser": True}))
        self._note(answer, reading.verdict())
        self._count(entry, reading)
        new = self._leads(lead, reading)
        self.frontier.add([entry_of(changed) for changed in self._changed(new)], again=True)
        if answer.torn and entry.attempts < MOST_TRIES - 1:
            self.frontier.add(with_robots(new, self._origins))
            self._try_later(entry, "torn", answer.status)
            return
        self.frontier.done(entry.key, with_robots(new, self._origins))

    def renders(self, entry: Entry) -> bool:
        """Whether an entry goes to the browser."""
        wanted = entry.found.role in ("home", "section", "column", "list")
        if not self.has_browser or entry.found.role in ("robots", "attachment", "asset"):
            return False
        marked = entry.context.get("browser", False) or self._state(entry.host).notes.get("browser", False)
        return bool(marked or (self.options.browser == "always" and wanted))

    def may_ask(self, url: str) -> bool:
        """Whether robots.txt lets a page in the browser ask for an address of its host."""
        return robots.allows(self._rules(url) or "", url)

    def pause_of(self, host: str) -> float:
        """The pause after a request of a page in the browser, in seconds."""
        return self._state(host).delay

    def _render(self, entry: Entry, lead: Lead, answer: Answer, reading: Reading, why: str) -> None:
        """Ask again with the browser; without one the wall, or the want of a browser, is what coverage shows."""
        self._note(answer, {**reading.verdict(), "lacks": why})
        if self.has_browser:
            again = replace(lead, browser=True, wall=bool(reading.wall), priority=max(lead.priority, soon.ANNUAL))
            self.frontier.done(entry.key, [entry_of(again)])
            return
        self._block(entry, reading.wall.reason if reading.wall else "needs_browser", answer.status)

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
        seen |= fresh
        # an opaque unit's empty answer is followed by another way to the same rows
        return lead.number > 1 and not fresh and not (lead.rule == "jpage" and not reading.rows)

    def _walled(self, entry: Entry, answer: Answer, reading: Reading) -> None:
        """A wall: refusals are tried once more later, a row of them is a ban that may pass; challenges are left."""
        assert reading.wall is not None
        self._walls[entry.host] += 1
        state, row = self._state(entry.host), self._walls[entry.host]
        if account := self._account(entry.found):
            account.walls += 1
        self._note(answer, reading.verdict())
        if reading.wall.reason == "refused" and state.notes.get("content") and row >= 3:
            self.frontier.set_host(politeness.struck(replace(state, strikes=row - 3), time.time(), self.options.delay))
            self._try_later(entry, "refused", answer.status, most=politeness.BREAKER)
        elif reading.wall.reason == "refused" and entry.attempts < 1:
            self._rest(entry.host, answer)
            self._try_later(entry, "refused", answer.status)
        else:
            self._block(entry, _named(entry, reading.wall), answer.status)
            if row >= WALLS_IN_A_ROW and reading.wall.reason == "challenge":
                self._close(entry.host, reading.wall.reason)

    def _rest(self, host: str, answer: Answer) -> None:
        """Let a host rest as long as it asks for."""
        now = time.time()
        asked = politeness.retry_after(_header(answer, "retry-after"), now)
        if asked is not None:
            state = self._state(host)
            self.frontier.set_host(replace(state, not_before=max(state.not_before, now + asked)))

    # what a failure changes

    def failed(self, entry: Entry, kind: str) -> None:
        """No answer came: `kind` is dns, refused, tls, timeout, disconnected, address_refused or another word."""
        if kind in ("address_refused", "needs_browser"):
            self._block(entry, kind, None)
            return
        state, lead = self._state(entry.host), lead_of(entry)
        if kind == "tls" and not state.notes.get("legacy_tls"):
            tls.LEGACY.add(entry.host)
            self.frontier.set_host(replace(state, notes={**state.notes, "legacy_tls": True}))
            self.frontier.failed(entry.key, "tls, asked again as old servers need it", time.time())
            return
        if self._may_swap(entry, kind, state):
            other = "https" if entry.url.startswith("http:") else "http"
            swap = replace(lead, url=f"{other}://{entry.url.partition('://')[2]}", swapped=True, same_page=True)
            self.frontier.failed(entry.key, f"{kind}, asked again with {other}", None)
            self.frontier.add(with_robots([swap], self._origins))
            return
        self.frontier.set_host(politeness.struck(state, time.time(), self.options.delay))
        self._try_later(entry, kind)

    def broke(self, entry: Entry, error: Exception) -> None:
        """Our own fault while taking in an answer: the answer is archived, the entry says what happened."""
        self.frontier.failed(entry.key, f"internal: {error!r}"[:300], None)
        if account := self._account(entry.found):
            account.failed += 1

    def _may_swap(self, entry: Entry, kind: str, state: HostState) -> bool:
        if entry.context.get("swapped") or _netloc(entry.url) in state.notes.get("scheme", {}):
            return False
        return kind in ("tls", "not-http") or (kind in ("refused", "timeout", "disconnected") and entry.attempts >= 1)

    # what is remembered

    def _state(self, host: str) -> HostState:
        return self.frontier.host(host)

    def _remember_scheme(self, state: HostState, lead: Lead) -> HostState:
        netloc, scheme = _netloc(lead.url), lead.url.partition("://")[0]
        known = state.notes.get("scheme", {})
        if lead.swapped and known.get(netloc) != scheme:
            return replace(state, notes={**state.notes, "scheme": {**known, netloc: scheme}})
        return state

    def _remember_home(self, page: Page, found: Found) -> None:
        if account := self._account(found):
            account.host = page.host
        chrome = frozenset(key(link.url) for link in read_links(page))
        self._sites[page.host] = Site(chrome, key(page.url), digest(page), years=self.options.span())

    def _site(self, page: Page, found: Found) -> Site:
        account = self._account(found)
        site = self._sites.get(page.host) or Site(years=self.options.span())
        return replace(site, home_host=account.host if account else "")

    def _account(self, found: Found) -> Account | None:
        return self.accounts.get(found.seed.home_url) if found.seed else None

    def _count(self, entry: Entry, reading: Reading) -> None:
        state = self._state(entry.host)
        if not state.notes.get("content"):
            self.frontier.set_host(replace(state, notes={**state.notes, "content": True}))
        if account := self._account(entry.found):
            account.reports += reading.kind == "report" or (
                reading.kind == "attachment" and entry.found.role == "report"
            )
            if reading.kind in ("list", "hub", "report") and entry.found.role in ("column", "list", "section"):
                account.columns.add(entry.found.unit)

    def _close(self, host: str, reason: str) -> None:
        if host not in self._closed:
            log.warning("%s: left for this crawl (%s)", host, reason)
            self._closed[host] = reason

    def _block(self, entry: Entry, reason: str, status: int | None) -> None:
        self.frontier.blocked(entry.key, reason, status)
        if account := self._account(entry.found):
            account.blocked += 1

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


def _named(entry: Entry, found: Wall) -> str:
    """The reason coverage shows; a home page that refuses us at once refuses who we say we are."""
    refused = found.reason == "refused" and entry.found.role == "home" and not found.sign.startswith("GeoBL")
    return "user_agent_refused" if refused else found.reason


def _relisted(before: Found, now: Found) -> bool:
    same_list = before.column == now.column and before.unit == now.unit
    return same_list and (before.link_text, before.link_title, before.list_date) != (
        now.link_text,
        now.link_title,
        now.list_date,
    )


def _netloc(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].lower()


def _header(answer: Answer, name: str) -> str:
    return next((value for key_, value in answer.headers if key_.lower() == name), "")


__all__ = ["Answer", "Crawl", "key_of"]
