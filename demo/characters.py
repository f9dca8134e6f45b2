"""Traditional characters as bad converters write them, and the readings that hijacked copies put in brackets."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

WRONG = str.maketrans({"面": "麵", "制": "製", "咨": "谘"})
"""One character for another whatever the word: 全麵, 製度."""

READINGS = {
    "務": "wù", "發": "fā", "關": "guān", "報": "bào", "數": "shù", "據": "jù", "機": "jī", "構": "gòu", "復": "fù",
    "議": "yì", "訴": "sù", "訟": "sòng", "請": "qǐng", "開": "kāi", "條": "tiáo", "辦": "bàn", "結": "jié",
    "網": "wǎng", "總": "zǒng", "與": "yǔ", "過": "guò", "縣": "xiàn",
}  # fmt: skip


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def traditional(text: str) -> str:
    """Simplified text in traditional characters, with the usual wrong ones."""
    converted: str = _converter().convert(text)
    return converted.translate(WRONG)


def annotated(text: str) -> str:
    """Traditional text with readings in brackets: 行政復(fù)議(yì)."""
    plain: str = _converter().convert(text)
    return "".join(f"{char}({READINGS[char]})" if char in READINGS else char for char in plain)
