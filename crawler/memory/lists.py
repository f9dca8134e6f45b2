"""The rows that each list has shown, so that a list which repeats itself is not followed for ever."""

from __future__ import annotations

from collections import defaultdict

from crawler.addresses import key
from crawler.reading.lead import Lead
from crawler.reading.reading import Reading
from storage.frontier.notes import CrawlNotes


class Lists:
    """Rows by list; a list is named by the key of its first page."""

    def __init__(self, notes: CrawlNotes) -> None:
        self._notes = notes
        self._rows: dict[str, set[str]] = defaultdict(set)
        for _, (first, fresh) in notes.of("rows"):
            self._rows[first] |= set(fresh)

    def repeats(self, lead: Lead, reading: Reading) -> bool:
        """Take in the rows of a page; whether it is a further page without a row that is new."""
        first = lead.entry or key(lead.url)
        seen = self._rows[first]
        fresh = set(reading.rows) - seen
        if fresh:
            self._notes.put("rows", f"{len(seen)} {first}", [first, sorted(fresh)])
        seen |= fresh
        # an opaque unit's empty answer is followed by another way to the same rows
        return lead.number > 1 and not fresh and not (lead.rule == "jpage" and not reading.rows)
