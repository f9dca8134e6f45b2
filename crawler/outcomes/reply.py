"""An answer with the entry that asked for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from crawler.answer import Answer
from crawler.entries import lead_of
from crawler.reading.lead import Lead
from storage.entry import Entry


@dataclass(frozen=True)
class Reply:
    """What an outcome is decided by."""

    entry: Entry
    answer: Answer

    @property
    def role(self) -> str:
        return self.entry.found.role

    @cached_property
    def lead(self) -> Lead:
        """The lead of the entry, at the address that answered."""
        return replace(lead_of(self.entry), url=self.answer.url)
