"""Sums and comparisons inside one report."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.facts import READINGS, BlankAs, Facts, equal, total
from extract.checks.rules import Rule, table_rules
from extract.figure import CheckResult, Number


def check_sums(facts: Facts) -> Iterator[CheckResult]:
    """Every declared rule of the report's template, under both readings of a blank."""
    for rule in table_rules():
        if facts.template not in rule.templates:
            continue
        if rule.kind in {"not_negative", "whole"}:
            yield from _all_values(rule, facts)
        elif _is_printed(rule, facts):
            parts = _parts(rule, facts)
            yield from (_result(rule, parts, facts, reading) for reading in READINGS)


def _is_printed(rule: Rule, facts: Facts) -> bool:
    """Whether the report has the figures the rule speaks of."""
    stated = sum(code in facts.figures for code in rule.parts)
    return stated >= rule.least and any(code in facts.figures for code in rule.total)


def _parts(rule: Rule, facts: Facts) -> tuple[str, ...]:
    printed = (choice for choice in rule.choices if any(code in facts.figures for code in choice))
    return (*rule.parts, *next(printed, rule.choices[0] if rule.choices else ()))


def _result(rule: Rule, parts: tuple[str, ...], facts: Facts, reading: BlankAs) -> CheckResult:
    if rule.absent_is_zero and reading == "blank_zero":
        parts = tuple(code for code in parts if code in facts.figures)
    expected, actual = total(facts, parts, reading), total(facts, rule.total, reading)
    passed: bool | None = None
    if expected is not None and actual is not None:
        passed = _holds(rule, [facts.value(code, reading) or 0 for code in parts], expected, actual)
    return CheckResult(rule.id, rule.strength, reading, passed, expected, actual, _detail(rule, parts, passed))


def _holds(rule: Rule, values: list[Number], expected: Number, actual: Number) -> bool:
    if rule.kind == "at_most":
        return expected <= actual
    if rule.kind == "between":
        return max(values, default=0) <= actual <= expected
    return equal(expected, actual)


def _detail(rule: Rule, parts: tuple[str, ...], passed: bool | None) -> str:
    """Which row or column; for a failure the whole rule."""
    if passed is not False:
        return rule.about
    sign = {"at_most": ">=", "between": "<="}.get(rule.kind, "=")
    return f"{' + '.join(rule.total)} {sign} {' + '.join(parts)}"


def _all_values(rule: Rule, facts: Facts) -> Iterator[CheckResult]:
    """One result for a property that every value of the tables must have."""
    values = {
        code: figure.value
        for code, figure in facts.figures.items()
        if figure.source == "table" and figure.value is not None and code not in rule.excepted
    }
    broken = sorted(
        code for code, value in values.items() if (value < 0 if rule.kind == "not_negative" else value != int(value))
    )
    passed = None if not values else not broken
    actual = values[broken[0]] if broken else None
    yield CheckResult(rule.id, rule.strength, "blank_unknown", passed, None, actual, ", ".join(broken))
