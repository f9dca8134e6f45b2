"""No answer, or none that counts: asked again later or with the other scheme, and given up at last."""

from __future__ import annotations

import time
from dataclasses import replace

from crawler.entries import lead_of
from crawler.manners import politeness, robots
from crawler.manners.hosts import other_scheme
from crawler.outcomes import robots_txt
from crawler.outcomes.reply import Reply
from crawler.state import State
from storage.entry import Entry

TRANSIENT = frozenset((408, 425, 429, 500, 502, 503, 504, 507, 520, 522, 523, 524, 525, 527, 530))
MOST_TRIES = 5
MOST_OF_ATTACHMENT = 2


def overloaded(state: State, reply: Reply) -> None:
    """A status that passes: the host rests."""
    entry, answer = reply.entry, reply.answer
    state.hosts.struck(entry.host, answer.header("retry-after"))
    later(state, entry, f"status_{answer.status}", answer.status)


def unanswered(state: State, entry: Entry, kind: str) -> None:
    """Nothing came; `kind` is a word of `Crawl.failed`."""
    if kind in ("address_refused", "needs_browser"):
        state.block(entry, kind)
    elif kind == "tls" and state.hosts.to_old_tls(entry.host):
        state.frontier.failed(entry.key, "tls, asked again as old servers need it", time.time())
    elif _may_swap(state, entry, kind):
        swap = replace(lead_of(entry), url=other_scheme(entry.url), swapped=True, same_page=True)
        state.frontier.failed(entry.key, f"{kind}, asked again with the other scheme", None)
        state.frontier.add(state.entries([swap]))
    else:
        state.hosts.struck(entry.host)
        later(state, entry, kind, most=MOST_OF_ATTACHMENT if entry.found.role == "attachment" else MOST_TRIES)


def _may_swap(state: State, entry: Entry, kind: str) -> bool:
    if entry.context.get("swapped") or state.hosts.knows_scheme(entry.url):
        return False
    return kind == "tls" or (kind in ("refused", "timeout", "disconnected") and entry.attempts >= 1)


def later(state: State, entry: Entry, reason: str, status: int | None = None, most: int = MOST_TRIES) -> None:
    """Queue an entry for a later time, after others of its host, or give it up after `most` tries."""
    if entry.attempts + 1 < most and entry.host not in state.hosts.closed:
        rested = state.hosts.ready_at(entry.host)
        state.frontier.failed(entry.key, reason, politeness.retry_time(entry.attempts + 1, rested, state.options.delay))
    elif entry.found.role == "robots":
        robots_txt.keep(state, entry, robots.CLOSED)
        state.block(entry, "robots_unreachable", status)
    else:
        state.give_up(entry, reason, status)
