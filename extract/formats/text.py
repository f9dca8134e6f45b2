"""Plain text: a paragraph a line, rows with bars or tabs as tables."""

from __future__ import annotations

import re

from extract.document import Document
from extract.formats.building import Builder
from extract.formats.flat import fold_rows
from extract.formats.web import page

_HERE = re.compile(r"\s*(?:[当當]前(?:位置|[页頁][面麵])|[您你]?的?位置)\s*[:：]")
_TRAIL = re.compile(r"\s*首?[页頁]?.{0,20}(?:\s*[>＞»]\s*\S.{0,40}){2,}")


def read_text(text: str, charset: str, media: str = "text") -> Document:
    """A document from decoded text; empty lines are passed over."""
    builder = Builder(media, charset)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    builder.metadata = page.labelled_values("\n".join(lines[:60]))
    builder.breadcrumb = breadcrumb(lines[:30])
    for line in lines:
        builder.paragraph(line)
    fold_rows(builder)
    return builder.build()


def breadcrumb(lines: list[str]) -> tuple[str, ...]:
    """The place line above the text, as its parts."""
    for line in lines:
        if len(line) < 300 and (_HERE.match(line) or _TRAIL.fullmatch(line)):
            parts = (part.strip() for part in re.split(r"[>＞»]", _HERE.sub("", line)))
            return tuple(part for part in parts if part)
    return ()
