"""The plain rows of one report, as extraction hands them over: storage knows nothing of templates or pages.

What a report has hundreds of is a named tuple, made at a third of the cost of a frozen dataclass.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

Number = int | float
State = Literal["value", "blank", "not_applicable", "unreadable"]
Source = Literal["table", "prose"]
Strength = Literal["hard", "soft", "info"]
BlankAs = Literal["blank_unknown", "blank_zero"]


class FigureRow(NamedTuple):
    """One indicator of one report. `locator` leads to the cell (`t2r4c5`) or the sentence (`p12:34-38`).

    `derived` says how the value was come by where it was not simply read: cut from a run of digits that sums prove,
    read from a picture, about, corrected.
    """

    indicator: str
    value: Number | None
    state: State
    raw: str
    unit: str
    source: Source
    locator: str
    capture_id: str = ""
    derived: str = ""


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A statement of a figure beside the one that counts."""

    indicator: str
    value: Number | None
    raw: str
    locator: str
    capture_id: str = ""


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One headed part of the report, in order."""

    number: int
    heading: str
    text: str


class CheckRow(NamedTuple):
    """One rule under one `reading` of blanks; `passed` None where it cannot be assessed."""

    rule: str
    strength: Strength
    reading: BlankAs
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
class StoredValues:
    """What is stored of a report's figures: values by code, None where nothing is known, and which were left blank."""

    values: Mapping[str, Number | None]
    blanks: Collection[str] = ()


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
