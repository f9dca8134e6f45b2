"""The nouns of a crawl: an address to fetch, how a host wants to be treated, how far a portal is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from storage.found import Found

State = Literal["queued", "leased", "fetched", "done", "failed", "blocked"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of the frontier. `key` is unique; smaller `priority` comes sooner.

    `headers` are those to send with the request; on a second visit the conditions that allow a 304 are among them.
    `not_before` is in seconds since 1970. `capture_id` is the last answer archived for it, if any.
    `context` is the crawler's own (which page of which list this is), plain JSON values.
    """

    key: str
    url: str
    host: str
    found: Found
    priority: int = 0
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    attempts: int = 0
    not_before: float = 0.0
    state: State = "queued"
    capture_id: str | None = None
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HostState:
    """Politeness towards one host. Times in seconds since 1970, `delay` in seconds."""

    host: str
    delay: float = 1.0
    not_before: float = 0.0
    strikes: int = 0
    notes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crawl:
    """A run of the crawler. `finished` None: it stopped before its end and goes on at the next start."""

    id: str
    started: float
    finished: float | None
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PortalCount:
    """How many entries of a portal (its seed's home_url) are in each state."""

    portal: str
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Incident:
    """A failure or a wall, with what proves it. `kind` is failed or blocked; `capture_id` the archived refusal."""

    at: float
    kind: str
    reason: str
    url: str
    portal: str
    capture_id: str | None
    status: int | None
