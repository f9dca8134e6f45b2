"""A page and its attachments as the rows of one report: whose, which year, which form, every figure with its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.checks import run_checks
from extract.codebook import unit
from extract.document import Document, Paragraph
from extract.figure import CheckResult, Figure, Issue, Mention
from extract.identity import Identity, identify
from extract.kinds import Judgement, judge
from extract.origin import origin_of, scope_of
from extract.prose import Reader, Statement, in_unit, read_prose
from extract.sections import split
from extract.tables import TableReading, read_tables
from extract.template import TemplateMatch, recognise
from extract.title import Titles, find_titles
from lexicon.years import period
from storage.capture import Capture
from storage.rows import CheckRow, FigureRow, IssueRow, MentionRow, ReportRow, ReportRows, SectionRow

GENERATIONS = ((2021, "2021"), (2019, "2019"), (2014, "2014"), (2008, "2008"))
LOCAL = frozenset({"department", "township", "subdistrict", "institution"})
STATUTORY = frozenset({"2019", "2021"})
Status = Literal["extracted", "unidentified", "unread"]


@dataclass(frozen=True, slots=True)
class Part:
    """A document and the capture it was read from."""

    capture: Capture
    document: Document


@dataclass(frozen=True, slots=True)
class Read:
    """What the tables and sentences of all parts say, each figure with the capture it stands in."""

    template: str | None
    figures: dict[str, Figure]
    mentions: tuple[Mention, ...]
    issues: tuple[Issue, ...]
    all_blank: bool


def read_report(parts: Sequence[Part], unread: Sequence[str] = ()) -> ReportRows | Judgement:
    """The report that a page (first) and its attachments make, or why they make none.

    `unread` are sentences on attachments that no reader could open: a page with a report's title and nothing else to
    read is then a report of status `unread`.
    """
    page = parts[0]
    titles = find_titles(page.document, page.capture.found)
    identity = identify_all(parts, titles)
    tables = [(part, *read_part(part, identity.year)) for part in parts]
    judgement = judge_all(parts, titles, tables)
    if not judgement.report:
        return unread_report(page, titles, identity, judgement, unread)
    read = merge(parts, tables, identity)
    if read.all_blank and not identity.whole:
        return Judgement(False, "an empty form that names no body and year")
    status: Status = "extracted" if identity.whole else "unidentified"
    return rows(parts, identity, read, status, [Issue("warning", "unread_attachment", why) for why in unread])


def read_part(part: Part, year: int | None) -> tuple[TemplateMatch, TableReading]:
    """The form and the table figures of one document."""
    match = recognise(part.document, year)
    return match, read_tables(part.document, match, year)


Tables = list[tuple[Part, TemplateMatch, TableReading]]


def identify_all(parts: Sequence[Part], titles: Titles) -> Identity:
    """The page says whose and which year; what it leaves open an attachment may say."""
    identity = identify(parts[0].document, titles, parts[0].capture.found)
    for part in parts[1:]:
        if identity.whole:
            break
        other = identify(part.document, find_titles(part.document, part.capture.found), part.capture.found)
        identity = filled(identity, other)
    return identity


def filled(identity: Identity, other: Identity) -> Identity:
    """An identity with its gaps filled from another, which then gives the evidence too."""
    gains = (identity.publisher is None and other.publisher is not None) or (
        identity.year is None and other.year is not None
    )
    if not gains:
        return identity
    return replace(
        identity,
        publisher=identity.publisher or other.publisher,
        printed=identity.printed or other.printed,
        year=identity.year if identity.year is not None else other.year,
        title=identity.title or other.title,
        published_on=identity.published_on or other.published_on,
        evidence=other.evidence,
        issues=other.issues,
    )


def judge_all(parts: Sequence[Part], titles: Titles, tables: Tables) -> Judgement:
    """A page is a report by itself or by an attachment that is one, unless its title says it is something else."""
    judgement = judge(parts[0].document, titles, tables[0][2].figures)
    if judgement.report or (titles.best is not None and titles.best.verdict.kind == "lookalike"):
        return judgement
    for part, _, reading in tables[1:]:
        own = find_titles(part.document, part.capture.found)
        attached = judge(part.document, Titles(own.own, titles.best), reading.figures)
        if attached.report:
            return attached
    return judgement


def merge(parts: Sequence[Part], tables: Tables, identity: Identity) -> Read:
    """Tables first, then sentences: a sentence is a figure only where no table has the cell."""
    template = template_of([match for _, match, _ in tables], identity.year)
    figures: dict[str, Figure] = {}
    mentions: list[Mention] = []
    issues: list[Issue] = []
    for part, _, reading in tables:
        for figure in reading.figures:
            put(figures, mentions, replace(figure, capture_id=part.capture.id))
        mentions.extend(replace(mention, capture_id=part.capture.id) for mention in reading.mentions)
        issues.extend((*reading.issues, *(Issue("warning", "fault", fault) for fault in part.document.faults)))
    blank = bool(figures) and all(figure.state == "blank" for figure in figures.values())
    for part in distinct(parts):
        for statement in stated(part.document, template, identity):
            speak(figures, mentions, statement, template, part.capture.id)
    return Read(template, figures, tuple(mentions), tuple(issues), blank)


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
    seen: set[str] = set()
    kept = []
    for part in parts:
        digest = digest_of(part.document.text)
        if digest not in seen:
            seen.add(digest)
            kept.append(part)
    return kept


def stated(document: Document, template: str | None, identity: Identity) -> list[Statement]:
    """The sentences' statements, in the unit of the indicator; the strongest of each indicator first."""
    province = (identity.publisher.jurisdiction_code or "")[:2] if identity.publisher else ""
    local = identity.publisher is not None and identity.publisher.kind in LOCAL
    reader = Reader(identity.year, template or "2014", province, local)
    statements = [in_unit(said, unit(said.indicator, template)) for said in read_prose(document.paragraphs(), reader)]
    return sorted(statements, key=lambda said: said.rank)


def speak(
    figures: dict[str, Figure], mentions: list[Mention], said: Statement, template: str | None, capture_id: str
) -> None:
    """A statement is the figure where nothing else is, else a mention; in a statutory form always a mention."""
    if template in STATUTORY or said.indicator in figures:
        mentions.append(Mention(said.indicator, said.value, said.raw, said.locator, capture_id))
    else:
        figures[said.indicator] = Figure(
            said.indicator, said.value, "value", said.raw, said.unit, "prose", said.locator, capture_id
        )


def unread_report(
    page: Part, titles: Titles, identity: Identity, judgement: Judgement, unread: Sequence[str]
) -> ReportRows | Judgement:
    """A page that names a report and holds nothing to read (a picture, an unknown attachment): kept as unread."""
    best = titles.best
    named = best is not None and best.verdict.kind == "report"
    shell = judgement.why.startswith("the title of a report over")
    if not (named and shell and (unread or page.document.links)):
        return judgement
    reasons = list(unread) or [
        f"the text is not on the page, which links {len(page.document.links)} files and pictures"
    ]
    read = Read(template_of((), identity.year), {}, (), (), False)
    return rows([page], identity, read, "unread", [Issue("warning", "unread", why) for why in reasons])


def rows(parts: Sequence[Part], identity: Identity, read: Read, status: Status, more: Sequence[Issue]) -> ReportRows:
    """Everything of one report as the database keeps it."""
    page, text = parts[0], max((part.document for part in parts), key=lambda document: len(document.text))
    report = ReportRow(
        id=report_id(parts),
        publisher=identity.publisher,
        publisher_printed=identity.printed,
        year=identity.year,
        title=identity.title,
        published_on=identity.published_on,
        template=read.template,
        url=page.capture.url,
        capture_id=page.capture.id,
        status=status,
        scope=scope_of(identity.publisher.kind if identity.publisher else None, text.text),
        origin=origin_of(page.capture.url, page.document, page.capture.found),
        is_current=False,
        content_digest=content_digest(text, read.figures.values()),
        evidence=identity.evidence,
    )
    issues = (*identity.issues, *read.issues, *more)
    return ReportRows(
        report,
        tuple(SectionRow(section.number, section.heading, section.text) for section in split(text.paragraphs())),
        tuple(figure_row(figure) for figure in read.figures.values()),
        tuple(MentionRow(m.indicator, m.value, m.raw, m.locator, m.capture_id) for m in read.mentions),
        tuple(check_row(result) for result in checked(identity, read, text)),
        tuple(IssueRow(issue.level, issue.kind, issue.detail, report.id, page.capture.id) for issue in issues),
    )


def checked(identity: Identity, read: Read, document: Document) -> list[CheckResult]:
    """The form's own arithmetic, sentences against tables, deadlines."""
    return run_checks(
        read.figures,
        read.mentions,
        read.template,
        year=identity.year,
        published_on=identity.published_on,
        kind=identity.publisher.kind if identity.publisher else None,
        period=period(document.text[:6000]),
    )


def figure_row(figure: Figure) -> FigureRow:
    """A figure as stored."""
    return FigureRow(
        figure.indicator,
        figure.value,
        figure.state,
        figure.raw,
        figure.unit,
        figure.source,
        figure.locator,
        figure.capture_id,
    )


def check_row(result: CheckResult) -> CheckRow:
    """A check as stored."""
    return CheckRow(
        result.rule, result.strength, result.reading, result.passed, result.expected, result.actual, result.detail
    )


def report_id(parts: Sequence[Part]) -> str:
    """From the page's address and what it and its attachments hold: the same on every machine and in every run."""
    digests = sorted({part.capture.payload_digest for part in parts})
    return hashlib.sha256("\n".join([parts[0].capture.url, *digests]).encode()).hexdigest()[:16]


def content_digest(document: Document, figures: Iterable[Figure]) -> str:
    """What the report says, whatever page it stands on: its text and its values."""
    values = sorted(f"{figure.indicator}={figure.value}" for figure in figures if figure.source == "table")
    return digest_of(body_text(document.paragraphs()) + "|".join(values))


def body_text(paragraphs: Iterable[Paragraph]) -> str:
    """The paragraphs that are sentences: navigation, dates and counters of a page are not."""
    return "".join(line.text for line in paragraphs if len(line.text) >= 25)


def digest_of(text: str) -> str:
    """A digest that ignores white space and punctuation."""
    return hashlib.sha256(re.sub(r"[\W_]+", "", text).encode()).hexdigest()[:16]
