"""What is known of each host's home page: the links that every page repeats, and how to tell the page again."""

from __future__ import annotations

from dataclasses import asdict, replace

from crawler.addresses import host_of, key
from crawler.pages.links import read_links
from crawler.pages.page import Page
from crawler.reading.site import Site, digest
from storage.frontier.notes import CrawlNotes


class Sites:
    """Sites by host; `years` are the first and last year that the crawl asks for."""

    def __init__(self, years: tuple[int, int], notes: CrawlNotes) -> None:
        self._years = years
        self._notes = notes
        said = {host: Site(**{**site, "years": tuple(site["years"])}) for host, site in notes.of("site")}
        self._known = {host: replace(site, chrome=frozenset(site.chrome)) for host, site in said.items()}

    def of(self, page: Page, home_host: str) -> Site:
        """What is known when a page is read; `home_host` is where the portal's home page answered."""
        return replace(self._known.get(page.host) or Site(years=self._years), home_host=home_host)

    def is_home(self, url: str) -> bool:
        """Whether an address is that of a home page."""
        return key(url) == self._known.get(host_of(url), Site()).home_key

    def keep(self, home: Page) -> None:
        """Remember and note a home page."""
        chrome = frozenset(key(link.url) for link in read_links(home))
        site = Site(chrome, key(home.url), digest(home), years=self._years)
        self._known[home.host] = site
        self._notes.put("site", home.host, {**asdict(site), "chrome": sorted(site.chrome)})
