"""Tables that lost their markup: lines holding bars or tabs become tables again, without spans (`exact=False`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.formats.building import Builder, RawCell, RawParagraph, RawTable

_VALUE = re.compile(r"\s*(?:[-+]?\d[\d.,，]*\s*\S{0,4}|[-—–－/／]{1,4})\s*")
_RULE = re.compile(r"[\s|:+=_-]+")


def fold_rows(builder: Builder) -> None:
    """Replace each run of paragraphs that are rows of one table by that table."""
    if not any(isinstance(block, RawParagraph) and _separator(block.text) for block in builder.blocks):
        return
    run: list[RawParagraph] = []
    blocks, builder.blocks = builder.blocks, []
    for block in [*blocks, None]:
        if isinstance(block, RawParagraph) and (_separator(block.text) or (run and _RULE.fullmatch(block.text))):
            run.append(block)
            continue
        _close(builder, run)
        run = []
        if block is not None:
            builder.blocks.append(block)


def _close(builder: Builder, run: list[RawParagraph]) -> None:
    rows = split_rows([block.text for block in run])
    goes_on = any(isinstance(block, RawTable) for block in builder.blocks[-3:])
    if len(rows) >= (1 if goes_on else 2) and any(_is_data(row) for row in rows):
        builder.table([[RawCell(text) for text in row] for row in rows], exact=False)
    else:
        builder.blocks.extend(run)


def split_rows(lines: Sequence[str]) -> list[list[str]]:
    """Cells of each line; the bar before the first cell is no cell where every line has one."""
    lines = [line for line in lines if not _RULE.fullmatch(line) or "-" not in line]
    mark = "|" if sum("|" in line for line in lines) * 2 >= len(lines) else "\t"
    rows = [[cell.strip() for cell in line.replace("｜", "|").replace("│", "|").split(mark)] for line in lines]
    if mark == "|" and rows and all(row[0] == "" for row in rows):
        rows = [row[1:] for row in rows]
    return rows


def _separator(text: str) -> bool:
    return "|" in text or "\t" in text.lstrip() or "｜" in text or "│" in text


def _is_data(row: list[str]) -> bool:
    """A label and a value, a mark or an empty cell: a line of navigation has none."""
    return len(row) > 1 and any(not cell or _VALUE.fullmatch(cell) for cell in row[1:])
