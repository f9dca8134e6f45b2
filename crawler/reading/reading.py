"""What a page was read as."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.pages.challenge import Wall
from crawler.reading.lead import Lead
from storage.frontier.learnt import Neighbour

Kind = Literal[
    "home",
    "section",
    "hub",
    "list",
    "report",
    "article",
    "attachment",
    "shell",
    "blocked",
    "soft404",
    "lookalike",
    "empty",
    "robots",
    "other",
]


@dataclass(frozen=True)
class Reading:
    """What a page is, why, and what follows from it. `rows` are the keys of its own links, for the stop rule."""

    kind: Kind
    why: tuple[str, ...] = ()
    family: str | None = None
    leads: tuple[Lead, ...] = ()
    rows: tuple[str, ...] = ()
    wall: Wall | None = None
    title: str = ""
    skipped: tuple[str, ...] = field(default=())
    neighbours: tuple[Neighbour, ...] = field(default=())

    def verdict(self) -> dict[str, Any]:
        """The part that is kept with the capture."""
        said = {
            "kind": self.kind,
            "family": self.family,
            "why": list(self.why),
            "title": self.title,
            "leads": len(self.leads),
        }
        if self.skipped:
            said["lookalikes"] = list(self.skipped)[:20]
        return {name: value for name, value in said.items() if value not in (None, "", [])}
