"""What a crawl archived itself, found by its capture id: after a crash answers are parsed from here."""

from __future__ import annotations

from storage.capture import Capture, Content
from storage.frontier.queue import Frontier
from storage.warc.reading import open_content


def archived(frontier: Frontier, capture_id: str) -> Capture | None:
    """The capture of an id, whatever its status; None when no crawl of this archive recorded it."""
    row = frontier.store.captures.whole.first(of_id=capture_id)
    if row is None:
        return None
    place = (f"warc/{row.warc}", row.warc_offset, row.warc_length)
    return Capture(row.id, row.url, row.payload_date, row.status, "", *place, row.digest, "")


def content_of_entry(frontier: Frontier, capture_id: str | None) -> Content | None:
    """The archived answer of a `fetched` entry, any status. BrokenRecord and its kin when it cannot be read."""
    capture = archived(frontier, capture_id) if capture_id else None
    return None if capture is None else open_content(frontier.archive, capture)
