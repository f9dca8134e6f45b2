"""What a report says of itself: when it was due, and which year it covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from extract.checks.facts import Facts
from extract.figure import CheckResult


def check_metadata(facts: Facts) -> Iterator[CheckResult]:
    """Published in time (articles 49 and 50 of the regulation of 2019), and about the whole year."""
    if facts.year and facts.published_on:
        due = _due(facts.year, facts.kind)
        yield CheckResult(
            "M_DEADLINE", "info", "blank_unknown", facts.published_on <= due, None, None, f"due {due.isoformat()}"
        )
    if facts.year and facts.period:
        whole = (date(facts.year, 1, 1), date(facts.year, 12, 31))
        said = f"{facts.period[0].isoformat()} to {facts.period[1].isoformat()}"
        yield CheckResult("M_PERIOD", "info", "blank_unknown", facts.period == whole, None, None, said)


def _due(year: int, kind: str | None) -> date:
    """31 January for departments since the reports on 2019, 31 March for governments and before."""
    early = year >= 2019 and kind in {"department", "township", "subdistrict", "institution"}
    return date(year + 1, 1, 31) if early else date(year + 1, 3, 31)
