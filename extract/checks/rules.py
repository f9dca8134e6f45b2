"""Rules as declared: loaded once, spelled out for each row and column."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from extract.errors import TemplateError
from extract.figure import Strength

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Rule:
    """One equation or comparison: `kind` equal, at_most, between, not_negative or whole.

    `total` and `parts` are codes whose values add up on either side; `choices` are lists of which the first that the
    report prints is added to the parts. `absent_is_zero`: a figure that is not stated counts as zero where blanks do,
    once `least` parts are stated. `about` names the row or column.
    """

    id: str
    templates: frozenset[str]
    strength: Strength
    kind: str
    total: tuple[str, ...]
    parts: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...] = ()
    absent_is_zero: bool = False
    least: int = 1
    about: str = ""
    excepted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ProseRule:
    """A sentence's code and the sums of figures it may equal."""

    id: str
    templates: frozenset[str]
    strength: Strength
    mention: str
    equals: tuple[tuple[str, ...], ...]


@cache
def table_rules() -> tuple[Rule, ...]:
    """The rules of tables.toml and list2014.toml, one for every row or column."""
    return tuple(rule for name in ("tables.toml", "list2014.toml") for rule in _spelled_out(name))


@cache
def rules_of(template: str | None) -> tuple[Rule, ...]:
    """The rules of one template."""
    return tuple(rule for rule in table_rules() if template in rule.templates)


@cache
def prose_rules() -> tuple[ProseRule, ...]:
    """The rules of prose.toml."""
    return tuple(
        ProseRule(
            entry["id"],
            frozenset(entry["templates"]),
            _strength(entry),
            entry["mention"],
            tuple(tuple(codes) for codes in entry["equals"]),
        )
        for entry in _load("prose.toml")["rule"]
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _spelled_out(name: str) -> Iterator[Rule]:
    declared = _load(name)
    for entry in declared["rule"]:
        for each in declared["lists"][entry["each"]] if "each" in entry else ("",):
            yield _rule(entry, each)


def _rule(entry: Mapping[str, Any], each: str) -> Rule:
    def named(codes: list[str]) -> tuple[str, ...]:
        return tuple(code.format(each=each) for code in codes)

    return Rule(
        id=entry["id"],
        templates=frozenset(entry["templates"]),
        strength=_strength(entry),
        kind=entry.get("kind", "equal"),
        total=named(entry.get("total", [])),
        parts=named(entry.get("parts", [])),
        choices=tuple(named(choice) for choice in entry.get("one_of", [])),
        absent_is_zero=entry.get("absent_is_zero", False),
        least=entry.get("least", 1),
        about=each,
        excepted=frozenset(entry.get("except", [])),
    )


def _strength(entry: Mapping[str, Any]) -> Strength:
    if entry["strength"] not in {"hard", "soft", "info"}:
        raise TemplateError(f"rule {entry['id']}: strength is hard, soft or info, not {entry['strength']}")
    return cast(Strength, entry["strength"])
