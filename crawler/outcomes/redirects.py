"""A redirect: each hop is an entry and a capture of its own."""

from __future__ import annotations

from dataclasses import replace

from crawler.addresses import host_of, join, key
from crawler.outcomes.reply import Reply
from crawler.reading.reading import Reading
from crawler.reading.scope import official
from crawler.state import State
from storage.found import Found

REDIRECTS = frozenset((301, 302, 303, 307, 308))
KEEPS_METHOD = frozenset((307, 308))
MOST_HOPS = 8


def follow(state: State, reply: Reply) -> None:
    """Queue where a redirect leads; one to the home page says that a page is gone."""
    entry, answer = reply.entry, reply.answer
    target = join(answer.url, answer.header("location"))
    if target is None:
        _end(state, reply, "redirect_nowhere", "redirect to no address")
    elif reply.lead.hops >= MOST_HOPS:
        _end(state, reply, "redirect_loop", "redirect without end")
    elif not _may_follow(entry.found, target):
        _end(state, reply, "redirect_elsewhere", f"redirect to {target}, which can be no government's")
    elif reply.role not in ("home", "section") and state.sites.is_home(target):
        state.note(answer, {"kind": "redirect", "why": [target]})
        state.notices.take(entry, Reading("soft404", ("redirect to the home page",)), answer.capture_id)
        state.frontier.done(entry.key, settled=False)
    else:
        state.note(answer, {"kind": "redirect", "why": [target]})
        hop = replace(reply.lead, url=target, hops=reply.lead.hops + 1, same_page=key(target) == key(answer.url))
        hop = hop if answer.status in KEEPS_METHOD else replace(hop, method="GET", body=b"", headers=())
        state.frontier.done(entry.key, state.entries([hop]))


def _end(state: State, reply: Reply, reason: str, why: str) -> None:
    state.note(reply.answer, {"kind": "other", "why": [why]})
    state.give_up(reply.entry, reason, reply.answer.status)


def _may_follow(found: Found, target: str) -> bool:
    """A redirect may lead to any government's host, never to a squatter's."""
    return found.seed is None or official(host_of(target), host_of(found.seed.home_url))
