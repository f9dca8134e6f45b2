"""How portals write divisions in their addresses: in pinyin, whole or by initials (hgns.gov.cn is 鹤岗市南山区)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from lexicon.place_index import Jurisdiction

COMMON = frozenset({"www", "gov", "cn", "com", "org"})
READINGS = 16  # ways to read a name whose characters have several sounds


def spells(host: str, own: Jurisdiction, above: Sequence[Jurisdiction]) -> bool:
    """Whether a host says where a division lies: the whole name of one above it, or that and its own, each whole or by
    initials. Its own name alone says nothing, for namesakes share it.
    """
    labels = [label for label in re.split(r"[.-]", host.lower()) if label not in COMMON]
    names = {name for row in above for name in _whole(row)}
    names |= {first + second for row in above for first in _written(row) for second in _written(own)}
    return not names.isdisjoint(labels)


def _written(row: Jurisdiction) -> set[str]:
    """A division's name as an address may write it."""
    return {*_whole(row), *_initials(row)}


def _whole(row: Jurisdiction) -> Iterator[str]:
    for name in (row.short, *_with_class(row)):
        yield from map("".join, _readings(name))


def _initials(row: Jurisdiction) -> Iterator[str]:
    for name in (row.short, *_with_class(row)):
        yield from ("".join(sound[0] for sound in reading) for reading in _readings(name))


def _with_class(row: Jurisdiction) -> tuple[str, ...]:
    """The name with 市, 区 or 县; that of an autonomous county is never written out."""
    return (row.name,) if len(row.name) == len(row.short) + 1 else ()


@lru_cache(maxsize=4096)
def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to sound a name, syllable by syllable."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 -- a tenth of a second that few pages need

    sounds = pinyin(name, style=Style.NORMAL, heteronym=True, errors="ignore")
    readings = product(*sounds)
    return tuple(reading for reading, _ in zip(readings, range(READINGS), strict=False))
