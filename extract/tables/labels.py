"""Labels of forms reduced to their core, so that numbering, notes, brackets and width do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from lexicon.numerals import to_halfwidth
from lexicon.script import mainland_words

_ENUMERATOR = re.compile(
    r"(?:其中[:：]?|第?[一二三四五六七八九十]{1,3}[、.．]|[(][一二三四五六七八九十\d]{1,3}[)]、?|\d{1,2}[、.)](?!\d)|[①-⑳㈠-㈩⑴-⒇⒈-⒛])"
)
_NOTE = re.compile(r"[(][^()]*[)]|\[[^\[\]]*\]")
_MARK = re.compile(r"[\W_]+")
_PIECES = re.compile(r"(?=[(][一二三四五六七八九十]{1,2}[)])|(?<!\d)(?=\d{1,2}[.、](?!\d))|(?=[①-⑳])|\n")
MAX_LABEL = 160  # characters: what is longer is a sentence


@lru_cache(maxsize=16384)
def core(text: str) -> str:
    """The words of a label: no white space, numbering, bracketed notes, quotes or punctuation.

    （二）部分公开（区分处理的，只计这一情形，不计其他情形） and 部分公开 are one label; a label that is all note
    keeps its words.
    """
    if len(text) > MAX_LABEL:
        return ""
    words = mainland_words("".join(to_halfwidth(text).split()))
    previous = None
    while previous != words:
        previous = words
        words = _ENUMERATOR.sub("", words, count=1) if _ENUMERATOR.match(words) else words
    return _MARK.sub("", _NOTE.sub("", words)) or _MARK.sub("", words)


@lru_cache(maxsize=4096)
def pieces(text: str) -> tuple[str, ...]:
    """The cores of a cell that holds a heading and a label: （三）不予公开 1.属于国家秘密."""
    parts = (core(part) for part in _PIECES.split(to_halfwidth(text)) if part)
    return tuple(part for part in parts if part)


def with_year(label: str) -> str:
    """A label with its year replaced: 2012年度 becomes {year}年度."""
    return re.sub(r"(?:19|20)\d\d", "{year}", label)


def year_in(label: str) -> int | None:
    """The year a column is headed with, if it is one."""
    match = re.search(r"(?:19|20)\d\d", "".join(to_halfwidth(label).split()))
    return int(match.group()) if match else None


def index(labelled: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """From labels to the keys they may mean."""
    found: dict[str, tuple[str, ...]] = {}
    for key, labels in labelled.items():
        for label in labels:
            reduced = core(label)
            if key not in found.get(reduced, ()):
                found[reduced] = (*found.get(reduced, ()), key)
    return found


def nearest(label: str, known: Iterable[str]) -> str:
    """The one known label that differs by a slip (one character in six) from `label`, or ''.

    Only where every other known label is at least two slips further away: 同意公开答复数 and 不同意公开答复数 are too
    close to each other for any guess.
    """
    if len(label) < 5 or label.isdigit() or len(label) > MAX_LABEL // 2:
        return ""
    allowed = max(1, len(label) // 6)
    near = [
        (distance(label, other, allowed + 2), other) for other in known if abs(len(other) - len(label)) <= allowed + 2
    ]
    near.sort()
    if not near or near[0][0] > allowed:
        return ""
    clear = len(near) == 1 or near[1][0] >= near[0][0] + 2
    return near[0][1] if clear else ""


def distance(one: str, other: str, limit: int) -> int:
    """The edit distance, or `limit` where it is at least that."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            diagonal, row[j] = row[j], min(diagonal + (a != b), row[j] + 1, row[j - 1] + 1)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
