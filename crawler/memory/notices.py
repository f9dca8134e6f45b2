"""What is noticed of a page beside its reports: what it was read as, how much it lists, whom it links to."""

from __future__ import annotations

from dataclasses import replace

from crawler.addresses import key
from crawler.reading.reading import Reading
from storage.entry import Entry
from storage.frontier.learning import Learning
from storage.frontier.learnt import PageRead
from storage.frontier.queue import Frontier

LISTED = ("report", "column")


class Notices:
    """Takes note of pages as they are read, in the frontier's database."""

    def __init__(self, frontier: Frontier) -> None:
        self._learning = Learning(frontier)
        self._met: set[tuple[str, str, str]] = set()  # every page of a portal repeats the same footer

    def take(self, entry: Entry, reading: Reading, capture_id: str | None) -> None:
        """Keep what there is to keep of a page; `capture_id` is the evidence."""
        self._learning.read_as(_page_read(entry, reading))
        new = {(one.portal, one.url, one.link_text): one for one in reading.neighbours}
        self._learning.meet(replace(one, capture_id=capture_id) for place, one in new.items() if place not in self._met)
        self._met |= new.keys()


def _page_read(entry: Entry, reading: Reading) -> PageRead:
    found = entry.found
    listed = {key(lead.url) for lead in reading.leads if lead.found.role in LISTED and not lead.rule}
    list_key = entry.context.get("entry") or key(entry.url)
    portal = found.seed.home_url if found.seed else ""
    return PageRead(entry.key, portal, found.role, reading.kind, found.unit, list_key, entry.url, len(listed))
