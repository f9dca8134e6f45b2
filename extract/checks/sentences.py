"""What the sentences of a report say against its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.checks.facts import READINGS, Facts, equal
from extract.checks.rules import ProseRule, prose_rules
from extract.figure import BlankAs, CheckResult, Mention, Number

_ABOUT = re.compile("[余多约近]|左右|以上")


def check_prose(facts: Facts) -> Iterator[CheckResult]:
    """Every mention of a figure that a table holds, under both readings of a blank."""
    rules = {rule.mention: rule for rule in prose_rules() if facts.template in rule.templates}
    for mention in facts.mentions:
        rule = rules.get(mention.indicator) or _same(mention, facts)
        if rule is not None and mention.value is not None and _in_tables(rule, facts):
            yield from (_result(rule, mention, mention.value, facts, reading) for reading in READINGS)


def _same(mention: Mention, facts: Facts) -> ProseRule | None:
    """In the forms of lists every number with an indicator's name equals the appendix."""
    if facts.template in {"2019", "2021"}:
        return None
    return ProseRule("P_G2", frozenset(), "soft", mention.indicator, ((mention.indicator,),))


def _in_tables(rule: ProseRule, facts: Facts) -> bool:
    return any(
        code in facts.figures and facts.figures[code].source == "table" for codes in rule.equals for code in codes
    )


def _result(rule: ProseRule, mention: Mention, said: Number, facts: Facts, reading: BlankAs) -> CheckResult:
    sums = [facts.total(codes, reading) for codes in rule.equals]
    known = [value for value in sums if value is not None]
    passed: bool | None = None
    if known and not _ABOUT.search(mention.raw):
        passed = any(equal(value, said) for value in known)
    expected = next((value for value in known if equal(value, said)), known[0] if known else None)
    return CheckResult(
        rule.id, rule.strength, reading, passed, expected, said, f"{mention.indicator} at {mention.locator}"
    )
