"""A page came: what it was read as is noted, and what follows from it is queued."""

from __future__ import annotations

from crawler.archived import NOT_MODIFIED, page_of
from crawler.entries import entry_of, key_of
from crawler.outcomes import browser, tries, walls
from crawler.outcomes.reply import Reply
from crawler.pages.page import Page
from crawler.reading.lead import Lead
from crawler.reading.pagers import skipped
from crawler.reading.read import lacks, read
from crawler.reading.reading import Reading
from crawler.state import State
from storage.found import Found

MOST_MISSES = 2
PROMISED = {"report": ("report", "attachment", "lookalike"), "attachment": ("attachment", "report")}


def take(state: State, reply: Reply) -> None:
    """Read a page; a wall, or the want of a browser, ends it here."""
    page = page_of(state.frontier, reply.entry.url, reply.answer)
    reading = read(page, reply.lead, state.sites.of(page, _home_host(state, reply.entry.found)))
    if reply.role == "home" and reading.kind in ("home", "section", "list", "hub"):
        _found_home(state, page, reply.entry.found)
    if not reply.answer.rendered and (lacking := lacks(page, reading)):
        browser.ask(state, reply, reading, lacking)
        return
    reading = browser.judged(state, reply, reading)
    if reading.wall:
        walls.meet(state, reply, reading, reading.wall)
        return
    state.hosts.let_in(reply.entry.host)
    _keep(state, reply, reading)


def _home_host(state: State, found: Found) -> str:
    account = state.accounts.of(found)
    return account.host if account else ""


def _found_home(state: State, page: Page, found: Found) -> None:
    if account := state.accounts.of(found):
        account.host = page.host
    state.sites.keep(page)


def _keep(state: State, reply: Reply, reading: Reading) -> None:
    """Note what was read, queue what follows; a page that broke off is asked again."""
    entry, answer = reply.entry, reply.answer
    if answer.status != NOT_MODIFIED:  # else it stands beside the answer that is repeated
        state.note(answer, reading.verdict())
    if account := state.accounts.of(entry.found):
        account.read(entry, reading)
    state.notices.take(entry, reading, answer.capture_id)
    leads = _followed(state, reply.lead, reading)
    state.frontier.add([entry_of(lead) for lead in _changed(state, leads)], again=True)
    if answer.torn and entry.attempts < tries.MOST_TRIES - 1:
        state.frontier.add(state.entries(leads))
        tries.later(state, entry, "torn", answer.status)
    else:
        state.frontier.done(entry.key, state.entries(leads), settled=_settles(reply, reading))


def _followed(state: State, lead: Lead, reading: Reading) -> list[Lead]:
    """What is followed: not the further pages of a list that repeats itself, past a gap the page after it."""
    leads = list(reading.leads)
    if reading.kind in ("soft404", "empty") and lead.rule and lead.misses < MOST_MISSES:
        leads += [step for step in [skipped(lead)] if step]
    if state.lists.repeats(lead, reading):
        leads = [found for found in leads if not found.rule]
    account = state.accounts.of(lead.found)
    if account is None:
        return leads
    state.accounts.keep_back(account, lead, leads)
    return [found for found in leads if not found.is_reserve]


def _changed(state: State, leads: list[Lead]) -> list[Lead]:
    """Reports of an earlier crawl that the same column now lists with another title or date."""
    listed = {key_of(lead): lead for lead in leads if lead.found.role == "report"}
    known = state.frontier.known(listed) if listed else {}
    return [listed[name] for name, found in known.items() if _relisted(found, listed[name].found)]


def _relisted(before: Found, now: Found) -> bool:
    same_list = before.column == now.column and before.unit == now.unit
    return same_list and _printed(before) != _printed(now)


def _printed(found: Found) -> tuple[str, str, str]:
    return found.link_text, found.link_title, found.list_date


def _settles(reply: Reply, reading: Reading) -> bool:
    """Whether an answer is what was promised for good; what is not there yet, or is a list, is asked at every crawl."""
    return reply.role not in PROMISED or reading.kind in PROMISED[reply.role]
