"""Portals found on portals: matched to divisions, counted by level, written as a portals CSV."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import say, table

if TYPE_CHECKING:
    from lexicon.places import Gazetteer, Jurisdiction
    from storage.neighbours import LinkedPortal

LEVELS = ("province", "prefecture", "county", "township")
HEADER = ("jurisdiction_code", "publisher", "home_url", "note")
Found = dict[str, "LinkedPortal"]


def show_portals(archive: Path, files: tuple[Path, ...], level: str | None, out: Path | None) -> None:
    """Print the counts, or with `level` the divisions without a portal; `out` gets what was found."""
    from crawler.options import SEEDS
    from crawler.portals import read_portals
    from lexicon.places import Gazetteer
    from storage.archive import Archive
    from storage.neighbours import linked_portals

    gazetteer = Gazetteer.load()
    known = {portal.jurisdiction_code for path in files or (SEEDS,) for portal in read_portals(path)}
    found = _matched(gazetteer, linked_portals(Archive.open(archive)), known)
    if out:
        _write(out, gazetteer, found)
        say(f"{len(found)} portals found, written to {out}; crawl them with: gongkai crawl --portals {out}")
    elif level:
        for row in _missing(gazetteer, level, known | set(found)):
            say(f"{row.code} {row.name}")
    else:
        _count(gazetteer, known, found)


def _matched(gazetteer: Gazetteer, links: object, known: set[str]) -> Found:
    """Code → the link that names its government; what is ambiguous or known is left out."""
    found: Found = {}
    for link in links:  # type: ignore[attr-defined]
        place = gazetteer.match(link.name, prior=link.from_code, year=datetime.now(UTC).year - 1).jurisdiction
        if place and place.code not in known:
            found.setdefault(place.code, link)
    return found


def _divisions(gazetteer: Gazetteer, level: str) -> list[Jurisdiction]:
    """The divisions of a level that exist now."""
    year, rows = datetime.now(UTC).year - 1, gazetteer.below("", datetime.now(UTC).year - 1)
    for _ in range(LEVELS.index(level)):
        rows = [row for above in rows for row in (above, *gazetteer.below(above.code, year))]
    return sorted({row for row in rows if row.level == level}, key=lambda row: row.code)


def _missing(gazetteer: Gazetteer, level: str, had: set[str]) -> list[Jurisdiction]:
    return [row for row in _divisions(gazetteer, level) if row.code not in had]


def _count(gazetteer: Gazetteer, known: set[str], found: Found) -> None:
    lines = [("level", "known", "found", "missing")]
    for level in LEVELS:
        codes = {row.code for row in _divisions(gazetteer, level)}
        counts = (len(codes & known), len(codes & set(found)), len(codes - known - set(found)))
        lines.append((level, *map(str, counts)))  # type: ignore[arg-type]
    for line in table(lines):
        say(line)


def _write(out: Path, gazetteer: Gazetteer, found: Found) -> None:
    from lexicon.bodies import government_name

    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for code, link in sorted(found.items()):
            place = gazetteer.by_code(code)
            name = government_name(place) if place else link.name
            writer.writerow([code, name, link.home_url, f"linked as {link.name} from {link.page}"])
