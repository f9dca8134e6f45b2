"""Pages out of the archive: what was fetched before is read there, never asked for again."""

from __future__ import annotations

import logging

from crawler.answer import Answer
from crawler.pages.page import Page
from storage.capture import Capture, Content
from storage.entry import Entry
from storage.errors import StorageError
from storage.frontier.earlier import content_of_entry
from storage.frontier.queue import Frontier
from storage.warc.reading import candidates, open_content

NOT_MODIFIED = 304
log = logging.getLogger(__name__)


def content_of(frontier: Frontier, url: str) -> Content | None:
    """The last good answer archived for an address, or None when there is none or it cannot be read."""
    memory = frontier.last(url)
    if memory is None:
        return None
    try:
        entries = [entry for entry in candidates(frontier.archive, memory.url) if entry.digest == memory.digest]
        for entry in reversed(entries):
            place = (entry.filename, entry.offset, entry.length, memory.digest, "")
            capture = Capture(memory.capture_id, memory.url, memory.fetched_at, 200, entry.mime, *place)
            return open_content(frontier.archive, capture)
    except (StorageError, OSError) as error:
        log.warning("%s: the archived page cannot be read (%s)", url, error)
    return None


def page_of(frontier: Frontier, url: str, answer: Answer) -> Page:
    """The page that answers an address as it was asked; for `304 Not Modified` the one archived before."""
    earlier = content_of(frontier, url) if answer.status == NOT_MODIFIED else None
    if earlier:
        return Page.of(answer.url, 200, earlier.headers, earlier.payload)
    return Page.of(answer.url, answer.status, answer.headers, answer.body)


def answer_of(frontier: Frontier, entry: Entry) -> Answer | None:
    """The archived answer of an entry, or None when there is none or it cannot be read."""
    try:
        content = content_of_entry(frontier, entry.capture_id)
    except (StorageError, OSError) as error:
        log.warning("%s: archived but not readable (%s); it is asked again", entry.url, error)
        return None
    if content is None:
        return None
    given = (content.capture.url, content.capture.status or 200, content.headers, content.payload)
    return Answer(*given, capture_id=entry.capture_id, torn=content.truncated is not None)
