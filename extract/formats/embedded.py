"""Pages whose text stands in a script: a configuration object, a JSON fragment, CDATA."""

from __future__ import annotations

import json
import re
from html import unescape

_TAGS = re.compile(r"<(?:p|div|table|br|span|td|section)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'", re.DOTALL)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST = 200  # Chinese characters: a page that shows fewer may keep its text elsewhere
_LEAST = 50
_ENOUGH = re.compile(rf"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){{{_MOST}}}")


def unwrap(text: str) -> str:
    """The markup hidden in the scripts of a page, or in a JSON document, that holds most text; '' for none."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in {"{", "["}:
        return _from_json(stripped)
    hidden = max([*_CDATA.findall(text), *_strings(text)], key=_substance, default="")
    return _CDATA.sub("", hidden) if _substance(hidden) >= _LEAST else ""


def shows_little(visible: str) -> bool:
    """Whether a page shows so little text that it keeps it elsewhere."""
    return _ENOUGH.match(visible[:20_000]) is None


def _substance(markup: str) -> int:
    return len(_HAN.findall(markup)) if _TAGS.search(markup) else 0


def _strings(text: str) -> list[str]:
    """String literals of the scripts that hold markup once their escapes are undone."""
    scripts = (match.group(1) for match in _SCRIPT.finditer(text))
    literals = (literal for script in scripts if len(script) > 200 for literal in _STRING.findall(script))
    return [value for value in (_literal(literal) for literal in literals if len(literal) > 80) if _TAGS.search(value)]


def _literal(literal: str) -> str:
    body = literal[1:-1]
    if literal[0] == "'":
        body = body.replace("\\'", "'").replace('"', '\\"')
    try:
        value = str(json.loads(f'"{body}"', strict=False))
    except ValueError:
        value = (
            body.replace("\\/", "/").replace('\\"', '"').replace("\\n", "\n").replace("\\r", "").replace("\\t", "\t")
        )
    return unescape(value) if "&lt;" in value and not _TAGS.search(value) else value


def _from_json(text: str) -> str:
    """The longest string of a JSON document that holds markup or text."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    strings: list[str] = []
    waiting = [data]
    while waiting and len(strings) < 100_000:
        item = waiting.pop()
        if isinstance(item, str):
            strings.append(item)
        elif isinstance(item, dict):
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    best = max(strings, key=lambda value: (_substance(value), len(_HAN.findall(value))), default="")
    return unescape(best) if "&lt;" in best and not _TAGS.search(best) else best
