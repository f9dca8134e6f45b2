"""Whose numbers, of what work, of which time. Every sentence here is our own; the shapes are those of real reports."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.document import Paragraph
from extract.prose.statements import Reader, read_prose
from extract.prose.subjects import Own

CASES = tomllib.loads((Path(__file__).parent / "prose" / "subjects.toml").read_text(encoding="utf-8"))["case"]


def stated(case: dict[str, Any], text: str) -> list[list[Any]]:
    own = Own(case.get("level", "county"), tuple(case.get("names", ("石台县", "石台县人民政府"))))
    reader = Reader(2015, "2014", "43", case.get("local", False), own)
    lines = [Paragraph(case["heading"], "p1"), Paragraph(text, "p2")]
    return [[found.indicator, found.value] for found in read_prose(lines, reader)]


def expected() -> Iterator[tuple[dict[str, Any], str, list[list[Any]]]]:
    for case in CASES:
        for text in case["nothing"]:
            yield case, text, []
        for text, figures in case["states"]:
            yield case, text, figures


@pytest.mark.parametrize(
    ("case", "text", "figures"), list(expected()), ids=lambda value: value[:18] if isinstance(value, str) else ""
)
def test_a_sentence_states_what_is_the_bodys_own(case: dict[str, Any], text: str, figures: list[list[Any]]) -> None:
    assert stated(case, text) == figures
