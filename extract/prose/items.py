"""Items: numbers that no wording claims, in a list whose topic is known, read by the words of their labels.

A label stands before its number (因涉及商业秘密不予公开的1份), before the bracket that holds it alone (网络（15件）) or
behind it (2起是网上申请); a bracket without a number is a part of it (无法提供（信息不存在）3件).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.prose.claims import Claim, fits
from extract.prose.sentence import Reader, Sentence, State
from extract.prose.skeleton import ITEM

LONG = 40
"""Characters: what is longer is no label."""
WORDS = f"(?:（[^（）#]*）|[^，。；：！？（）#{ITEM}])*"
BEFORE = re.compile(f"(?:（[^（）#]*）|[^，。；：！？（）#%{ITEM}])*$")
BEHIND = re.compile(f"{WORDS}(?=[，。；：）]|$)|[^，。；：！？（）#、和及]+(?=[、和及])")
SHARE = re.compile("占[^，。；#%]{0,8}%，$")
FILLER = re.compile("(?:、|和|及|与|以及|并|其中|另外|另|分别|包括|有|共|计|是|为)*")


def listed(sentence: Sentence, number: int, reader: Reader, state: State) -> list[Claim]:
    """The claim of an item whose label is the number's: the one before it, or else the one behind it."""
    for start, end in labels(sentence.text, number):
        found = list(named(sentence, number, (start, end), reader, state))
        if found:
            return found[:1] if of_one_kind(found) else []
    return []


def named(sentence: Sentence, number: int, label: tuple[int, int], reader: Reader, state: State) -> Iterator[Claim]:
    """The claims of all items that a label names."""
    start, end = label
    words = sentence.text[start:end]
    for item in reader.items:
        if item.label is not None and (not item.scope or state.scope in item.scope) and item.label.search(words):
            claim = Claim(item, min(start, number), max(end, number + 1), number)
            if fits(sentence, claim, state):
                yield claim


def of_one_kind(found: list[Claim]) -> bool:
    """Whether a label names one thing: what the others say is a part of the first (因商业秘密不予公开)."""
    first, *others = (set(claim.wording.indicators) for claim in found)
    return all(other <= first for other in others)


def labels(text: str, number: int) -> Iterator[tuple[int, int]]:
    """The ranges of the labels that a number may have, the likeliest first; a list (依申请公开、保密等) is none."""
    start, end = before(text, number)
    if start == end and text.startswith("）", number + 1) and text.startswith("（", start - 1):
        start, end = before(text, start - 1)
    if start < end and text[end - 1] != "等":
        yield start, end
    behind = BEHIND.match(text, number + 1)
    if behind and len(behind.group()) <= LONG:
        yield behind.span()


def before(text: str, end: int) -> tuple[int, int]:
    """The range of the words right before a place, without those that say nothing."""
    found = BEFORE.search(text, max(0, end - LONG), end)
    assert found is not None
    filler = FILLER.match(text, found.start(), end)
    assert filler is not None
    share = SHARE.search(text, max(0, found.start() - LONG), found.start()) if filler.end() == end else None
    return before(text, share.start()) if share else (filler.end(), end)
