"""ARC, the format before WARC: each record becomes a WARC response whose block is the ARC record's body, untouched.

https://archive.org/web/researcher/ArcFileFormat.php
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BufferedReader
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from storage.warc.body import Body, digests, size
from storage.warc.intake import Faulty, parse_fields, read_block
from storage.warc.message import head_of
from storage.warc.records import address, target_uri

DATE = re.compile(r"\d{14}|\d{12}")
HTTP = re.compile(rb"HTTP/\d")


def read_record(stream: BufferedReader[Any], first: bytes, source: str) -> tuple[bytes, dict[str, str], Body] | None:
    """Header, fields and block of the ARC record whose header line was read; None for the file's own description.

    `source` (the digest of the file) makes the record's id, the same at every import.
    """
    parts = first.decode("utf-8", "replace").split()
    if len(parts) < 5:
        raise Faulty("an ARC header line that cannot be read")
    # version 1: address, IP, date, type, length, and an address may hold spaces; version 2 has more before the length
    cut = -4 if DATE.fullmatch(parts[-3]) else 1
    url, (ip, date, media_type) = " ".join(parts[:cut]), parts[cut:][:3]
    block = read_block(stream, parts[-1])
    if first.startswith(b"filedesc://"):
        return None
    header = _header(url, (ip, date, media_type), block, source)
    return header, parse_fields(header), block


def _header(url: str, said: tuple[str, str, str], block: Body, source: str) -> bytes:
    ip, date, media_type = said
    head, at = head_of(block)
    is_http = HTTP.match(head.raw) is not None
    if is_http and isinstance(block, bytes):
        block_digest, payload_digest = digests(block[:at], block[at:])
    else:
        block_digest = payload_digest = digests(b"", block)[0]
    fields = [
        ("WARC-Type", "response" if is_http else "resource"),
        ("WARC-Record-ID", f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{source} {url} {date} {block_digest}')}>"),
        ("WARC-Date", moment_of(date).strftime("%Y-%m-%dT%H:%M:%SZ")),
        ("WARC-Target-URI", target_uri(url)),
        ("WARC-IP-Address", _address(ip)),
        ("WARC-Payload-Digest", payload_digest if not is_http or isinstance(block, bytes) else ""),
        ("WARC-Block-Digest", block_digest),
        ("Content-Type", "application/http; msgtype=response" if is_http else media_type),
        ("Content-Length", str(size(block))),
    ]
    return b"WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields if value).encode() + b"\r\n"


def _address(ip: str) -> str:
    try:
        found = address(ip)
    except ValueError:
        return ""
    return found if found and found != "0.0.0.0" else ""  # noqa: S104 - what old crawlers write for "unknown"


def moment_of(date: str) -> datetime:
    """The time of an ARC date. Faulty when there is no such time."""
    try:
        return datetime.strptime(date.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise Faulty("no usable date") from None
