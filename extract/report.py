"""A page and its attachments as the rows of one report, or why they make none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Literal

from extract.checks import run_checks
from extract.contents import main_text
from extract.corrections import Corrections, correct
from extract.document import Document, Paragraph
from extract.figure import CheckResult, Figure, Issue
from extract.identity.identify import Identity
from extract.identity.kinds import Judgement, judge, promising, reports_within
from extract.identity.origin import origin_of, scope_of
from extract.identity.title import Titles, find_titles
from extract.merging import (
    Part,
    Read,
    Tables,
    digest_of,
    identify_all,
    merge,
    own_parts,
    read_parts,
    template_of,
    year_told,
)
from extract.prose.sections import split
from extract.tables.match import unknown_tables
from extract.used import use
from lexicon.years import period
from storage.rows import IssueRow, ReportRow, ReportRows, SectionRow

Status = Literal["extracted", "unidentified", "unread"]


def wants_attachments(page: Part) -> bool:
    """Whether a page may be a report whose text is in its attachments: what it links is opened only then."""
    return promising(page.document, page.titles, page.capture.found)


def read_report(
    parts: Sequence[Part], unread: Sequence[str], corrections: Corrections
) -> tuple[ReportRows | Judgement, list[Part]]:
    """The report that a page (first) and its attachments make, or why they make none; and the parts that are its.

    `unread` are sentences on attachments that no reader could open: a page with a report's title and nothing else to
    read is then a report of status `unread`.
    """
    parts = own_parts(parts)
    page = parts[0]
    titles = page.titles
    year = year_told(parts)
    tables = read_parts(parts, year)
    judgement = judge_all(titles, tables)
    if not (judgement.report or is_shell(page, titles, judgement, unread)):
        return judgement, parts
    identity = identify_all(parts)
    if not judgement.report:
        return unread_report(page, identity, unread), parts
    read = merge(parts, tables, identity)
    if read.all_blank and not identity.whole:
        return Judgement(False, "an empty form that names no body and year"), parts
    status: Status = "extracted" if identity.whole else "unidentified"
    issues = [Issue("warning", "unread_attachment", why) for why in unread]
    issues += [another_report(line) for line in reports_within(page.document, identity.year)]
    issues += correct(read.figures, corrections.get(report_id(parts), ()))
    return rows(parts, identity, read, status, issues), parts


def another_report(title: Paragraph) -> Issue:
    """A second report on one page is not read: its figures would be taken for those of the first."""
    return Issue("warning", "another_report", f"{title.text} begins at {title.place}: only the first report is read")


def judge_all(titles: Titles, tables: Sequence[Tables]) -> Judgement:
    """A page is a report by itself or by an attachment that is one, unless its title says it is something else."""
    page, *attached = tables
    judgement = judge(page.part.document, titles, page.reading.figures)
    if judgement.report or (titles.best is not None and titles.best.verdict.kind == "lookalike"):
        return judgement
    for table in attached:
        own = find_titles(table.part.document, None).own
        said = judge(table.part.document, Titles(own, titles.best), table.reading.figures)
        if said.report:
            return said
    return judgement


def is_shell(page: Part, titles: Titles, judgement: Judgement, unread: Sequence[str]) -> bool:
    """Whether a page names a report and holds nothing to read: a picture, an attachment, a table of no known form."""
    best, document = titles.best, page.document
    named = best is not None and best.verdict.kind == "report"
    return named and judgement.shell and bool(unread or document.links or any(unknown_tables(document)))


def unread_report(page: Part, identity: Identity, unread: Sequence[str]) -> ReportRows:
    """A report that is known only by its name is kept as unread."""
    unknown = tuple(unknown_tables(page.document))
    elsewhere = f"the text is not on the page, which links {len(page.document.links)} files and pictures"
    missing = "the figures stand in a table of no known form" if unknown else elsewhere
    reasons = list(unread) or list(page.document.faults) or [missing]
    read = Read(template_of((), identity.year), {}, (), unknown)
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
        tuple(read.figures.values()),
        read.mentions,
        tuple(checked(identity, read, text)),
        tuple(IssueRow(issue.level, issue.kind, issue.detail, report.id, page.capture.id) for issue in issues),
    )


def checked(identity: Identity, read: Read, document: Document) -> list[CheckResult]:
    """The form's own arithmetic, sentences against tables, deadlines."""
    use("checks")
    return run_checks(
        read.figures,
        read.mentions,
        read.template,
        year=identity.year,
        published_on=identity.published_on,
        kind=identity.publisher.kind if identity.publisher else None,
        period=period(document.text[:6000]),
    )


def report_id(parts: Sequence[Part]) -> str:
    """From the page's address and what it and its attachments hold: the same on every machine and in every run."""
    digests = sorted({part.capture.payload_digest for part in parts})
    return hashlib.sha256("\n".join([parts[0].capture.url, *digests]).encode()).hexdigest()[:16]


def content_digest(document: Document, figures: Iterable[Figure]) -> str:
    """What the report says, whatever page it stands on: its text and its values."""
    values = [f"{figure.indicator}={figure.value}" for figure in figures if figure.source == "table"]
    return digest_of(main_text(line.text for line in document.paragraphs()), sorted(values))
