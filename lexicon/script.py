"""Traditional characters and injected pinyin: what mirror and hijacked sites do to a mainland text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from lexicon.data import table

_HAN = re.compile(r"[\u3400-\u9fff]")
_READINGS = re.compile(r"(?<=[\u3400-\u9fff])(?:[(（][a-zà-öø-ÿāăēěīĭńňǹōŏūŭǎǐǒǔǖǘǚǜɑɡ\u0300-\u036f]{1,8}[)）])+")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|[aeiou])r?|ng|hm|m|n"
)
_RADICALS = re.compile(r"[\u2044\u2215\u2e80-\u2fd5]")
_SHARE = 0.02  # of the Chinese characters: fewer are names (喆, 堃) or slips in a simplified text


@cache
def _gb2312() -> frozenset[str]:
    """The 6,763 characters of GB 2312: simplified Chinese as every portal writes it."""
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(pair.decode("gb2312", "ignore") for pair in pairs) - {""}


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415  # costs memory and time that simplified pages need not pay

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@cache
def _simple_form(char: str) -> str:
    repaired: str | None = table("script")["characters"].get(char)
    return repaired or _converter()(char)


@cache
def _rare() -> re.Pattern[str]:
    """A Chinese character outside GB 2312; a search costs a tenth of a set of all characters."""
    return re.compile(f"[{''.join(char for char in map(chr, range(0x3400, 0xA000)) if char not in _gb2312())}]")


def _traditional_characters(text: str) -> set[str]:
    """Those that no simplified text holds: outside GB 2312, with another simple form, not kept in a place name."""
    rare = set(_rare().findall(text))
    return {char for char in rare - set(table("script")["kept"]) if _simple_form(char) != char}


def fold_radicals(text: str) -> str:
    """Characters in place of the radicals and signs that look like them: PDF printers write 人民 as ⼈⺠."""
    radicals: dict[str, str] = table("script")["radicals"]
    return _RADICALS.sub(lambda found: radicals.get(found[0]) or unicodedata.normalize("NFKC", found[0]), text)


def is_traditional(text: str) -> bool:
    """Whether the text is written in traditional characters (at least 2 % that no simplified text holds)."""
    signs = _traditional_characters(text)
    if not signs:
        return False
    found = sum(text.count(char) for char in signs)
    return found >= _SHARE * len(_HAN.findall(text))


def simplify(text: str) -> str:
    """The text in simplified characters; a simplified text comes back as it is (乾县, 於潜镇 stay).

    Conversions that went wrong on the way to traditional and back (谘詢, 全麵, 製度, 體係) are repaired.
    """
    signs = _traditional_characters(text)
    if not signs:
        return text
    repairs: dict[str, str] = table("script")["characters"]
    if not is_traditional(text):
        return text.translate({ord(char): _simple_form(char) for char in signs})
    return _converter()(text).translate({ord(char): simple for char, simple in repairs.items()})


def mainland_words(text: str) -> str:
    """Taiwan words of a page converted there and back, as the mainland says them (政府資訊公開 → 政府信息公开).

    For matching titles and keywords only: the text itself is stored as the page has it.
    """
    words: dict[str, str] = table("script")["words"]
    for foreign, mainland in words.items():
        text = text.replace(foreign, mainland)
    return text


def strip_readings(text: str) -> tuple[str, int]:
    """Remove injected pinyin, 當(dāng)前 or 政(zheng)(zheng)府(fu)(fu); give the text and the number removed.

    (pdf), (km) and item marks such as (a) are no readings and stay.
    """
    if "(" not in text and "（" not in text:
        return text, 0
    removed = 0

    def drop(match: re.Match[str]) -> str:
        nonlocal removed
        readings = re.findall(r"[^()（）]+", match.group())
        if not all(_is_reading(reading) for reading in readings):
            return match.group()
        removed += len(readings)
        return ""

    return _READINGS.sub(drop, text), removed


def _is_reading(letters: str) -> bool:
    decomposed = unicodedata.normalize("NFD", letters.replace("ɑ", "a").replace("ɡ", "g"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    toned = plain != decomposed
    return bool(_SYLLABLE.fullmatch(plain)) and (toned or len(plain) > 1)
