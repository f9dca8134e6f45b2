"""Pictures of pages made ready for reading: opened within limits, grey, upright."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extract.errors import Unreadable
from extract.formats.scans.extra import loaded

MAX_PIXELS = 40_000_000  # of one page as it comes
_LONGEST = 3_000  # pixels of a page as it is read
_LEAST = (200, 60)  # pixels: no table is smaller
_SEEN = 700  # pixels: a skew shows at this size
_SKEW = 5.0  # degrees


def frames(payload: bytes, most: int) -> Iterator[Any]:
    """The pages of a picture file, grey; raises Unreadable for a broken, huge or tiny one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of damaged metadata and of size, which is looked at here
            with Image.open(io.BytesIO(payload)) as file:
                for index, frame in enumerate(ImageSequence.Iterator(file)):
                    if index == most:
                        return
                    yield grey(_of_size(frame))
    except Unreadable:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Unreadable(f"the picture cannot be opened: {type(error).__name__}") from error


def _of_size(frame: Image.Image) -> Image.Image:
    wide, high = frame.size
    if wide * high > MAX_PIXELS:
        raise Unreadable(f"the picture holds {wide} x {high} pixels: more than the {MAX_PIXELS} that are read")
    if wide < _LEAST[0] or high < _LEAST[1]:
        raise Unreadable(f"the picture holds {wide} x {high} pixels: too few for a table")
    return frame


def grey(picture: Image.Image) -> Any:
    """A picture as an array of bytes, white where it is see-through, no longer than what is read."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        seen = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen)
    plain = upright.convert("L")
    plain.thumbnail((_LONGEST, _LONGEST))
    np = loaded("numpy")

    return np.asarray(plain)


def upright(picture: Any) -> Any:
    """The picture turned by the few degrees that a page lay askew."""
    angle = skew(picture)
    return turned(picture, angle) if abs(angle) >= 0.05 else picture


def skew(picture: Any) -> float:
    """The turn in degrees that lets lines lie flattest: the sums of their rows differ most."""
    cv2 = loaded("cv2")

    shrink = _SEEN / max(picture.shape)
    small = cv2.resize(255 - picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    best = 0.0
    for step, reach in ((0.5, _SKEW), (0.1, 0.5), (0.02, 0.1)):
        count = round(reach / step)
        angles = [best + step * index for index in range(-count, count + 1)]
        best = max(angles, key=lambda angle: (_flatness(small, angle), -abs(angle)))
    return best


def _flatness(small: Any, angle: float) -> float:
    sums = turned(small, angle, 0).sum(axis=1, dtype="float64")
    return float(((sums[1:] - sums[:-1]) ** 2).sum())


def turned(picture: Any, angle: float, ground: int = 255) -> Any:
    """The picture turned about its middle by so many degrees, against the clock."""
    cv2 = loaded("cv2")

    high, wide = picture.shape
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=ground)
