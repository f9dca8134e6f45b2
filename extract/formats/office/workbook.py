"""XLSX part by part: what each sheet shows, its cells as text, and what it hides."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from extract.errors import Unreadable
from extract.formats.building import MAX_COLUMNS, MAX_ROWS, UNTOLD, note
from extract.formats.office.numberformats import EPOCHS, Formats, formats_of, shown_as
from extract.formats.office.package import child, is_on, local, parse_part, said
from extract.formats.office.sheetgrid import Sheet, Span

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def sheets_of(payload: bytes, most: int) -> Iterator[Sheet]:
    """The sheets that are not hidden, in order; zipfile and lxml raise what a broken file provokes.

    Raises Unreadable for one that is not kept in XML.
    """
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        book = parse_part(archive, "xl/workbook.xml")
        if book is None:
            raise Unreadable("a workbook whose parts are binary has no reader")
        targets = _targets(parse_part(archive, "xl/_rels/workbook.xml.rels"))
        strings = [_string(item) for item in _all(parse_part(archive, "xl/sharedStrings.xml"), "si")]
        own = child(book, "workbookPr")
        epoch = EPOCHS[own is not None and said(own, "date1904") in {"1", "true"}]
        cells = _Cells(strings, formats_of(parse_part(archive, "xl/styles.xml"), epoch))
        for sheet in list(_all(child(book, "sheets"), "sheet"))[:most]:
            part = targets.get(said(sheet, "id"), "")
            if part in archive.namelist() and said(sheet, "state") not in {"hidden", "veryHidden"}:
                with archive.open(part) as stream:
                    yield _sheet(said(sheet, "name"), stream, cells)


def _targets(relations: Any) -> dict[str, str]:
    """The part that each relation of the workbook leads to."""
    found = {said(one, "Id"): said(one, "Target") for one in _all(relations, "Relationship")}
    return {key: posixpath.normpath(posixpath.join("/xl", path))[1:] for key, path in found.items()}


def _all(node: Any, name: str) -> Iterator[Any]:
    return (one for one in (node if node is not None else ()) if local(one) == name)


def _string(item: Any) -> str:
    """The text of a string, without its reading; of runs with styles what is not struck out."""
    parts = []
    for part in item:
        if local(part) == "t":
            parts.append(part.text or "")
        elif local(part) == "r":
            parts.append(_run(part))
    return _unescaped("".join(parts))


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as _x000D_."""
    return _ESCAPED.sub(lambda met: chr(int(met[1], 16)), text)


def _run(run: Any) -> str:
    style, text = child(run, "rPr"), "".join(part.text or "" for part in _all(run, "t"))
    if style is None:
        return text
    raised = child(style, "vertAlign")
    if is_on(style, "strike"):
        return ""
    return note(text) if raised is not None and said(raised) == "superscript" else text


class _Cells:
    """Turns cells into what they show."""

    def __init__(self, strings: list[str], formats: Formats) -> None:
        self._strings, self._formats = strings, formats

    def text(self, cell: Any) -> str:
        """The text of a cell; of a formula that no one has calculated it cannot be told."""
        kind, value = said(cell, "t"), child(cell, "v")
        if kind == "inlineStr":
            return "".join(_string(item) for item in _all(cell, "is"))
        if value is None or not value.text:
            return UNTOLD if kind != "str" and child(cell, "f") is not None else ""
        if kind == "s":
            return self._strings[int(value.text)] if int(value.text) < len(self._strings) else UNTOLD
        if kind in {"str", "e", "d"}:
            return _unescaped(value.text)
        return (
            ("FALSE", "TRUE")[value.text == "1"]
            if kind == "b"
            else shown_as(value.text, said(cell, "s"), self._formats)
        )


def _sheet(name: str, stream: Any, cells: _Cells) -> Sheet:
    """One sheet, read row by row: what was read is forgotten at once."""
    sheet = Sheet(name)
    y = -1
    for _, node in etree.iterparse(stream, resolve_entities=False, no_network=True):
        kind = local(node)
        if kind == "row":
            y = _index(said(node, "r"), y)
            if y < MAX_ROWS:
                _add_row(sheet, y, node, cells)
            else:
                sheet.cut = True
            node.clear()
        elif kind == "col":
            _hide_columns(sheet, node)
        elif kind == "mergeCell":
            sheet.merged.extend(_span(said(node, "ref")))
    return sheet


def _index(number: str, before: int) -> int:
    return int(number) - 1 if number.isdigit() else before + 1


def _add_row(sheet: Sheet, y: int, row: Any, cells: _Cells) -> None:
    if said(row, "hidden") in {"1", "true"} or _is_zero(said(row, "ht")):
        sheet.hidden_rows.add(y)
    x = -1
    for cell in _all(row, "c"):
        match = _PLACE.fullmatch(said(cell, "r"))
        x = _column(match[1]) if match else x + 1
        sheet.rows.add(y)
        if x >= MAX_COLUMNS:
            sheet.cut = True
            return
        text = cells.text(cell)
        if text:
            sheet.texts[y, x] = text


def _is_zero(size: str) -> bool:
    return bool(size) and not size.strip("0.")


def _hide_columns(sheet: Sheet, node: Any) -> None:
    first, last = said(node, "min"), said(node, "max")
    hidden = said(node, "hidden") in {"1", "true"} or _is_zero(said(node, "width"))
    if hidden and first.isdigit() and last.isdigit():
        sheet.hidden_columns.update(range(int(first) - 1, min(int(last), MAX_COLUMNS)))


def _span(reference: str) -> Iterator[Span]:
    met = [_PLACE.fullmatch(corner) for corner in reference.split(":")]
    if len(met) == 2 and met[0] and met[1]:
        yield Span(int(met[0][2]) - 1, _column(met[0][1]), int(met[1][2]) - 1, _column(met[1][1]))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
