"""What crawls learn on their way beyond the queue: what each page was read as, and portals that portals link to.

Both are tables of crawl/frontier.sqlite; writing goes through the frontier, reading needs no lock.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.archive import Archive
from storage.found import Found, Seed
from storage.frontier.prepared import Prepared
from storage.frontier.status import frontier_rows
from storage.frontier.tables import TABLES, entries

# a link from a portal to what may be another government's portal, with what proves it
neighbours = sa.Table(
    "neighbours",
    TABLES,
    sa.Column("portal", sa.Text, primary_key=True),  # the seed's home_url
    sa.Column("url", sa.Text, primary_key=True),
    sa.Column("link_text", sa.Text, primary_key=True),
    sa.Column("page", sa.Text, nullable=False),
    sa.Column("codes", sa.Text, nullable=False),  # JSON list; several: the text leaves the choice between them
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("capture_id", sa.Text),
    sa.Column("crawl", sa.Text, nullable=False),
    sa.Column("seen", sa.Float, nullable=False),
)

# the last two times a page was read; entries: reports and columns of reports that it lists
pages_read = sa.Table(
    "pages_read",
    TABLES,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("portal", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("list_key", sa.Text, nullable=False),  # what the pages of one list share
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("crawl", sa.Text, nullable=False),
    sa.Column("entries_before", sa.Integer),
    sa.Column("crawl_before", sa.Text),
    sa.Index("pages_read_portal", "portal", "list_key"),
)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A link to what may be the portal of another government.

    `portal` is the home page of the portal that links, `page` the page the link stands on, `url` the home page it
    leads to. `codes` are the divisions the text may name: one, or several when it is ambiguous. `why` says how it was
    matched.
    """

    portal: str
    page: str
    url: str
    link_text: str
    codes: tuple[str, ...]
    why: str
    capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a page was read as. `list_key` is shared by the pages of one list; `entries` counts what it lists."""

    key: str
    portal: str
    role: str
    kind: str
    unit: str
    list_key: str
    url: str
    entries: int


class LearntSql:
    """The statements that write both tables: a second sight of the same replaces the first."""

    def __init__(self, connection: sa.Connection, insert: Any) -> None:
        met, read = insert(neighbours), insert(pages_read)
        renewed = {name: met.excluded[name] for name in ("page", "codes", "why", "capture_id", "crawl", "seen")}
        self.meet = Prepared(
            connection,
            met.on_conflict_do_update(index_elements=["portal", "url", "link_text"], set_=renewed),
            tuple(column.name for column in neighbours.columns),
        )
        given = [column.name for column in pages_read.columns if not column.name.endswith("_before")]
        again = pages_read.c.crawl == read.excluded.crawl
        changes: dict[str, Any] = {name: read.excluded[name] for name in given if name != "key"}
        changes |= {
            f"{name}_before": sa.case((again, pages_read.c[f"{name}_before"]), else_=pages_read.c[name])
            for name in ("entries", "crawl")
        }
        self.read = Prepared(connection, read.on_conflict_do_update(index_elements=["key"], set_=changes), tuple(given))


def neighbour_row(neighbour: Neighbour, crawl: str) -> dict[str, Any]:
    """The row of a neighbour."""
    codes = json.dumps(neighbour.codes)
    told = {name: getattr(neighbour, name) for name in ("portal", "url", "link_text", "page", "why", "capture_id")}
    return {**told, "codes": codes, "crawl": crawl, "seen": time.time()}


def neighbours_of(archive: Archive) -> Iterator[Neighbour]:
    """Every neighbour that crawls of the archive have met, in a fixed order."""
    if not archive.frontier_path.exists():
        return
    with frontier_rows(archive) as rows:
        if not sa.inspect(rows).has_table("neighbours"):
            return
        found = sa.select(neighbours).order_by(neighbours.c.url, neighbours.c.portal, neighbours.c.link_text)
        for row in rows.execute(found):
            codes = tuple(json.loads(row.codes))
            yield Neighbour(row.portal, row.page, row.url, row.link_text, codes, row.why, row.capture_id)


def seeds_of(archive: Archive) -> list[Seed]:
    """Every portal that crawls of the archive were given, by its home page."""
    if not archive.frontier_path.exists():
        return []
    one = sa.func.max(entries.c.found).label("found")
    portals = sa.select(one).where(entries.c.portal != "").group_by(entries.c.portal).order_by(entries.c.portal)
    with frontier_rows(archive) as rows:
        seeds = [Found.from_json(json.loads(row.found)).seed for row in rows.execute(portals)]
    return [seed for seed in seeds if seed]
