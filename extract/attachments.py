"""Which captured documents belong to a page: those it links, and those the crawl found on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extract.document import Document
from storage.capture import Capture
from storage.withdrawn import why_withdrawn

MOST = 8
"""Attachments of one page that are read; a page with more is a list."""
FEW = 200
"""Characters of text under which a page's pictures may be the report."""
Lookup = Callable[[str], Capture | None]


def attached_captures(page: Capture, document: Document, look_up: Lookup) -> list[Capture]:
    """The captures of a page's attachments, in the order of the page; the page itself and pictures of it are none."""
    captures: dict[str, Capture] = {}
    for url in attachment_urls(document):
        capture = look_up(url)
        if capture is None or why_withdrawn(capture):
            continue
        if capture.id != page.id and not capture.media_type.startswith("text/html"):
            captures.setdefault(capture.payload_digest, capture)
        if len(captures) == MOST:
            break
    return list(captures.values())


def attachment_urls(document: Document) -> Iterator[str]:
    """Addresses of files that a page links, in order, each once; its pictures where it has no text of its own."""
    kinds = {"attachment", "frame"} | ({"image"} if len(document.text) < FEW else set())
    seen: set[str] = set()
    for link in document.links:
        if link.kind in kinds and link.url not in seen:
            seen.add(link.url)
            yield link.url
