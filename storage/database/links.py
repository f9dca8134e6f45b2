"""Which addresses a page's reading asked for, and which files it took as parts of its report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from storage.database.store import Store


def address(url: str) -> int:
    """An address as the 64 bits under which it is kept; two that share them cost one page read in vain."""
    return int.from_bytes(hashlib.sha1(url.encode(), usedforsecurity=False).digest()[:8], signed=True)


def keep_links(store: Store, page: str, asked: Iterable[str], claimed: Iterable[str]) -> list[str]:
    """Note anew what a page's last reading asked for and took; returns the files that no page takes any more.

    To be called before the page is marked as read: what was never read has nothing to take back.
    """
    key, reader = store.all("SELECT key, reader FROM capture WHERE id = ?", (page,))[0]
    before = [] if reader is None else _take_back(store, key)
    files = store.keys_of("capture", claimed).values()
    store.run_many("INSERT INTO claim VALUES (?, ?)", [(file, key) for file in files])
    store.run_many("INSERT INTO asked VALUES (?, ?)", [(one, key) for one in set(map(address, asked))])
    left = "SELECT id FROM capture WHERE key = ? AND NOT EXISTS (SELECT 1 FROM claim WHERE file = capture.key)"
    return [row[0] for file in before for row in store.all(left, (file,))]


def _take_back(store: Store, page: int) -> list[int]:
    store.run("DELETE FROM asked WHERE page = ?", (page,))
    return [row[0] for row in store.all("DELETE FROM claim WHERE page = ? RETURNING file", (page,))]


def claimed(store: Store, captures: Iterable[str]) -> set[str]:
    """Those of some captures that were read as parts of a page's report."""
    sql = "SELECT 1 FROM capture JOIN claim ON claim.file = capture.key WHERE capture.id = ? LIMIT 1"
    return {public for public in captures if store.first(sql, (public,))}


def pages_claiming(store: Store, captures: Iterable[str]) -> set[str]:
    """The pages whose reports have parts read from these captures."""
    sql = """SELECT page.id FROM capture AS file JOIN claim ON claim.file = file.key
             JOIN capture AS page ON page.key = claim.page WHERE file.id = ?"""
    return {row[0] for public in captures for row in store.all(sql, (public,))}


def pages_asking(store: Store, urls: Iterable[str]) -> list[str]:
    """The pages that asked for one of these addresses when they were read."""
    sql = "SELECT capture.id FROM asked JOIN capture ON capture.key = asked.page WHERE address = ?"
    return [row[0] for url in urls for row in store.all(sql, (address(url),))]
