"""A grid that holds more than a table: the lines of text between the forms of a sheet, or of a page in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

LONG = 60  # characters: no label of a form is longer
SECTION = re.compile(
    r"^\s*[一二三四五六七八九十][、.．]\s*(?:总体情况|主动公开政府信息的?情况|收到和处理政府信息公开申请的?情况"
    r"|(?:因?政府信息公开(?:工作)?)?被?(?:申请|提起)?行政复议.{0,12}行政诉讼.{0,4}情况|.{0,12}主要问题.{0,12}|其他需要报告的?事项)\s*$"
)
"""Titles of the sections of the forms since 2019 (国办公开办函〔2019〕60号, 〔2021〕30号); a table follows."""


FIRST = re.compile(r"^\s*(?:第二十条第[（(]一[）)]项|[（(]?本列数据的勾稽关系|行政复议\s*$)")
"""What the first row of each statutory table begins with: where several stand in one grid, the next one starts."""


class Textual(Protocol):
    """What a cell of any carrier has."""

    @property
    def text(self) -> str: ...
    @property
    def rowspan(self) -> int: ...


AnyCell = TypeVar("AnyCell", bound=Textual)


def pieces(rows: Sequence[Sequence[AnyCell]]) -> Iterator[AnyCell | list[Sequence[AnyCell]]]:
    """The lines and the tables of a grid, in order: a row that is one sentence or one section title is a line, one that
    begins another form begins a table.
    """
    table: list[Sequence[AnyCell]] = []
    covered = 0
    for row in rows:
        line = None if covered else _line(row)
        if table and not covered and _begins(row, table):
            yield table
            table = []
        covered = max([covered - 1, *(cell.rowspan - 1 for cell in row)])
        if line is None:
            table.append(row)
            continue
        if table:
            yield table
        table = []
        yield line
    if table:
        yield table


def _begins(row: Sequence[AnyCell], table: Sequence[Sequence[AnyCell]]) -> bool:
    """Whether a row is the first of a form that the table above it is not of."""
    first = _first(row)
    return FIRST.match(first) is not None and all(_first(above) != first for above in table)


def _first(row: Sequence[AnyCell]) -> str:
    return next((cell.text for cell in row if cell.text.strip()), "")


def _line(row: Sequence[AnyCell]) -> AnyCell | None:
    """The one text of the row, where it cannot be the label of a row without values."""
    texts = [cell for cell in row if cell.text.strip()]
    if len(texts) != 1 or texts[0].rowspan > 1:
        return None
    text = texts[0].text
    return texts[0] if SECTION.match(text) or len(text) > LONG or "。" in text else None
