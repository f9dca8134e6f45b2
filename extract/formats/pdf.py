"""PDF with a text layer: lines of text and ruled tables; a table that goes on after a page break is one table."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.building import Builder, RawCell
from extract.formats.cutting import pieces

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font of a page; nothing to act on

MAX_PAGES = 120
MAX_OBJECTS = 60_000  # characters and lines of one page
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—－–·•]\s*)?(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,3}\s*页?)?(?:\s*[-—－–·•])?\s*"
)
_NEAR = 3.0  # points between lines that are one
_LOOSE = 6.0  # points between lines of one table on two pages


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text outside the tables, top first."""

    top: float
    bottom: float
    left: float
    right: float
    text: str
    page: int


@dataclass(slots=True)
class _Grid:
    """A ruled table, or several that page breaks made of one.

    `cells` are (left, right, row, rowspan, text, where) with left and right in points; `edges` the vertical lines.
    """

    top: float
    cells: list[tuple[float, float, int, int, str, str]]
    edges: list[float]
    height: int

    def rows(self) -> list[list[RawCell]]:
        """Rows of cells; holes of the ruling (no cell at all) are empty cells, so that columns keep their place."""
        rows: list[list[tuple[int, RawCell]]] = [[] for _ in range(self.height)]
        for left, right, row, rowspan, text, where in self.cells:
            start, end = _index(self.edges, left), _index(self.edges, right)
            if end > start:
                rows[row].append((start, RawCell(text, rowspan, end - start, where)))
        return _filled(rows)


def read_pdf(payload: bytes) -> Document:
    """A document from a PDF; raises Unreadable for a locked or broken one and for pages without text."""
    builder = Builder("pdf")
    try:
        with pdfplumber.open(io.BytesIO(payload)) as pdf:
            builder.metadata = {
                str(key): value for key, value in pdf.metadata.items() if isinstance(value, str) and value.strip()
            }
            items = list(_items(pdf, builder))
    except PDFPasswordIncorrect as error:
        raise Unreadable("the PDF needs a password") from error
    except Unreadable:
        raise
    except Exception as error:  # pdfminer raises whatever a broken file provokes
        raise Unreadable(f"the PDF cannot be read: {type(error).__name__}") from error
    if not items:
        raise Unreadable("the PDF has no text layer: its pages are images; install the ocr extra (make extras)")
    for item in _lines_joined(_tables_joined(items)):
        if isinstance(item, _Grid):
            _add_grid(builder, item)
        else:
            builder.paragraph(item.text, where=f"page{item.page}:{_box(item.left, item.top, item.right, item.bottom)}")
    return builder.build()


def _add_grid(builder: Builder, grid: _Grid) -> None:
    """The table, or the tables and the lines between them where a frame stands around a whole page."""
    for piece in pieces(grid.rows()):
        if isinstance(piece, RawCell):
            builder.paragraph(piece.text, where=piece.where)
        else:
            builder.table(piece)


def _items(pdf: Any, builder: Builder) -> Iterator[_Line | _Grid]:
    """Lines and grids of all pages, in reading order."""
    if len(pdf.pages) > MAX_PAGES:
        builder.faults.append(f"the PDF was cut at {MAX_PAGES} pages of {len(pdf.pages)}")
    for page in pdf.pages[:MAX_PAGES]:
        if len(page.chars) + len(page.rects) + len(page.lines) + len(page.curves) > MAX_OBJECTS:
            builder.faults.append(f"page {page.page_number} was passed over: more than {MAX_OBJECTS} objects")
            continue
        grids = [
            (table, _grid(page, table)) for table in page.find_tables({"explicit_horizontal_lines": _open_ends(page)})
        ]
        tables = [(table, grid) for table, grid in grids if len(grid.edges) > 2]
        lines = [line for line in _page_lines(page, [table.bbox for table, _ in tables]) if not _is_margin(line, page)]
        found: list[_Line | _Grid] = [*lines, *(grid for _, grid in tables)]
        yield from sorted(found, key=lambda item: item.top)
        page.close()


def _open_ends(page: Any) -> list[float]:
    """Heights at which a page break cut a table: upright lines end there and no lying line closes them."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _NEAR]
    tops, bottoms = ({(round(edge["x0"]), round(edge[side])) for edge in upright} for side in ("top", "bottom"))
    lying: dict[int, list[tuple[float, float]]] = {}
    for edge in page.edges:
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] > _NEAR:
            lying.setdefault(round(edge["top"]), []).append((edge["x0"] - _NEAR, edge["x1"] + _NEAR))

    def closed(x: int, y: int) -> bool:
        return any(left <= x <= right for near in (-1, 0, 1) for left, right in lying.get(y + near, ()))

    ends = [(x, y) for x, y in tops - _widened(bottoms) | bottoms - _widened(tops) if not closed(x, y)]
    return [float(y) for y, count in Counter(y for _, y in ends).items() if count > 2]


def _widened(points: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The points and those a hair off."""
    return {(x + right, y + down) for x, y in points for right in (-1, 0, 1) for down in (-1, 0, 1)}


def _page_lines(page: Any, boxes: Sequence[tuple[float, float, float, float]]) -> Iterator[_Line]:
    def outside(thing: Any) -> bool:
        middle_x, middle_y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(x0 <= middle_x <= x1 and top <= middle_y <= bottom for x0, top, x1, bottom in boxes)

    words = page.filter(lambda thing: thing["object_type"] == "char" and outside(thing)) if boxes else page
    for line in words.extract_text_lines(return_chars=False):
        yield _Line(line["top"], line["bottom"], line["x0"], line["x1"], line["text"], page.page_number)


def _is_margin(line: _Line, page: Any) -> bool:
    """A page number, alone in the top or bottom tenth of the page."""
    outer = line.top > page.height * 0.88 or line.bottom < page.height * 0.1
    return outer and bool(_PAGE_NUMBER.fullmatch(line.text))


def _grid(page: Any, table: Any) -> _Grid:
    """Cells with spans from their edges; text of a cell in reading order."""
    boxes = [cell for cell in table.cells if cell is not None]
    ys = _edges([y for _, y0, _, y1 in boxes for y in (y0, y1)])
    cells = []
    for box, text in zip(boxes, _cell_texts(page, table, boxes), strict=True):
        top, bottom = _index(ys, box[1]), _index(ys, box[3])
        if bottom > top:
            cells.append((box[0], box[2], top, bottom - top, text, f"page{page.page_number}:{_box(*box)}"))
    return _Grid(table.bbox[1], cells, _edges([x for x0, _, x1, _ in boxes for x in (x0, x1)]), len(ys) - 1)


def _filled(rows: list[list[tuple[int, RawCell]]]) -> list[list[RawCell]]:
    """Rows of cells where holes of the ruling (no cell at all) are empty cells, so that columns keep their place."""
    covered: dict[int, set[int]] = {}
    filled: list[list[RawCell]] = []
    for y, row in enumerate(rows):
        line: list[RawCell] = []
        taken = covered.pop(y, set())
        position = 0
        for left, cell in sorted(row, key=lambda pair: pair[0]):
            line.extend(RawCell("") for x in range(position, left) if x not in taken)
            line.append(cell)
            position = left + cell.colspan
            for below in range(y + 1, y + cell.rowspan):
                covered.setdefault(below, set()).update(range(left, position))
        filled.append(line)
    return filled


def _cell_texts(page: Any, table: Any, cells: Sequence[tuple[float, float, float, float]]) -> list[str]:
    """Each character goes to the cell its middle lies in; lines are joined, for a ruled cell wraps its words."""
    x0, top, x1, bottom = table.bbox
    chars = page.crop((max(x0, 0), max(top, 0), min(x1, page.width), min(bottom, page.height)), strict=False).chars
    by_cell: list[list[Any]] = [[] for _ in cells]
    for char in chars:
        middle_x, middle_y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        for index, (left, upper, right, lower) in enumerate(cells):
            if left <= middle_x < right and upper <= middle_y < lower:
                by_cell[index].append(char)
                break
    return [_wrapped(inside) if inside else "" for inside in by_cell]


def _wrapped(chars: list[Any]) -> str:
    """The text of one cell: its lines joined, a blank where characters of a line stand apart.

    Digits and Chinese characters of one line differ in height and baseline, so lines are told by their middles.
    """
    lines: list[list[Any]] = []
    for char in sorted(chars, key=lambda char: char["top"] + char["bottom"]):
        middle, size = (char["top"] + char["bottom"]) / 2, char["bottom"] - char["top"]
        last = lines[-1][-1] if lines else None
        if last is not None and middle - (last["top"] + last["bottom"]) / 2 < 0.5 * max(size, 1.0):
            lines[-1].append(char)
        else:
            lines.append([char])
    return "".join(_spaced(sorted(line, key=lambda char: char["x0"])) for line in lines)


def _spaced(line: list[Any]) -> str:
    text = ""
    right = None
    for char in line:
        if right is not None and char["x0"] - right > 0.3 * char["size"]:
            text += " "
        text += char["text"]
        right = char["x1"]
    return text.strip()


def _tables_joined(items: list[_Line | _Grid]) -> list[_Line | _Grid]:
    """Tables with nothing between them but a page break are one, where their vertical lines go on."""
    joined: list[_Line | _Grid] = []
    for item in items:
        last = joined[-1] if joined else None
        shift = (
            _shift(last, item) if isinstance(item, _Grid) and isinstance(last, _Grid) and item.top < last.top else None
        )
        if shift is None:
            joined.append(item)
        else:
            assert isinstance(last, _Grid)
            assert isinstance(item, _Grid)
            _append(last, item, shift)
    return joined


def _append(first: _Grid, second: _Grid, shift: float) -> None:
    for left, right, row, rowspan, text, where in second.cells:
        first.cells.append((left + shift, right + shift, row + first.height, rowspan, text, where))
    first.edges = max(first.edges, [edge + shift for edge in second.edges], key=len)
    first.height += second.height
    first.top = second.top


def _shift(first: _Grid, second: _Grid) -> float | None:
    """How far to move the second part so that every line of the part with fewer goes on in the other; None for never.

    The lines themselves decide, not how many there are: the outer cells of a part may be open and lost.
    """
    for shift in (0.0, first.edges[0] - second.edges[0], first.edges[-1] - second.edges[-1]):
        few, many = sorted((first.edges, [edge + shift for edge in second.edges]), key=len)
        if len(few) > 2 and all(min(abs(edge - other) for other in many) < _LOOSE for edge in few):
            return shift
    return None


def _lines_joined(items: list[_Line | _Grid]) -> Iterator[_Line | _Grid]:
    """Lines of one paragraph: a line that reaches the right margin goes on in the next, unless that one is indented."""
    right = max((item.right for item in items if isinstance(item, _Line)), default=0.0)
    left = min((item.left for item in items if isinstance(item, _Line)), default=0.0)
    waiting: _Line | None = None
    for item in items:
        if isinstance(item, _Grid):
            if waiting:
                yield waiting
            waiting = None
            yield item
        elif waiting and _goes_on(waiting, item, left, right):
            waiting = _Line(waiting.top, item.bottom, left, right, waiting.text + item.text, waiting.page)
        else:
            if waiting:
                yield waiting
            waiting = item
    if waiting:
        yield waiting


def _goes_on(line: _Line, following: _Line, left: float, right: float) -> bool:
    height = max(line.bottom - line.top, 1.0) if line.bottom > line.top else 12.0
    return line.right > right - 2.5 * min(height, 20.0) and following.left < left + 0.8 * min(height, 20.0)


def _edges(values: list[float]) -> list[float]:
    """Distinct edges, those a hair apart taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _box(left: float, top: float, right: float, bottom: float) -> str:
    return f"{left:.0f},{top:.0f},{right:.0f},{bottom:.0f}"
