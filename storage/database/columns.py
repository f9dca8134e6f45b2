"""The public relations: what each column holds, its type, and what it refers to (columns.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DECLARED = Path(__file__).with_name("columns.toml")


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is string, integer, number or boolean; `refers` is `relation.column`, or ''."""

    name: str
    type: str
    about: str
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """One public view or table; `key` names the columns that tell its rows apart, if any do."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


@cache
def relations() -> tuple[Relation, ...]:
    """All of them, in the order of the file."""
    declared = tomllib.loads(DECLARED.read_text("utf-8"))
    types = {name: kind for kind, names in declared.pop("types").items() for name in names}
    return tuple(_relation(name, told, types) for name, told in declared.items())


def _relation(name: str, told: Mapping[str, object], types: Mapping[str, str]) -> Relation:
    columns, refers, key = told["columns"], told.get("refers", {}), told.get("key", ())
    assert isinstance(columns, dict)
    assert isinstance(refers, dict)
    assert isinstance(key, list | tuple)
    read = (
        Column(column, types.get(f"{name}.{column}") or types.get(column, "string"), about, refers.get(column, ""))
        for column, about in columns.items()
    )
    return Relation(name, str(told["about"]), tuple(read), tuple(key))
