"""A page of a PDF as it is read: upright, without water marks, in one pass for each direction its text runs in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page

from extract.formats.glyphs import UNTOLD, rows
from extract.formats.ruling import Ruling

_SHARE = 0.2  # of a page's characters: so many run in a direction that something is set in it
_DARK, _WHITE = 0.55, 0.97  # brightness: between the two stands no text that is meant to be read
_LARGE = 2.2  # times the usual size: characters that lie over others are a water mark
_APART = 2.0  # times the size of a character: a gap between columns
_UNKNOWN = 0.2  # of the characters of a page or a font: so many unknown ones make the others doubtful
_NEAR = 3.0  # points


def passes(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The page turned so that text stands upright, with the characters that then do; once for each way text runs."""
    turns = Counter(map(_turn, page.chars))
    ways = [turn for turn, count in turns.items() if turn is not None and count >= _SHARE * len(page.chars)]
    for way in sorted(way for way in ways if way is not None):
        turned = _turned(page, way) if way else page
        chars = [char for char in turned.chars if _turn(char) == 0] if len(ways) > 1 else _upright(turned.chars)
        yield turned, _known(without_marks(chars))


def _turn(char: Any) -> int | None:
    """By how many degrees, with the clock, a page must be turned to make a character stand; None for a slanting one."""
    along, up = char["matrix"][:2]
    if abs(up) < 0.01 * max(abs(along), 1e-9) or abs(up) < 0.01:
        return 0 if along > 0 else 180
    if abs(along) < 0.01:
        return 90 if up > 0 else 270
    return None


def _upright(chars: Sequence[Any]) -> list[Any]:
    """The characters that stand upright or lie on their side: a slanting one is a water mark."""
    return [char for char in chars if _turn(char) is not None]


def _turned(page: Any, degrees: int) -> Any:
    """The page as it looks turned with the clock."""
    rotation = (page.rotation + degrees) % 360
    page.page_obj.attrs = {**page.page_obj.attrs, "Rotate": rotation}
    page.page_obj.rotate = rotation
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def without_marks(chars: list[Any]) -> list[Any]:
    """Without water marks: pale characters where the others are dark, and large ones that lie over small ones."""
    pale = {id(char) for char in chars if _DARK < _brightness(char["non_stroking_color"]) < _WHITE}
    if 0 < len(pale) < len(chars) / 2:
        chars = [char for char in chars if id(char) not in pale]
    large = _LARGE * median([char["size"] for char in chars] or [0.0])
    over = {(char["fontname"], round(char["size"])) for char in chars if char["size"] > large and _covers(char, chars)}
    return [char for char in chars if (char["fontname"], round(char["size"])) not in over] if over else chars


def _brightness(colour: Any) -> float:
    """0 for black to 1 for white; 0 for what is no plain colour."""
    if not isinstance(colour, (tuple, list)) or not all(isinstance(part, (int, float)) for part in colour):
        return 0.0
    if len(colour) == 4:
        return max(0.0, 1.0 - float(max(colour[:3])) - float(colour[3]))
    return float(sum(colour)) / len(colour) if colour else 0.0


def _covers(large: Any, chars: Sequence[Any]) -> bool:
    """Whether characters half as high have their middles within a large one."""
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        inside = large["x0"] < x < large["x1"] and large["top"] < y < large["bottom"]
        if inside and char["size"] < large["size"] / 2:
            return True
    return False


def told(chars: Sequence[Any]) -> bool:
    """Whether most characters are known: a font that does not say what its glyphs mean gives none."""
    return sum(map(_is_unknown, chars)) <= _UNKNOWN * len(chars)


def _known(chars: Sequence[Any]) -> list[Any]:
    """The characters; those that cannot be told, and all of a font that hides many of its own, as such."""
    unknown = Counter(char["fontname"] for char in chars if _is_unknown(char))
    if not unknown:
        return list(chars)
    fonts = Counter(char["fontname"] for char in chars)
    hidden = {font for font, count in unknown.items() if count > _UNKNOWN * fonts[font]}
    return [{**char, "text": UNTOLD} if _is_unknown(char) or char["fontname"] in hidden else char for char in chars]


def _is_unknown(char: Any) -> bool:
    text: str = char["text"]
    return text.startswith("(cid:") or "\ue000" <= text[:1] <= "\uf8ff"


def tables_of(found: Sequence[Ruling], chars: Sequence[Any]) -> list[Ruling]:
    """The rulings that part rows: not stripes behind every other row, nor lines between columns alone."""
    whole = [ruling for ruling in found if not _mixes_rows(ruling, chars)]
    striped = {one for pair in pairwise(whole) if _stripes(*pair, chars) for one in map(id, pair)}
    return [ruling for ruling in whole if id(ruling) not in striped]


def _mixes_rows(ruling: Ruling, chars: Sequence[Any]) -> bool:
    """Whether two boxes side by side hold three numbers or more, one below the other."""
    counts = Counter[int]()
    owner = {
        (x, y): i
        for i, box in enumerate(ruling.boxes)
        for x in range(box.left, box.right)
        for y in range(box.top, box.bottom)
    }
    lines: dict[int, list[Any]] = {}
    for char in chars:
        place = ruling.place((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
        if place is not None:
            lines.setdefault(owner[place], []).append(char)
    for index, inside in lines.items():
        counts[index] = sum(all(char["text"].isdigit() for char in row) for row in rows(inside))
    return sum(count > 2 for count in counts.values()) > 1


def _stripes(above: Ruling, below: Ruling, chars: Sequence[Any]) -> bool:
    """Whether a row of several columns stands between two rulings as wide as each other."""
    if abs(above.xs[0] - below.xs[0]) > _NEAR or abs(above.xs[-1] - below.xs[-1]) > _NEAR:
        return False
    between = [char for char in chars if above.ys[-1] < (char["top"] + char["bottom"]) / 2 < below.ys[0]]
    return any(
        char["x0"] - before["x1"] > _APART * char["size"] for row in rows(between) for before, char in pairwise(row)
    )
