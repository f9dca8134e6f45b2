"""What was asked to be taken out of view: seeds/withdrawn.csv names hosts, addresses and digests."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from storage.capture import Capture
from storage.database import Database

LIST = Path(__file__).parent.parent / "seeds" / "withdrawn.csv"


@cache
def withdrawn() -> frozenset[tuple[str, str]]:
    """Pairs of kind (host, address, digest) and value."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return frozenset((row["kind"], row["value"]) for row in csv.DictReader(file))


def is_withdrawn(capture: Capture) -> bool:
    """Whether a capture may not be read into the database."""
    host = urlsplit(capture.url).hostname or ""
    return not withdrawn().isdisjoint({("host", host), ("address", capture.url), ("digest", capture.payload_digest)})


def withdrawn_captures(db: Database) -> list[str]:
    """The captures of an archive that the list names: what was read of them before goes."""
    found: list[str] = []
    for kind, value in sorted(withdrawn()):
        where, values = WHERE[kind], tuple(pattern.format(value) for pattern in LIKE[kind])
        found.extend(row[0] for row in db.query(f"SELECT id FROM captures WHERE {where}", values))  # noqa: S608 -- ours
    return found


WHERE = {"host": "url LIKE ? OR url LIKE ? OR url LIKE ?", "address": "url = ?", "digest": "payload_digest = ?"}
LIKE = {"host": ("http://{}/%", "https://{}/%", "http://{}:%"), "address": ("{}",), "digest": ("{}",)}
