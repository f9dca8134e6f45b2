"""Which wording claims a number, and what forbids it: another time, a plan, a change, a part of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.prose.sentence import Reader, Sentence, State
from extract.prose.skeleton import ABOVE, NUMBER
from extract.prose.subjects import ASIDE, others_doing
from extract.prose.wordings import Pattern, Wording, about, grammar

CLAUSE_STOPS = "，。；：！？（"
CLAUSE_END = re.compile(f"[{CLAUSE_STOPS}）]")
SHARING = re.compile(
    "(?P<labels>[^#，。；：（）、和及与]{2,24}(?:[、和及与][^#，。；：（）、和及与]{2,12})+)(?P<how>分别|均|都)(?:为|是|有|共|(?:公开|发布|推送)(?:政[府务]|各类)?(?:信息|消息))?(?P<numbers>#(?:[、，和及与]#)*)"
)
PARTING = re.compile("[、和及与]")
PAST = frozenset({"running", "ending", "other", "part"})
NOT_ENDING = PAST - {"ending"}
OTHER = frozenset({"other", "part"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A wording that matched around a number; `row_label` is the one of a row that it matched by."""

    wording: Wording
    start: int
    end: int
    number: int
    row_label: str = ""

    @property
    def strength(self) -> tuple[bool, int]:
        """A label before the number wins, then the longest."""
        return (self.end == self.number + 1, self.end - self.start)


def claimed(text: str, reader: Reader) -> dict[int, list[Claim]]:
    """All claims, by the position of their number; a row of labels claims its numbers for itself."""
    claims = claims_of(text, reader)
    return claims | dict(shared(text, reader)) if SHARING.search(text) else claims


def claims_of(text: str, reader: Reader, whole: str = "") -> dict[int, list[Claim]]:
    """The claims of the wordings, one by one; what they are about may stand elsewhere in the `whole` sentence."""
    claims: dict[int, list[Claim]] = {}
    named = frozenset(word for word in reader.words if word in (whole or text))
    for wording in about(reader.template, reader.province, named):
        for pattern in wording.patterns:
            for match in pattern.finditer(text):
                number = match.start() + match.group().rindex(NUMBER)
                claims.setdefault(number, []).append(Claim(wording, match.start(), match.end(), number))
    return claims


def share_of_year(sentence: Sentence, number: int, claims: dict[int, list[Claim]], state: State) -> list[Claim]:
    """The claims of a running total, for the number behind it that says how much of it is the year's.

    None of a channel: it may be one of several sites.
    """
    behind = grammar().refuse["share"].search(sentence.text, 0, number)
    if behind is None or time_before(sentence.text, behind.start(), state.time) not in {"running", "ending"}:
        return []
    total = [claim for claim in claims.get(behind.start(), ()) if "proactive" not in claim.wording.scope]
    moved = [replace(claim, number=number, end=number + 1) for claim in total if fits(sentence, claim, state)]
    return [claim for claim in moved if fits(sentence, claim, state)]


def shared(text: str, reader: Reader) -> Iterator[tuple[int, list[Claim]]]:
    """The claims of labels in a row before their numbers: 行政复议、行政诉讼分别为3件和2件; 当面、传真申请均为0件."""
    for row in SHARING.finditer(text):
        labels, start = PARTING.split(row["labels"]), row.start("labels")
        numbers = [row.start("numbers") + place for place, sign in enumerate(row["numbers"]) if sign == NUMBER]
        best = [labelled(text[:start] + label + NUMBER, reader, text) for label in labels]
        found = [claim for claim in best if claim is not None]
        if row["how"] == "分别" and len(numbers) == len(labels) == len(found):
            for claim, number, label in zip(found, numbers, labels, strict=True):
                yield number, [replace(claim, start=start, end=number + 1, number=number, row_label=label)]
        elif row["how"] != "分别" and len(labels) == len(found):
            indicators = tuple(indicator for claim in found for indicator in claim.wording.indicators)
            wording = replace(found[0].wording, indicators=indicators, together=True, each=False)
            yield numbers[0], [Claim(wording, start, numbers[0] + 1, numbers[0])]


def labelled(text: str, reader: Reader, whole: str) -> Claim | None:
    """The strongest claim to a number that ends a text."""
    found = claims_of(text, reader, whole).get(len(text) - 1, [])
    return max(found, key=lambda claim: (-claim.wording.rank, *claim.strength), default=None)


def fits(sentence: Sentence, claim: Claim, state: State) -> bool:
    """Classifier, topic and context are those the wording asks for; none at all is none of them in any context."""
    wording, number = claim.wording, sentence.quantity(claim.number)
    nought = number.value == 0 and not number.unit
    if (number.unit not in wording.units and not nought) or refused(sentence.text, claim):
        return False
    follower = sentence.text[claim.number + 1 : claim.number + 2]
    if not number.unit and not wording.together and follower not in {"", *"，。；）、"}:
        return False
    if not in_part(wording, sentence, state):
        return False
    return number.value == 0 or in_context(wording.context, sentence.text, state)


def in_part(wording: Wording, sentence: Sentence, state: State) -> bool:
    """Whether the part of the text is one for a wording: its topic, its paragraph, no channel's for a weak total."""
    if wording.scope and state.scope not in wording.scope:
        return False
    if wording.single and wording.rank > 1 and grammar().refuse["headed"].search(state.heading):
        return False
    return wording.paragraph is None or wording.paragraph.search(sentence.paragraph + state.heading) is not None


def in_context(context: Pattern | None, text: str, state: State) -> bool:
    """Whether a sentence, the heading over it or the sentence before it says what it is about."""
    if context is None or context.search(f"{text}{ABOVE}{state.heading}"):
        return True
    if state.before and grammar().goes_on.match(text):
        state.goes_on = True
    return state.goes_on


def clause(text: str, position: int) -> tuple[int, int]:
    """The range of the clause around a position."""
    start = position
    while start and text[start - 1] not in CLAUSE_STOPS:
        start -= 1
    stop = CLAUSE_END.search(text, position)
    return start, stop.start() if stop else len(text)


def lead(text: str, claim: Claim) -> int:
    """Where the part of the clause begins that belongs to a claim's number: behind the number before it."""
    start, _ = clause(text, claim.start)
    return max(start, text.rfind(NUMBER, start, claim.number) + 1)


def near(text: str, claim: Claim) -> str:
    """What counts as near a claim's number: its own label of a row, the wording alone, or its part of the clause."""
    if claim.row_label or claim.wording.label:
        return claim.row_label or text[claim.start : claim.end]
    return ASIDE.sub("", text[lead(text, claim) : claim.end])


def refused(text: str, claim: Claim) -> bool:
    """Whether a word stands near that the wording itself excludes."""
    refuse, unless = claim.wording.refuse, claim.wording.unless
    words = near(text, claim)
    if (refuse is not None and refuse.search(words)) or one_channel(words, claim.wording):
        return True
    if claim.wording.earlier is not None and claim.wording.earlier.search(text, 0, claim.number):
        return True
    return unless is not None and unless.search(text) is not None


def one_channel(near: str, wording: Wording) -> bool:
    """Whether a count names one channel of publishing, not several (通过网站、公开栏等渠道)."""
    if wording.single is None or not wording.single.search(near):
        return False
    return grammar().refuse["several"].search(near) is None


def forbidden(text: str, claim: Claim, state: State) -> bool:
    """Whether the clause speaks of another time, a plan, a change, or every member."""
    start, rules, wording = lead(text, claim), grammar(), claim.wording
    _, end = clause(text, claim.end - 1)
    near = text[start : claim.number]
    if rules.denial.search(text[start : claim.start]):
        return True
    if "累计" in near and rules.refuse["grown"].match(text, claim.number + 1):
        return True
    if wording.timed and (
        time_before(text, claim.number, state.time) in times_refused(wording) or rules.refuse["part"].search(near)
    ):
        return True
    if rules.refuse["planned"].search(text, 0, claim.number):
        return True
    if rules.refuse["plan"].search(near) or (wording.timed and rules.refuse["change"].search(near)):
        return True
    return wording.each and bool(rules.refuse["each"].search(text, clause(text, claim.start)[0], max(claim.end, end)))


def foreign(text: str, claim: Claim, state: State) -> bool:
    """Whether the number counts what another body or a part of this one did, or other work of the same words."""
    start = lead(text, claim)
    doer = claim.start if claim.wording.label else claim.number
    if others_doing(text, doer, state.own) or other_work(text, claim, start, state.heading):
        return True
    return claim.wording.whole and partial(text, start, claim, state.local)


def misplaced(text: str, position: int, indicator: str, state: State) -> int:
    """What speaks against a statement where another is made: no year is named, another part of the text."""
    home = grammar().home.get(indicator.partition("_")[0])
    elsewhere = home is not None and home.search(state.heading) is None
    return 2 * elsewhere + 2 * (time_before(text, position, state.time) != "within")


def times_refused(wording: Wording) -> frozenset[str]:
    """The times of which a number is not the year's."""
    if wording.stock:
        return OTHER
    return NOT_ENDING if wording.ending else PAST


def other_work(text: str, claim: Claim, start: int, heading: str) -> bool:
    """Whether a number counts work of the same words: the clause, or the sentence before it, names another kind."""
    work = grammar().work.get(claim.wording.work)
    if work is None or (work.headed and work.headed.search(heading)):
        return False
    if work.part and work.part.match(text, claim.number + 1):
        return True
    if work.unless.search(text, start, claim.end):
        return False
    found = work.words.finditer(text, 0, claim.end)
    marks = [match.end() for match in found if not in_brackets(text, match.start(), claim.number)]
    return bool(marks) and work.unless.search(text, marks[-1], claim.end) is None


def partial(text: str, start: int, claim: Claim, local: bool) -> bool:
    """Whether a clause names a part of the body as the one that did it, or another count stands right beside it."""
    near, rules = text[start : claim.number], grammar()
    if rules.refuse["beside"].match(text, claim.number + 1) or rules.refuse["included"].search(text, 0, claim.start):
        return True
    begin = clause(text, claim.start)[0] if "共" in near else start
    if rules.refuse["wide"].search(text, begin, claim.number):
        return False
    among = text.rfind("其中", 0, claim.start) >= 0
    return bool(
        (not local and rules.refuse["narrow"].search(near))
        or (among and rules.refuse["narrow_among"].search(text[start : claim.start]))
    )


@lru_cache(maxsize=64)
def time_before(text: str, position: int, inherited: str) -> str:
    """Of which time a number speaks: the last word of time before it; a running total within a year is of that year.

    Behind a semicolon that of the year counts, if there is one: what stood between was an aside (上年为6件；答复8件).
    """
    marks = [
        (place, kind)
        for place, end, kind in time_marks(text)
        if end <= position and not in_brackets(text, place, position)
    ]
    if not marks:
        return inherited
    place, kind = marks[-1]
    earlier = [start for start, name in marks[:-1] if name == "within"]
    if kind != "part" and earlier and place < text.rfind("；", 0, position):
        return "within"
    if kind == "running" and earlier and not text.startswith("截", place):
        between = ASIDE.sub("", text[earlier[-1] : place])
        return kind if "；" in between or NUMBER in between else "within"
    return kind


def in_brackets(text: str, place: int, position: int) -> bool:
    """Whether a place stands in brackets that are closed before a position."""
    return any(start < place < end <= position for start, end in asides(text))


@lru_cache(maxsize=8)
def asides(text: str) -> tuple[tuple[int, int], ...]:
    """The ranges of what stands in brackets."""
    return tuple(match.span() for match in ASIDE.finditer(text)) if "（" in text else ()


@lru_cache(maxsize=8)
def time_marks(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of time in a text, in order, as start, end and kind."""
    return tuple((*match.span(), str(match.lastgroup)) for match in grammar().time.finditer(text))
