"""From an exchange to the response record: interim heads set aside, chunks joined, digests taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from storage.exchange import Exchange
from storage.warc import records
from storage.warc.body import Body, collect, digests, pieces, stream
from storage.warc.message import BadChunks, Dechunker, Head, head_of
from storage.warc.records import Record

Chunked = Literal["strip", "wire"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A received message as it will be archived.

    `head` is what came, `block_head` what is written; `remarks` go into the metadata record (trailers, chunks
    that were none).
    """

    head: Head
    block_head: bytes
    body: Body
    block_digest: str
    payload_digest: str
    truncated: str | None
    remarks: dict[str, str] = field(default_factory=dict)


def read(exchange: Exchange, chunked: Chunked = "strip") -> Answer:
    """Take the received bytes apart. `chunked="wire"` keeps chunks as sent, with the digest of what they carry."""
    head, at = head_of(exchange.received)
    if not head.chunked:
        body = collect(pieces(exchange.received, at))
        return Answer(head, head.raw, body, *digests(head.raw, body), exchange.truncated)
    return _chunked(exchange, head, at, chunked)


def _chunked(exchange: Exchange, head: Head, at: int, chunked: Chunked) -> Answer:
    chunks = Dechunker(stream(exchange.received, at))
    remarks: dict[str, str] = {}
    try:
        body = collect(iter(chunks))
    except BadChunks as error:
        body, remarks = collect(pieces(exchange.received, at)), {"chunks": f"malformed: {error}"}
    if chunks.trailers:
        remarks["trailers"] = chunks.trailers.decode("latin-1")
    truncated = exchange.truncated or (None if chunks.complete or remarks else "disconnect")
    if chunked == "wire" and chunks.complete:
        raw = collect(pieces(exchange.received, at))
        return Answer(head, head.raw, raw, digests(head.raw, raw)[0], digests(b"", body)[1], truncated, remarks)
    block_head = head.unchunked()
    return Answer(head, block_head, body, *digests(block_head, body), truncated, remarks)


def response(exchange: Exchange, answer: Answer) -> Record:
    """The response record."""
    fields = (
        *_common(exchange, answer),
        ("WARC-Payload-Digest", answer.payload_digest),
        ("WARC-Truncated", answer.truncated),
        ("Content-Type", "application/http; msgtype=response"),
    )
    return records.build("response", fields, answer.block_head, answer.body, answer.block_digest)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The record a revisit refers to."""

    record_id: str
    url: str
    fetched_at: str
    payload_digest: str


def revisit(exchange: Exchange, answer: Answer, earlier: Earlier) -> Record:
    """An answer that repeats an earlier one: a true 304, or the same payload again, of which the head is kept."""
    unmodified = answer.head.status == 304
    fields = (
        *_common(exchange, answer),
        ("WARC-Profile", records.NOT_MODIFIED if unmodified else records.IDENTICAL),
        ("WARC-Refers-To", earlier.record_id),
        ("WARC-Refers-To-Target-URI", earlier.url),
        ("WARC-Refers-To-Date", earlier.fetched_at),
        ("WARC-Payload-Digest", None if unmodified else answer.payload_digest),
        ("WARC-Truncated", None if unmodified else "length"),
        ("Content-Type", "application/http; msgtype=response"),
    )
    return records.build("revisit", fields, answer.block_head)


def _common(exchange: Exchange, answer: Answer) -> tuple[tuple[str, str | None], ...]:
    return (
        ("WARC-Date", records.warc_date(exchange.started)),
        ("WARC-Target-URI", records.target_uri(exchange.url)),
        ("WARC-IP-Address", records.address(exchange.peer)),
        *records.protocols(answer.head.protocol, exchange.tls),
    )
