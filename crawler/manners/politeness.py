"""How a host is treated: a pause that follows its latency, longer and longer waits when it fails, a breaker at last."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime

from storage.entry import HostState

LONGEST_DELAY = 60.0
LONGEST_WAIT = 300.0
QUICK = 1.0  # seconds; an answer within it is no sign of a host in trouble
PATIENCE = 3600.0  # a Retry-After beyond it is for another day
BREAKER = 10  # failures in a row after which a host is left for this crawl
FIRST_BREAKER = 6  # the same for a host that never answered
BAN = 1  # steps by which the wait after a refusal is longer than after a fault: a ban grows with every knock


def answered(state: HostState, latency: float, floor: float) -> HostState:
    """After an answer: the pause moves half way to the latency, never under `floor`; strikes are forgotten."""
    wanted = latency if latency > QUICK or floor > 0 else 0.0
    delay = min(max(floor, (state.delay + wanted) / 2 if wanted < state.delay else wanted), LONGEST_DELAY)
    return replace(state, delay=floor if delay < 0.01 else delay, strikes=0, notes={**state.notes, "answered": True})


def struck(state: HostState, now: float, floor: float, retry_after: float | None = None) -> HostState:
    """After a failure of the host: it rests as long as it asks, else twice as long each time."""
    rest = retry_after if retry_after is not None else min(unit(floor) * 2.0**state.strikes, LONGEST_WAIT)
    return replace(state, strikes=state.strikes + 1, not_before=max(state.not_before, now + rest))


def unit(floor: float) -> float:
    """The first wait in seconds; short on test servers."""
    return max(floor, 0.25)


def retry_time(attempts: int, now: float, floor: float) -> float:
    """When an address that failed `attempts` times is tried again."""
    return now + min(unit(floor) * 3.0**attempts, LONGEST_WAIT)


def broken(state: HostState) -> bool:
    """Whether a host has failed so often that it is left alone for this crawl."""
    return state.strikes >= (BREAKER if state.notes.get("answered") else FIRST_BREAKER)


def retry_after(value: str, now: float) -> float | None:
    """Seconds to wait by a Retry-After header (seconds or a date), or None where there is none to be read."""
    value = value.strip()
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now)
