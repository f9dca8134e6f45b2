"""Portals that are known: those of CSV files, and those that crawls of the archive were given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from crawler.addresses import is_loopback
from crawler.options import SEEDS
from crawler.portals.portal import Portal, read_portals
from storage.archive import Archive
from storage.frontier.learnt import seeds_of


def crawled_portals(archive: Archive) -> list[Portal]:
    """What crawls of the archive were given."""
    return [Portal(seed.jurisdiction_code, seed.publisher, seed.home_url) for seed in seeds_of(archive)]


def known_portals(archive: Archive, files: Iterable[Path] = ()) -> list[Portal]:
    """The portals of these files (none: seeds/portals.csv) and those crawled.

    An archive of test portals on loopback has a world of its own: without files it knows no public portal.
    """
    crawled = crawled_portals(archive)
    local = bool(crawled) and all(is_loopback(portal.host) for portal in crawled)
    paths = list(files) or ([] if local else [SEEDS])
    listed = {portal.home_url: portal for path in paths for portal in read_portals(path)}
    return list({**{portal.home_url: portal for portal in crawled}, **listed}.values())


def scheduled_portals(archive: Archive, files: Iterable[Path] = ()) -> list[Portal]:
    """The portals to crawl time and again: those of these files, else those crawled so far, else seeds/portals.csv."""
    listed = [portal for path in files for portal in read_portals(path)]
    return listed or crawled_portals(archive) or read_portals(SEEDS)
