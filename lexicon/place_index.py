"""The divisions of seeds/jurisdictions.csv, held for quick look-up by code and by name."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from lexicon.data import table

Level = Literal["nation", "province", "prefecture", "county", "township"]
DIVISIONS = Path(__file__).parent.parent / "seeds" / "jurisdictions.csv"
_AUTONOMOUS = re.compile(r"族?自治[州县旗]$|族自治区$|族[乡区]$")


class Jurisdiction(NamedTuple):
    """A division under one name. A tuple, because fifty thousand are made at once.

    It existed at the end of every year from `valid_from` (None: before 2008) to the year before `valid_to` (None:
    still). `heirs` are the codes of what took its place.
    """

    code: str
    name: str
    short: str
    level: Level
    parent_code: str
    valid_from: int | None
    valid_to: int | None
    heirs: tuple[str, ...]

    def in_force(self, year: int) -> bool:
        """Whether it existed at the end of the year."""
        return (self.valid_from or 0) <= year < (self.valid_to or 9999)

    def may_report(self, year: int) -> bool:
        """Whether it can be the author of a report on the year, which is written up to a year later."""
        return (self.valid_from or 0) <= year + 1 and year <= (self.valid_to or 9999)


class PlaceIndex:
    """All divisions. `names` holds full names and their other forms, `shorts` the short ones above the township."""

    def __init__(self, rows: list[Jurisdiction]) -> None:
        self.rows = rows
        self.codes = [row.code for row in rows]
        self.names: dict[str, list[Jurisdiction]] = defaultdict(list)
        self.shorts: dict[str, list[Jurisdiction]] = defaultdict(list)
        self.forerunners: dict[str, list[Jurisdiction]] = defaultdict(list)
        self.heirs: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self.names[row.name].append(row)
            if len(row.code) == 6:
                self._add_county(row)
            elif "族乡" in row.name:
                self.names[f"{row.short}乡"].append(row)
            elif row.name.endswith("街道"):
                self.names[f"{row.short}办事处"].append(row)
        self.heads: dict[str, int] = {}  # two characters -> length of the longest name that begins so
        for name in (*self.names, *self.shorts):
            self.heads[name[:2]] = max(self.heads.get(name[:2], 0), len(name))

    def _add_county(self, row: Jurisdiction) -> None:
        if row.short != row.name and row.short not in table("places")["common"]["short"]:
            self.shorts[row.short].append(row)
        if _AUTONOMOUS.search(row.name) and row.level != "province":
            self.names[row.short + row.name[-1]].append(row)
        for other in table("places")["also"].get(row.name, ()):
            self.names[other].append(row)
        for heir in row.heirs:
            self.forerunners[heir].append(row)
            self.heirs[row.code].add(heir)

    def by_code(self, code: str) -> list[Jurisdiction]:
        """Every name a code has had, oldest first."""
        start = bisect_left(self.codes, code)
        return [row for row in self.rows[start : start + 8] if row.code == code]

    def below(self, code: str) -> Iterator[Jurisdiction]:
        """The divisions directly below, of any year."""
        stem = code.rstrip("0") if len(code) == 6 and code.endswith("00") else code
        first, last = bisect_left(self.codes, stem), bisect_left(self.codes, f"{stem}:")  # ':' follows '9'
        return (row for row in self.rows[first:last] if row.parent_code == code)


@cache
def load_index() -> PlaceIndex:
    """Read the CSV, once a process. It has no quoted cells, so lines are split plainly."""
    lines = DIVISIONS.read_text(encoding="utf-8").split("\n")[1:-1]
    collecting = gc.isenabled()
    gc.disable()  # a quarter of the time went into looking through fifty thousand new tuples for garbage
    try:
        return PlaceIndex([_row(line.split(",")) for line in lines])
    finally:
        if collecting:
            gc.enable()


def _row(cells: list[str]) -> Jurisdiction:
    code, name, short, level, parent, since, until, heirs = cells[:8]
    years = (int(since) if since else None, int(until) if until else None)
    return Jurisdiction(code, name, short, level, parent, *years, tuple(heirs.split()) if heirs else ())  # type: ignore[arg-type]
