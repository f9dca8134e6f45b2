"""What a crawl learns of pages beside its queue: links to other portals, and what each page was read as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from storage.frontier.learnt import Neighbour, PageRead, neighbour_row
from storage.frontier.queue import Frontier


class Learning:
    """Writes both for the crawl that a frontier has begun."""

    def __init__(self, frontier: Frontier) -> None:
        self._store, self._crawl = frontier.store, frontier.crawl_id

    def meet(self, neighbours: Iterable[Neighbour]) -> None:
        """Keep links to other governments' portals; the same link seen again renews its evidence."""
        rows = [neighbour_row(neighbour, self._crawl) for neighbour in neighbours]
        if rows:
            with self._store.writing():
                self._store.learnt.meet.run_many(rows)

    def read_as(self, page: PageRead) -> None:
        """Keep what a page was read as, beside what it was in the crawl before."""
        with self._store.writing():
            self._store.learnt.read.run(**asdict(page), crawl=self._crawl)
