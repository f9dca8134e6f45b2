"""What was asked to be taken out of view: seeds/withdrawn.csv names hosts, addresses and digests.

A crawl asks for none of it, extraction reads none of it, replay shows none of it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage.capture import Capture

if TYPE_CHECKING:
    from storage.database.database import Database

LIST = Path(__file__).parent.parent / "seeds" / "withdrawn.csv"


@cache
def withdrawn() -> Mapping[tuple[str, str], str]:
    """The reason by kind (host, address, digest) and value."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["value"]): f"{row['reason']} (since {row['since']})" for row in csv.DictReader(file)}


def withdrawn_because(url: str, digest: str = "") -> str | None:
    """Why an address, or what has this payload digest, may not be asked for or shown; None when it may."""
    listed = withdrawn()
    if not listed:
        return None
    named = (("host", urlsplit(url).hostname or ""), ("address", url), ("digest", digest))
    return next((listed[one] for one in named if one in listed), None)


def why_withdrawn(capture: Capture) -> str | None:
    """Why a capture may not be read or shown, or None."""
    return withdrawn_because(capture.url, capture.payload_digest)


def withdrawn_captures(db: Database) -> list[str]:
    """The captures of an archive that the list names: what was read of them before goes."""
    found: list[str] = []
    for kind, value in sorted(withdrawn()):
        where, values = WHERE[kind], tuple(pattern.format(value) for pattern in LIKE[kind])
        found.extend(row[0] for row in db.query(f"SELECT id FROM captures WHERE {where}", values))  # noqa: S608 -- ours
    return found


WHERE = {"host": "url LIKE ? OR url LIKE ? OR url LIKE ?", "address": "url = ?", "digest": "payload_digest = ?"}
LIKE = {"host": ("http://{}/%", "https://{}/%", "http://{}:%"), "address": ("{}",), "digest": ("{}",)}
