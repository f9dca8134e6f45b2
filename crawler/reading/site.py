"""What the crawl knows of a site when it reads a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from crawler.pages.page import Page


@dataclass(frozen=True)
class Site:
    """What the crawl knows when it reads a page: the home page's size and links, and the years asked for."""

    chrome: frozenset[str] = frozenset()
    home_key: str = ""
    home_digest: str = ""
    home_host: str = ""
    years: tuple[int, int] = (2008, 2100)


def digest(page: Page) -> str:
    """What two answers with the same bytes share."""
    return hashlib.sha1(page.body, usedforsecurity=False).hexdigest() if page.body else ""
