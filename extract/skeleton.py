"""Running text reduced to what a wording can match: numbers, years, dates and titles become one sign each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.quantities import QUANTITY, Quantity, quantity
from lexicon.numerals import parse_int

NUMBER, TITLE, DATE, PERCENT, ITEM = "#", "\ue001", "\ue002", "%", "\ue003"
THIS_YEAR, OTHER_YEAR = "\ue004", "\ue005"
SIGNS = {"title": TITLE, "phone": TITLE, "date": DATE, "percent": PERCENT, "item": ITEM}

STOPS = dict(zip("()，；：？！;:#%［］[]﹪｡", "（），；：？！；：＃%。。。。%。", strict=True))
PLAIN = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"（": "（", "）": "）"} | STOPS
DROPPED = frozenset("“”\"'‘’「」『』*　\ufeff\u200b\u200c\u200d")

NUMERAL = "零〇○一二三四五六七八九十百千"
FOUR = rf"(?:\d{{4}}|[{NUMERAL}0]{{4}})年"
TWO = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
TOKENS = re.compile(
    rf"""
    (?P<title>《[^《》]{{1,80}}》|〔\d{{4}}〕\d*号?|【\d{{4}}】\d*号?|（\d{{4}}）\d+号|。\d{{4}}。\d+号)
  | (?P<percent>(?:百分之[0-9{NUMERAL}.]+|\d+(?:\.\d+)?(?:%|％|‰|个百分点)))
  | (?P<date>(?:{FOUR}度?)?{TWO}月(?:份|{TWO}日|[初底末])? | \d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}} | {FOUR}[初底末])
  | (?P<year>(?:(?:19|20)\d\d|二[零〇○0][零〇○一二三四五六七八九0]{{2}}))年度?
  | (?P<phone>\d{{3,}}[-—－]+\d[\d-]*)
  | (?P<item>(?:^|(?<=[。；：\n]))[（]?{TWO}(?:[）]、?|[、.．](?!\d))|[①-⑳㈠-㈩])
  | (?P<quantity>{QUANTITY.pattern.replace("#", "[#]")})
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` with signs for tokens; `places[i]`: the range of its i-th character in the paragraph; numbers by place."""

    text: str
    places: tuple[tuple[int, int], ...]
    numbers: Mapping[int, Quantity]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The range in the paragraph of a range of the skeleton."""
        return self.places[start][0], self.places[end - 1][1]


def clean(text: str) -> tuple[str, list[int]]:
    """Half-width, one kind of punctuation, no quotes and no white space, except one blank between two digits."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = PLAIN.get(character, character)
        if character.isspace() or character in DROPPED:
            if kept and kept[-1] in "0123456789" and text[place + 1 : place + 2].isdigit():
                kept.append(" ")
                places.append(place)
            continue
        between = bool(kept) and kept[-1] in "0123456789" and text[place + 1 : place + 2].isdigit()
        kept.append("，" if plain == "," and not between else plain)
        places.append(place)
    return "".join(kept), places


def skeleton(text: str, year: int | None, offset: int = 0) -> Skeleton:
    """Reduce a sentence that begins at `offset` of its paragraph; `year` is the year reported on."""
    plain, origin = clean(text)
    if offset:
        origin = [place + offset for place in origin]
    signs: list[str] = []
    places: list[tuple[int, int]] = []
    numbers: dict[int, Quantity] = {}
    done = 0
    for match in TOKENS.finditer(plain):
        signs.extend(plain[done : match.start()])
        places.extend((place, place + 1) for place in origin[done : match.start()])
        done = match.end()
        found = quantity(match) if match["quantity"] else None
        if found is not None:
            numbers[len(signs)] = found
        signs.append(sign(match, found, year))
        places.append((origin[match.start()], origin[done - 1] + 1))
    signs.extend(plain[done:])
    places.extend((place, place + 1) for place in origin[done:])
    return Skeleton("".join(signs), tuple(places), numbers)


def sign(match: re.Match[str], found: Quantity | None, year: int | None) -> str:
    """The character that stands for a token; a numeral that makes no number stands for nothing."""
    if match["quantity"]:
        return NUMBER if found is not None else "？"
    if match["year"]:
        return THIS_YEAR if year is None or parse_int(match["year"]) == year else OTHER_YEAR
    return next(SIGNS[name] for name in SIGNS if match[name])
