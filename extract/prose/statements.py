"""Figures stated in sentences: the declared wordings applied to a report's text, with what must be refused refused.

A number counts only where a wording claims it, its classifier fits, the clause speaks of the year reported on and of
the whole body, and nothing near says otherwise (claims). A sentence that denies (没有, 未收到, 无) states 0 (denials).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.document import Paragraph
from extract.prose.claims import (
    Claim,
    claimed,
    clause,
    fits,
    forbidden,
    foreign,
    misplaced,
    share_of_year,
    time_before,
)
from extract.prose.denials import denied, said
from extract.prose.items import listed
from extract.prose.quantities import UNIT
from extract.prose.sections import TOP, is_heading
from extract.prose.sentence import Reader, Sentence, State, Statement
from extract.prose.skeleton import ITEM, NUMBER, compact, skeleton
from extract.prose.wordings import Grammar, grammar

__all__ = ["Reader", "Statement", "in_unit", "read_prose"]

SENTENCE = re.compile(r"[^。！？!?｡］\]]+[。！？!?｡］\]]?")
LONGEST = 4000
"""Characters: what goes on longer without a stop is no sentence (a table that lost its markup) and stays unread."""
LABEL = 16
"""Characters: a sentence without a number that is no longer does not end what was spoken of, and may name a topic."""
COUNTED = frozenset({"consult", "training"})
"""Topics that a count of them opens (举办培训2期), for its sentence and one that goes on with 其中."""
DERIVED = 4
"""What speaks against a statement of 均 or 全部 where another gives the number itself."""
OBJECTS = "(?:申请|要求|请求|经费|复议|诉讼|申诉|举报|投诉|收费|费用|收取|发布会|访谈|[专全兼]职|不予公开|不同意公开)"
DENIES = "(?:没有|免|未|无|不存在|不涉及|不(?=收)|没)"
WORTH = re.compile(
    rf"[0-9０-９](?![0-9０-９年月日])|[为是]零|零(?:申请|行政|复议|诉讼|投诉|举报)|[零一二三四五六七八九十百千两]+[余多]?万?(?:{UNIT})|^[\s(（]*[一二三四五六七八九十①-⑳㈠-㈩]|"
    rf"{DENIES}[^，,；;]*{OBJECTS}|{OBJECTS}[^，,；;]*{DENIES}|免费|^\s*(?:均|都|也|全年|本年度?)*(?:无|没有|未|零)|^(?:下一步|今后|下阶段|新的一年|展望)"
)
"""What a sentence holds that can state a figure (no date) or head a part; the others are not reduced."""


def read_prose(paragraphs: Iterable[Paragraph], reader: Reader) -> list[Statement]:
    """Every statement of the text, in order."""
    state = State(local=reader.local, own=reader.own)
    found: list[Statement] = []
    for paragraph in paragraphs:
        heading, state.before = is_heading(paragraph), False
        for match in SENTENCE.finditer(paragraph.text):
            if (heading or worth(match.group(), reader)) and len(match.group()) <= LONGEST:
                reduced = skeleton(match.group(), reader.year, match.start())
                sentence = Sentence(reduced, paragraph.text, paragraph.place)
                enter(sentence.text, heading, state, TOP.match(match.group()) is not None)
                if not state.skipping:
                    found.extend(read_sentence(sentence, reader, state))
    return found


def worth(text: str, reader: Reader) -> bool:
    """Whether reducing a sentence can lead to anything: words may be broken by blanks and quotes."""
    if WORTH.search(text) is None:
        return False
    return reader.relevant.search(text) is not None or reader.relevant.search(compact(text)) is not None


def read_sentence(sentence: Sentence, reader: Reader, state: State) -> Iterator[Statement]:
    """Numbers from left to right, then denials."""
    text = sentence.text
    if text.startswith("其中"):
        state.time = state.spoken or time_before(state.last, len(state.last), state.time)
    else:
        state.time = "none"
        state.scope, state.outer = state.outer or state.scope, ""
        state.scope = "none" if state.scope in COUNTED else state.scope
    state.spoken, state.goes_on, state.last = "", False, text
    if state.scope == "none":
        state.scope = state.under
    label = NUMBER not in text and len(text) <= LABEL
    if NUMBER in text:
        yield from counted(sentence, reader, state)
    elif label:
        state.scope = topic(text, state.scope, grammar())
    yield from denied(sentence, reader, state)
    yield from said(sentence, reader, state)
    about_requests = state.spoken and state.scope in {"requests", "replies"}
    if grammar().requests.search(text):
        state.before = True
    elif not (state.goes_on or about_requests or label):
        state.before = False


def counted(sentence: Sentence, reader: Reader, state: State) -> Iterator[Statement]:
    """What the numbers state: each by its own wordings, as the year's share of a total, or as an item of a list."""
    text, done = sentence.text, 0
    claims = claimed(text, reader)
    for number in sentence.skeleton.numbers:
        state.scope = topic(text[done:number], state.scope, grammar())
        done = number
        fitting = [claim for claim in claims.get(number, ()) if fits(sentence, claim, state)]
        fitting = fitting or share_of_year(sentence, number, claims, state) or listed(sentence, number, reader, state)
        for statement in accepted(sentence, fitting, state):
            yield from besides(text, number, statement, reader)


def accepted(sentence: Sentence, fitting: list[Claim], state: State) -> Iterator[Statement]:
    """The statement of the strongest claim, if nothing forbids it."""
    if not fitting:
        return
    claim = best_ranked(fitting, max(fitting, key=lambda claim: claim.strength))
    if claim.wording.opens:
        state.scope = claim.wording.opens
    number = sentence.quantity(claim.number)
    if foreign(sentence.text, claim, state):
        close(sentence.text, claim, state)
        return
    if forbidden(sentence.text, claim, state) or (claim.wording.together and number.value != 0):
        return
    state.spoken = time_before(sentence.text, claim.number, state.time)
    for indicator in claim.wording.indicators:
        yield Statement(
            indicator, number.value, number.raw, sentence.locator(claim.number, claim.number + 1), number.unit,
            doubt(sentence.text, claim, indicator, state) + number.approximate, number.approximate,
        )  # fmt: skip


def best_ranked(claims: list[Claim], strongest: Claim) -> Claim:
    """The claim of the strongest one's figure whose wording gives way to none: a longer, weaker one adds no doubt."""
    same = [claim for claim in claims if claim.wording.indicators == strongest.wording.indicators]
    return min(same, key=lambda claim: (claim.wording.rank, claim is not strongest))


def close(text: str, claim: Claim, state: State) -> None:
    """What follows a count that is not the body's are its items, unless it was an item itself."""
    if claim.wording.opens and "其中" not in text[: claim.number]:
        state.outer, state.scope = state.outer or state.scope, f"wider {claim.wording.opens}"


def besides(text: str, number: int, statement: Statement, reader: Reader) -> Iterator[Statement]:
    """A statement, or what the words right behind its number say it is instead, and what they say it is as well."""
    rows = [row for usage in reader.usages for row in usage.besides if statement.indicator in row.of]
    matching = [row for row in rows if row.words.match(text, number + 1)]
    instead = next((row for row in matching if row.instead), None)
    yield replace(statement, indicator=instead.indicator) if instead else statement
    for row in matching:
        if not row.instead:
            yield replace(statement, indicator=row.indicator, doubt=statement.doubt + DERIVED)


def doubt(text: str, claim: Claim, indicator: str, state: State) -> int:
    """What speaks against a claim where another is made: a weak wording, an item, an unqualified clause."""
    item = claim.wording.whole and "其中" in text[: claim.number]
    work = grammar().work.get(claim.wording.work)
    bare = work is not None and work.unless.search(text, *clause(text, claim.start)) is None
    weak = 8 * (claim.wording.rank - 1) + 4 * item + 3 * bare
    return weak + misplaced(text, claim.number, indicator, state) + unqualified(text, claim)


def unqualified(text: str, claim: Claim) -> bool:
    """Whether a count of what the whole body has does not say that it is all (全区共设查阅点28处)."""
    start = clause(text, claim.start)[0]
    return claim.wording.stock and not grammar().refuse["wide"].search(text, start, claim.number)


def enter(text: str, heading: bool, state: State, top: bool) -> None:
    """Take note of a heading, in a paragraph of its own or at the start of a sentence; `top` of the first order."""
    rules = grammar()
    if heading or text.startswith(ITEM):
        head = text[:40] if heading else re.split("[，。]", text, maxsplit=1)[0][:40]
        if heading or not subordinate(text):
            state.skipping = rules.skipped_headings.search(head) is not None
        both = "复议" in head and "诉讼" in head
        state.under = "none" if both else topic(head, "none" if top else state.chapter, rules)
        state.chapter = state.under if top else state.chapter
        state.heading, state.scope = head, "none" if both else topic(head, state.scope, rules)
    elif rules.skipped_starts.match(text):
        state.skipping = True


def subordinate(text: str) -> bool:
    """An item inside a part: it does not end a part that is passed over."""
    return not re.match(rf"{ITEM}[^，。]{{0,16}}(?:情况|公开|复议|诉讼|费)", text)


def topic(text: str, scope: str, rules: Grammar) -> str:
    """The last topic a text names, else the one before it; words of no topic do not end one that a count opened."""
    named = [match.lastgroup for match in rules.topics.finditer(text)]
    if scope in COUNTED:
        named = [name for name in named if name != "none"]
    return named[-1] or scope if named else scope


def in_unit(statement: Statement, unit: str) -> Statement:
    """The value in the indicator's unit: money is stated in 元."""
    if unit == "万元" and statement.unit == "元":
        exact = round(statement.value / 10_000, 6)
        return replace(statement, value=int(exact) if exact == int(exact) else exact, unit=unit)
    return replace(statement, unit=unit or statement.unit)
