"""What a crawl decides by beside its queue, kept with the queue: a crawl that is killed goes on by the same knowledge.

Notes belong to one crawl. They are written in the transaction that ends the entry they come from, so that after any
death an answer has been taken in with all that follows from it, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as given

from storage.frontier.prepared import Prepared
from storage.frontier.queue import Frontier
from storage.frontier.tables import notes


class CrawlNotes:
    """The notes of the crawl that a frontier has begun; those of crawls before it are dropped."""

    def __init__(self, frontier: Frontier) -> None:
        self._store, self._crawl = frontier.store, frontier.crawl_id
        put = self._store.insert(notes)
        new = put.on_conflict_do_update(index_elements=["crawl", "kind", "name"], set_={"value": put.excluded.value})
        connection = self._store.connection
        self._put = Prepared(connection, new, ("crawl", "kind", "name", "value"))
        of_kind = (notes.c.crawl == given("of_crawl"), notes.c.kind == given("of_kind"))
        self._of = Prepared(connection, sa.select(notes.c.name, notes.c.value).where(*of_kind).order_by(notes.c.id))
        with self._store.writing():
            self._store.run(sa.delete(notes).where(notes.c.crawl != self._crawl))

    def put(self, kind: str, name: str, value: Any) -> None:
        """Keep a value that JSON can hold; one of the same kind and name is replaced."""
        text = json.dumps(value, ensure_ascii=False)
        with self._store.writing():
            self._put.run(crawl=self._crawl, kind=kind, name=name, value=text)

    def of(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Names and values of a kind, in the order in which they were first kept."""
        for row in self._of.all(of_crawl=self._crawl, of_kind=kind):
            yield row.name, json.loads(row.value)

    def drop(self, kind: str) -> None:
        """Forget what was kept of a kind."""
        with self._store.writing():
            self._store.run(sa.delete(notes).where(notes.c.crawl == self._crawl, notes.c.kind == kind))
