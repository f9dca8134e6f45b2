"""Whether a record holds what its digests say, in whatever algorithm and spelling its writer chose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from storage.warc.body import Body, pieces, stream
from storage.warc.intake import Faulty, Incoming
from storage.warc.member import spellings
from storage.warc.message import BadChunks, Dechunker, head_of

ALGORITHMS = frozenset({"sha1", "sha256", "sha512", "md5"})


def check_digests(record: Incoming) -> None:
    """Faulty when the block is not what its digest says, or, where only the payload has one, the payload."""
    block = record.fields.get("warc-block-digest")
    if block and not _matches(block, pieces(record.block)):
        raise Faulty("a digest that does not match")
    payload = record.fields.get("warc-payload-digest")
    if block or not payload or record.fields["warc-type"] == "revisit" or "warc-segment-number" in record.fields:
        return  # a true block digest covers the payload; writers disagree on the payload of chunked answers
    spoken = record.fields["warc-type"] == "response" and record.fields["warc-target-uri"].lower().startswith("http")
    head, at = head_of(record.block) if spoken else (None, 0)
    if _matches(payload, pieces(record.block, at)):
        return
    if head is not None and head.chunked and _matches(payload, _unchunked(record.block, at)):
        return
    raise Faulty("a digest that does not match")


def _unchunked(block: Body, at: int) -> Iterator[bytes]:
    try:
        yield from Dechunker(stream(block, at))
    except BadChunks:
        return


def _matches(stated: str, parts: Iterator[bytes]) -> bool:
    name, _, value = stated.partition(":")
    name = name.strip().lower().replace("-", "")
    if name not in ALGORITHMS:
        return True  # not ours to judge
    digest = hashlib.new(name, usedforsecurity=False)
    for data in parts:
        digest.update(data)
    return value.strip().upper().rstrip("=") in spellings(digest.digest())
