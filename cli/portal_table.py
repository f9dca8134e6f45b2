"""Portals known, found and missing, printed; those found written as a portals CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING

from cli.options import LEVELS
from cli.printing import print_rows
from cli.terminal import say, table

if TYPE_CHECKING:
    from crawler.portals.atlas import Place

STATUSES = ("known", "found", "conflict", "ambiguous", "missing")
MOST = 40


def show_portals(archive: Path, files: tuple[Path, ...], level: str | None, form: str) -> None:
    """Print every government with its portal: a summary for people, rows for programs."""
    from crawler.portals.atlas import Place

    places = chosen(archive, files, level)
    if form == "table":
        for line in _lines(places, level):
            say(line)
    else:
        # towns mostly have no portal: those without one are rows only when they are asked for
        rows = [one for one in places if level or (one.level, one.status) != ("township", "missing")]
        print_rows([field.name for field in fields(Place)], [astuple(one) for one in rows], form)


def write_found(archive: Path, files: tuple[Path, ...], level: str | None, out: Path) -> bool:
    """Write what was found as a portals CSV; whether there was anything."""
    from crawler.portals.portal import OPTIONAL, REQUIRED
    from storage.database.csv_text import write_csv

    found = [one for one in chosen(archive, files, level) if one.status == "found"]
    if not found:
        say(f"no new portal was found: {out} is not written")
        return False
    rows = [(one.jurisdiction_code, one.publisher, one.home_url, "", "", _evidence(one)) for one in found]
    with out.open("w", newline="", encoding="utf-8") as file:
        write_csv(file, (*REQUIRED, *OPTIONAL), rows)
    say(f"{len(found)} portals written to {out}; look through them, then: gongkai crawl --portals {out}")
    return True


def chosen(archive: Path, files: tuple[Path, ...], level: str | None) -> list[Place]:
    """The governments of one level or all; what may be of several levels belongs to each."""
    from crawler.portals.atlas import atlas
    from crawler.portals.known import known_portals
    from storage.archive import Archive

    opened = Archive.open(archive)
    return [one for one in atlas(opened, known_portals(opened, files)) if level in (None, one.level)]


def _evidence(place: Place) -> str:
    from crawler.addresses import host_of, is_loopback

    host = host_of(place.home_url)
    seen = f", on {place.portals} portals" if place.portals > 1 else ""
    doubt = "" if host.endswith(".gov.cn") or is_loopback(host) else "; not on gov.cn: look at it first"
    return f"linked as {place.link_text} from {place.page}{seen}{doubt}"


def _lines(places: Sequence[Place], level: str | None) -> Iterator[str]:
    counts: Counter[tuple[str, str]] = Counter((one.level, one.status) for one in places)
    head = ("level", *STATUSES)
    levels = [one for one in LEVELS if level in (None, one)]
    yield from table([head, *((one, *(str(counts[one, status]) for status in STATUSES)) for one in levels)])
    for status in STATUSES[1:]:
        listed = [one for one in places if one.status == status]
        if listed and (level or status != "missing"):
            yield from ("", f"{status}:")
            yield from table([_row(one) for one in listed[:MOST]])
            if len(listed) > MOST:
                yield f"… and {len(listed) - MOST} more: --format csv lists all"


def _row(place: Place) -> tuple[str, ...]:
    name = (place.jurisdiction_code, place.publisher, place.home_url)
    if place.status == "missing":
        return name
    return (*name, _evidence(place), "" if place.status == "found" else place.note)
