"""The one answer to a script that several lists need: each of them reads it in its own way."""

from __future__ import annotations

from dataclasses import replace

from crawler.entries import shares_script
from storage.entry import Entry
from storage.frontier.notes import CrawlNotes


class Scripts:
    """Captures of shared scripts by address."""

    def __init__(self, notes: CrawlNotes) -> None:
        self._notes = notes
        self._captures: dict[str, str | None] = dict(notes.of("script"))

    def keep(self, entry: Entry, capture_id: str | None) -> None:
        """Remember and note where the answer lies, if it is one that lists share."""
        if _is_shared(entry):
            self._captures[entry.url] = capture_id
            self._notes.put("script", entry.url, capture_id)

    def answered(self, entry: Entry) -> Entry | None:
        """The entry with the capture that answers it already; None where it is still to be asked."""
        known = _is_shared(entry) and entry.url in self._captures
        return replace(entry, capture_id=self._captures[entry.url]) if known else None

    def forget(self, entry: Entry) -> None:
        """The answer cannot be read: let it be asked again."""
        self._captures.pop(entry.url, None)


def _is_shared(entry: Entry) -> bool:
    return shares_script(entry.context.get("rule", ""))
