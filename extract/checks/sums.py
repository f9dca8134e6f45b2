"""Sums and comparisons inside one report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from extract.checks.facts import Facts, equal
from extract.checks.rules import Rule, rules_of
from extract.figure import BlankAs, CheckResult, Number
from extract.tuples import maker

_made = maker(CheckResult)


def check_sums(facts: Facts) -> Iterator[CheckResult]:
    """Every declared rule of the report's template, under both readings of a blank."""
    for rule in rules_of(facts.template):
        if rule.kind in {"not_negative", "whole"}:
            yield from _all_values(rule, facts)
        elif _is_printed(rule, facts):
            yield from _both(rule, _parts(rule, facts), facts)


def is_broken(facts: Facts) -> bool:
    """Whether a hard rule of the template fails on the figures that are known: the short way to one answer."""
    hard = (rule for rule in rules_of(facts.template) if rule.strength == "hard" and rule.kind in {"equal", "at_most"})
    for rule in hard:
        actual = facts.total(rule.total, "blank_unknown")
        expected = None if actual is None else facts.total(_parts(rule, facts), "blank_unknown")
        if actual is not None and expected is not None and not _compares(rule, expected, actual):
            return True
    return False


class Balance(NamedTuple):
    """A hard sum of the form with all its figures known: their codes, and whether it holds."""

    codes: tuple[str, ...]
    holds: bool


def balances(facts: Facts) -> Iterator[Balance]:
    """Every hard sum of the template that can be formed, blanks counted as zero only where it then holds."""
    for rule in rules_of(facts.template):
        if rule.strength == "hard" and rule.kind == "equal" and _is_printed(rule, facts):
            parts = _parts(rule, facts)
            known = _result(rule, parts, facts, "blank_unknown").passed
            holds = bool(known or _result(rule, parts, facts, "blank_zero").passed)
            if holds or known is False:
                yield Balance((*rule.total, *parts), holds)


def _is_printed(rule: Rule, facts: Facts) -> bool:
    """Whether the report has the figures the rule speaks of."""
    figures = facts.figures
    if figures.keys().isdisjoint(rule.total):
        return False
    return sum(map(figures.__contains__, rule.parts)) >= rule.least


def _parts(rule: Rule, facts: Facts) -> tuple[str, ...]:
    if not rule.choices:
        return rule.parts
    printed = (choice for choice in rule.choices if any(code in facts.figures for code in choice))
    return (*rule.parts, *next(printed, rule.choices[0]))


def _both(rule: Rule, parts: tuple[str, ...], facts: Facts) -> Iterator[CheckResult]:
    """The results under both readings; where nothing is blank the second is the first."""
    known = _result(rule, parts, facts, "blank_unknown")
    yield known
    if facts.has_blanks or rule.absent_is_zero:
        yield _result(rule, parts, facts, "blank_zero")
    else:
        yield _made((rule.id, rule.strength, "blank_zero", *known[3:]))


def _result(rule: Rule, parts: tuple[str, ...], facts: Facts, reading: BlankAs) -> CheckResult:
    if rule.absent_is_zero and reading == "blank_zero":
        parts = tuple(code for code in parts if code in facts.figures)
    expected, actual = facts.total(parts, reading), facts.total(rule.total, reading)
    passed: bool | None = None
    if expected is not None and actual is not None:
        passed = _holds(rule, parts, facts, reading) if rule.kind == "between" else _compares(rule, expected, actual)
    return _made((rule.id, rule.strength, reading, passed, expected, actual, _detail(rule, parts, passed)))


def _compares(rule: Rule, expected: Number, actual: Number) -> bool:
    return expected <= actual if rule.kind == "at_most" else equal(expected, actual)


def _holds(rule: Rule, parts: tuple[str, ...], facts: Facts, reading: BlankAs) -> bool:
    """Whether the total lies between the largest part and the sum of all."""
    values = [facts.value(code, reading) or 0 for code in parts]
    return max(values, default=0) <= (facts.total(rule.total, reading) or 0) <= sum(values)


def _detail(rule: Rule, parts: tuple[str, ...], passed: bool | None) -> str:
    """Which row or column; for a failure the whole rule."""
    if passed is not False:
        return rule.about
    sign = {"at_most": ">=", "between": "<="}.get(rule.kind, "=")
    return f"{' + '.join(rule.total)} {sign} {' + '.join(parts)}"


def _all_values(rule: Rule, facts: Facts) -> Iterator[CheckResult]:
    """One result for a property that every value of the tables must have."""
    printed = facts.printed
    wrong = [code for code, value in printed.items() if (value < 0 if rule.kind == "not_negative" else value % 1)]
    broken = sorted(code for code in wrong if code not in rule.excepted)
    if not printed.keys() <= rule.excepted:
        actual = printed[broken[0]] if broken else None
        yield CheckResult(rule.id, rule.strength, "blank_unknown", not broken, None, actual, ", ".join(broken))
