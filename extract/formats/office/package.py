"""Office files are ZIP archives of XML parts: refused where they would burst, read part by part."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from extract.errors import Unreadable

MAX_MEMBERS = 2_000
MAX_TOTAL = 200 * 2**20  # bytes of all members once unpacked
MAX_RATIO = 200
MAX_PART = 64 * 2**20  # bytes of a part that is read at once
_OFF = {"0", "false", "off"}


def check_archive(payload: bytes) -> None:
    """Refuse a ZIP of too many members, of too much once unpacked, or with XML entities."""
    try:
        fault = _fault(payload)
    except Exception as error:  # zipfile and zlib raise whatever a broken archive provokes
        raise Unreadable("the file is a broken or locked ZIP archive") from error
    if fault:
        raise Unreadable(fault)


def _fault(payload: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if len(members) > MAX_MEMBERS or total > MAX_TOTAL or total > MAX_RATIO * max(len(payload), 2**16):
            return f"the file unpacks to {total} bytes in {len(members)} members: refused as a bomb"
        texts = (member for member in members if member.filename.endswith((".xml", ".rels")))
        entities = any(b"<!ENTITY" in _head(archive, member) for member in texts)
    return "the file declares XML entities: refused" if entities else ""


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as stream:
        return stream.read(65_536)


def parse_part(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of one XML part, None where the file has none; lxml raises what a broken one provokes.

    Raises Unreadable for one that is too large.
    """
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > MAX_PART:
        raise Unreadable(f"{name} holds more than {MAX_PART} bytes")
    return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))


def local(node: Any) -> str:
    """The name of an element without its namespace, '' for a comment: strict files have other namespaces."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Any, name: str) -> Any:
    """The first child of a name, None for none."""
    return next((one for one in node if local(one) == name), None)


def said(node: Any, name: str = "val") -> str:
    """An attribute by its name without namespace, '' for none."""
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def is_on(style: Any, name: str) -> bool:
    """Whether a property is set, and not set off."""
    mark = child(style, name)
    return mark is not None and said(mark) not in _OFF
