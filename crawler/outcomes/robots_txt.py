"""An answer to robots.txt: its rules are kept for the origin that was asked, whoever answered after redirects."""

from __future__ import annotations

from dataclasses import replace

from crawler.addresses import join, key, origin_of
from crawler.archived import page_of
from crawler.entries import entry_of, lead_of
from crawler.manners import robots
from crawler.outcomes.reply import Reply
from crawler.state import State
from storage.entry import Entry

MOST_HOPS = 5  # RFC 9309 §2.3.1.2


def read(state: State, reply: Reply, *, moved: bool) -> None:
    """Keep the rules, or follow the redirect (`moved`) to them; redirects without end mean no rules."""
    lead, answer = reply.lead, reply.answer
    if moved and lead.hops < MOST_HOPS:
        target = join(answer.url, answer.header("location"))
        if target and key(target) != key(answer.url):
            hop = replace(lead, url=target, hops=lead.hops + 1, entry=lead.entry or origin_of(answer.url))
            state.frontier.done(reply.entry.key, [entry_of(hop)])
            return
    page = page_of(state.frontier, reply.entry.url, answer)
    keep(state, reply.entry, robots.rules_in(page))
    state.frontier.done(reply.entry.key)
    state.note(answer, {"kind": "robots"})


def keep(state: State, entry: Entry, rules: str) -> None:
    """Keep rules for the origin that an entry was made for."""
    lead = lead_of(entry)
    state.hosts.keep_rules(lead.entry or origin_of(entry.url), rules, both=lead.swapped)
