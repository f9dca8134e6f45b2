"""One Document whatever the carrier. `read` is the way in; every kind of carrier has a room of its own beside it."""

from __future__ import annotations

from extract.document import Document
from extract.errors import Unreadable
from extract.formats.decoding import decode
from extract.formats.sniff import kind
from extract.used import use
from storage.capture import Content

__all__ = ["MAX_BYTES", "read"]

MAX_BYTES = 60 * 2**20
MAX_TEXT = 20 * 2**20


def read(content: Content) -> Document:
    """The document in a payload, told by its bytes and only then by its media type.

    Raises Unreadable, with a sentence that says what the payload is, where no reader understands it. Time and
    memory are bounded: what is cut is named in `Document.faults`.
    """
    payload = content.payload
    if len(payload) > MAX_BYTES:
        raise Unreadable(f"the payload holds {len(payload)} bytes: more than the {MAX_BYTES} that are read")
    media_type = content.header("content-type") or content.capture.media_type
    found = kind(payload, media_type)
    if found in {"html", "text", "json"}:
        return _read_text(payload[:MAX_TEXT], found, media_type, content.capture.url)
    return _read_file(payload, found)


def _read_text(payload: bytes, found: str, media_type: str, url: str) -> Document:
    text, charset = decode(payload, media_type)
    if found == "text":
        use("text")
        from extract.formats.text import read_text  # noqa: PLC0415  # each reader is loaded when its format is met

        return read_text(text, charset)
    use("html")
    from extract.formats.web.html import read_html  # noqa: PLC0415

    return read_html(text, url, charset)


def _read_file(payload: bytes, found: str) -> Document:
    use(*_PARTS.get(found, ()))
    match found:
        case "pdf":
            from extract.formats.printed.pdf import read_pdf as reader  # noqa: PLC0415
        case "docx":
            from extract.formats.office.word import read_docx as reader  # noqa: PLC0415
        case "doc":
            from extract.formats.office.doc import read_doc as reader  # noqa: PLC0415
        case "xlsx" | "xls":
            from extract.formats.office.sheet import read_sheet as reader  # noqa: PLC0415
        case "image":
            from extract.formats.scans.scan import read_image as reader  # noqa: PLC0415
        case _:
            raise Unreadable(_REFUSED.get(found, f"a payload of kind {found} has no reader"))
    document = reader(payload)
    if found not in {"pdf", "image"}:
        return document
    from extract.tables.placed import tabulated  # noqa: PLC0415

    return tabulated(document)


_PARTS = {
    "pdf": ("pdf", "placed"), "docx": ("word",), "doc": ("word",), "xlsx": ("sheet",), "xls": ("sheet",),
    "image": ("scan", "placed"),
}  # fmt: skip
_REFUSED = {
    "empty": "the payload is empty",
    "zip": "a ZIP archive that is neither DOCX nor XLSX is not unpacked",
    "rar": "a RAR or 7z archive is not unpacked",
    "rtf": "RTF has no reader yet",
    "ole": "an Office file that is neither Word nor Excel has no reader",
    "binary": "the payload is binary data of no known kind",
}
