"""Portals that crawled portals link to, read from crawl/frontier.sqlite without holding it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from storage.archive import Archive
from storage.crawl_status import frontier_rows


@dataclass(frozen=True, slots=True)
class LinkedPortal:
    """A government's portal as another's page names it: the name printed, the address, the page, whose page it is."""

    name: str
    home_url: str
    page: str
    from_code: str


def linked_portals(archive: Archive) -> Iterator[LinkedPortal]:
    """Every portal linked from a crawled one; an address may come several times, from several pages."""
    if not archive.frontier_path.exists():
        return
    with frontier_rows(archive) as rows:
        for (notes,) in rows.exec_driver_sql("SELECT notes FROM hosts ORDER BY host").all():
            for name, home_url, page, code in json.loads(notes).get("neighbours", ()):
                yield LinkedPortal(name, home_url, page, code)
