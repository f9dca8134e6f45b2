"""From bytes to text: headers and meta tags lie often enough that the bytes come first."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from resiliparse.parse.encoding import detect_encoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_CHINESE = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "gb18030"}


def decode(payload: bytes, content_type: str = "") -> tuple[str, str]:
    """The text and the charset it was read with; broken bytes become U+FFFD and never raise.

    Order: byte order mark, strict UTF-8, the header's and the page's own charset where the bytes fit them
    (gb2312 and gbk mean gb18030), gb18030, and what the bytes look like.
    """
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(name, "replace"), name
    for name in _likely(payload, content_type):
        text = _strictly(payload, name)
        if text is not None:
            return text, name
    return _guessed(payload, content_type)


def _likely(payload: bytes, content_type: str) -> Iterator[str]:
    yield "utf-8"
    yield from _declared(payload, content_type)  # looked for only now: most pages need no more than the first
    yield "gb18030"


def _declared(payload: bytes, content_type: str) -> list[str]:
    header = _HEADER.search(content_type)
    meta = _META.search(payload, 0, 4096)
    names = [header.group(1)] if header else []
    names += [meta.group(1).decode("ascii", "replace")] if meta else []
    return [known for known in (_known(name) for name in names) if known]


def _known(name: str) -> str:
    """The codec's name, or '' for none and for those that decode any bytes (latin-1 says nothing)."""
    name = _CHINESE.get(name.lower(), name.lower())
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return ""
    single_byte = codec.name in {"iso8859-1", "cp1252", "ascii"} or not getattr(codec, "_is_text_encoding", True)
    return "" if single_byte else codec.name


def _strictly(payload: bytes, name: str) -> str | None:
    try:
        return payload.decode(name)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _guessed(payload: bytes, content_type: str) -> tuple[str, str]:
    """A page cut in half or holding a few broken bytes: the encoding that breaks least."""
    names = ["utf-8", *_declared(payload, content_type), "gb18030", _known(detect_encoding(payload[:100_000]) or "")]
    texts = [(payload.decode(name, "replace"), name) for name in dict.fromkeys(names) if name]
    return min(texts, key=lambda pair: pair[0].count("\ufffd"))
