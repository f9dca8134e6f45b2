"""What the documents of one report say together: a page and its attachments as one set of figures and statements."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from extract.document import Document
from extract.figure import Figure, Issue, Mention
from extract.identity.dates import YearFound, year_of
from extract.identity.identify import Identity, identify, is_nearer
from extract.identity.title import Titles, find_titles
from extract.prose.stated import stated
from extract.tables.figures import TableReading, read_tables
from extract.tables.match import TemplateMatch, may_hold_a_form, unknown_tables
from extract.tables.scanned import settle
from extract.tables.second import breaks_its_form, confirm
from extract.tables.template import recognise
from extract.used import use
from storage.capture import Capture, Content

if TYPE_CHECKING:
    from extract.prose.choosing import Choice

GENERATIONS = ((2021, "2021"), (2019, "2019"), (2014, "2014"), (2008, "2008"))
STATUTORY = frozenset({"2019", "2021"})


@dataclass(frozen=True)
class Part:
    """A document and the capture it was read from; `reopen` fetches the bytes again, for a second reading."""

    capture: Capture
    document: Document
    reopen: Callable[[], Content] | None = None

    @cached_property
    def titles(self) -> Titles:
        """Its titles, that of the link that led to it among them."""
        return find_titles(self.document, self.capture.found)

    @cached_property
    def years(self) -> YearFound:
        """The year reported on under these titles."""
        return year_of(self.document, self.titles, self.capture.found)


@dataclass(frozen=True, slots=True)
class Tables:
    """The form and the cells of one part."""

    part: Part
    match: TemplateMatch
    reading: TableReading


@dataclass(frozen=True, slots=True)
class Read:
    """What the tables and sentences of all parts say, each figure with the capture it stands in."""

    template: str | None
    figures: dict[str, Figure]
    mentions: tuple[Mention, ...]
    issues: tuple[Issue, ...]

    @property
    def all_blank(self) -> bool:
        """Cells there are, and every one is empty."""
        return bool(self.figures) and all(figure.state == "blank" for figure in self.figures.values())


def read_parts(parts: Iterable[Part], year: int | None) -> list[Tables]:
    """The form and the table figures of each document; what a header said may hold on in the next one."""
    read: list[Tables] = []
    before = TableReading()
    for part in parts:
        read.append(read_part(part, year, before))
        before = read[-1].reading if read[-1].reading.readers else before
    return read


def read_part(part: Part, year: int | None, before: TableReading) -> Tables:
    """The form and the table figures of one document, read twice where they break their form's arithmetic."""
    if not may_hold_a_form(part.document):
        return Tables(part, TemplateMatch(None), TableReading())
    use("tables")
    match = recognise(part.document, year, before.template)
    reading = read_tables(part.document, match, year, part.capture.id, before.readers)
    if match.template is None:
        return Tables(part, match, reading)
    use("arithmetic")
    if part.reopen is not None and breaks_its_form(reading, match.generation):
        reading = confirm(part.reopen(), part.document, reading, year)
    return Tables(part, match, settle(reading, match.generation))


def year_told(parts: Sequence[Part]) -> int | None:
    """The year reported on; of a page alone without asking whose report it is."""
    if len(parts) > 1:
        return identify_all(parts).year
    return parts[0].years.year


def identify_all(parts: Sequence[Part]) -> Identity:
    """The page says whose and which year; what it leaves open an attachment may say, and whose where the page has no
    more than its portal's name.
    """
    use("bodies")
    page = parts[0]
    identity = identify(page.document, page.titles, page.capture.found, page.capture.url, page.years)
    for part in parts[1:]:
        posted = identity.source.startswith("metadata")
        said = identity_of(part) if posted or not identity.whole else None
        if said and posted and is_nearer(said, identity):
            identity = replace(identity, publisher=None, printed="", source=said.source)
        if said:
            identity = filled(identity, said)
    return identity


def identity_of(part: Part) -> Identity:
    """What an attachment says of itself; the link that leads to it names the file, not the report."""
    use("bodies")
    titles, found = find_titles(part.document, None), part.capture.found
    return identify(part.document, titles, found, part.capture.url)


def filled(identity: Identity, other: Identity) -> Identity:
    """An identity with its gaps filled from another, which then gives the evidence too."""
    whose = identity.publisher is None and other.publisher is not None
    when = identity.year is None and other.year is not None
    if not (whose or when):
        return identity
    return replace(
        identity,
        publisher=identity.publisher or other.publisher,
        printed=identity.printed or other.printed,
        source=identity.source or other.source,
        year=identity.year if identity.year is not None else other.year,
        title=identity.title or other.title,
        published_on=identity.published_on or other.published_on,
        evidence=other.evidence,
        issues=other.issues,
    )


def own_parts(parts: Sequence[Part]) -> list[Part]:
    """The page and those of its attachments that are not another report: of another year or another body."""
    if len(parts) == 1:
        return list(parts)
    page, titled = identify_all(parts[:1]), parts[0].titles.best
    if (titled is None or titled.verdict.kind != "report") and several_reports(parts[1:]):
        return [parts[0]]
    return [parts[0], *(part for part in parts[1:] if not contradicts(page, part))]


def several_reports(attached: Iterable[Part]) -> bool:
    """Whether a page only lists reports: its files are those of several years or bodies."""
    said = set()
    for part in attached:
        own = find_titles(part.document, None).own
        if own is not None and own.verdict.kind == "report":
            identity = identity_of(part)
            said.add((identity.year, identity.publisher))
    return len(said) > 1


def contradicts(page: Identity, part: Part) -> bool:
    """Whether an attachment has the title of a report of its own that is not the page's."""
    own = find_titles(part.document, None).own
    if own is None or own.verdict.kind != "report":
        return own is not None and own.verdict.kind == "lookalike"
    said = identity_of(part)
    other_year = page.year is not None and said.year is not None and said.year != page.year
    bodies = page.publisher, said.publisher
    other_body = page.titled and None not in bodies and bodies[0] != bodies[1]
    return other_year or other_body


def merge(parts: Sequence[Part], tables: Iterable[Tables], identity: Identity) -> Read:
    """Tables first, then sentences: a sentence is a figure only where no table has the cell."""
    tables = list(filled_in(tables))
    template = template_of((table.match for table in tables), identity.year)
    figures: dict[str, Figure] = {}
    mentions: list[Mention] = []
    issues: list[Issue] = []
    for table in tables:
        put_all(figures, mentions, table.reading.figures)
        mentions.extend(table.reading.mentions)
        issues.extend((*table.reading.issues, *faults(table.part.document)))
        if table.match.template is None and not table.match.conflict:
            issues.extend(unknown_tables(table.part.document))
    for part in distinct(parts):
        for choice in stated(part.document, template, identity, part.capture.id):
            speak(figures, mentions, choice, template)
    issues.extend(differing(figures, mentions))
    return Read(template, figures, tuple(mentions), tuple(issues))


def filled_in(tables: Iterable[Tables]) -> Iterator[Tables]:
    """Without the empty forms that are attached to a report: they say nothing of it."""
    listed = list(tables)
    for number, table in enumerate(listed):
        if number and table.reading.all_blank and len(listed) > 1:
            yield replace(table, match=TemplateMatch(None), reading=TableReading())
        else:
            yield table


def faults(document: Document) -> Iterator[Issue]:
    """What a reader could not make of a document."""
    for fault in document.faults:
        yield Issue("warning", "fault", fault)


def differing(figures: Mapping[str, Figure], mentions: Iterable[Mention]) -> Iterator[Issue]:
    """Sentences that state a figure differently, where no table decides (against tables the checks say it)."""
    for mention in mentions:
        figure = figures.get(mention.indicator)
        apart = figure is not None and mention.locator != figure.locator
        if figure is not None and apart and figure.source == "prose" and mention.value != figure.value:
            said = f"{figure.raw} at {figure.locator}, {mention.raw} at {mention.locator}"
            yield Issue("warning", "statements_differ", f"{mention.indicator}: {said}")


def put_all(figures: dict[str, Figure], mentions: list[Mention], more: Sequence[Figure]) -> None:
    """Put the figures of a part, of which each is of another indicator, behind those of the parts before."""
    if not figures:
        figures.update({figure.indicator: figure for figure in more})
        return
    for figure in more:
        put(figures, mentions, figure)


def put(figures: dict[str, Figure], mentions: list[Mention], figure: Figure) -> None:
    """The first table that has a cell gives the figure; another part's different value is a mention."""
    first = figures.get(figure.indicator)
    if first is None or (first.state == "blank" and figure.state == "value"):
        figures[figure.indicator] = figure
    elif figure.state == "value" and figure.value != first.value:
        mentions.append(Mention(figure.indicator, figure.value, figure.raw, figure.locator, figure.capture_id))


def template_of(matches: Iterable[TemplateMatch], year: int | None) -> str | None:
    """The generation by the form found, else by the year reported on, else None."""
    generation = next((match.generation for match in matches if match.generation), None)
    if generation or year is None:
        return generation
    return next((name for first, name in GENERATIONS if year >= first), None)


def distinct(parts: Sequence[Part]) -> list[Part]:
    """Parts whose text is not another's again (the page of a PDF and the PDF)."""
    if len(parts) == 1:
        return list(parts)
    seen: set[str] = set()
    kept = []
    for part in parts:
        digest = digest_of(part.document.text)
        if digest not in seen:
            seen.add(digest)
            kept.append(part)
    return kept


def speak(figures: dict[str, Figure], mentions: list[Mention], choice: Choice, template: str | None) -> None:
    """What sentences say is the figure where nothing else is, else mentions; in a statutory form always mentions."""
    figure = choice.figure
    if template not in STATUTORY and figure.indicator not in figures:
        figures[figure.indicator] = figure
    elif figure.value is not None:
        mentions.append(Mention(figure.indicator, figure.value, figure.raw, figure.locator, figure.capture_id))
    mentions.extend(choice.mentions)


def digest_of(text: str, more: Iterable[str] = ()) -> str:
    """A digest that ignores the white space and punctuation of the text, and takes `more` as it is."""
    for mark in {character for character in set(text) if not character.isalnum()}:
        text = text.replace(mark, "")
    return hashlib.sha256("|".join((text, *more)).encode()).hexdigest()[:16]
