"""How each host wants to be treated: what was learnt of it, through any crash."""

from __future__ import annotations

import json

from storage.entry import HostState
from storage.frontier.store import FrontierStore


class HostStates:
    """The states of hosts; `delay` is the pause in seconds towards one not yet known."""

    def __init__(self, store: FrontierStore, delay: float) -> None:
        self._store = store
        self._delay = delay

    def of(self, host: str) -> HostState:
        """What is known of a host."""
        row = self._store.hosts.get.first(of_host=host)
        if row is None:
            return HostState(host, self._delay)
        return HostState(host, row.delay, row.not_before, row.strikes, json.loads(row.notes))

    def keep(self, state: HostState) -> None:
        """Keep what was learnt of a host; a lease in flight stays in flight."""
        notes = json.dumps(dict(state.notes), ensure_ascii=False, sort_keys=True)
        with self._store.writing():
            self.know(state.host)
            self._store.hosts.learn.run(
                of_host=state.host,
                new_delay=state.delay,
                new_not_before=state.not_before,
                new_strikes=state.strikes,
                new_notes=notes,
            )
            self._store.hosts.refresh.run(of_host=state.host)

    def know(self, host: str) -> None:
        """Have a row for a host; one that is known stays as it is."""
        self._store.hosts.know.run(host=host, delay=self._delay, not_before=0.0, strikes=0, notes="{}", in_flight=0)
