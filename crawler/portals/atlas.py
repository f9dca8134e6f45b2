"""Which governments' portals are known, which were found as links on portals, and which are missing.

What the links leave open is for a person: two sites for one government, one site for two, a text that fits several.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from crawler.addresses import host_of, netloc_of, site_of
from crawler.portals.portal import Portal
from lexicon.bodies import government_name, kind_of
from lexicon.place_index import load_index
from lexicon.places import Gazetteer, Jurisdiction
from storage.archive import Archive
from storage.frontier.learnt import Neighbour, neighbours_of

Status = Literal["known", "found", "conflict", "ambiguous", "missing"]
LEVELS = ("province", "prefecture", "county", "township")


@dataclass(frozen=True, slots=True)
class Place:
    """A government and its portal, or a portal and whose it may be.

    `portals` counts the portals that link to it; `page`, `link_text` and `capture_id` are the evidence of one of them.
    """

    status: Status
    level: str
    jurisdiction_code: str
    publisher: str
    home_url: str = ""
    portals: int = 0
    page: str = ""
    link_text: str = ""
    capture_id: str = ""
    note: str = ""


@dataclass(frozen=True)
class Claim:
    """A site (host and port) with every link to it."""

    site: str
    links: tuple[Neighbour, ...]

    @property
    def codes(self) -> list[str]:
        """The divisions that links name without doubt, the most often named first."""
        return [code for code, _ in Counter(link.codes[0] for link in self.links if len(link.codes) == 1).most_common()]

    @property
    def home_url(self) -> str:
        """The address most links give, the shortest of those."""
        counted = Counter(link.url for link in self.links)
        return min(counted, key=lambda url: (-counted[url], len(url), url))

    @property
    def portals(self) -> int:
        return len({link.portal for link in self.links})

    def place(self, status: Status, code: str, note: str = "") -> Place:
        """The claim as a row; its evidence is the first link that names the division."""
        link = next((one for one in self.links if one.codes == (code,)), self.links[0])
        row = Gazetteer.load().by_code(code)
        name, level = (government_name(row), row.level) if row else ("", "")
        evidence = (self.portals, link.page, link.link_text, link.capture_id or "")
        return Place(status, level, code, name, self.home_url, *evidence, note or link.why)


def atlas(archive: Archive, known: Iterable[Portal]) -> list[Place]:
    """Every government with what is known of its portal, by level and code; what is open stands with its candidates."""
    portals = [portal for portal in known if kind_of(portal.publisher) != "department"]
    places = [_known(portal) for portal in portals]
    places += _found(_claims(neighbours_of(archive)), portals)
    had = {place.jurisdiction_code for place in places}
    places += [Place("missing", row.level, row.code, government_name(row)) for row in _living() if row.code not in had]
    return sorted(places, key=lambda one: (_rank(one.level), one.jurisdiction_code, one.status, one.home_url))


def _known(portal: Portal) -> Place:
    row = Gazetteer.load().by_code(_code(portal))
    return Place("known", row.level if row else "", _code(portal), portal.publisher, portal.home_url)


def _claims(neighbours: Iterable[Neighbour]) -> list[Claim]:
    by_site: dict[str, list[Neighbour]] = defaultdict(list)
    for neighbour in neighbours:
        by_site[netloc_of(neighbour.url)].append(neighbour)
    return [Claim(site, tuple(links)) for site, links in sorted(by_site.items())]


def _found(claims: list[Claim], portals: list[Portal]) -> Iterator[Place]:
    """Claims that agree with each other and with what is known are found; the others are for a person."""
    owners = {netloc_of(portal.home_url): portal for portal in portals}
    by_code: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        owner = owners.get(claim.site)
        if owner:
            yield from _against(claim, owner)
        elif len(claim.codes) == 1:
            by_code[claim.codes[0]].append(claim)
        else:
            yield from _open(claim)
    homes: dict[str, list[Portal]] = defaultdict(list)
    for portal in portals:
        homes[_code(portal)].append(portal)
    for code, rivals in by_code.items():
        yield from _one_site(code, rivals, homes[code])


def _against(claim: Claim, owner: Portal) -> Iterator[Place]:
    """A known site that links name for another government."""
    for code in claim.codes:
        if code != _code(owner):
            yield claim.place("conflict", code, f"{claim.site} is known as {owner.publisher}")


def _open(claim: Claim) -> Iterator[Place]:
    """A site that is named for two governments, or only by texts that fit several."""
    if claim.codes:
        names = ", ".join(_name(code) for code in claim.codes)
        for code in claim.codes:
            yield claim.place("conflict", code, f"{claim.site} is named for {names}")
        return
    candidates = sorted({code for link in claim.links for code in link.codes})
    place = claim.place("ambiguous", candidates[0])
    names = ", ".join(f"{code} {_name(code)}" for code in candidates)
    yield Place("ambiguous", place.level, "", "", *_evidence(place), f"may be {names}")


def _evidence(place: Place) -> tuple[str, int, str, str, str]:
    return place.home_url, place.portals, place.page, place.link_text, place.capture_id


def _one_site(code: str, rivals: list[Claim], homes: list[Portal]) -> Iterator[Place]:
    """The sites named for one government: hosts of one registered name are one site, its front is the best known."""
    sites = {site_of(host_of(claim.home_url)) for claim in rivals}
    if homes:
        theirs = {site_of(portal.host) for portal in homes}
        note = f"known at {', '.join(portal.home_url for portal in homes)}"
        rivals = [claim for claim in rivals if site_of(host_of(claim.home_url)) not in theirs]
        yield from (claim.place("conflict", code, note) for claim in rivals)
    elif len(sites) > 1:
        for claim in rivals:
            others = ", ".join(other.home_url for other in rivals if other is not claim)
            yield claim.place("conflict", code, f"also named: {others}")
    else:
        best = min(rivals, key=lambda claim: (-claim.portals, len(claim.site), claim.site))
        yield best.place("found", code)


def _living() -> Iterator[Jurisdiction]:
    year = datetime.now(UTC).year
    return (row for row in load_index().rows if row.in_force(year))


def _code(portal: Portal) -> str:
    """The code as the gazetteer has it: 341522000000 is 341522."""
    code = portal.jurisdiction_code
    return code[:6] if not code[6:].strip("0") else code[:9]


def _name(code: str) -> str:
    row = Gazetteer.load().by_code(code)
    return government_name(row) if row else code


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
