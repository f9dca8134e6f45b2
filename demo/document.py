"""What a column lists: a report, a look-alike or an article, each with its own title, date and HTML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from demo import forms

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Document:
    """One entry of a list. `heading` is what its page prints above the text, `title` what the list says."""

    id: str
    title: str
    heading: str
    date: date
    source: str
    html: str
    attachment: str = ""
    traditional: bool = False


@cache
def read_toml(name: str) -> dict[str, Any]:
    """A data file of this package."""
    return tomllib.loads((HERE / name).read_text("utf-8"))


def document(name: str, place: str) -> Document:
    """The document of this name: `kind:year` for a look-alike, `kind:number` for an article, else a report."""
    kind, _, number = name.partition(":")
    if not number:
        return report(name)
    if kind in read_toml("lookalikes.toml"):
        return _lookalike(kind, int(number), place)
    return _article(kind, int(number), place)


def report(name: str) -> Document:
    """A report as its portal prints it."""
    data = read_toml(f"reports/{name}.toml")
    return Document(
        id=name,
        title=data["title"],
        heading=data.get("heading", data["title"]),
        date=date.fromisoformat(data["date"]),
        source=data["source"],
        html=report_html(data),
        attachment=data.get("attachment", ""),
        traditional=data.get("traditional", False),
    )


def report_html(data: Mapping[str, Any]) -> str:
    """The text of a report with its figures and tables filled in."""
    figures = forms.complete(data["form"], data)
    words = dict(data) | {"next": data["year"] + 1} | figures | data.get("words", {})
    text = Template((HERE / "texts" / f"{data['text']}.txt").read_text("utf-8")).substitute(words)
    return "\n".join(_block(line, data["form"], figures) for line in text.splitlines())


def _block(line: str, form: str, figures: Mapping[str, forms.Value]) -> str:
    match line[:1]:
        case "@":
            return _tables(line[1:], form, figures)
        case "#":
            return f"<p><strong>{escape(line[2:])}</strong></p>"
        case ">":
            return f'<p style="text-align: right">{escape(line[1:])}</p>'
    return f"<p>　　{escape(line)}</p>"


def _tables(name: str, form: str, figures: Mapping[str, forms.Value]) -> str:
    tables = {
        "appendix": lambda: forms.appendix(figures),
        "articles": lambda: forms.articles(form, figures),
        "requests": lambda: forms.requests(form, figures),
        "reviews": lambda: forms.reviews(figures),
    }
    return tables[name]()


def _lookalike(kind: str, year: int, place: str) -> Document:
    data = read_toml("lookalikes.toml")[kind]
    words = {"place": place, "year": year}
    title = Template(data["title"]).substitute(words)
    lines = (Template(line).substitute(words) for line in data["text"])
    posted = date.fromisoformat(f"{year + 1}{data['date']}")
    return Document(f"{kind}-{year}", title, title, posted, f"{place}人民政府办公室", _paragraphs(lines))


def _article(kind: str, number: int, place: str) -> Document:
    title, line = (Template(part).substitute(place=place) for part in read_toml("news.toml")[kind][number - 1])
    return Document(
        f"{kind}-{number}", title, title, date(2024, 5, 28 - number), f"{place}融媒体中心", _paragraphs([line])
    )


def _paragraphs(lines: Any) -> str:
    return "\n".join(f"<p>　　{escape(line)}</p>" for line in lines)
