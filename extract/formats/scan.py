"""Scanned pages and pictures of tables, by optical recognition: an extra.

    a picture  ─► upright and grey                        (scan_picture)
                   └─ its ruling lines, its ink           (scan_lines, ruling)
                        └─ lines of text in every cell    (scan_cells)
                             └─ read, each with a score   (scan_engine)
                   └─ lines of text outside the tables    (scan_engine)

A cell's place carries its box and the lowest score of its lines. Ink that is not read is unread, never blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from extract.document import Document, Word
from extract.errors import Unreadable
from extract.formats.building import Builder
from extract.formats.glyphs import UNTOLD, Line
from extract.formats.pages import Item, set_out
from extract.formats.parts import Part, Piece
from extract.formats.ruling import Box, Ruling, TooManyLines
from extract.formats.scan_cells import Crop, crops, cut, inside
from extract.formats.scan_engine import MOST_CROPS, SECONDS, Engine, Text, engine, grant
from extract.formats.scan_lines import Sheet, sheet
from extract.formats.scan_picture import frames, grey, upright

MAX_PAGES = 20
"""Scanned pages of one document that are read."""
DPI = 200
_LEAST_SCORE = 0.5  # of a line outside tables: below it is a stamp or a stain


class Place(NamedTuple):
    """Where a page stands: its number (0: the only one of a picture), and units of its locators a pixel."""

    page: int
    unit: float = 1.0

    def where(self, box: tuple[float, float, float, float], score: float) -> str:
        """The locator of a box in pixels: `image:x0,y0,x1,y1 score`, with the number of the page after `image`."""
        corners = ",".join(f"{side * self.unit:.0f}" for side in box)
        return f"image{self.page or ''}:{corners} {score:.2f}"


def read_image(payload: bytes) -> Document:
    """A document from a picture of a page; raises Unreadable where the extra is missing or no text is found."""
    reader = engine()
    builder = Builder("image")
    items: list[tuple[Item, float]] = []
    pages = list(frames(payload, MAX_PAGES + 1))
    if len(pages) > MAX_PAGES:
        builder.faults.append(f"the picture was cut at {MAX_PAGES} pages")
    for number, picture in enumerate(pages[:MAX_PAGES], 1):
        place = Place(number if len(pages) > 1 else 0)
        try:
            items.extend(read_page(reader, picture, place))
        except TooManyLines:
            builder.faults.append(f"page {number} was passed over: more lines than a table has")
    if not items:
        raise Unreadable("the picture holds no text that can be read")
    set_out(builder, items)
    return builder.build()


def read_printed(page: Any) -> list[tuple[Item, float]]:
    """The items of a page of a PDF that is only a picture; raises Unreadable, TooManyLines."""
    reader = engine()
    dpi = min(DPI, 3000 * 72 / max(float(page.width), float(page.height), 1.0))
    picture = grey(page.to_image(resolution=dpi).original)
    return read_page(reader, picture, Place(page.page_number, 72 / dpi))


def read_page(reader: Engine, picture: Any, place: Place) -> list[tuple[Item, float]]:
    """Tables and lines of one page, top first, each with the height of the page."""
    grant(SECONDS)
    page = sheet(upright(picture))
    tables = [_part(reader, page, grid, place) for grid in page.grids]
    items: list[Item] = [*tables, *_lines(reader, page, place)]
    height = page.picture.shape[0] * page.scale
    return [(item, height) for item in sorted(items, key=lambda item: item.top)]


def _part(reader: Engine, page: Sheet, grid: Ruling, place: Place) -> Part:
    """A table: every cell with what its lines of text say."""
    found = crops(page, grid)[:MOST_CROPS]
    texts: dict[int, list[Text]] = {}
    for crop, text in zip(found, reader.read([cut(page, crop) for crop in found]), strict=True):
        texts.setdefault(crop.owner, []).append(text)
    pieces = []
    for index, box in enumerate(grid.boxes):
        said = texts.get(index, [])
        pieces.append(_piece(grid, box, _joined(said), place.where(inside(page, grid, index), _score(said))))
    number = max(place.page, 1)
    return Part(tuple(pieces), grid.xs, len(grid.ys) - 1, grid.ys[0], number, number)


def _piece(grid: Ruling, box: Box, text: str, where: str) -> Piece:
    return Piece(
        grid.xs[box.left], grid.xs[box.right], box.top, box.bottom - box.top, text, where, box.from_above, box.to_below
    )


def _score(texts: Sequence[Text]) -> float:
    return min((text.score for text in texts), default=1.0)


def _joined(texts: Sequence[Text]) -> str:
    """The lines of a cell as one text, for a cell wraps its words; two numbers stay two."""
    whole = ""
    for line in texts:
        text = line.text.strip() or UNTOLD
        whole += f" {text}" if whole[-1:].isdigit() and text[:1].isdigit() else text
    return whole


def _lines(reader: Engine, page: Sheet, place: Place) -> Iterator[Line]:
    """The lines of text outside the tables."""
    rest = page.picture.copy()
    for grid in page.grids:
        x0, y0, x1, y1 = (round(side / page.scale) for side in (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]))
        rest[max(y0 - 2, 0) : y1 + 3, max(x0 - 2, 0) : x1 + 3] = 255
    if not (rest < 128).any():
        return
    boxes = [Crop(*box, 0) for box in reader.find(rest)][:MOST_CROPS]
    texts = reader.read([rest[box.top : box.bottom, box.left : box.right] for box in boxes])
    for row in _rows([(box, text) for box, text in zip(boxes, texts, strict=True) if text.score >= _LEAST_SCORE]):
        yield _line(row, page.scale, place)


def _rows(found: Sequence[tuple[Crop, Text]]) -> Iterator[list[tuple[Crop, Text]]]:
    """Boxes that stand in one line, from left to right."""
    row: list[tuple[Crop, Text]] = []
    for box, text in sorted(found, key=lambda one: one[0].top + one[0].bottom):
        if row and (box.top + box.bottom - row[0][0].top - row[0][0].bottom) > row[0][0].bottom - row[0][0].top:
            yield sorted(row, key=lambda one: one[0].left)
            row = []
        row.append((box, text))
    if row:
        yield sorted(row, key=lambda one: one[0].left)


def _line(row: Sequence[tuple[Crop, Text]], scale: float, place: Place) -> Line:
    box = (
        min(one.left for one, _ in row),
        min(one.top for one, _ in row),
        max(one.right for one, _ in row),
        max(one.bottom for one, _ in row),
    )
    left, top, right, bottom = (side * scale for side in box)
    where = place.where(box, _score([text for _, text in row]))
    words = tuple(_word(one, text, scale, place) for one, text in row)
    return Line(top, bottom, left, right, " ".join(text.text for _, text in row), max(place.page, 1), where, words)


def _word(box: Crop, text: Text, scale: float, place: Place) -> Word:
    left, top, right, bottom = (side * scale for side in box[:4])
    return Word(max(place.page, 1), left, top, right, bottom, text.text.strip(), place.where(box[:4], text.score))
