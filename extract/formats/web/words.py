"""The lists of page.toml: selectors, labels and element names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("page.toml").read_text(encoding="utf-8"))


def page_words(name: str) -> tuple[str, ...]:
    """One list of page.toml."""
    return tuple(_words()[name])
