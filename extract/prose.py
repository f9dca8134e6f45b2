"""Figures stated in sentences: the declared wordings applied to a report's text, with what must be refused refused.

A number counts only where a wording claims it, its classifier fits, the clause speaks of the year reported on and of
the whole body, and nothing near says otherwise. A sentence that denies (没有, 未收到, 无) states a 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from extract.document import Paragraph
from extract.figure import Number
from extract.quantities import UNIT, Quantity
from extract.sections import is_heading
from extract.skeleton import ITEM, NUMBER, Skeleton, skeleton
from extract.wordings import Grammar, Pattern, Usage, Wording, Zero, applicable, grammar

SENTENCE = re.compile(r"[^。！？!?｡］\]]+[。！？!?｡］\]]?")
OBJECTS = "(?:申请|复议|诉讼|申诉|举报|投诉|收费|费用|收取|发布会|访谈|[专全兼]职|不予公开|不同意公开)"
DENIES = "(?:没有|未|无|不存在|不涉及|不收|没)"
WORTH = re.compile(
    rf"[0-9０-９]|[一二三四五六七八九十百千两]+[余多]?万?(?:{UNIT})|^[\s(（]*[一二三四五六七八九十①-⑳㈠-㈩]|"
    rf"{DENIES}[^，,；;]*{OBJECTS}|{OBJECTS}[^，,；;]*{DENIES}|^\s*(?:无|没有|未发生)|^(?:下一步|今后|下阶段|新的一年|展望)"
)
"""What a sentence holds that can state a figure or head a part; the others are not reduced."""
CLAUSE_STOPS = "，。；：！？（"
DENIAL = re.compile(
    r"(?<!是否)(?:没有|尚未|从未|未曾|暂未|均未|都未|也未|未|(?<!信息)不存在|不涉及|暂不|并不|不(?=收取|收费)|暂无|均无|无|没)"
    r"(?!法提供|正当|偿|关|线|障碍|效|能|来|按|及时|得到|形成|充分|完全|达)"
)
NOUGHT = re.compile(r"[：:]?(?:情况|方面)?[：]?(?:无|没有|未发生|没有发生|均未发生|均无|无此类?情况)[。]?$")
FEW = 60  # characters of a denial's clause that are looked at


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure that a sentence states, unless a table or a better sentence does; `value` in units, money in 元."""

    indicator: str
    value: Number
    raw: str
    locator: str
    unit: str
    rank: int = 1
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """What is known of a report before its sentences are read.

    `year` is None where it could not be told; `local` where the body is no government with others below it: its own
    office or bureau is then no part of it.
    """

    year: int | None
    template: str
    province: str = ""
    local: bool = False
    usages: tuple[Usage, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "usages", applicable(self.template, self.province))


@dataclass(slots=True)
class State:
    """What the text is about just now: the topic of items, the heading above, whether the part is passed over."""

    scope: str = "none"
    heading: str = ""
    skipping: bool = False
    time: str = "none"
    local: bool = False


def read_prose(paragraphs: Iterable[Paragraph], reader: Reader) -> list[Statement]:
    """Every statement of the text, in order."""
    state = State(local=reader.local)
    found: list[Statement] = []
    for paragraph in paragraphs:
        heading = is_heading(paragraph)
        for match in SENTENCE.finditer(paragraph.text):
            if heading or WORTH.search(match.group()):
                sentence = Sentence(skeleton(match.group(), reader.year, match.start()), paragraph.place)
                enter(sentence.text, heading, state)
                if not state.skipping:
                    found.extend(read_sentence(sentence, reader, state))
    return found


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reduced sentence and the place of its paragraph."""

    skeleton: Skeleton
    place: str

    @property
    def text(self) -> str:
        return self.skeleton.text

    def quantity(self, position: int) -> Quantity:
        """The number at a position."""
        return self.skeleton.numbers[position]

    def locator(self, start: int, end: int) -> str:
        """`p12:34-38`: the paragraph and the range in it."""
        first, last = self.skeleton.range(start, end)
        return f"{self.place}:{first}-{last}"


def enter(text: str, heading: bool, state: State) -> None:
    """Take note of a heading, in a paragraph of its own or at the start of a sentence."""
    rules = grammar()
    if heading or text.startswith(ITEM):
        head = text[:40] if heading else re.split("[，。]", text, maxsplit=1)[0][:40]
        if heading or not subordinate(text):
            state.skipping = rules.skipped_headings.search(head) is not None
        state.heading, state.scope = head, topic(head, state.scope, rules)
    elif rules.skipped_starts.match(text):
        state.skipping = True


def subordinate(text: str) -> bool:
    """An item inside a part: it does not end a part that is passed over."""
    return not re.match(rf"{ITEM}[^，。]{{0,16}}(?:情况|公开|复议|诉讼|费)", text)


def topic(text: str, scope: str, rules: Grammar) -> str:
    """The last topic a text names, else the one before it."""
    places = [(match.start(), name) for name, words in rules.topics for match in words.finditer(text)]
    return max(places)[1] if places else scope


@dataclass(frozen=True, slots=True)
class Claim:
    """A wording that matched around a number."""

    wording: Wording
    start: int
    end: int
    number: int

    @property
    def strength(self) -> tuple[bool, int]:
        """A label before the number wins, then the longest."""
        return (self.end == self.number + 1, self.end - self.start)


def read_sentence(sentence: Sentence, reader: Reader, state: State) -> Iterator[Statement]:
    """Numbers from left to right, then denials."""
    text = sentence.text
    if not text.startswith("其中"):
        state.time = "none"
    if NUMBER in text:
        claims = claimed(text, reader)
        done = 0
        for number in sorted(claims):
            state.scope = topic(text[done:number], state.scope, grammar())
            done = number
            yield from accepted(sentence, claims[number], state)
    yield from denied(sentence, reader, state)
    state.time = time_before(text, len(text), state.time)


def claimed(text: str, reader: Reader) -> dict[int, list[Claim]]:
    """All claims, by the position of their number."""
    claims: dict[int, list[Claim]] = {}
    for usage in reader.usages:
        for wording in usage.wordings:
            if wording.about and not any(word in text for word in wording.about):
                continue
            for pattern in wording.patterns:
                for match in pattern.finditer(text):
                    number = match.start() + match.group().index(NUMBER)
                    claims.setdefault(number, []).append(Claim(wording, match.start(), match.end(), number))
    return claims


def accepted(sentence: Sentence, claims: list[Claim], state: State) -> Iterator[Statement]:
    """The statement of the strongest claim, if nothing forbids it."""
    fitting = [claim for claim in claims if fits(sentence, claim, state)]
    if not fitting:
        return
    claim = max(fitting, key=lambda claim: claim.strength)
    if claim.wording.opens:
        state.scope = claim.wording.opens
    number = sentence.quantity(claim.number)
    if forbidden(sentence.text, claim, state) or (claim.wording.together and number.value != 0):
        return
    for indicator in claim.wording.indicators:
        yield Statement(
            indicator, number.value, number.raw, sentence.locator(claim.number, claim.number + 1), number.unit,
            claim.wording.rank, number.approximate,
        )  # fmt: skip


def fits(sentence: Sentence, claim: Claim, state: State) -> bool:
    """Classifier, topic and context are those the wording asks for."""
    wording, number = claim.wording, sentence.quantity(claim.number)
    if number.unit not in wording.units or refused(sentence.text, claim):
        return False
    follower = sentence.text[claim.number + 1 : claim.number + 2]
    if not number.unit and not wording.together and follower not in {"", *"，。；）、"}:
        return False
    if wording.scope and state.scope not in wording.scope:
        return False
    return wording.context is None or wording.context.search(sentence.text + state.heading) is not None


def clause(text: str, position: int) -> tuple[int, int]:
    """The range of the clause around a position."""
    start = max(text.rfind(stop, 0, position) for stop in CLAUSE_STOPS) + 1
    ends = [end for stop in CLAUSE_STOPS + "）" if (end := text.find(stop, position)) >= 0]
    return start, min(ends, default=len(text))


def lead(text: str, claim: Claim) -> int:
    """Where the part of the clause begins that belongs to a claim's number: behind the number before it."""
    start, _ = clause(text, claim.start)
    return max(start, text.rfind(NUMBER, start, claim.number) + 1)


def refused(text: str, claim: Claim) -> bool:
    """Whether a word stands near that the wording itself excludes."""
    refuse, unless = claim.wording.refuse, claim.wording.unless
    near = refuse is not None and refuse.search(text[lead(text, claim) : claim.end]) is not None
    return near or (unless is not None and unless.search(text) is not None)


def forbidden(text: str, claim: Claim, state: State) -> bool:
    """Whether the clause speaks of another time, a plan, a change, every member, or a part of the body."""
    start, rules, wording = lead(text, claim), grammar(), claim.wording
    _, end = clause(text, claim.end - 1)
    near = text[start : claim.number]
    if wording.timed and time_before(text, claim.number, state.time) in (
        {"other"} if wording.stock else {"running", "other"}
    ):
        return True
    if rules.refuse["plan"].search(near) or (wording.timed and rules.refuse["change"].search(near)):
        return True
    if wording.each and rules.refuse["each"].search(text[start : max(claim.end, end)]):
        return True
    return wording.whole and partial(text, start, claim, state.local)


def partial(text: str, start: int, claim: Claim, local: bool) -> bool:
    """Whether a clause names a part of the body as the one that did it."""
    near, rules = text[start : claim.number], grammar()
    if rules.refuse["wide"].search(near):
        return False
    among = text.rfind("其中", 0, claim.start) >= 0
    return bool(
        (not local and rules.refuse["narrow"].search(near))
        or (among and rules.refuse["narrow_among"].search(text[start : claim.start]))
    )


def time_before(text: str, position: int, inherited: str) -> str:
    """Of which time a number speaks: the last word of time before it; a running total within a year is of that year."""
    rules, head = grammar(), text[:position]
    marks = [
        (match.start(), kind)
        for kind, pattern in (
            ("running", rules.running),
            ("within", rules.within),
            ("other", rules.other),
            ("within", THIS),
        )
        for match in pattern.finditer(head)
    ]
    if not marks:
        return inherited
    marks.sort()
    place, kind = marks[-1]
    earlier = [mark for mark in marks if mark[1] == "within" and mark[0] < place]
    if (
        kind == "running"
        and earlier
        and not {"；", NUMBER} & set(head[earlier[-1][0] : place])
        and "截" not in head[place : place + 1]
    ):
        return "within"
    return kind


THIS = re.compile("\ue004(?!以来|起)")


def denied(sentence: Sentence, reader: Reader, state: State) -> Iterator[Statement]:
    """The zeros that denials state, each indicator once a sentence."""
    text, seen = sentence.text, set()
    for match in DENIAL.finditer(text):
        end = min(
            (stop for stop in (text.find(mark, match.end()) for mark in "，。；：") if stop >= 0), default=len(text)
        )
        for statement in zeros(sentence, reader, state, (match.start(), min(end, match.end() + FEW))):
            if statement.indicator not in seen:
                seen.add(statement.indicator)
                yield statement


def zeros(sentence: Sentence, reader: Reader, state: State, span: tuple[int, int]) -> Iterator[Statement]:
    """What one denial denies: the objects behind it, or before it in a clause that ends with it (行政复议均未发生)."""
    text = sentence.text
    start, end = span
    if NUMBER in text[start:end]:
        return
    clause_start, _ = clause(text, start - (text[start - 1 : start] == "："))
    bare = (
        NOUGHT.match(text[start - 2 if text[start - 2 : start] == "情况" else start : end + 1]) is not None
        or len(text[start:end]) <= 5
    )
    for usage in reader.usages:
        for zero in usage.zeros:
            match = zero.objects.search(text, start, end)
            if match is None and bare:
                match = zero.objects.search(text, clause_start, start) or (
                    zero.objects.search(state.heading) if lone(text) else None
                )
            if match and says_nought(zero, text, (clause_start, end), state):
                locator = sentence.locator(start, end)
                yield Statement(zero.indicator, 0, raw(sentence, start, end), locator, "")


def lone(text: str) -> bool:
    """A sentence that is nothing but a denial under its heading: 无。"""
    return len(text.strip(f"。{ITEM}")) <= 6


def says_nought(zero: Zero, text: str, span: tuple[int, int], state: State) -> bool:
    """Scope, context and exceptions of a denial."""
    if zero.scope and state.scope not in zero.scope:
        return False
    if zero.unless and zero.unless.search(text, *span):
        return False
    return zero.context is None or zero.context.search(text + state.heading) is not None


def raw(sentence: Sentence, start: int, end: int) -> str:
    """The words of a denial."""
    return sentence.text[start:end]


def in_unit(statement: Statement, unit: str) -> Statement:
    """The value in the indicator's unit: money is stated in 元."""
    if unit == "万元" and statement.unit == "元":
        exact = round(statement.value / 10_000, 6)
        return replace(statement, value=int(exact) if exact == int(exact) else exact, unit=unit)
    return replace(statement, unit=unit or statement.unit)


__all__ = ["Pattern", "Reader", "Statement", "in_unit", "read_prose"]
