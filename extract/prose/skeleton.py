"""Running text reduced to what a wording can match: numbers, years, dates and titles become one sign each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from extract.prose.quantities import QUANTITY, Quantity, quantity
from lexicon.numerals import parse_int

NUMBER, TITLE, DATE, PERCENT, ITEM = "#", "\ue001", "\ue002", "%", "\ue003"
THIS_YEAR, OTHER_YEAR = "\ue004", "\ue005"
OTHER_DATE, YEAR_END = "\ue006", "\ue007"
GAZETTE = "\ue009"
"""A title that is a gazette's (《县人民政府公报》)."""
ABOVE = "\ue008"
"""Between a sentence and the heading above it, or the sentence before it, where both are looked at."""
SIGNS = {"title": TITLE, "phone": TITLE, "date": DATE, "percent": PERCENT, "item": ITEM}

STOPS = dict(zip("()，；：？！;:#%［］[]﹪｡", "（），；：？！；：＃%。。。。%。", strict=True))
GONE = "\x01"
DROPPED = "“”\"'‘’「」『』*\ufeff\u200b\u200c\u200d \t\r\n\x0b\x0c\xa0\u2002\u2003\u2009\u3000"
PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"（": "（", "）": "）"}
    | STOPS
    | dict.fromkeys(DROPPED, GONE)
)
"""One character for one, so that places stay: full width to half, one kind of punctuation, what is dropped to GONE."""
COMMA = re.compile(r"(?<!\d),|,(?!\d)")
BETWEEN = re.compile(rf"(?<=\d){GONE}(?={GONE}*\d)")

NUMERAL = "零〇○一二三四五六七八九十百千"
FOUR = rf"(?:\d{{4}}|[{NUMERAL}0]{{4}})年"
TWO = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
TOKENS = re.compile(
    rf"""(?=[0-9《〔【（。{NUMERAL}两①-⑳㈠-㈩约将近超突逾大])(?:
    (?P<title>《[^《》]{{1,80}}》|〔\d{{4}}〕\d*号?|【\d{{4}}】\d*号?|（\d{{4}}）\d+号|。\d{{4}}。\d+号)
  | (?P<percent>(?:百分之[0-9{NUMERAL}.]+|\d+(?:\.\d+)?(?:%|％|‰|个百分点)))
  | (?P<date>(?:{FOUR}度?)?{TWO}月(?:份|{TWO}日|[初底末])? | \d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}} | {FOUR}[初底末])
  | (?P<year>(?:(?:19|20)\d\d|二[零〇○0][零〇○一二三四五六七八九0]{{2}}))年度?
  | (?P<phone>\d{{3,}}[-—－]+\d[\d-]*)
  | (?P<item>(?:^|(?<=[。；：\n]))[（]?{TWO}(?:[）]、?|[、.．](?!\d))|[①-⑳㈠-㈩])
  | (?P<quantity>{QUANTITY.pattern}))
    """,
    re.VERBOSE,
)

END_OF_YEAR = re.compile(r"(?<!\d)12月(?:份|31日|[底末])?$|(?<!十)十二月(?:份|三十一日|[底末])?$|年[底末]$|12[-./]31$")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """`text` with signs for tokens, and `numbers` by their position.

    `tokens` are the positions of the signs with the ranges they stand for in the cleaned text, `origin` the places of
    the cleaned characters in the sentence, which begins at `offset` of its paragraph.
    """

    text: str
    numbers: Mapping[int, Quantity]
    tokens: tuple[tuple[int, int, int], ...]
    origin: Sequence[int]
    offset: int

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The range in the paragraph of a range of the skeleton."""
        return self.offset + self.origin[self._place(start)[0]], self.offset + self.origin[self._place(end - 1)[1]] + 1

    def _place(self, position: int) -> tuple[int, int]:
        """The first and last character of the cleaned text for which a position stands."""
        before = bisect_right(self.tokens, position, key=itemgetter(0)) - 1
        if before < 0:
            return position, position
        sign, start, end = self.tokens[before]
        return (start, end - 1) if sign == position else (end + position - sign - 1, end + position - sign - 1)


def clean(text: str) -> tuple[str, Sequence[int]]:
    """Half-width, one kind of punctuation, no quotes and no white space, except one blank between two digits."""
    plain = COMMA.sub("，", text.translate(PLAIN))
    if GONE not in plain:
        return plain, range(len(plain))
    plain = BETWEEN.sub(" ", plain)
    return plain.replace(GONE, ""), [place for place, character in enumerate(plain) if character != GONE]


def compact(text: str) -> str:
    """A text without what is dropped."""
    return text.translate(PLAIN).replace(GONE, "")


def skeleton(text: str, year: int | None, offset: int = 0) -> Skeleton:
    """Reduce a sentence that begins at `offset` of its paragraph; `year` is the year reported on."""
    plain, origin = clean(text)
    pieces: list[str] = []
    tokens: list[tuple[int, int, int]] = []
    numbers: dict[int, Quantity] = {}
    done = length = 0
    for match in TOKENS.finditer(plain):
        start, end = match.span()
        pieces.append(plain[done:start])
        length += start - done
        found = quantity(match) if match.lastgroup == "quantity" else None
        if found is not None:
            numbers[length] = found
        tokens.append((length, start, end))
        pieces.append(sign(match, found, year))
        length, done = length + 1, end
    pieces.append(plain[done:])
    return Skeleton("".join(pieces), numbers, tuple(tokens), origin, offset)


def sign(match: re.Match[str], found: Quantity | None, year: int | None) -> str:
    """The character that stands for a token; a numeral that makes no number stands for nothing."""
    kind = str(match.lastgroup)
    if kind == "quantity":
        return NUMBER if found is not None else "？"
    if kind == "date":
        return date_sign(match["date"], year)
    if kind == "year":
        return THIS_YEAR if year is None or parse_int(match["year"]) == year else OTHER_YEAR
    return GAZETTE if match.group().endswith("公报》") else SIGNS[kind]


def of_another_year(date: str, year: int) -> bool:
    """Whether a date names a year other than the one reported on."""
    named = parse_int(re.split("[年./-]", date, maxsplit=1)[0])
    return named is not None and 1900 < named < 2100 and named != year


def date_sign(date: str, year: int | None) -> str:
    """A date of another year, the end of the year reported on, or any other date."""
    if year and of_another_year(date, year):
        return OTHER_DATE
    return YEAR_END if END_OF_YEAR.search(date) else DATE
