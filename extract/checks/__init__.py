"""Checks: the arithmetic of the forms, sentences against tables, deadlines. Between years: `extract.checks.years`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from extract.checks.facts import Check, Facts
from extract.checks.metadata import check_metadata
from extract.checks.sentences import check_prose
from extract.checks.sums import check_sums
from extract.checks.years import check_years
from extract.figure import CheckResult, Figure, Mention

__all__ = ["CHECKS", "Facts", "check_years", "run_checks"]

CHECKS: list[Check] = [check_sums, check_prose, check_metadata]


def run_checks(
    figures: Mapping[str, Figure],
    mentions: Iterable[Mention] = (),
    template: str | None = None,
    *,
    year: int | None = None,
    published_on: str | None = None,
    kind: str | None = None,
    period: tuple[date, date] | None = None,
) -> list[CheckResult]:
    """Every check of one report. `template` is the generation (2008, 2014, 2019, 2021); `published_on` an ISO date."""
    published = date.fromisoformat(published_on) if published_on else None
    facts = Facts(figures, tuple(mentions), template, year, published, kind, period)
    return [result for check in CHECKS for result in check(facts)]
