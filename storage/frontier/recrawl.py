"""When a page is asked about again: the whole policy of coming back.

* Pages that lead to others (home, section, column, list, probe) are asked at every crawl.
* A report and its attachments are asked 30 days after they were last seen, then, as long as they stay the same,
  after 60, 120, 240 and at most 360 days. A change starts the row again.
* What failed or was blocked is tried again at every crawl.

Every second request carries If-None-Match or If-Modified-Since where the first answer gave the means.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY = 86400.0
FIRST_INTERVAL = 30 * DAY
LAST_INTERVAL = 360 * DAY
SETTLED = frozenset({"report", "attachment", "asset"})


@dataclass(frozen=True, slots=True)
class Memory:
    """What the archive holds of an address: its last good answer. `fetched_at` is the WARC-Date of that answer.

    `record_id`, `url`, `fetched_at` and `digest` are those of the record that carries the payload.
    """

    capture_id: str
    record_id: str
    url: str
    fetched_at: str
    digest: str
    etag: str
    last_modified: str
    role: str
    unchanged: int


def due_at(role: str, fetched: float, unchanged: int) -> float:
    """The time (seconds since 1970) from which a page is asked about again; `unchanged`: how often it was the same."""
    if role not in SETTLED:
        return fetched
    return fetched + min(FIRST_INTERVAL * float(1 << min(unchanged, 16)), LAST_INTERVAL)


def conditions(memory: Memory | None) -> tuple[tuple[str, str], ...]:
    """The request headers that let a server answer 304."""
    if memory is None:
        return ()
    given = (("If-None-Match", memory.etag), ("If-Modified-Since", memory.last_modified))
    return tuple((name, value) for name, value in given if value)
