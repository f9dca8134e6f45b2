"""One record by its offset: read, decompressed within limits, checked against its digests."""

from __future__ import annotations

import hashlib
import os
from base64 import b16encode, b32encode
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from isal import isal_zlib

from storage.errors import BrokenRecord, DigestMismatch, TooLarge
from storage.warc.gz import GZIP, GzipError
from storage.warc.message import BadChunks, Dechunker, Head, split, text

LIMIT = 64 << 20  # bytes of one document, compressed or not


@dataclass(frozen=True, slots=True)
class Member:
    """A record in memory: `fields` by lower-case name (the first of each), its block, `place` for messages."""

    fields: dict[str, str]
    block: bytes
    place: str

    @property
    def kind(self) -> str:
        return self.fields.get("warc-type", "")

    def http(self) -> tuple[Head | None, bytes]:
        """The HTTP head, where there is one, and the body as archived."""
        if self.kind not in {"response", "revisit", "request"} or not self.block:
            return None, self.block
        if not self.fields.get("warc-target-uri", "").lower().startswith(("http:", "https:")):
            return None, self.block
        head, at = split(self.block)
        return head, self.block[at:]


def read_member(path: Path, offset: int, length: int, limit: int = LIMIT) -> Member:
    """The record at an offset. BrokenRecord where there is none, TooLarge past the limit."""
    place = f"{path}, offset {offset}"
    with path.open("rb") as handle:
        packed = os.pread(handle.fileno(), min(length, limit), offset)
    if len(packed) < length:
        raise BrokenRecord(f"{place}: the record is cut short or over {limit} bytes; see gongkai verify")
    return parse(inflate(packed, limit, place), place)


def inflate(packed: bytes, limit: int, place: str) -> bytes:
    """One gzip member, never more than `limit` bytes of it in memory."""
    press = isal_zlib.decompressobj(GZIP)
    try:
        data = press.decompress(packed, limit + 1)
    except GzipError as error:
        raise BrokenRecord(f"{place}: not a whole gzip member ({error}); see gongkai verify") from error
    if len(data) > limit:
        raise TooLarge(f"{place}: the record is over {limit} bytes; it stays in the archive unread")
    if not press.eof:
        raise BrokenRecord(f"{place}: the record is cut short; see gongkai verify")
    return bytes(data)


def parse(data: bytes, place: str) -> Member:
    """Named fields and block of one record."""
    end = data.find(b"\r\n\r\n")
    if not data.startswith(b"WARC/") or end < 0:
        raise BrokenRecord(f"{place}: no WARC record starts here; see gongkai verify")
    fields: dict[str, str] = {}
    for line in text(data[:end]).split("\r\n")[1:]:
        name, _, value = line.partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    length = fields.get("content-length", "")
    block = data[end + 4 :]
    if not length.isdigit() or len(block) < int(length):
        raise BrokenRecord(f"{place}: the record's Content-Length is wrong; see gongkai verify")
    return Member(fields, block[: int(length)], place)


def verify(member: Member) -> None:
    """DigestMismatch when the block is not what was archived; the payload digest counts where it is the only one."""
    stated = member.fields.get("warc-block-digest")
    if stated:
        if not matches(stated, member.block):
            raise DigestMismatch(f"{member.place}: the bytes are not those archived (block digest); see gongkai verify")
    elif not payload_agrees(member):
        raise DigestMismatch(f"{member.place}: the bytes are not those archived (payload digest); see gongkai verify")


def payload_agrees(member: Member) -> bool:
    """Whether the payload digest holds, over the body as archived or over what its chunks carry.

    Writers disagree on which of the two it is of; a revisit's payload is elsewhere.
    """
    stated = member.fields.get("warc-payload-digest")
    if not stated or member.kind == "revisit" or member.fields.get("warc-segment-number"):
        return True
    head, body = member.http()
    return matches(stated, body) or bool(head and head.chunked and matches(stated, dechunk(body)))


def dechunk(body: bytes) -> bytes:
    """The payload of a chunked body; a body that is not chunked comes back as it is."""
    try:
        return b"".join(Dechunker(BytesIO(body)))
    except BadChunks:
        return body


def matches(stated: str, data: bytes) -> bool:
    """Whether data has the stated digest, in base32 or base16 whatever the case; an unknown algorithm passes."""
    name, _, value = stated.partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in {"sha1", "sha256", "sha512", "md5", "sha384"}:
        return True
    return value.strip().upper().rstrip("=") in spellings(hashlib.new(name, data, usedforsecurity=False).digest())


def spellings(digest: bytes) -> frozenset[str]:
    """A digest in base32 and base16, upper case, without padding."""
    return frozenset({b32encode(digest).decode().rstrip("="), b16encode(digest).decode()})
