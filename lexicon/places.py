"""Match printed names of places to divisions; several candidates are said to be several, never guessed between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from lexicon.place_index import Jurisdiction, Level, PlaceIndex, load_index
from lexicon.place_spots import Spot, connected, is_common_word, spots

__all__ = ["Gazetteer", "Jurisdiction", "Level", "Match"]

_PRONOUN = re.compile(
    r"[我本全]?(?P<kind>[省市县区州旗盟乡镇])(?!场|容|域|划|村|政(?![府务协]))"
    r"(?=人民政府|政府|委|直|级|[\u4e00-\u9fff]{1,12}(?:局|厅|委|办|会|队|中心|处|所|院|馆|站|署|社|台|联|公司|办公[厅室]|学校))"
)
_YEAR = re.compile(r"^\d{4}年?度?")
_WINDOW = 80  # characters of a text that are searched: a name stands at the start of what names a body


@dataclass(frozen=True, slots=True)
class Match:
    """What a text says of a place.

    `jurisdiction` is None when no place is named or when `ambiguous`: then `candidates` are the divisions between
    which the text leaves the choice. `evidence` is the words that decided. `rest` is the text behind the place.
    """

    jurisdiction: Jurisdiction | None
    evidence: str
    ambiguous: bool = False
    candidates: tuple[Jurisdiction, ...] = ()
    rest: str = ""


class Gazetteer:
    """The divisions of China since 2008."""

    def __init__(self, index: PlaceIndex) -> None:
        self._index = index

    @classmethod
    def load(cls) -> Gazetteer:
        """The gazetteer of seeds/jurisdictions.csv; read on first use, about a tenth of a second."""
        return _gazetteer()

    def by_code(self, code: str, year: int | None = None) -> Jurisdiction | None:
        """The division of a code, under the name of that year, else under its latest."""
        rows = self._index.by_code(code)
        alive = [row for row in rows if year is not None and row.in_force(year)]
        return next(reversed(alive or rows), None)

    def forerunner(self, code: str, year: int) -> Jurisdiction | None:
        """The one division that was there in a year before the one of the code took its place; None for several."""
        rows = [row for row in self._index.forerunners.get(code, ()) if row.in_force(year)]
        return rows[0] if len(rows) == 1 else None

    def ancestors(self, code: str) -> list[Jurisdiction]:
        """What lies above, nearest first."""
        found = []
        row = self.by_code(code)
        while row and row.parent_code:
            row = self.by_code(row.parent_code)
            if row:
                found.append(row)
        return found

    def below(self, code: str, year: int | None = None) -> list[Jurisdiction]:
        """The divisions directly below, those of the year if one is given."""
        return [row for row in self._index.below(code) if year is None or row.in_force(year)]

    def is_within(self, row: Jurisdiction, code: str) -> bool:
        """Whether the division is, or lies in, the one of the code, its forerunners and heirs counted as itself."""
        return not self._line(row).isdisjoint(self._family(code))

    def find(self, name: str, within: str | None = None, year: int | None = None) -> list[Jurisdiction]:
        """Divisions of this full, short or other name, those of the year first choice, the higher level first."""
        index = self._index
        rows = [*index.names.get(name, ()), *index.shorts.get(name, ())]
        if within:
            rows = [row for row in rows if self.is_within(row, within)]
            rows = rows or [row for row in index.below(within) if row.short == name]
        return sorted(_of_year(dict.fromkeys(rows), year), key=lambda row: (len(row.code), row.level, row.code))

    def match(self, text: str, prior: str | None = None, year: int | None = None) -> Match:
        """Match the place a title, a publisher's name or a column names.

        `prior` is the code of the crawl's seed: it decides between namesakes and lends its name to 县教育局; it never
        overrides a place that is named. `year` is the year reported on. A child narrows its parent
        (湖南省衡阳市衡南县柞市镇), and an unknown child leaves the parent.
        """
        line = re.sub(r"\s+", "", text)[:_WINDOW]
        found = self._places(line, prior)
        if not found or self._is_child(line, found[0], prior):
            return self._unnamed(line, prior, year)
        chosen, used = self._narrow(line, found, prior, year)
        evidence = line[used[0].start : used[-1].end]
        rest = line[used[-1].end :]
        if len(chosen) == 1:
            return Match(chosen[0], evidence, rest=rest)
        return Match(None, evidence, ambiguous=True, candidates=tuple(chosen), rest=rest)

    def _places(self, line: str, prior: str | None) -> list[Spot]:
        """The names found, without a start that is no place: everyday words, and on a portal short names from afar."""
        found = spots(line, self._index)
        while found and not (self._begins(line, found[0], prior) or self._leads(line, found)):
            found = found[1:]
        return found

    def _begins(self, line: str, spot: Spot, prior: str | None) -> bool:
        """城区 is a place behind its city or on its own portal; 中山小学 on 霍邱's portal is not in 中山市."""
        if is_common_word(line, spot):
            return prior is not None and any(self.is_within(row, prior) for row in spot.candidates)
        return spot.exact or prior is None or any(self._is_near(row, prior) for row in spot.candidates)

    def _leads(self, line: str, found: list[Spot]) -> bool:
        """Whether the next name lies in this one: 市中区朝阳镇."""
        if len(found) < 2 or not connected(line, found[0], found[1]):
            return False
        return any(self._lies_in(row, found[0].candidates) for row in found[1].candidates)

    def _is_child(self, line: str, spot: Spot, prior: str | None) -> bool:
        """芝罘岛 on 芝罘区's portal is its subdistrict, not the district and 岛."""
        if spot.exact or prior is None:
            return False
        rows = self._children(_YEAR.sub("", line, count=1), prior, None)
        return bool(rows) and len(rows[0].short) > spot.end - spot.start

    def _is_near(self, row: Jurisdiction, prior: str) -> bool:
        above = [upper.code for upper in self.ancestors(prior)]
        around = next((code for code in above if not code.endswith("0000")), prior)
        return row.code in above or self.is_within(row, around)

    def _narrow(
        self, line: str, found: list[Spot], prior: str | None, year: int | None
    ) -> tuple[list[Jurisdiction], list[Spot]]:
        """Follow the names from the first: each one below the last narrows it, anything else ends the place."""
        used = [found[0]]
        chosen = _of_year(found[0].candidates, year)
        if not found[0].exact:
            chosen = self._living(chosen, year)
        for spot in found[1:]:
            if not connected(line, used[-1], spot):
                break
            below = [row for row in _of_year(spot.candidates, year) if self._lies_in(row, chosen)]
            if not below:
                break
            chosen, used = below, [*used, spot]
        return self._prefer(chosen, prior), used

    def _living(self, rows: list[Jurisdiction], year: int | None) -> list[Jurisdiction]:
        """What took the place of those gone by then: a short name goes on (万盛, 富阳), a full one does not."""
        gone = [row for row in rows if year is not None and row.valid_to is not None and row.valid_to < year]
        if len(gone) < len(rows):
            return rows
        heirs = [self.by_code(code, year) for row in gone for code in row.heirs]
        return [heir for heir in heirs if heir] or rows

    def _lies_in(self, row: Jurisdiction, above: Iterable[Jurisdiction]) -> bool:
        return any(row.code != upper.code and self.is_within(row, upper.code) for upper in above)

    def _prefer(self, chosen: list[Jurisdiction], prior: str | None) -> list[Jurisdiction]:
        """Namesakes: the seed itself, what lies in it, what it lies in, counties beside it; else all of them."""
        if len(chosen) < 2 or prior is None:
            return chosen
        family = self._family(prior)
        above = [row.code for row in self.ancestors(prior)]
        same = [row for row in chosen if row.code == prior]
        level = {row.level for row in self._index.by_code(prior)}
        own = same or [row for row in chosen if row.code in family and row.level in level]
        below = [row for row in chosen if self.is_within(row, prior)]
        upper = [row for row in chosen if row.code in above]
        return own or below or upper or self._beside(chosen, above)

    def _beside(self, chosen: list[Jurisdiction], above: list[str]) -> list[Jurisdiction]:
        for code in above:
            kept = [row for row in chosen if len(row.code) == 6 and self.is_within(row, code)]
            if kept:
                return kept
        return chosen

    def _unnamed(self, line: str, prior: str | None, year: int | None) -> Match:
        """No full name: a township by its short name on its county's portal, or 县教育局 on a county's."""
        if prior is None:
            return Match(None, "", rest=line)
        bare = _YEAR.sub("", line, count=1)
        rows = self._children(bare, prior, year)
        if len(rows) == 1:
            return Match(rows[0], f"{rows[0].short} in {prior}", rest=bare.removeprefix(rows[0].short))
        if rows:
            return Match(None, rows[0].short, ambiguous=True, candidates=tuple(rows), rest=bare)
        return self._pronoun(bare, prior, year)

    def _children(self, line: str, prior: str, year: int | None) -> list[Jurisdiction]:
        """Townships of the county whose short name the line begins with, the longest."""
        rows = [row for row in self.below(prior) if row.level == "township" and line.startswith(row.short)]
        longest = max((len(row.short) for row in rows), default=0)
        return _of_year([row for row in rows if len(row.short) == longest > 1], year)

    def _pronoun(self, line: str, prior: str, year: int | None) -> Match:
        said = _PRONOUN.match(line)
        if not said:
            return Match(None, "", rest=line)
        own = self.by_code(prior, year)
        chain = [*([own] if own else []), *self.ancestors(prior)]
        row = next((row for row in chain if row.name.endswith(said["kind"])), None)
        return Match(row, f"{said['kind']} of {prior}" if row else "", rest=line[said.end() :])

    def _line(self, row: Jurisdiction) -> set[str]:
        """Codes of a division, of its heirs, of everything above them, and of the heirs of those."""
        codes = {row.code, *row.heirs, *_above(row.code)}
        for code in row.heirs:
            codes.update(_above(code))
        heirs = self._index.heirs
        return codes.union(*(heirs[code] for code in codes if code in heirs))

    def _family(self, code: str) -> set[str]:
        """A code with those of its forerunners and heirs."""
        forerunners = self._index.forerunners.get(code, ())
        return {code, *self._index.heirs.get(code, ()), *(old.code for old in forerunners)}


def _above(code: str) -> tuple[str, ...]:
    county = code[:6]
    return (county, f"{code[:4]}00", f"{code[:2]}0000")


def _of_year(rows: Iterable[Jurisdiction], year: int | None) -> list[Jurisdiction]:
    """Those of the year; else those that could report on it; else those still there; else all."""
    listed: Sequence[Jurisdiction] = list(rows)
    if year is None:
        return [row for row in listed if row.valid_to is None] or list(listed)
    exact = [row for row in listed if row.in_force(year)]
    return exact or [row for row in listed if row.may_report(year)] or list(listed)


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(load_index())
