"""Which captured documents belong to a page: those it links, and those the crawl found on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from urllib.parse import quote, urljoin

from extract.document import Document, Table
from extract.identity.title import from_heading
from extract.used import use
from storage.archive import Archive
from storage.capture import Capture
from storage.database.database import Database
from storage.errors import StorageError
from storage.warc.reading import open_content
from storage.withdrawn import why_withdrawn

MOST = 8
"""Attachments of one page that are read; a page with more is a list."""
PICTURES = 20
"""Pictures of one page that are read: a report that was scanned has one for each of its pages."""
FEW = 200
"""Characters of text under which a page's pictures may be the report."""
FIGURES = 4
"""Cells with a number from which a table may be one of a report's."""
FIGURE = re.compile(r"\d[\d.,，]{0,11}\D?")
HOPS = 5
"""Redirections that are followed from a link to its file."""
SIGNS = "%/:?#[]@!$&'()*+,;=~"
"""What stays in an address as a page prints it; a name in Chinese is asked for percent-encoded."""


def files_of(page: str) -> str:
    """What stands for all files of a page among the addresses that are asked for."""
    return f"files of {page}"


def attached_captures(page: Capture, document: Document, answers: Answers) -> list[Capture]:
    """The captures of a page's attachments: those it links, in its order, then those that the crawl found on it.

    The page itself and pictures of it are none.
    """
    captures: dict[str, Capture] = {}
    linked = (answers(url) for url in attachment_urls(document))
    for capture in chain(linked, answers.found_on(page.url)):
        if capture is None or _is_page(capture, page):
            continue
        if why_withdrawn(capture):
            use("withdrawn")
            continue
        captures.setdefault(capture.payload_digest, capture)
        if len(captures) >= (PICTURES if capture.media_type.startswith("image/") else MOST):
            break
    return list(captures.values())


def _is_page(capture: Capture, page: Capture) -> bool:
    return capture.id == page.id or capture.media_type.startswith("text/html")


def spellings(url: str) -> tuple[str, str, str]:
    """An address as printed, and as it is asked for from a page in UTF-8 and from one in GB 18030."""
    return url, quote(url, SIGNS), quote(url, SIGNS, encoding="gb18030", errors="replace")


def attachment_urls(document: Document) -> Iterator[str]:
    """Addresses of files that a page links, in order, each once; its pictures where it has no text or no figures."""
    kinds = {"attachment", "frame"}
    if any(link.kind == "image" for link in document.links) and _may_be_pictured(document):
        kinds.add("image")
    seen: set[str] = set()
    for link in document.links:
        if link.kind in kinds and link.url not in seen:
            seen.add(link.url)
            yield link.url


def _may_be_pictured(document: Document) -> bool:
    """Whether the text or the tables of a page may stand in its pictures."""
    text = "".join(line.text for line in from_heading(document))
    return len(text) < FEW or not any(map(_has_figures, document.tables()))


def _has_figures(table: Table) -> bool:
    """Whether a table is more than what a page says of itself in one."""
    figures = (cell for cell in table.cells if FIGURE.fullmatch(cell.text.strip()))
    return len(list(islice(figures, FIGURES))) == FIGURES


@dataclass(frozen=True, slots=True)
class Answers:
    """What an archive holds behind an address, redirections followed: a link to downfile.jsp leads to the file.

    `asked` are the addresses it was asked for: an answer that comes later may change what asked.
    """

    archive: Archive
    database: Database
    asked: set[str] = field(default_factory=set)

    def __call__(self, url: str) -> Capture | None:
        """The answer to an address, None where the archive has none; of the same answer given again the first."""
        for _ in range(HOPS):
            self.asked.update(spellings(url))
            capture = next(filter(None, map(self.database.capture_by_url, spellings(url))), None)
            url = "" if capture else self._moved_to(url)
            if not url:
                return self._first(capture) if capture else None
        return None

    def _first(self, capture: Capture) -> Capture:
        first = self.database.alike(capture)[:1]
        return (self.database.capture(first[0]) if first else None) or capture

    def found_on(self, page: str) -> Iterator[Capture | None]:
        """The answers to the addresses that the crawl noted as a page's files, by links the reader does not see."""
        self.asked.add(files_of(page))
        for url in dict.fromkeys(file.url for file in self.database.files_found_on(page)):
            yield self(url)

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
