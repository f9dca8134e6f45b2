"""Entries as rows of the frontier, and back."""

from __future__ import annotations

import json
from typing import Any

from storage.entry import Entry, State
from storage.found import Found


def row_of(entry: Entry, crawl: str) -> dict[str, Any]:
    """The row of an entry that a crawl queues."""
    return {
        "key": entry.key,
        "url": entry.url,
        "method": entry.method,
        "body": entry.body,
        "headers": json.dumps(entry.headers),
        "host": entry.host,
        "found": json.dumps(entry.found.as_json(), ensure_ascii=False),
        "context": json.dumps(dict(entry.context), ensure_ascii=False),
        "portal": entry.found.seed.home_url if entry.found.seed else "",
        "role": entry.found.role,
        "priority": entry.priority,
        "attempts": entry.attempts,
        "not_before": entry.not_before,
        "state": "queued",
        "due_at": 0.0,
        "reason": "",
        "crawl": crawl,
    }


def again(row: dict[str, Any]) -> dict[str, Any]:
    """What of a row is written where its key is known: it is queued again, as it was found now."""
    return {"of_key": row["key"], "later": row["not_before"], "now_in": row["crawl"], "found_so": row["found"]}


def entry_of(row: Any, state: State, conditions: tuple[tuple[str, str], ...]) -> Entry:
    """The entry of a row; `conditions` are headers that let a server answer 304."""
    headers = tuple((name, value) for name, value in json.loads(row.headers))
    return Entry(
        key=row.key,
        url=row.url,
        host=row.host,
        found=Found.from_json(json.loads(row.found)),
        priority=row.priority,
        method=row.method,
        body=row.body,
        headers=headers + conditions,
        attempts=row.attempts,
        not_before=row.not_before,
        state=state,
        capture_id=row.capture_id,
        context=json.loads(row.context),
    )
