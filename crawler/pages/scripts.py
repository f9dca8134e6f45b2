"""Links that only scripts know, read without running them: calls, jumps, written rows, data.

What is understood is what list pages do: strings joined with `+`, variables holding strings, one small function
between a click and an address. Anything else stays unread; a browser is for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

LITERAL = re.compile(r"\s*(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')", re.DOTALL)
NAME = re.compile(r"\s*([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*|\d+)")
JUMP = re.compile(
    r"(?:window\.open|(?:(?:window|self|top|parent|document)\.)*location(?:\.href)?\s*=(?!=)|"
    r"(?:(?:window|self|top|parent|document)\.)*location\.(?:replace|assign))\s*\(?"
)
CALL = re.compile(r"^\s*(?:return\s+)?([A-Za-z_$][\w$.]*)\s*\((.*)\)\s*;?", re.DOTALL)
WRITE = re.compile(r"(?:(?:var|let|const)\s+)?([A-Za-z_$][\w$]*)\s*\+?=(?![=>])|document\.write(?:ln)?\s*\(")
ADDRESS = re.compile(
    r"^(?:https?://|\.{0,2}/|[\w-]+/)?[\w./%~-]+(?:/|\.[a-z]{2,5})(?:\?[^\s]*)?$|^(?:https?://|/)\S+$|^\?\S+=",
    re.IGNORECASE,
)
OBJECT_URL = re.compile(
    r"[\"']?(?:url|href|link|infourl|visiturl|linkurl|docpuburl|path)[\"']?\s*:\s*([\"'])(.*?)\1", re.IGNORECASE
)
OBJECT_TITLE = re.compile(
    r"[\"']?(?:title|name|realtitle|doctitle|text|label)[\"']?\s*:\s*([\"'])(.*?)\1", re.IGNORECASE
)
OBJECT_DATE = re.compile(
    r"[\"']?(?:date|pubdate|infodate|publishedtimestr|docreltime|time)[\"']?\s*:\s*([\"'])(.*?)\1", re.IGNORECASE
)
FLAT_OBJECT = re.compile(r"\{[^{}]{10,2000}\}")


def unquote(literal: str) -> str:
    """A JavaScript string literal as its text."""
    inner = literal[1:-1]
    if literal[0] == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"').replace('\\\\"', '\\"')
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except ValueError:
        return re.sub(r"\\(.)", r"\1", inner)


def evaluate(text: str, start: int, names: Mapping[str, str]) -> str | None:
    """The string that `"a" + b + 'c'` at `start` makes; a name nobody set is empty, no expression is None."""
    parts, place = [], start
    while True:
        if match := LITERAL.match(text, place):
            parts.append(unquote(match.group(1)))
        elif match := NAME.match(text, place):
            name = match.group(1)
            parts.append(name if name.isdigit() else names.get(name, ""))
        else:
            return "".join(parts) if parts else None
        place = match.end()
        plus = re.compile(r"\s*\+").match(text, place)
        if not plus:
            return "".join(parts)
        place = plus.end()


def clicked(call: str, scripts: tuple[str, ...]) -> str | None:
    """The address that an `onclick` or a `javascript:` link opens, as written."""
    call = re.sub(r"^\s*javascript\s*:", "", call, flags=re.IGNORECASE)
    if jump := JUMP.search(call):
        return evaluate(call, jump.end(), {})
    match = CALL.match(call)
    if not match:
        return None
    arguments = [
        unquote(found) if found[0] in "\"'" else found
        for found in re.findall(r"\"[^\"]*\"|'[^']*'|[\w.]+", match.group(2))
    ]
    opened = _through(match.group(1), arguments, scripts)
    if opened is not None:
        return opened
    return next((argument for argument in arguments if ADDRESS.match(argument)), None)


def _through(name: str, arguments: list[str], scripts: tuple[str, ...]) -> str | None:
    """What a function of the page does with the arguments, if it opens an address made of them."""
    head = re.compile(rf"(?:function\s+{re.escape(name)}|{re.escape(name)}\s*=\s*function)\s*\(([^)]*)\)\s*\{{")
    for script in scripts:
        if found := head.search(script):
            names = dict(zip([item.strip() for item in found.group(1).split(",")], arguments, strict=False))
            body = script[found.end() : found.end() + 1500]
            return _jump_in(body, names)
    return None


def _jump_in(body: str, names: dict[str, str]) -> str | None:
    for match in re.finditer(r"(?:var|let|const)\s+([\w$]+)\s*=", body):
        value = evaluate(body, match.end(), names)
        if value is not None:
            names.setdefault(match.group(1), value)
    jump = JUMP.search(body)
    return evaluate(body, jump.end(), names) if jump else None


def jump(script: str) -> str | None:
    """Where a script sends the reader at once (`location.href='…'`), outside any function; None if nowhere."""
    names: dict[str, str] = {}
    for match in re.finditer(r"(?:var|let|const)\s+([\w$]+)\s*=", script):
        value = evaluate(script, match.end(), names)
        if value:
            names[match.group(1)] = value
    found = JUMP.search(script)
    return evaluate(script, found.end(), names) if found and "window.open" not in found.group() else None


def written(scripts: tuple[str, ...]) -> str:
    """The markup that `document.write` calls put into the page, in order."""
    names: dict[str, str] = {}
    parts: list[str] = []
    for script in scripts:
        if "document.write" not in script:
            continue
        for match in WRITE.finditer(script):
            value = evaluate(script, match.end(), names)
            if value is None:
                continue
            if match.group(1) is None:
                parts.append(value)
            else:
                names[match.group(1)] = value
    return "\n".join(parts)


def objects(text: str) -> Iterator[tuple[str, str, str]]:
    """Address, title and date of flat objects that hold a link (`{title:'…', url:'…'}`), in program or data."""
    for match in FLAT_OBJECT.finditer(text):
        url, title = OBJECT_URL.search(match.group()), OBJECT_TITLE.search(match.group())
        if url and title and url.group(2):
            date = OBJECT_DATE.search(match.group())
            yield _plain(url.group(2)), _plain(title.group(2)), date.group(2) if date else ""


def _plain(text: str) -> str:
    return unquote(f'"{text}"') if "\\" in text else text
