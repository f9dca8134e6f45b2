"""What can go wrong before or beside the fetching. Each message is one line that says what to do next.

CrawlerError
├── PortalsError     a portals CSV that cannot be used; names file and line
├── NoContact        a public host, and no address to write to in the user agent
├── FamilyError      a family file that says something the reader does not know
└── Refused          an address the crawl must not reach
"""

from __future__ import annotations


class CrawlerError(Exception):
    """Root of the tree; the command line prints it as one line and exits with status 2."""


class PortalsError(CrawlerError):
    """A portals CSV that cannot be used."""


class NoContact(CrawlerError):
    """The crawl would reach a public host without saying who is asking."""


class FamilyError(CrawlerError):
    """A family file that cannot be used."""


class Refused(CrawlerError):
    """An address that safety or scope forbids; `kind` is the word coverage shows."""

    def __init__(self, message: str, kind: str = "address_refused") -> None:
        super().__init__(message)
        self.kind = kind
