"""A capture: one archived answer, found again by file and offset and checked by its digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.found import Found


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, resource or revisit record, or a page as a browser rendered it (a conversion record).

    `id` comes from content (target URI, date, payload digest), so it is the same wherever the record lies.
    `fetched_at` is the WARC-Date as written (ISO 8601, UTC). `warc_file` is relative to the archive;
    `warc_offset` and `warc_length` are those of the gzip member. Digests are `sha1:` in base32.
    `origin` is `crawl:<id>` for our own crawls, else the digest of the imported file.
    """

    id: str
    url: str
    fetched_at: str
    status: int | None
    media_type: str
    warc_file: str
    warc_offset: int
    warc_length: int
    payload_digest: str
    origin: str
    found: Found | None = None
    refers_to_url: str | None = None
    refers_to_date: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a capture holds once opened: the payload with content-encoding undone, and the headers that describe it."""

    capture: Capture
    payload: bytes
    headers: tuple[tuple[str, str], ...] = field(default=())
    truncated: str | None = None

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")
