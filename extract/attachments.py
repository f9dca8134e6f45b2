"""Which captured documents belong to a page: those it links, and those the crawl found on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from extract.document import Document
from storage.archive import Archive
from storage.capture import Capture
from storage.database.database import Database
from storage.errors import StorageError
from storage.warc.reading import open_content
from storage.withdrawn import why_withdrawn

MOST = 8
"""Attachments of one page that are read; a page with more is a list."""
FEW = 200
"""Characters of text under which a page's pictures may be the report."""
HOPS = 5
"""Redirections that are followed from a link to its file."""
SIGNS = "%/:?#[]@!$&'()*+,;=~"
"""What stays in an address as a page prints it; a name in Chinese is asked for percent-encoded."""
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


def spellings(url: str) -> tuple[str, str, str]:
    """An address as printed, and as it is asked for from a page in UTF-8 and from one in GB 18030."""
    return url, quote(url, SIGNS), quote(url, SIGNS, encoding="gb18030", errors="replace")


def attachment_urls(document: Document) -> Iterator[str]:
    """Addresses of files that a page links, in order, each once; its pictures where it has no text or no tables."""
    pictured = len(document.text) < FEW or not any(document.tables())
    kinds = {"attachment", "frame"} | ({"image"} if pictured else set())
    seen: set[str] = set()
    for link in document.links:
        if link.kind in kinds and link.url not in seen:
            seen.add(link.url)
            yield link.url


@dataclass(frozen=True, slots=True)
class Answers:
    """What an archive holds behind an address, redirections followed: a link to downfile.jsp leads to the file."""

    archive: Archive
    database: Database

    def __call__(self, url: str) -> Capture | None:
        """The answer to an address, None where the archive has none."""
        for _ in range(HOPS):
            capture = next(filter(None, map(self.database.capture_by_url, spellings(url))), None)
            url = "" if capture else self._moved_to(url)
            if not url:
                return capture
        return None

    def _moved_to(self, url: str) -> str:
        """Where the last redirection of an address led, '' where there is none."""
        sql = """SELECT id FROM captures WHERE url IN (?, ?, ?) AND status BETWEEN 300 AND 399
                 ORDER BY fetched_at DESC, id LIMIT 1"""
        capture = next((self.database.capture(row[0]) for row in self.database.query(sql, spellings(url))), None)
        try:
            said = open_content(self.archive, capture).header("location") if capture else ""
        except StorageError:
            return ""
        return urljoin(url, said) if said else ""
