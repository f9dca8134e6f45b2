"""Whose portal a host is, by seeds/portals.csv: the weakest of signs, enough to choose between namesakes."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

SEEDS = Path(__file__).parent.parent / "seeds" / "portals.csv"


def code_of_host(host: str) -> str | None:
    """The division of a known portal, or of the one the host lies below: chaoyang.changchun.gov.cn is in 长春市."""
    labels = host.lower().rstrip(".").split(".")
    names = (".".join(labels[start:]) for start in range(max(len(labels) - 2, 0)))
    return next((code for code in map(_codes().get, names) if code), None)


@cache
def _codes() -> dict[str, str]:
    """Codes by host without www. Hosts of several portals (a prefecture's counties in one place) say nothing."""
    found: dict[str, set[str]] = {}
    with SEEDS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            host = (urlsplit(row["home_url"]).hostname or "").removeprefix("www.")
            found.setdefault(host, set()).add(row["jurisdiction_code"])
    return {host: min(codes) for host, codes in found.items() if len(codes) == 1}
