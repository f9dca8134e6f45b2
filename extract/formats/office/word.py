"""DOCX: paragraphs and tables as they are shown, in order, those of text boxes too."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import Builder
from extract.formats.flat import fold_rows
from extract.formats.office.package import check_archive, child, local, parse_part, said
from extract.formats.office.word_table import is_layout, raw_rows, row_cells, table_rows
from extract.formats.office.word_text import shown, text_of

_HEADING = re.compile(r"(?:heading|标题) ([1-6])", re.IGNORECASE)
_PROPERTIES = {"title": "Title", "creator": "Author", "subject": "Subject"}


def read_docx(payload: bytes) -> Document:
    """A document from DOCX bytes; raises Unreadable for a broken, oversized or entity-laden file."""
    check_archive(payload)
    builder = Builder("docx")
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            builder.metadata = _properties(parse_part(archive, "docProps/core.xml"))
            levels = _levels(parse_part(archive, "word/styles.xml"))
            _Blocks(builder, levels).add(parse_part(archive, "word/document.xml"))
    except Unreadable:
        raise
    except Exception as error:  # zipfile and lxml raise whatever a broken file provokes
        raise Unreadable(f"the DOCX cannot be read: {type(error).__name__}") from error
    fold_rows(builder)
    return builder.build()


def _properties(core: Any) -> dict[str, str]:
    found = {local(node): node.text for node in (core if core is not None else ()) if node.text}
    return {key: found[name] for name, key in _PROPERTIES.items() if name in found}


def _levels(styles: Any) -> dict[str, int]:
    """The level of each style that is a heading."""
    names = {said(style, "styleId"): child(style, "name") for style in (styles if styles is not None else ())}
    met = {key: _HEADING.fullmatch(said(name)) for key, name in names.items() if name is not None}
    return {key: int(match[1]) for key, match in met.items() if match}


class _Blocks:
    """Adds what stands in the body, in cells of a layout, in controls and boxes to a builder."""

    def __init__(self, builder: Builder, levels: dict[str, int]) -> None:
        self._builder, self._levels = builder, levels

    def add(self, node: Any) -> None:
        """Add the blocks inside a node."""
        for part in shown(node):
            name = local(part)
            if name == "p":
                self._paragraph(part)
            elif name == "tbl":
                self._table(part)
            elif name == "altChunk":
                self._builder.faults.append("a part of the DOCX is a file of another format: not read")
            else:
                self.add(part)

    def _paragraph(self, paragraph: Any) -> None:
        style = child(paragraph, "pPr")
        named = child(style, "pStyle") if style is not None else None
        level = self._levels.get(said(named), 0) if named is not None else 0
        for line in text_of(paragraph).split("\n"):
            self._builder.paragraph(line, level)
        for box in _boxes(paragraph):
            self.add(box)

    def _table(self, table: Any) -> None:
        rows = table_rows(table)
        if not is_layout(rows):
            self._builder.table(raw_rows(rows))
            return
        for cell in (cell for row in rows for cell in row_cells(row)):
            self.add(cell)


def _boxes(node: Any) -> list[Any]:
    """The text boxes anchored in a paragraph."""
    found = []
    for part in list(node)[:1] if local(node) == "AlternateContent" else node:
        found.extend([part] if local(part) == "txbxContent" else _boxes(part))
    return found
