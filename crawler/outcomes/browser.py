"""The browser: for a page that lacks what it should hold, or a challenge that is passed by just loading the page."""

from __future__ import annotations

from dataclasses import replace

from crawler.entries import entry_of
from crawler.outcomes import walls
from crawler.outcomes.reply import Reply
from crawler.pages.challenge import Wall
from crawler.reading.lead import ANNUAL
from crawler.reading.reading import Reading
from crawler.state import State
from storage.entry import Entry

PLAIN = frozenset(("robots", "attachment", "asset"))
WANTED = frozenset(("home", "section", "column", "list"))


def renders(state: State, entry: Entry) -> bool:
    """Whether an entry goes to the browser."""
    if state.options.browser == "never" or entry.found.role in PLAIN:
        return False
    marked = entry.context.get("browser", False) or state.hosts.state(entry.host).notes.get("browser", False)
    return bool(marked or (state.options.browser == "always" and entry.found.role in WANTED))


def ask(state: State, reply: Reply, reading: Reading, lacking: str) -> None:
    """Ask again with the browser; without one the wall, or the want of a browser, is what coverage shows."""
    state.note(reply.answer, {**reading.verdict(), "lacks": lacking})
    if state.options.browser != "never":
        lead = reply.lead
        again = replace(lead, browser=True, wall=bool(reading.wall), priority=max(lead.priority, ANNUAL))
        state.frontier.done(reply.entry.key, [entry_of(again)])
    elif reading.wall:
        walls.meet(state, reply, reading, reading.wall)
    else:
        state.block(reply.entry, "needs_browser", reply.answer.status)


def judged(state: State, reply: Reply, reading: Reading) -> Reading:
    """The reading of a page that was loaded to pass a challenge: a wall where nothing lies behind it."""
    if not reply.answer.rendered or not reply.entry.context.get("wall"):
        return reading
    if reading.kind == "empty":
        return replace(reading, kind="blocked", wall=Wall("challenge", "nothing behind it in the browser"))
    if not reading.wall:
        state.hosts.note(reply.entry.host, browser=True)
    return reading
