"""The headed parts of a report: 一、总体情况, 二、主动公开政府信息情况 and so on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extract.document import Paragraph

CHAPTER = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分[、：:\s]?)|[（(][一二三四五六七八九十]{1,3}[）)])"
)
LONG = 40
"""Characters: a longer line, or one with a full stop inside, is a paragraph that begins with a number."""


def is_heading(paragraph: Paragraph) -> bool:
    """A line that only names what follows: marked up as a heading, or numbered, short and without a sentence."""
    text = paragraph.text.strip()
    if paragraph.level and len(text) <= LONG:
        return True
    return bool(CHAPTER.match(text)) and len(text) <= LONG and not re.search(r"[。；;，,].", text)


@dataclass(frozen=True, slots=True)
class Section:
    """`number` counts from 0, the lines before the first heading; `heading` as printed."""

    number: int
    heading: str
    text: str


TOP = re.compile(r"^\s*第?[一二三四五六七八九十]{1,3}(?:[、.．]|部分)")
STATUTORY = re.compile(
    r"总体情况|概述|主动公开(?:政府信息)?(?:的)?情况|依申请公开|收到和处理|行政复议|行政诉讼|主要问题|存在(?:的)?问题|改进情况|其他需要报告|"
    r"回应解读|政策解读|收费|机构建设|保障经费|会议和培训|附表|附件"
)  # fmt: skip


def split(paragraphs: Iterable[Paragraph]) -> tuple[Section, ...]:
    """The parts in order, each with the lines up to the next heading of the first order."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if is_heading(paragraph) and TOP.match(text):
            parts.append((text, []))
        elif text:
            parts[-1][1].append(text)
    kept = [(heading, lines) for heading, lines in parts if heading or lines]
    return tuple(Section(number, heading, "\n".join(lines)) for number, (heading, lines) in enumerate(kept))
