"""The plain rows of one report, as extraction hands them over: storage knows nothing of templates or pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Number = int | float


class FigureRow(NamedTuple):
    """`state` is one of value, blank, not_applicable, unreadable; `source` table or prose."""

    indicator: str
    value: Number | None
    state: str
    raw: str
    unit: str
    source: str
    locator: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class MentionRow:
    """Another statement of a figure."""

    indicator: str
    value: Number | None
    raw: str
    locator: str
    capture_id: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One headed part of the report, in order."""

    number: int
    heading: str
    text: str


class CheckRow(NamedTuple):
    """`passed` None: cannot be assessed. `reading` says what a blank counted as."""

    rule: str
    strength: str
    reading: str
    passed: bool | None
    expected: Number | None
    actual: Number | None
    detail: str


@dataclass(frozen=True, slots=True)
class IssueRow:
    """`level` is error, warning or info; `kind` a short stable word; `detail` a sentence for a person."""

    level: str
    kind: str
    detail: str
    report_id: str | None = None
    capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class PublisherRow:
    """`id` comes from jurisdiction code and name."""

    id: str
    name: str
    kind: str
    jurisdiction_code: str | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """The report itself; see DESIGN of the tables in docs/reference/tables.md."""

    id: str
    publisher: PublisherRow | None
    publisher_printed: str
    year: int | None
    title: str | None
    published_on: str | None
    template: str | None
    url: str
    capture_id: str
    status: str
    scope: str
    origin: str
    is_current: bool
    content_digest: str
    evidence: str  # JSON: what each of publisher, year, date and title was read from


@dataclass(frozen=True, slots=True)
class ReportRows:
    """Everything one report puts into the database, in one transaction."""

    report: ReportRow
    sections: tuple[SectionRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    issues: tuple[IssueRow, ...] = ()


@dataclass(frozen=True, slots=True)
class JurisdictionRow:
    """A division and the years it was valid; None: before 2008, or still."""

    code: str
    name: str
    level: str
    parent_code: str | None
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of the codebook: a code and where it stands in the form `template`."""

    code: str
    template: str
    section: str
    row_label: str
    column_label: str
    unit: str
    label_en: str
