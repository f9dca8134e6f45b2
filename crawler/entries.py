"""Leads as entries of the frontier, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from crawler.addresses import host_of, key, origin_of
from crawler.families.family import one_spelling
from crawler.reading.lead import Lead
from storage.entry import Entry
from storage.found import Found

ROBOTS = -1000


def entry_of(lead: Lead) -> Entry:
    """The entry of a lead. One key a page however it is written; a hop to the same page has a key of its own."""
    context = {
        "rule": lead.rule,
        "number": lead.number,
        "total": lead.total,
        "hops": lead.hops,
        "entry": lead.entry,
        "misses": lead.misses,
        "state": [list(pair) for pair in lead.state],
        "swapped": lead.swapped,
        "browser": lead.browser,
        "wall": lead.wall,
    }
    return Entry(
        key=key_of(lead),
        url=lead.url,
        host=host_of(lead.url),
        found=lead.found,
        priority=lead.priority,
        method=lead.method,
        body=lead.body,
        headers=lead.headers,
        context={name: value for name, value in context.items() if value not in ("", None, 0, [], False)},
    )


def key_of(lead: Lead) -> str:
    """What is fetched once: method, page and body; after a redirect or a swap of scheme also the address in full."""
    known = one_spelling(key(lead.url))
    if lead.method != "GET" or lead.body:
        known = f"{lead.method} {known} {hashlib.sha1(lead.body, usedforsecurity=False).hexdigest()[:16]}"
    if lead.found.role == "robots":
        return f"robots {lead.url}" + (f" hop {lead.hops}" if lead.hops else "")
    if shares_script(lead.rule):
        known += f" for {hashlib.sha1(repr(lead.state).encode(), usedforsecurity=False).hexdigest()[:16]}"
    if lead.browser:
        return f"{known} in a browser"
    return f"{known} as {lead.url} hop {lead.hops}" if lead.same_page else known


def shares_script(rule: str) -> bool:
    """Whether a rule asks for a script that several lists need: each reads the one answer in its own way."""
    return rule.endswith(" script")


def lead_of(entry: Entry) -> Lead:
    """The lead an entry was made of."""
    context = entry.context
    return Lead(
        url=entry.url,
        found=entry.found,
        priority=entry.priority,
        method=entry.method,
        body=entry.body,
        headers=entry.headers,
        rule=context.get("rule", ""),
        number=context.get("number", 1),
        total=context.get("total"),
        hops=context.get("hops", 0),
        entry=context.get("entry", ""),
        misses=context.get("misses", 0),
        state=tuple((name, value) for name, value in context.get("state", [])),
        swapped=context.get("swapped", False),
        browser=context.get("browser", False),
        wall=context.get("wall", False),
    )


def robots_entry(url: str, found: Found) -> Entry:
    """The entry that asks for the robots.txt of an address's origin, before anything else of its host."""
    role = Found(role="robots", seed=found.seed, page=found.page, depth=found.depth)
    return entry_of(Lead(origin_of(url) + "/robots.txt", role, ROBOTS))


def with_robots(leads: list[Lead], known: set[str]) -> Iterator[Entry]:
    """The entries of leads, before them robots.txt of every origin not asked yet; `known` origins grow."""
    for lead in leads:
        origin = origin_of(lead.url)
        if origin not in known and lead.found.role != "robots":
            known.add(origin)
            yield robots_entry(lead.url, lead.found)
        yield entry_of(lead)
