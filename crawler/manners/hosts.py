"""What is known of each host and how it is treated: robots.txt, pauses, its scheme, when it is left alone."""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

from crawler.addresses import host_of, is_loopback, origin_of
from crawler.manners import politeness, robots
from storage.entry import HostState
from storage.frontier.notes import CrawlNotes
from storage.frontier.queue import Frontier
from storage.withdrawn import withdrawn_because

OLD_TLS: set[str] = set()  # hosts that failed today's TLS; the handshake (crawler/fetch/tls.py) asks here
log = logging.getLogger(__name__)


class Hosts:
    """The frontier's host states, in the crawl's words. `floor` is the least pause in seconds.

    `walls` counts those met in a row, `good` the pages that came; `closed` says why a host is left for this crawl.
    """

    def __init__(self, frontier: Frontier, floor: float, notes: CrawlNotes) -> None:
        self._states = frontier.hosts
        self.floor = floor
        self.closed: dict[str, str] = {}
        self.walls: Counter[str] = Counter()
        self.good: Counter[str] = Counter()
        self.refused: dict[str, set[str]] = defaultdict(set)
        self._notes = notes
        for host, standing in notes.of("host"):
            self._recall(host, *standing)

    def state(self, host: str) -> HostState:
        return self._states.of(host)

    def note(self, host: str, **notes: Any) -> None:
        """Remember something of a host, once."""
        state = self.state(host)
        if any(state.notes.get(name) != value for name, value in notes.items()):
            self._states.keep(replace(state, notes={**state.notes, **notes}))

    def close(self, host: str, reason: str) -> None:
        """Leave a host alone for this crawl."""
        if host not in self.closed:
            log.warning("%s: left for this crawl (%s); the next one asks again", host, reason)
            self.closed[host] = reason

    # walls

    def let_in(self, host: str) -> None:
        """A page came: no wall stands before the host."""
        self.walls[host] = 0
        self.good[host] += 1
        self.refused[host].clear()

    def may_have_banned(self, host: str, key: str, attempts: int) -> bool:
        """Whether a refusal can be a ban that passes: after pages, of more than one address, or of one for once."""
        self.refused[host].add(key)
        return self.good[host] >= 3 and (attempts < 1 or len(self.refused[host]) > 1)

    # what is kept for a crawl that goes on after its death

    def keep(self, host: str) -> None:
        """Note what this crawl has met at a host, and whether it is left alone."""
        refused = sorted(self.refused[host]) if host in self.refused else []
        self._notes.put("host", host, [self.walls[host], self.good[host], refused, self.closed.get(host, "")])

    def _recall(self, host: str, walls: int, good: int, refused: list[str], closed: str) -> None:
        self.walls[host], self.good[host], self.refused[host] = walls, good, set(refused)
        if closed:
            self.closed[host] = closed

    # pauses

    def answered(self, host: str, latency: float) -> None:
        self._states.keep(politeness.answered(self.state(host), latency, self.floor))

    def struck(self, host: str, retry_after: str = "", times: int | None = None) -> None:
        """A failure of the host: it rests, longer each time or as long as it asks; too often, and it is left."""
        now = time.time()
        state = self.state(host)
        state = state if times is None else replace(state, strikes=times)
        asked = politeness.retry_after(retry_after, now)
        if asked is not None and asked > politeness.PATIENCE:
            self.close(host, "retry_after")
        struck = politeness.struck(state, now, self.floor, asked)
        self._states.keep(struck)
        if politeness.broken(struck):
            self.close(host, "unreachable")

    def ready_at(self, host: str) -> float:
        """When a host has rested: then another address is its probe, and what failed comes after that."""
        return max(time.time(), self.state(host).not_before)

    def rest(self, host: str, retry_after: str = "", seconds: float = 0.0) -> None:
        """Ask nothing of a host for a while."""
        now = time.time()
        until = now + (politeness.retry_after(retry_after, now) or seconds)
        state = self.state(host)
        if until > max(now, state.not_before):
            self._states.keep(replace(state, not_before=until))

    # robots.txt

    def rules(self, url: str) -> str | None:
        """The rules for an address, '' for none; None while robots.txt has not been read."""
        known: dict[str, str] = self.state(host_of(url)).notes.get("robots", {})
        return known.get(origin_of(self.preferred(url)))

    def may_ask(self, url: str) -> bool:
        """Whether robots.txt, where it has been read, lets us ask for an address that is not withdrawn."""
        return not withdrawn_because(url) and not self.robots_refusal(url)

    def robots_refusal(self, url: str) -> str | None:
        """Why robots.txt keeps us from an address: what it says, or that it could not be read; else None."""
        rules = self.rules(url) or ""
        if robots.allows(rules, url):
            return None
        return "robots_unreachable" if rules == robots.CLOSED else "robots"

    def keep_rules(self, origin: str, rules: str, *, both: bool = False) -> None:
        """Keep what robots.txt of an origin says; `both`: of its other scheme too, which does not answer."""
        state = self.state(host_of(origin))
        wanted = 0.0 if is_loopback(state.host) and not self.floor else robots.wanted_delay(rules) or 0.0
        origins = [origin, other_scheme(origin)] if both else [origin]
        known = {**state.notes.get("robots", {}), **dict.fromkeys(origins, rules)}
        self._states.keep(replace(state, delay=max(state.delay, wanted), notes={**state.notes, "robots": known}))

    # schemes

    def preferred(self, url: str) -> str:
        """The address with the scheme that its host answers to."""
        scheme = self.state(host_of(url)).notes.get("scheme", {}).get(netloc(url))
        return f"{scheme}://{url.partition('://')[2]}" if scheme else url

    def speaks(self, url: str) -> None:
        """An address answered with the other scheme than the one it was known by."""
        known = self.state(host_of(url)).notes.get("scheme", {})
        self.note(host_of(url), scheme={**known, netloc(url): url.partition("://")[0]})

    def knows_scheme(self, url: str) -> bool:
        return netloc(url) in self.state(host_of(url)).notes.get("scheme", {})

    def to_old_tls(self, host: str) -> bool:
        """Offer a host what old servers need; False when it was offered before."""
        offered = host in OLD_TLS
        OLD_TLS.add(host)
        return not offered


def netloc(url: str) -> str:
    """Host and port of an address."""
    return url.partition("://")[2].partition("/")[0].lower()


def other_scheme(url: str) -> str:
    """The address with https for http and the other way round."""
    scheme, _, rest = url.partition("://")
    return f"{'https' if scheme == 'http' else 'http'}://{rest}"
