"""The recorded documents and reports beside the checkout: exact from grids, right or unread from run-together text."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

from extract.document import Document
from extract.figure import Figure
from extract.formats import read
from extract.tables.figures import TableReading, read_tables
from extract.tables.template import recognise
from storage.capture import Capture, Content

SHARED = Path(__file__).parents[2] / "shared"
pytestmark = pytest.mark.shared


def content(payload: bytes, media_type: str) -> Content:
    capture = Capture("c1", "http://www.example.gov.cn/a.htm", "", 200, media_type, "", 0, 0, "", "")
    return Content(capture, payload, (("content-type", media_type),))


def as_html(path: Path, *, keep_empty: bool = True) -> Content:
    lines = path.read_text(encoding="utf-8").split("\n")
    page = "".join(f"<p>{escape(line)}</p>" for line in lines if keep_empty or line.strip())
    return content(f"<html><body>{page}</body></html>".encode(), "text/html; charset=utf-8")


def as_text(path: Path) -> Content:
    return content(path.read_bytes(), "text/plain; charset=utf-8")


def reading(document: Document) -> TableReading:
    return read_tables(document, recognise(document))


def gold(path: Path) -> dict[str, tuple[Any, str]]:
    figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
    return {code: (figure["value"], figure["state"]) for code, figure in figures.items()}


def said(figures: tuple[Figure, ...]) -> dict[str, tuple[Any, str]]:
    return {figure.indicator: (figure.value, figure.state) for figure in figures}


@pytest.mark.parametrize("name", ["liangshan-shuipo", "hengnan-zhashi-2018"])
@pytest.mark.parametrize("road", ["text", "html", "html without empty lines"])
def test_flattened_table_is_exact(name: str, road: str) -> None:
    path = SHARED / "documents" / f"{name}.txt"
    source = as_text(path) if road == "text" else as_html(path, keep_empty=road == "html")
    assert said(reading(read(source)).figures) == gold(path.with_suffix(".gold.json"))


@pytest.mark.parametrize("name", ["guiding-2013", "huoqiu-bailian-2016", "panjin-2016"])
def test_narrative_has_no_table_figures(name: str) -> None:
    path = SHARED / "documents" / f"{name}.txt"
    assert not reading(read(as_text(path))).figures
    assert not reading(read(as_html(path))).figures


@pytest.mark.parametrize(
    ("name", "file"),
    [("pingtan-2019", "source.html"), ("pingtan-2021", "source.html"), ("huaian-2024-pdf", "source.pdf")],
)
def test_table_is_exact(name: str, file: str) -> None:
    folder = SHARED / "reports" / name
    media = "application/pdf" if file.endswith("pdf") else "text/html"
    assert said(reading(read(content((folder / file).read_bytes(), media))).figures) == gold(folder / "gold.json")


@pytest.mark.parametrize("road", [as_text, as_html])
@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("pingtan-2012-county", 8),
        ("pingtan-2013-zone", 16),
        ("pingtan-2015", 10),
        ("pingtan-2017", 10),
        ("pingtan-2019", 165),
        ("pingtan-2021", 171),
        ("pingtan-2023", 181),
    ],
)
def test_run_together_text_is_right_or_unread(name: str, right: int, road: Any) -> None:
    folder = SHARED / "reports" / name
    truth = gold(folder / "gold.json")
    found = said(reading(read(road(folder / "source.txt"))).figures)
    assert set(found) <= set(truth)
    wrong = {code: figure for code, figure in found.items() if figure[1] != "unreadable" and figure != truth[code]}
    assert not wrong
    assert sum(found[code] == truth[code] for code in found) >= right


def test_empty_form_is_blank() -> None:
    folder = SHARED / "reports" / "template-blank-docx"
    result = reading(read(content((folder / "source.docx").read_bytes(), "application/octet-stream")))
    assert result.all_blank
    assert {figure.state for figure in result.figures} == {"blank"}
    assert len(result.figures) == 200
