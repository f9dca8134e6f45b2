"""The recorded reports: page bytes as received, what they are, and every figure they print."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from extract.figure import Figure
from extract.formats import read
from extract.tables.figures import TableReading, read_tables
from extract.tables.template import recognise
from storage.capture import Capture, Content

FOLDER = Path(__file__).with_name("reports")


@dataclass(frozen=True)
class Recorded:
    """One folder: `page.*`, `meta.toml`, `expected.json`."""

    folder: Path

    @property
    def name(self) -> str:
        return f"{self.folder.parent.name}/{self.folder.name}"

    @cached_property
    def meta(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "meta.toml").read_text(encoding="utf-8"))

    @cached_property
    def expected(self) -> dict[str, tuple[Any, str]]:
        figures = json.loads((self.folder / "expected.json").read_text(encoding="utf-8"))
        return {code: (value, state) for code, (value, state) in figures.items()}

    @property
    def content(self) -> Content:
        page = next(self.folder.glob("page.*"))
        media = self.meta["media_type"]
        capture = Capture(self.name, self.meta["url"], "2024-01-01T00:00:00Z", 200, media, "", 0, 0, "", "")
        return Content(capture, page.read_bytes(), (("content-type", media),))

    def reading(self) -> TableReading:
        document = read(self.content)
        return read_tables(document, recognise(document))


def recorded() -> list[Recorded]:
    """All recorded reports, in order."""
    return [Recorded(path.parent) for path in sorted(FOLDER.glob("*/*/expected.json"))]


def said(figures: tuple[Figure, ...]) -> dict[str, tuple[Any, str]]:
    """What figures say: value and state by code."""
    return {figure.indicator: (figure.value, figure.state) for figure in figures}


def digest() -> str:
    """A digest of the expectations: it changes when the measure changes."""
    whole = hashlib.sha256()
    for report in recorded():
        whole.update(report.name.encode() + (report.folder / "expected.json").read_bytes())
    return whole.hexdigest()
