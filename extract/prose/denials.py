"""Sentences that deny: 没有, 未收到, 未发生, 无 state a 0 of what they deny."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from extract.prose.claims import OTHER, PARTING, clause, in_context, misplaced, time_before
from extract.prose.sentence import Reader, Sentence, State, Statement
from extract.prose.skeleton import ITEM, NUMBER, THIS_YEAR
from extract.prose.subjects import others_doing
from extract.prose.wordings import Zero, grammar

NO = re.compile("[没未无不]")
JOINED = re.compile("(?:和|及|、)因")  # what is denied beside the first (没有收到申请和因申请提起的复议)
LISTED = re.compile("[^因对引提的，]{2,12}(?:[、和及与][^因对引提的，、和及与]{2,12}){2,}")
"""A bare list of what is denied (没有依申请公开、收费、复议): no part of it says what another is of."""
FEW = 60  # characters of a denial's clause that are looked at
NEAR = 4  # characters between a denial and the one it denies
BARE = 5  # characters: a denial that ends its clause, with nothing behind it
OWN = re.compile(f"(?:{THIS_YEAR}|全年|本年度?|[我本全][省市县区州局委办乡镇街厅院])*")
"""What may stand between a label's colon and a denial (复议和诉讼：本年度我镇未发生)."""
SUCH = re.compile("(?:此|该|这|上述|相关|有关)类?(?:情况|情形|事项)")  # what stands for the things of the heading


def denied(sentence: Sentence, reader: Reader, state: State) -> Iterator[Statement]:
    """The zeros that a sentence's denials state, each indicator once."""
    text, seen = sentence.text, set()
    denials = list(grammar().denial.finditer(text)) if NO.search(text) else []
    for match, following in zip_longest(denials, denials[1:]):
        ends = [stop for stop in (text.find(mark, match.end()) for mark in "，。；：") if stop >= 0]
        end = min([*ends, following.start() if following else len(text), match.end() + FEW])
        counted = text.find(NUMBER, match.start(), end)
        if counted >= 0 and not none_at_all(sentence, counted, match.end()):
            continue
        if time_before(text, match.start(), state.time) in OTHER or others_doing(text, match.end(), state.own):
            continue
        for indicator in objects(text, (match.start(), end), reader, state):
            if indicator not in seen:
                seen.add(indicator)
                printed, locator = sentence.printed(match.start(), end), sentence.locator(match.start(), end)
                yield Statement(indicator, 0, printed, locator, "", misplaced(text, match.start(), indicator, state))


def said(sentence: Sentence, reader: Reader, state: State) -> Iterator[Statement]:
    """The zeros of words that say nought by themselves (免收费用, 零申请)."""
    if "免" not in sentence.text and "零" not in sentence.text:
        return
    for usage in reader.usages:
        for zero in usage.zeros:
            match = zero.says.search(sentence.text) if zero.says else None
            if match and time_before(sentence.text, match.end(), state.time) not in OTHER:
                start, end = match.span()
                yield Statement(zero.indicator, 0, sentence.printed(start, end), sentence.locator(start, end), "")


def none_at_all(sentence: Sentence, number: int, denial: int) -> bool:
    """未发生一起, 没有1件: one that is denied is none, if no other number stands there."""
    return number - denial <= NEAR and sentence.quantity(number).value == 1


def objects(text: str, span: tuple[int, int], reader: Reader, state: State) -> Iterator[str]:
    """What a denial denies: what stands behind it, or before it in a clause that it ends (行政复议均未发生)."""
    start, end = span
    begin, label = before(text, start)
    bare = len(SUCH.sub("", text[start:end])) <= BARE
    for usage in reader.usages:
        for zero in usage.zeros:
            part = part_of(zero, text, (start, end))
            if part is None and bare:
                part = part_of(zero, text, (begin, label)) or ((begin, end) if headed(zero, text, state) else None)
            if part and says_nought(zero, text, part, state):
                yield zero.indicator


def before(text: str, start: int) -> tuple[int, int]:
    """The range of what a denial's clause names before it: a label that it says the rest of too (复议：我镇未发生)."""
    begin, _ = clause(text, start - (text[start - 1 : start] == "："))
    if begin and text[begin - 1] == "：" and OWN.fullmatch(text, begin, start):
        return clause(text, begin - 1)[0], begin - 1
    return begin, start


def part_of(zero: Zero, text: str, span: tuple[int, int]) -> tuple[int, int] | None:
    """The part of a range that names an object: one of a bare list of what is denied, else all of it; None where
    nothing is named."""
    named = zero.objects.search(text, *span)
    if named is None or not LISTED.fullmatch(text, *span):
        return span if named else None
    parted = [mark.end() for mark in PARTING.finditer(text, span[0], named.start())]
    behind = PARTING.search(text, named.end(), span[1])
    return parted[-1] if parted else span[0], behind.start() if behind else span[1]


def headed(zero: Zero, text: str, state: State) -> bool:
    """Whether the heading over a lone denial (无。) names its object."""
    lone = len(SUCH.sub("", text).strip(f"。{ITEM}")) <= BARE + 1
    return lone and zero.objects.search(state.heading) is not None


def says_nought(zero: Zero, text: str, span: tuple[int, int], state: State) -> bool:
    """Scope, context and exceptions of a denial."""
    if zero.scope and state.scope not in zero.scope:
        return False
    joined = JOINED.search(text, *span)
    if zero.unless and zero.unless.search(text, span[0], joined.start() if joined else span[1]):
        return False
    return in_context(zero.context, text, state)
