"""Bytes to text: content-encoding undone within limits, then the charset that the bytes bear out.

Order: BOM, strict UTF-8, what header or page declare (gb2312 and gbk read as gb18030, their superset),
gb18030, and a detector last. A declared charset that the bytes contradict is not believed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from resiliparse.parse.encoding import detect_encoding

from storage.warc.decoding import decode as undo

LARGEST = 64 << 20
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHINESE = frozenset(("gb2312", "gbk", "x-gbk", "gb_2312-80", "gb2312-80", "csgb2312", "cp936", "936"))
WESTERN = frozenset(("iso-8859-1", "latin-1", "latin1", "windows-1252", "us-ascii", "ascii"))


def unpack(body: bytes, encoding: str = "") -> bytes:
    """Undo the content-encoding; a gzip head that no header announced is recognised by its bytes.

    storage.errors.TooLarge past 64 MB; a stream that breaks off gives what could be decoded.
    """
    if body.startswith(b"\x1f\x8b") and "gzip" not in encoding.lower():
        encoding = "gzip"
    return undo(body, encoding, LARGEST)


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Text and the charset it was read with; what no charset fits is read with replacement marks."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), name
    if nearly := _nearly_utf8(body):
        return nearly, "utf-8"
    for name in _candidates(body, content_type):
        try:
            return body.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    name = min(("utf-8", "gb18030"), key=lambda name: body.decode(name, "replace").count("�"))
    return body.decode(name, "replace"), name


def _nearly_utf8(body: bytes) -> str:
    """UTF-8 with a stray byte or a torn end: one fault in five hundred characters that are not ASCII."""
    text = body.decode("utf-8", "replace")
    beyond = sum(character > "\x7f" for character in text)
    return text if text.count("�") * 500 <= beyond else ""


def _candidates(body: bytes, content_type: str) -> Iterator[str]:
    declared = [_superset(name) for name in _declared(body, content_type)]
    yield from (name for name in declared if name not in WESTERN)
    yield "gb18030"
    yield _superset(detect_encoding(body[:100_000]) or "utf-8")


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    if match := HEADER.search(content_type):
        yield match.group(1)
    for pattern in (XML, META):
        if found := pattern.search(body, 0, 4096):
            yield found.group(1).decode("ascii", "replace")


def _superset(name: str) -> str:
    name = name.lower()
    return "gb18030" if name in CHINESE else name
