"""What is within a crawl: hosts that may be the portal's or another office's, and the years asked for."""

from __future__ import annotations

import re

from crawler.addresses import host_of, is_address, is_front, is_loopback, same_site
from crawler.pages.links import Link
from crawler.pages.sense import plain, sense
from crawler.reading.context import Context
from crawler.reading.lead import Lead
from lexicon.governments import government
from storage.found import Role

GOVERNMENT = re.compile(r"(?:省|市|县|区|州|盟|旗)(?:人民)?(?:政府)?(?:门户)?(?:网站|网)?$")


def in_scope(link: Link, lead: Lead, context: Context) -> bool:
    """Other hosts only through a link in a disclosure context; never from a foreign site to a third."""
    host = host_of(link.url)
    if host == host_of(context.url) or same_site(host, context.home_host):
        return True
    if link.place == "footer" or not official(host, context.home_host):
        return False
    if context.stage in ("home", "section") and GOVERNMENT.search(plain(link.label)):
        return False
    if _is_portal(link, context):
        return False
    if context.stage == "home":
        return sense(link.label).kind in ("section", "annual", "report", "unit")
    foreign = not same_site(host_of(context.url), context.home_host)
    return not foreign or lead.found.role in ("report", "attachment")


def _is_portal(link: Link, context: Context) -> bool:
    """Whether a link leads to another government's front page: kept (crawler/reading/neighbours.py), not entered."""
    seed = context.found.seed
    named = government(link.label, seed.jurisdiction_code) if seed and is_front(link.url) else None
    return named is not None and any(row.level != "township" for row in named.candidates)


def official(host: str, home_host: str) -> bool:
    """Whether a host can be a government's: a gov.cn name, a bare address, or on a test machine another test host."""
    if is_loopback(home_host):
        return is_loopback(host)
    return host.endswith(".gov.cn") or is_address(host) or same_site(host, home_host)


def asked_for(role: Role, year: int | None, context: Context) -> bool:
    """Reports of years not asked for are left; a column's year may be that of publication, one later."""
    first, last = context.years
    if year is None or role not in ("report", "column"):
        return True
    return first <= year <= last + (1 if role == "column" else 0)
