"""An answer as the downloader hands it to the crawl."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """An archived answer as the downloader hands it over. `latency` in seconds; `torn`: it may not be whole."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    latency: float = 0.0
    capture_id: str | None = None
    torn: bool = False
    rendered: bool = False

    def header(self, name: str) -> str:
        """The first value of a header (its name in lower case), or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name), "")
