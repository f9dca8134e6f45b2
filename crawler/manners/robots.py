"""robots.txt: read as rules only when it is rules; a home page served in its place means that there are none.

Statuses as RFC 9309 §2.3.1: 4xx means no rules, 5xx and no answer mean that nothing may be asked.
"""

from __future__ import annotations

import re
from functools import lru_cache

from protego import Protego

from crawler.pages.page import Page

AGENT = "gongkai"
LARGEST = 500_000
RULE = re.compile(r"^\s*(user-agent|disallow|allow|sitemap|crawl-delay)\s*:", re.IGNORECASE | re.MULTILINE)
NOT_MODIFIED = 304  # and what was answered before cannot be read
CHALLENGE = 521  # which stands before the home page, too, and is told there
CLOSED = "# this file could not be read\nUser-agent: *\nDisallow: /\n"


def rules_in(page: Page) -> str:
    """The rules that an answer to /robots.txt gives: its text, '' for none, CLOSED where the server fails to say."""
    if page.status == NOT_MODIFIED or (page.status >= 500 and page.status != CHALLENGE):
        return CLOSED
    if (
        page.status != 200
        or page.is_document
        or re.search(r"<html|<!doctype|<body|<script", page.text[:2000], re.IGNORECASE)
    ):
        return ""
    text = page.text[:LARGEST]
    return text if RULE.search(text) else ""


def allows(rules: str, url: str) -> bool:
    """Whether rules let our agent ask for an address."""
    return not rules or bool(_parsed(rules).can_fetch(url, AGENT))


def wanted_delay(rules: str) -> float | None:
    """The Crawl-delay in seconds that rules ask of us, at most a minute."""
    value = _parsed(rules).crawl_delay(AGENT) if rules else None
    return min(float(value), 60.0) if value else None


@lru_cache(maxsize=2000)
def _parsed(rules: str) -> Protego:
    return Protego.parse(rules)
