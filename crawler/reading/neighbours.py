"""Governments find governments: links to the portals of those above, below and beside, kept and not entered.

They are matched to divisions by their text; a later crawl may enter them, from the list that `gongkai portals` writes.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from crawler.addresses import host_of, is_front, is_loopback, netloc_of, origin_of, same_site
from crawler.pages.links import Link
from crawler.reading.context import Context
from lexicon.bodies import kind_of
from lexicon.governments import Named, governments
from storage.found import Seed
from storage.frontier.learnt import Neighbour


def neighbours(links: Iterable[Link], context: Context) -> Iterator[Neighbour]:
    """The links of a page to what may be other governments' portals, list by list."""
    seed = context.found.seed
    if seed is None or not _may_vouch(host_of(context.url), context.home_host):
        return
    own = {netloc_of(context.url), netloc_of(seed.home_url)}
    for wall in _walls(links, own):
        named = governments([link.label for link in wall], seed.jurisdiction_code)
        for link, one in zip(wall, named, strict=True):
            if one and _may_be(link, one, context) and not _is_self(one, seed):
                codes = tuple(sorted(row.code for row in one.candidates))
                yield Neighbour(seed.home_url, context.url, home_of(link.url), link.label, codes, _why(link, one))


def _walls(links: Iterable[Link], own: set[str]) -> Iterable[list[Link]]:
    """The links to other hosts by the list they stand in."""
    lists: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if netloc_of(link.url) not in own:
            lists[link.block].append(link)
    return lists.values()


def _may_vouch(host: str, home_host: str) -> bool:
    """Whether a page can speak for others: on the portal's own site, or on gov.cn."""
    return same_site(host, home_host) or host.endswith(".gov.cn") or (is_loopback(host) and is_loopback(home_host))


def _may_be(link: Link, named: Named, context: Context) -> bool:
    """Whether an address can be a government's: on gov.cn, or named in full on the portal's own home page.

    A deep address speaks for the site it lies on only where that is another than the page's.
    """
    host, here, home = host_of(link.url), host_of(context.url), context.home_host
    if any(pattern.search(host) for pattern in _patterns("host")):
        return False
    if is_loopback(home) or is_loopback(host):
        return is_loopback(home) and is_loopback(host) and is_front(link.url)
    if host.endswith(".gov.cn"):
        return is_front(link.url) or not (same_site(host, here) or same_site(host, home))
    in_full = named.is_full and named.is_government
    return in_full and is_front(link.url) and context.stage == "home" and same_site(here, home)


def _is_self(named: Named, seed: Seed) -> bool:
    """A government's link to itself; a department's link to its government is none."""
    codes = {row.code for row in named.candidates}
    return kind_of(seed.publisher) != "department" and codes == {seed.jurisdiction_code[: len(next(iter(codes)))]}


def _why(link: Link, named: Named) -> str:
    return "; ".join((named.why, *(f"under {heading}" for heading in link.headings[-1:])))


def home_of(url: str) -> str:
    """The home page an address belongs to: itself where it is a front page, else the root of its host."""
    return url if is_front(url) else f"{origin_of(url)}/"


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads((Path(__file__).parent / "neighbours.toml").read_text(encoding="utf-8"))
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in data[name])
