"""Pages whose text stands in a script, a JSON document, CDATA or a hidden field, and what stands beside it there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from extract.formats.web.words import page_words

_TAGS = re.compile(r"<(?:p|div|table|br|span|td|section)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_FIELD = re.compile(r"<textarea\b[^>]*>(.*?)</textarea\s*>", re.IGNORECASE | re.DOTALL)
_MEMBER = re.compile(r"<(\w{2,30})>\s*(?:<!\[CDATA\[)?\s*([^<>\[\]]{2,200}?)\s*(?:\]\]>)?\s*</\1>")
_DEEP = 40  # objects in objects
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^'\\]|\\.)*'", re.DOTALL)
_FILE = re.compile(r"(?:href|src)\s*=\s*[\"'][^\"'<>]+\.(?:pdf|docx?|xlsx?|wps|ofd|png|jpe?g)\b", re.IGNORECASE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_MOST = 200  # Chinese characters: a page that shows fewer may keep its text elsewhere
_LEAST = 50
_OBJECT = re.compile(r"(?:[=:(]\s*)\{(?=\s*\")")
_OBJECTS = 20  # of one script that are tried
_DECODER = json.JSONDecoder(strict=False)
_ENOUGH = re.compile(rf"(?:[^\u4e00-\u9fff]*+[\u4e00-\u9fff]){{{_MOST}}}")


def unwrap(text: str) -> str:
    """The markup hidden in the scripts of a page, or in a JSON document, that holds most text; '' for none."""
    stripped = text.lstrip("\ufeff \t\r\n")
    if stripped[:1] in {"{", "["}:
        return _markup(_from_json(stripped)[0])
    hidden = max([*_CDATA.findall(text), *_strings(text), *_fields(text)], key=_substance, default="")
    return _CDATA.sub("", hidden) if _substance(hidden) >= _LEAST else ""


def shows_little(visible: str) -> bool:
    """Whether a page shows so little text that it keeps it elsewhere."""
    return _ENOUGH.match(visible[:20_000]) is None


def _substance(markup: str) -> int:
    """Chinese characters of markup, and the files and pictures that it links."""
    return len(_HAN.findall(markup)) + len(_FILE.findall(markup)) if _TAGS.search(markup) else 0


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


def _fields(text: str) -> Iterator[str]:
    """Markup kept in fields of a form, for a script to show."""
    return (unescape(field) for field in _FIELD.findall(text)) if "<textarea" in text else iter(())


def is_record(text: str) -> bool:
    """Whether a payload is no page but an object or a record that holds one: JSON, or XML with CDATA."""
    head = text[:200].lstrip("\ufeff \t\r\n")
    return head[:1] in {"{", "["} or (head.startswith("<?xml") and "<![CDATA[" in text and "<html" not in head)


def record(text: str) -> dict[str, str]:
    """What a record says of the text it holds, under the labels of a page: 标题, 发布日期, 来源."""
    stripped = text.lstrip("\ufeff \t\r\n")
    return _under_labels(_from_json(stripped)[1] if stripped[:1] in {"{", "["} else dict(_MEMBER.findall(text)))


def object_of_scripts(text: str) -> tuple[str, dict[str, str]]:
    """The object in a page's scripts that holds its text, DETAIL of window._CONFIG: the markup, '' where it is none of
    a text or a file, and what the object says of it.
    """
    found: tuple[str, Mapping[str, Any]] = ("", {})
    for script in _SCRIPT.findall(text):
        for start in list(_OBJECT.finditer(script))[:_OBJECTS]:
            try:
                data, _ = _DECODER.raw_decode(script, start.end() - 1)
            except (ValueError, RecursionError):
                continue
            found = max(found, _fullest(data), key=lambda one: _substance(one[0]))
    markup, members = found
    shown = _substance(markup) >= _LEAST or _FILE.search(markup)
    return markup if shown else "", _under_labels(members)


def _under_labels(members: Mapping[str, Any]) -> dict[str, str]:
    said = {name.lower(): str(value) for name, value in members.items() if isinstance(value, str | int)}
    labels = (("标题", "record_titles"), ("发布日期", "record_dates"), ("来源", "record_sources"))
    found = {label: next((said[name] for name in page_words(words) if said.get(name)), "") for label, words in labels}
    return {label: value for label, value in found.items() if value}


def _markup(text: str) -> str:
    return unescape(text) if "&lt;" in text and not _TAGS.search(text) else text


def _from_json(text: str) -> tuple[str, Mapping[str, Any]]:
    """The string of a JSON document that holds most markup or text, and the members of the objects round it."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return "", {}
    return _fullest(data)


def _fullest(data: Any) -> tuple[str, Mapping[str, Any]]:
    """The string that holds most markup or text, and the members of the objects round it."""
    best: tuple[str, Mapping[str, Any]] = ("", {})
    most = (0, 0)
    for value, members in _text_members(data, {}, 0):
        size = (_substance(value), len(_HAN.findall(value)))
        if size > most:
            best, most = (value, members), size
    return best


def _text_members(item: Any, round_it: Mapping[str, Any], depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every string with the members of its own object before those of the objects that hold that one."""
    if isinstance(item, str):
        yield item, round_it
    elif isinstance(item, dict) and depth < _DEEP:
        own = {**round_it, **item}
        for value in item.values():
            yield from _text_members(value, own, depth + 1)
    elif isinstance(item, list) and depth < _DEEP:
        for value in item:
            yield from _text_members(value, round_it, depth + 1)
