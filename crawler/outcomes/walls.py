"""A wall stands before the page: a refusal may pass and is tried once more, a challenge is recorded and left."""

from __future__ import annotations

import re

from crawler.manners import politeness
from crawler.outcomes import tries
from crawler.outcomes.reply import Reply
from crawler.pages.challenge import Wall
from crawler.reading.reading import Reading
from crawler.state import State

IN_A_ROW = 5  # challenges after which a host is left for this crawl
GATEWAY = re.compile(r"^GeoBL|^status (?:405|418|42\d|451|493)$")  # refusals that look at no user agent


def meet(state: State, reply: Reply, reading: Reading, wall: Wall) -> None:
    """Wait where the wall may be a ban that passes, else leave the address; a row of challenges closes the host."""
    entry, hosts = reply.entry, state.hosts
    hosts.walls[entry.host] += 1
    if account := state.accounts.of(entry.found):
        account.walls += 1
    state.note(reply.answer, reading.verdict())
    if wall.reason == "refused" and hosts.may_have_banned(entry.host, entry.key, entry.attempts):
        _wait(state, reply, hosts.walls[entry.host] + politeness.BAN, politeness.BREAKER)
    elif wall.reason == "refused" and entry.attempts < 1:
        _wait(state, reply, 1, tries.MOST_TRIES)
    else:
        state.block(entry, _named(reply, wall), reply.answer.status)
        if wall.reason == "challenge" and hosts.walls[entry.host] >= IN_A_ROW:
            hosts.close(entry.host, wall.reason)


def _wait(state: State, reply: Reply, strikes: int, most: int) -> None:
    """The host rests as after so many strikes; the address is asked again, `most` times in all."""
    state.hosts.struck(reply.entry.host, reply.answer.header("retry-after"), times=strikes)
    tries.later(state, reply.entry, "refused", reply.answer.status, most=most)


def _named(reply: Reply, wall: Wall) -> str:
    """The reason coverage shows; a home page that is forbidden at once refuses who we say we are, a gateway all."""
    refuses_us = wall.reason == "refused" and reply.role == "home" and not GATEWAY.search(wall.sign)
    return "user_agent_refused" if refuses_us else wall.reason
