"""Scanned pages and pictures of tables, by optical recognition: an extra.

    a picture  ─► upright and grey                        (scan_picture, scan_turn)
                   └─ its ruling lines, its ink           (scan_lines, ruling)
                        └─ lines of text in every cell    (scan_cells)
                             └─ read, each with a score   (scan_engine)
                   └─ lines of text outside the tables    (scan_engine, scan_ink)

A cell's place carries its box and the lowest score of its lines. Ink that is not read is unread, never blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from extract.document import Document, Word
from extract.errors import Unreadable
from extract.formats.building import UNTOLD, Builder
from extract.formats.printed.glyphs import Line
from extract.formats.printed.pages import Item, set_out
from extract.formats.printed.parts import Part, Piece
from extract.formats.printed.ruling import Box, Ruling, TooManyLines
from extract.formats.scans.cells import Crop, crops, cut, inside
from extract.formats.scans.engine import MOST_CROPS, SECONDS, Engine, Text, engine, grant
from extract.formats.scans.ink import missed, parted, said
from extract.formats.scans.lines import Sheet, sheet
from extract.formats.scans.picture import frames, grey, upright
from extract.formats.scans.turn import stood

MAX_PAGES = 20
"""Scanned pages of one document that are read."""
DPI = 200
_LEAST_SCORE = 0.5  # of a line outside tables: below it is a stamp or a stain


class Place(NamedTuple):
    """Where a page stands: its number (0: the only one of a picture), and units of its locators a pixel.

    `turn`: by how many degrees the picture was turned, with the clock, to be read; `wide` and `high` are its sides
    then. Locators count on the picture as it came; `left` and `top` are where it stands on its page.
    """

    page: int
    unit: float = 1.0
    turn: int = 0
    wide: int = 0
    high: int = 0
    left: float = 0.0
    top: float = 0.0

    def where(self, box: tuple[float, float, float, float], score: float) -> str:
        """The locator of a box in pixels: `image:x0,y0,x1,y1 score`, with the number of the page after `image`."""
        x0, y0, x1, y1 = self._back(*box)
        left, top = self.left, self.top
        corners = (left + x0 * self.unit, top + y0 * self.unit, left + x1 * self.unit, top + y1 * self.unit)
        return f"image{self.page or ''}:{','.join(f'{side:.0f}' for side in corners)} {score:.2f}"

    def _back(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of the turned picture on the picture as it came."""
        match self.turn:
            case 90:
                return y0, self.wide - x1, y1, self.wide - x0
            case 180:
                return self.wide - x1, self.high - y1, self.wide - x0, self.high - y0
            case 270:
                return self.high - y1, x0, self.high - y0, x1
        return x0, y0, x1, y1


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
    picture, unit = picture_of(page, None)
    return read_page(reader, picture, Place(page.page_number, unit))


def picture_of(page: Any, box: tuple[float, float, float, float] | None) -> tuple[Any, float]:
    """A page of a PDF as a picture, or a part of it; and the points a pixel."""
    dpi = min(DPI, 3000 * 72 / max(float(page.width), float(page.height), 1.0))
    picture = page.to_image(resolution=dpi).original
    if box is not None:
        left, top, right, bottom = (round(side * dpi / 72) for side in box)
        picture = picture.crop((left, top, right, bottom))
    return grey(picture), 72 / dpi


def holds_table(picture: Any) -> bool:
    """Whether a table is ruled on a picture."""
    return bool(sheet(upright(picture)).grids)


def read_page(reader: Engine, picture: Any, place: Place) -> list[tuple[Item, float]]:
    """Tables and lines of one page, top first, each with the height of the page."""
    grant(SECONDS)
    picture, turn = stood(reader, picture)
    place = place._replace(turn=turn, wide=picture.shape[1], high=picture.shape[0])
    page = sheet(upright(picture))
    tables = [_part(reader, page, grid, place) for grid in page.grids]
    items: list[Item] = [*tables, *_lines(reader, page, place)]
    height = page.picture.shape[0] * page.scale
    return [(item, height) for item in sorted(items, key=lambda item: item.top)]


def _part(reader: Engine, page: Sheet, grid: Ruling, place: Place) -> Part:
    """A table: every cell with what its lines of text say."""
    found = crops(page, grid)[:MOST_CROPS]
    texts: dict[int, list[Text]] = {}
    for crop, text in zip(found, said(reader, [cut(page, crop) for crop in found]), strict=True):
        texts.setdefault(crop.owner, []).append(text)
    pieces = []
    for index, box in enumerate(grid.boxes):
        own = texts.get(index, [])
        pieces.append(_piece(grid, box, _joined(own), place.where(inside(page, grid, index), _score(own))))
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
    rest, ink = page.picture.copy(), page.ink.copy()
    for grid in page.grids:
        x0, y0, x1, y1 = (round(side / page.scale) for side in (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]))
        inside = slice(max(y0 - 2, 0), y1 + 3), slice(max(x0 - 2, 0), x1 + 3)
        rest[inside], ink[inside] = 255, 0
    if not (rest < 128).any():
        return
    boxes = [part for box in reader.find(rest) for part in parted(ink, Crop(*box, 0))]
    boxes = [*boxes, *missed(ink, boxes)][:MOST_CROPS]
    texts = said(reader, [rest[box.top : box.bottom, box.left : box.right] for box in boxes])
    for row in _rows([(box, _told(text)) for box, text in zip(boxes, texts, strict=True)]):
        yield _line(row, page.scale, place)


def _told(text: Text) -> Text:
    """What a line outside the tables says; too low a score tells nothing, but ink is there."""
    return text if text.score >= _LEAST_SCORE and text.text.strip() else Text(UNTOLD, text.score)


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
    text = _spaced([(one, text.text) for one, text in row if text.text != UNTOLD]) or UNTOLD
    return Line(top, bottom, left, right, text, max(place.page, 1), where, words)


def _spaced(row: Sequence[tuple[Crop, str]]) -> str:
    """The text of a line: a blank where a gap is as wide as a character; one beside a comma is none."""
    whole = ""
    end = 0
    for box, text in row:
        wide = whole and box.left - end > box.bottom - box.top
        near = whole and (whole[-1].isalnum() and whole[-1].isascii()) and text[:1].isdigit()
        whole += f" {text}" if wide or near else text
        end = box.right
    return whole


def _word(box: Crop, text: Text, scale: float, place: Place) -> Word:
    left, top, right, bottom = (side * scale for side in box[:4])
    return Word(max(place.page, 1), left, top, right, bottom, text.text.strip(), place.where(box[:4], text.score))
