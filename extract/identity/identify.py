"""Whose report, of which year: every source asked in order of its weight, what disagrees said, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extract.document import Document
from extract.figure import Issue
from extract.identity.bodyname import Context, Named, named_bodies, posted_bodies
from extract.identity.dates import YearFound, published_on, year_of
from extract.identity.title import Titles
from lexicon.bodies import division_served, full_name, kind_of
from lexicon.places import Gazetteer, Jurisdiction
from storage.found import Found
from storage.ids import content_id
from storage.rows import PublisherRow


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a report. `publisher` or `year` None: not told; then an issue says why.

    `evidence` is JSON: what each of publisher, year, title and date was read from; `source` is the publisher's.
    """

    publisher: PublisherRow | None
    printed: str
    year: int | None
    title: str | None
    published_on: str | None
    evidence: str
    issues: tuple[Issue, ...]
    source: str = ""

    @property
    def titled(self) -> bool:
        """Whether a title names the publisher."""
        return self.source in {"title", "list"}

    @property
    def whole(self) -> bool:
        """Whether both whose and which year are known."""
        return self.publisher is not None and self.year is not None

    @property
    def kind(self) -> str:
        """The publisher's kind; of one that cannot be told what its printed name says."""
        if self.publisher is not None:
            return self.publisher.kind
        return kind_of(self.printed) if self.printed else ""


def identify(
    document: Document, titles: Titles, found: Found | None, url: str = "", years: YearFound | None = None
) -> Identity:
    """Publisher, year, title and date of a report, each with its evidence; conflicts and gaps are issues.

    The host of `url` chooses between namesakes where nothing on the page does; `years` where they are told already.
    """
    years = years or year_of(document, titles, found)
    day, passed = published_on(document, titles, years.year)
    whose = _whose(Context(document, found, years.year, url), titles)
    title = _title(titles)
    evidence = {
        "publisher": {"from": whose.source, "printed": whose.printed, "others": dict(whose.others), **whose.by},
        "year": [list(said) for said in years.evidence],
        "title": titles.best.source if title and titles.best else None,
        "published_on": day.source if day else None,
    }
    issues = (
        *_year_issues(years, titles),
        *whose.issues,
        *([Issue("info", "date_passed_over", passed)] if passed else []),
    )
    text = json.dumps(evidence, ensure_ascii=False, sort_keys=True)
    date = day.value if day else None
    return Identity(whose.row, whose.printed, years.year, title, date, text, issues, whose.source)


def is_nearer(said: Identity, posted: Identity) -> bool:
    """Whether a file names a body of the division, or of one below, whose government's name stands on the page."""
    inner, outer = said.publisher, posted.publisher
    if inner is None or outer is None or inner == outer or outer.kind != "government":
        return False
    gazetteer = Gazetteer.load()
    row = gazetteer.by_code(inner.jurisdiction_code or "", said.year)
    return row is not None and outer.jurisdiction_code is not None and gazetteer.is_within(row, outer.jurisdiction_code)


def _title(titles: Titles) -> str | None:
    best = titles.best
    return best.text if best and best.verdict.kind in {"report", "maybe"} and _is_title(best.text) else None


def _is_title(text: str) -> bool:
    """A bare year or the name of a column is no title of a report."""
    return "公开" in text and ("报" in text or "总结" in text or "情况" in text)


def _year_issues(years: YearFound, titles: Titles) -> Iterator[Issue]:
    if years.year is None:
        printed = f"the title {titles.best.text} names none, " if titles.best else "no title, "
        yield Issue("warning", "year_unknown", f"{printed}no statistics period, no column and no text says which year")
    if years.conflict:
        yield Issue("warning", "year_conflict", years.conflict)


@dataclass(frozen=True, slots=True)
class Whose:
    """The publisher and what was said elsewhere."""

    row: PublisherRow | None
    printed: str
    source: str
    others: tuple[tuple[str, str], ...]
    issues: tuple[Issue, ...]
    by: Mapping[str, str] = field(default_factory=dict)


def _whose(context: Context, titles: Titles) -> Whose:
    """The first source that names a body; the others are kept as evidence, and as issues where they contradict."""
    prior, year = context.seed_code, context.year
    sources = named_bodies(context, titles)
    tried: list[Named] = []
    for named in sources:
        if named.jurisdiction is None:
            tried.append(named)
            continue
        row = publisher(full_name(named.jurisdiction, named.printed, year), named.jurisdiction, year)
        also = posted_bodies(context.document, titles, context.found)
        others = tuple((other.source, other.printed) for other in [*tried, *also])
        issues, by = tuple(_place_issues(named, tried, prior, year)), {"by": named.by} if named.by else {}
        return Whose(row, named.printed, named.source, others, issues, by)
    return _unknown(tried)


def publisher(name: str, jurisdiction: Jurisdiction, year: int | None = None) -> PublisherRow:
    """A publisher's row: its id comes from the name and the code of the division that it serves."""
    code = division_served(jurisdiction, name, year).code
    return PublisherRow(content_id("publisher", code, name), name, kind_of(name), code)


def _unknown(tried: list[Named]) -> Whose:
    unsure = next((named for named in tried if named.candidates), None)
    if unsure:
        places = ", ".join(unsure.candidates[:6])
        detail = f"{unsure.source} says {unsure.printed}, which may be {places}; a seed or the list's page would tell"
        kind = "publisher_ambiguous"
    else:
        said = "; ".join(f"{named.source}: {named.printed}" for named in tried[:3]) or "no source names a body"
        detail, kind = f"whose report this is cannot be told ({said})", "publisher_unknown"
    printed = tried[0].printed if tried else ""
    others = tuple((named.source, named.printed) for named in tried)
    return Whose(None, printed, "", others, (Issue("warning", kind, detail),))


def _place_issues(chosen: Named, tried: list[Named], prior: str | None, year: int | None) -> Iterator[Issue]:
    jurisdiction = chosen.jurisdiction
    assert jurisdiction is not None
    for named in tried:
        if named.source == "title" and named.printed:
            detail = f"the title says {named.printed}, which is no known place; {chosen.source} says {chosen.printed}"
            yield Issue("warning", "publisher_conflict", detail)
    gazetteer = Gazetteer.load()
    if prior and not (gazetteer.is_within(jurisdiction, prior) or _above(gazetteer, jurisdiction, prior)):
        detail = f"{chosen.source} names {jurisdiction.name} ({jurisdiction.code}), the crawl started from {prior}"
        yield Issue("info", "other_division", detail)
    if year is not None and not _was_there(gazetteer, jurisdiction, year):
        detail = f"{jurisdiction.name} ({jurisdiction.code}) did not exist in {year}"
        yield Issue("warning", "division_of_another_time", detail)


def _was_there(gazetteer: Gazetteer, row: Jurisdiction, year: int) -> bool:
    """Whether a division can be the author of a report on the year; a township that is listed from the year of its
    county on was there before, in what its county was then.
    """
    if row.may_report(year) or row.level != "township":
        return row.may_report(year)
    county = gazetteer.by_code(row.parent_code, row.valid_from)
    with_it = county is not None and county.valid_from == row.valid_from
    return with_it and gazetteer.forerunner(row.parent_code, year) is not None


def _above(gazetteer: Gazetteer, jurisdiction: Jurisdiction, code: str) -> bool:
    return any(above.code == jurisdiction.code for above in gazetteer.ancestors(code))
