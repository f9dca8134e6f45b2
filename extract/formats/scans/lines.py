"""What is drawn on a picture: its ink, the ruling lines in it, and the grids they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extract.formats.printed.ruling import NEAR, Ruling, rulings
from extract.formats.scans.extra import loaded

_WIDTH = 330.0  # points that a page is wide: so small that the two lines of a double border are one

_LETTER = 25.0  # points: no letter is higher
_NARROW = 0.1  # of a page's width: no table is narrower
_DRAWN = 0.93  # of a line's length
_THIN = 6  # pixels: no dash is thicker
_CROSSING = 8  # pixels: what runs as long across is no part of a dash
_DASHES = 4  # times the length of a drawn line that dashes make at least


@dataclass(frozen=True, slots=True)
class Drawing:
    """The lines of a picture in points, as a printed page gives them."""

    bbox: tuple[float, float, float, float]
    lines: tuple[dict[str, float], ...]
    rects: tuple[Any, ...] = ()
    curve_edges: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture with its ink (1 a pixel, ruling lines taken out) and its grids, in points; `scale`: points a pixel."""

    picture: Any
    ink: Any
    scale: float
    grids: tuple[Ruling, ...] = field(default_factory=tuple)


def sheet(picture: Any) -> Sheet:
    """Find the ink and the ruled tables of an upright picture; raises TooManyLines."""
    cv2 = loaded("cv2")

    ink = _ink(picture)
    scale = min(1.0, _WIDTH / picture.shape[1])
    lying, upright = (cv2.max(_lines(ink, lying=way), _dashed(ink, lying=way)) for way in (True, False))
    flat = _strokes(lying, scale, lying=True)
    strokes = [*flat, *(tall for tall in _strokes(upright, scale, lying=False) if _ends(tall, flat))]
    ruled = cv2.dilate(cv2.max(lying, upright), cv2.getStructuringElement(cv2.MORPH_RECT, (7, 7)))
    height, width = (side * scale for side in picture.shape[:2])
    drawing = Drawing((0, 0, width, height), tuple(strokes))
    grids = (grid for grid in rulings(drawing) if _is_table(grid, strokes))
    return Sheet(picture, cv2.subtract(ink, ruled), scale, tuple(grids))


def _ends(tall: dict[str, float], flat: Sequence[dict[str, float]]) -> bool:
    """Whether an upright line ends at lying ones, or is longer than a letter: strokes of letters stand free."""
    if tall["bottom"] - tall["top"] > _LETTER:
        return True
    met = [one for one in flat if one["x0"] - NEAR <= tall["x0"] <= one["x1"] + NEAR]
    return all(any(abs(one["top"] - tall[end]) <= NEAR for one in met) for end in ("top", "bottom"))


def _is_table(grid: Ruling, strokes: Sequence[dict[str, float]]) -> bool:
    """Whether two lines or more run nearly from side to side: the strokes of a large letter never do."""
    least = 0.6 * (grid.xs[-1] - grid.xs[0])
    within = (one for one in strokes if grid.ys[0] - NEAR <= one["top"] <= grid.ys[-1] + NEAR)
    return least > _NARROW * _WIDTH and sum(one["x1"] - one["x0"] >= least for one in within) > 1


def _ink(picture: Any) -> Any:
    """1 where a pixel is darker than what is around it: uneven light and shaded cells are no ink."""
    cv2 = loaded("cv2")

    around = max(31, round(max(picture.shape) / 60) | 1)
    smooth = cv2.GaussianBlur(picture, (3, 3), 0)
    return cv2.adaptiveThreshold(smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 18)


def _lines(ink: Any, *, lying: bool) -> Any:
    """The ink that runs straight for longer than a character is large; small breaks are closed."""
    cv2 = loaded("cv2")

    length = _length(ink)
    opened = cv2.morphologyEx(ink, cv2.MORPH_OPEN, _bar(length, lying=lying))
    thick = cv2.dilate(opened, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if lying else (3, 1)))
    return _whole(cv2.morphologyEx(thick, cv2.MORPH_CLOSE, _bar(length // 2, lying=lying)), thick, lying=lying)


def _dashed(ink: Any, *, lying: bool) -> Any:
    """The lines that dashes make; where one crosses another, what runs across is left out."""
    cv2 = loaded("cv2")

    length = _length(ink)
    alone = cv2.subtract(ink, cv2.morphologyEx(ink, cv2.MORPH_OPEN, _bar(_CROSSING, lying=not lying)))
    closed = cv2.morphologyEx(_dashes(alone, lying=lying), cv2.MORPH_CLOSE, _bar(length // 2, lying=lying))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, _bar(_DASHES * length, lying=lying))


def _length(ink: Any) -> int:
    """Pixels: longer than a character is large."""
    return max(24, round(int(min(ink.shape)) / 45))


def _bar(size: int, *, lying: bool) -> Any:
    cv2 = loaded("cv2")

    return cv2.getStructuringElement(cv2.MORPH_RECT, (size, 1) if lying else (1, size))


def _dashes(ink: Any, *, lying: bool) -> Any:
    """The pieces of ink that may be dashes of a line: thin, alone, and shorter than a character is wide twice."""
    cv2 = loaded("cv2")
    np = loaded("numpy")

    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[:, 2], stats[:, 3]
    along, across = (wide, high) if lying else (high, wide)
    thin = (across <= _THIN) & (along >= 2 * across) & (along <= 10 * _THIN)
    thin[0] = False  # the ground
    return np.where(thin[labels], 1, 0).astype("uint8") if count > 1 else np.zeros_like(ink)


def _whole(mask: Any, thick: Any, *, lying: bool) -> Any:
    """The lines of a mask that are drawn without gaps: strokes of large letters side by side are none."""
    cv2 = loaded("cv2")

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    least = mask.shape[1] / 15 if lying else 0
    for index in range(1, count):
        x, y, wide, high, _ = stats[index]
        window = slice(y, y + high), slice(x, x + wide)
        own = labels[window] == index
        drawn = (thick[window] * own).any(axis=0 if lying else 1).mean()
        if drawn < _DRAWN or max(wide, high) < least:
            mask[window][own] = 0
    return mask


def _strokes(mask: Any, scale: float, *, lying: bool) -> list[dict[str, float]]:
    """The lines of a mask as boxes without thickness."""
    cv2 = loaded("cv2")

    count, _, stats, centres = cv2.connectedComponentsWithStats(mask, connectivity=8)
    found = []
    for (x, y, wide, high, _), (cx, cy) in zip(stats[1:count], centres[1:count], strict=True):
        if min(wide, high) > max(wide, high) / 4:
            continue
        x0, x1, y0, y1 = (x, x + wide, cy, cy) if lying else (cx, cx, y, y + high)
        found.append({"x0": x0 * scale, "x1": x1 * scale, "top": y0 * scale, "bottom": y1 * scale})
    return found
