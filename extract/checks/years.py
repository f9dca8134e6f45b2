"""Rules between the reports of one publisher on two years that follow each other."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.facts import READINGS, equal
from extract.figure import BlankAs, CheckResult, Number, Strength
from storage.rows import StoredValues

COLUMNS = ("person", "business", "research", "charity", "legal", "other_org", "total")
STRENGTHS: dict[str, Strength] = {
    "X_CARRY": "hard",
    "X_STOCK_RULES": "soft",
    "X_ITEMS_PREV": "soft",
    "X_SAME_NUMBERS": "soft",
}
_STATUTORY = frozenset({"2019", "2021"})
_COPIED = 0.8  # share of identical figures from which a report looks like a copy of the year before
_ENOUGH = 10  # figures other than zero that both years must have to tell


def check_years(
    before: StoredValues, after: StoredValues, templates: tuple[str | None, str | None]
) -> list[CheckResult]:
    """All X_ rules: the figures of year N, of year N+1, and the templates of the two. Results belong to year N+1."""
    results: list[CheckResult] = []
    if set(templates) <= _STATUTORY:
        results.extend(_carried(before, after))
    if templates == ("2021", "2021"):
        results.extend(_stock(before, after))
    if templates == ("2019", "2019"):
        results.extend(_items(before, after))
    results.extend(_copied(before, after))
    return results


def _known(report: StoredValues, code: str, reading: BlankAs) -> Number | None:
    """The value of a code; None for what is unknown in this reading of blanks."""
    return 0 if reading == "blank_zero" and code in report.blanks else report.values.get(code)


def _carried(before: StoredValues, after: StoredValues) -> Iterator[CheckResult]:
    """What was carried out of one year is carried into the next, for each kind of applicant."""
    for column in COLUMNS:
        codes = f"app_carried_out__{column}", f"app_carried_in__{column}"
        if codes[0] in before.values and codes[1] in after.values:
            for reading in READINGS:
                values = _known(before, codes[0], reading), _known(after, codes[1], reading)
                yield _result("X_CARRY", reading, *values, column)


def _stock(before: StoredValues, after: StoredValues) -> Iterator[CheckResult]:
    """In force at the end = in force a year ago + issued - repealed; clearing campaigns break it lawfully."""
    for row in ("rules", "normdoc"):
        for reading in READINGS:
            terms = (
                _known(before, f"{row}_in_force", reading),
                _known(after, f"{row}_issued", reading),
                _known(after, f"{row}_repealed", reading),
            )
            old, issued, repealed = terms
            expected = None if old is None or issued is None or repealed is None else old + issued - repealed
            yield _result("X_STOCK_RULES", reading, expected, _known(after, f"{row}_in_force", reading), row)


def _items(before: StoredValues, after: StoredValues) -> Iterator[CheckResult]:
    """Items of last year in the later report = items of last year + change in the earlier one."""
    for row in ("license", "othersvc", "penalty", "coercion", "fee"):
        for reading in READINGS:
            old, change = (
                _known(before, f"{row}_items_prev_year", reading),
                _known(before, f"{row}_items_change", reading),
            )
            expected = None if old is None or change is None else old + change
            yield _result("X_ITEMS_PREV", reading, expected, _known(after, f"{row}_items_prev_year", reading), row)


def _result(rule: str, reading: BlankAs, expected: Number | None, actual: Number | None, detail: str) -> CheckResult:
    passed = None if expected is None or actual is None else equal(expected, actual)
    return CheckResult(rule, STRENGTHS[rule], reading, passed, expected, actual, detail)


def _copied(before: StoredValues, after: StoredValues) -> Iterator[CheckResult]:
    """Most figures other than zero are those of the year before: the report may be a copy."""
    pairs = [(old, new) for code, new in after.values.items() if new and (old := before.values.get(code))]
    if len(pairs) >= _ENOUGH:
        share = sum(old == new for old, new in pairs) / len(pairs)
        detail = f"{share:.0%} of {len(pairs)} figures are those of the year before"
        yield CheckResult(
            "X_SAME_NUMBERS",
            STRENGTHS["X_SAME_NUMBERS"],
            "blank_unknown",
            share < _COPIED,
            _COPIED,
            round(share, 3),
            detail,
        )
