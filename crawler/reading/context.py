"""Where a page stands when its links are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.addresses import host_of
from storage.found import Found

Stage = Literal["home", "section", "annual", "article"]


@dataclass(frozen=True)
class Context:
    """Where a page stands: how it was found, in which context it is read, and what is known of its host.

    `stage`: home, section, annual (a column or below), article. `chrome`: keys of the links every page of the host
    repeats. `years`: the first and last year asked for. `holds_report`: the column's page is the
    report itself, its files are attachments.
    """

    found: Found
    stage: Stage
    url: str
    family: str | None = None
    chrome: frozenset[str] = frozenset()
    years: tuple[int, int] = (2008, 2100)
    moved_to: str = ""
    holds_report: bool = False

    @property
    def home_host(self) -> str:
        """The portal's own host: where its home page answered, which need not be where the seed points."""
        return self.moved_to or (host_of(self.found.seed.home_url) if self.found.seed else host_of(self.url))
