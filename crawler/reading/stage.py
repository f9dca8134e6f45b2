"""In which context the links of a page are read: what it was found as, corrected by what it says of itself."""

from __future__ import annotations

import re

from crawler.addresses import key
from crawler.pages.links import Link, names_file
from crawler.pages.page import PROSE, Page
from crawler.pages.sense import sense
from crawler.reading.context import Stage
from crawler.reading.lead import Lead


def stage_of(page: Page, lead: Lead, links: list[Link]) -> tuple[Stage, tuple[str, ...]]:
    """The stage of a page found by `lead`, with the words that say so; `links` without those every page repeats."""
    role = lead.found.role
    own = _own_words(page)
    if own and role in ("section", "home", "probe"):
        return "annual", (f"calls itself {own}",)
    if role == "report":
        is_list = page.prose < PROSE and _many(links) and not _titled(page)
        return ("annual", ("a list where a report was expected",)) if is_list else ("article", ())
    if role in ("column", "list"):
        other = _elsewhere(page, lead, links)
        return ("section", (other,)) if other else ("annual", ())
    if role in ("attachment", "asset"):
        return "article", ()
    return ("home" if role == "home" else "section"), ()


def _own_words(page: Page) -> str:
    """The page's own words for being an annual-report column: its last crumb, its column's name, its title."""
    title = re.split(r"[-_|–—]", page.title)[0]
    for words in (page.metas.get("columnname", ""), page.crumbs[-1] if page.crumbs else "", title):
        if words and sense(words).kind == "annual":
            return words
    return ""


def _elsewhere(page: Page, lead: Lead, links: list[Link]) -> str:
    """A body's entry in the hub may lead to its whole site: there its own column is looked for first."""
    if not lead.found.unit or _own_words(page):
        return ""
    back = key(lead.found.page or "")  # the hub that led here is not the body's own column
    kinds = [sense(link.label).kind for link in links if key(link.url) != back]
    if "report" in kinds or kinds.count("year") > 1 or page.prose >= PROSE * 2:
        return ""
    return "a body's own site" if {"annual", "section"} & set(kinds) else ""


def _many(links: list[Link]) -> bool:
    return sum(sense(link.label).kind in ("report", "year", "unit") and link.place == "main" for link in links) > 1


def _titled(page: Page) -> bool:
    """Whether a page bears the title of one report and a file: an article whose text is the attachment."""
    titled = any(sense(text).kind == "report" for text in (page.metas.get("articletitle", ""), page.headline) if text)
    return titled and names_file(page)
