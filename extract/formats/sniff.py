"""What a payload is, by its first bytes; names and headers only settle what bytes leave open."""

from __future__ import annotations

import io
import re
import zipfile

import olefile

_TAG = re.compile(
    rb"<(?:!doctype|html|head|body|table|div|p|span|meta|title|font|\?xml|script|br|!--)\b", re.IGNORECASE
)
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_SIGNS = ((b"{\\rtf", "rtf"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "rar"), *((sign, "image") for sign in _IMAGES))


def kind(payload: bytes, media_type: str = "") -> str:
    """One of pdf, docx, xlsx, zip, doc, xls, ole, image, rtf, rar, html, json, text, empty, binary."""
    head = payload[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        return "empty"
    if b"%PDF-" in payload[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(payload)
    if head.startswith(olefile.MAGIC):
        return _ole_kind(payload)
    signed = next((name for start, name in _SIGNS if head.startswith(start)), "")
    return signed or _text_kind(payload, head, media_type)


def _zip_kind(payload: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(payload)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if any(name.startswith("xl/") for name in names) else "zip"


def _ole_kind(payload: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(payload)) as ole:
            names = {entry[0].lower() for entry in ole.listdir()}
    except Exception:  # noqa: BLE001  # olefile raises whatever a broken file provokes
        return "ole"
    if "worddocument" in names:
        return "doc"
    return "xls" if names & {"workbook", "book"} else "ole"


def _text_kind(payload: bytes, head: bytes, media_type: str) -> str:
    if payload[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "html" if b"<\x00" in payload[:4096] or b"\x00<" in payload[:4096] else "text"
    if payload[:4096].count(0) > 8:
        return "binary"
    if head[:1] in {b"{", b"["} and ("json" in media_type or payload.rstrip()[-1:] in {b"}", b"]"}):
        return "json"
    said = media_type.split(";", maxsplit=1)[0].strip().lower()
    if said in {"text/html", "application/xhtml+xml"}:
        return "html"
    if said == "text/plain" and not re.match(rb"<(?:!doctype|html|\?xml)", head, re.IGNORECASE):
        return "text"
    return "html" if _TAG.search(payload[:8192]) else "text"
