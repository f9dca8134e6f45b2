"""A page of a PDF as it is read: upright, without water marks, in one pass for each direction its text runs in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page

from extract.formats.building import UNTOLD
from extract.formats.printed.glyphs import has_room, rows, shown_of
from extract.formats.printed.ruling import Ruling, rulings

_SHARE, _MANY = 0.2, 80  # of a page's characters, or so many: something is set in the direction they run in
_DARK, _WHITE = 0.55, 0.97  # brightness: between the two stands no text that is meant to be read
_LARGE = 2.2  # times the usual size: characters that lie over others are a water mark
_APART = 2.0  # times the size of a character: a gap between columns
_UNKNOWN = 0.2  # of the characters of a page or a font: so many unknown ones make the others doubtful
_SAMPLE = 400  # characters of a table that are looked at
_NEAR = 3.0  # points
_LOW, _HIGH, _USUAL = -0.5, 0.1, 0.15  # of a size: how far below the line characters reach, and usually do


def passes(page: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The page turned so that text stands upright, with the characters that then do; once for each way text runs."""
    turns = Counter(map(_turn, page.chars))
    least = min(_SHARE * len(page.chars), _MANY)
    ways = sorted(turn for turn, count in turns.items() if turn is not None and count >= least)
    for way in ways:
        turned = _turned(page, way) if way else page
        chars = [char for char in turned.chars if _turn(char) == 0] if len(ways) > 1 else _upright(turned.chars)
        yield turned, _known(without_marks(_within(turned, _levelled(chars))))


def _turn(char: Any) -> int | None:
    """By how many degrees, with the clock, a page must be turned to make a character stand; None for a slanting one."""
    along, up = char["matrix"][:2]
    if abs(up) < 0.01 * max(abs(along), 1e-9) or abs(up) < 0.01:
        return 0 if along > 0 else 180
    if abs(along) < 0.01:
        return 90 if up > 0 else 270
    return None


def _within(page: Any, chars: Sequence[Any]) -> list[Any]:
    """The characters between the head and the foot of the page: what a page break cuts away may be drawn beyond it."""
    _, top, _, bottom = page.bbox
    return [char for char in chars if top < _middle(char)[1] < bottom]


def _upright(chars: Sequence[Any]) -> list[Any]:
    """The characters that stand upright or lie on their side: a slanting one is a water mark."""
    return [char for char in chars if _turn(char) is not None]


def _turned(page: Any, degrees: int) -> Any:
    """The page as it looks turned with the clock."""
    rotation = (page.rotation + degrees) % 360
    page.page_obj.attrs = {**page.page_obj.attrs, "Rotate": rotation}
    page.page_obj.rotate = rotation
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _levelled(chars: Sequence[Any]) -> list[Any]:
    """The characters where they are drawn: of a font that puts them all off their line, on it."""
    return [_on_line(char) if not _LOW < _hangs(char) <= _HIGH else char for char in chars]


def _hangs(char: Any) -> float:
    """How far below the line a character is said to reach, in sizes; less than 0 as usual."""
    return float((char["y0"] - char["matrix"][5]) / max(char["size"], 1.0))


def _on_line(char: Any) -> Any:
    line = char["bottom"] + char["y0"] - char["matrix"][5]
    return {**char, "top": line - (1 - _USUAL) * char["size"], "bottom": line + _USUAL * char["size"]}


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


def tables_of(page: Any, chars: Sequence[Any]) -> list[Ruling]:
    """The rulings of a page that part rows and columns, top first; raises TooManyLines.

    Filled boxes rule a table where no lines do, but not stripes behind every other row; lines between columns alone
    rule none.
    """
    found = [ruling for ruling in rulings(page) if not _mixes_rows(ruling, chars)]
    if found:
        return found
    filled = [ruling for ruling in rulings(page, shaded=True) if _is_filled(ruling, page, chars)]
    whole = [ruling for ruling in filled if not _mixes_rows(ruling, chars)]
    striped = {one for pair in pairwise(whole) if _stripes(*pair, chars) for one in map(id, pair)}
    return [ruling for ruling in whole if id(ruling) not in striped]


def _is_filled(ruling: Ruling, page: Any, chars: Sequence[Any]) -> bool:
    """Whether all characters of a ruling stand on boxes smaller than itself."""
    high, wide = 0.9 * (ruling.ys[-1] - ruling.ys[0]), 0.9 * (ruling.xs[-1] - ruling.xs[0])
    boxes = [rect for rect in page.rects if rect["fill"] and (rect["height"] < high or rect["width"] < wide)]
    inside = [char for char in chars if ruling.place(*_middle(char)) is not None][:_SAMPLE]
    return all(
        any(box["x0"] <= x <= box["x1"] and box["top"] <= y <= box["bottom"] for box in boxes)
        for x, y in map(_middle, inside)
    )


def _middle(char: Any) -> tuple[float, float]:
    return (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2


def _mixes_rows(ruling: Ruling, chars: Sequence[Any]) -> bool:
    """Whether a box holds three numbers or more, one below the other, or several rows of them, or several boxes words
    and a number below.
    """
    inside: dict[int, list[Any]] = {}
    owner = ruling.owners()
    for char in chars:
        place = ruling.place(*_middle(char))
        if place is not None:
            inside.setdefault(owner[place], []).append(char)
    lines = {index: [shown_of(row) for row in rows(found)] for index, found in inside.items()}
    texts = [[text for row in found if (text := _text(row))] for found in lines.values()]
    numbers = (_numbers(found, _width(ruling, index)) for index, found in lines.items())
    mixed = any(sum(map(_holds_columns, found)) > 1 for found in lines.values() if len(found) > 2)
    return mixed or any(count > 2 for count in numbers) or sum(map(_ends_in_number, texts)) > 2


def _holds_columns(row: Sequence[Any]) -> bool:
    """Whether several numbers stand apart in a line, as those of a row."""
    stretches = [""]
    for before, char in zip([None, *row], row, strict=False):
        if before is not None and char["x0"] - before["x1"] > _APART * char["size"]:
            stretches.append("")
        stretches[-1] += char["text"]
    return sum(map(str.isdigit, stretches)) > 1


def _numbers(lines: Sequence[Sequence[Any]], width: float) -> int:
    """How many lines of a box so wide are numbers; not those that fill it, as the digits of one that wraps."""
    return sum(_text(row).isdigit() and has_room(row, width) for row in lines if row)


def _width(ruling: Ruling, index: int) -> float:
    box = ruling.boxes[index]
    return ruling.xs[box.right] - ruling.xs[box.left]


def _text(row: Sequence[Any]) -> str:
    return "".join("".join(char["text"] for char in row).split())


def _ends_in_number(lines: Sequence[str]) -> bool:
    """Whether words and then a number stand below each other: a header and its value."""
    return len(lines) > 1 and lines[-1].isdigit() and any(map(str.isalpha, lines[0]))


def _stripes(above: Ruling, below: Ruling, chars: Sequence[Any]) -> bool:
    """Whether a row of several columns stands between two rulings, one over the other."""
    if above.xs[-1] <= below.xs[0] or below.xs[-1] <= above.xs[0]:
        return False
    between = [char for char in chars if above.ys[-1] < (char["top"] + char["bottom"]) / 2 < below.ys[0]]
    return any(
        char["x0"] - before["x1"] > _APART * char["size"] for row in rows(between) for before, char in pairwise(row)
    )
