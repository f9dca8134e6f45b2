"""Rules between the reports of one publisher on two years that follow each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.checks.facts import READINGS, Values, equal
from extract.figure import BlankAs, CheckResult, Number, Strength, Valued

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
    earlier: Mapping[str, Valued], later: Mapping[str, Valued], templates: tuple[str | None, str | None]
) -> list[CheckResult]:
    """All X_ rules: the figures of year N, of year N+1, and the templates of the two. Results belong to year N+1."""
    before, after = Values(earlier), Values(later)
    results: list[CheckResult] = []
    if set(templates) <= _STATUTORY:
        results.extend(_carried(before, after))
    if templates == ("2021", "2021"):
        results.extend(_stock(before, after))
    if templates == ("2019", "2019"):
        results.extend(_items(before, after))
    results.extend(_copied(earlier, later))
    return results


def _carried(before: Values, after: Values) -> Iterator[CheckResult]:
    """What was carried out of one year is carried into the next, for each kind of applicant."""
    for column in COLUMNS:
        codes = f"app_carried_out__{column}", f"app_carried_in__{column}"
        if codes[0] in before.figures and codes[1] in after.figures:
            for reading in READINGS:
                values = before.value(codes[0], reading), after.value(codes[1], reading)
                yield _result("X_CARRY", reading, *values, column)


def _stock(before: Values, after: Values) -> Iterator[CheckResult]:
    """In force at the end = in force a year ago + issued - repealed; clearing campaigns break it lawfully."""
    for row in ("rules", "normdoc"):
        for reading in READINGS:
            terms = (
                before.value(f"{row}_in_force", reading),
                after.value(f"{row}_issued", reading),
                after.value(f"{row}_repealed", reading),
            )
            old, issued, repealed = terms
            expected = None if old is None or issued is None or repealed is None else old + issued - repealed
            yield _result("X_STOCK_RULES", reading, expected, after.value(f"{row}_in_force", reading), row)


def _items(before: Values, after: Values) -> Iterator[CheckResult]:
    """Items of last year in the later report = items of last year + change in the earlier one."""
    for row in ("license", "othersvc", "penalty", "coercion", "fee"):
        for reading in READINGS:
            old, change = before.value(f"{row}_items_prev_year", reading), before.value(f"{row}_items_change", reading)
            expected = None if old is None or change is None else old + change
            yield _result("X_ITEMS_PREV", reading, expected, after.value(f"{row}_items_prev_year", reading), row)


def _result(rule: str, reading: BlankAs, expected: Number | None, actual: Number | None, detail: str) -> CheckResult:
    passed = None if expected is None or actual is None else equal(expected, actual)
    return CheckResult(rule, STRENGTHS[rule], reading, passed, expected, actual, detail)


def _copied(earlier: Mapping[str, Valued], later: Mapping[str, Valued]) -> Iterator[CheckResult]:
    """Most figures other than zero are those of the year before: the report may be a copy."""
    both = [(earlier[code].value, figure.value) for code, figure in later.items() if figure.value and code in earlier]
    pairs = [(old, new) for old, new in both if old]
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
