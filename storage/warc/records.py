"""WARC 1.1 records as bytes: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/

Blocks are bytes throughout: a header line in GBK, without a colon or with a strange case is archived as it came.
One record a gzip member. The only change made to an answer is that its chunks are joined and the header that
announced them is renamed: readers disagree on the digest of chunked bytes, and agree on this.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from ipaddress import ip_address
from itertools import chain
from typing import IO, Any
from urllib.parse import quote
from uuid import uuid4

from isal import isal_zlib

from storage.exchange import Exchange, Tls
from storage.warc.body import Body, Spool, digests, pieces, sha1_of, size
from storage.warc.gz import GZIP, LEVEL

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
# what RFC 3986 allows in an address, percent signs left as they are
URI_SAFE = "%:/?#@!$&'()*+,;=-._~"

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its named fields, and its block in two parts (an HTTP head and a body, or all in `head`)."""

    fields: Fields
    head: bytes
    body: Body = b""

    def field(self, name: str) -> str | None:
        """The first value of a named field."""
        return next((value for key, value in self.fields if key == name), None)


def new_id() -> str:
    """A fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


@lru_cache(maxsize=64)
def warc_date(moment: datetime) -> str:
    """UTC with microseconds, as WARC 1.1 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=256)
def target_uri(url: str) -> str:
    """The address as sent, with what RFC 3986 does not allow percent-encoded; brackets stay in an IPv6 host."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return quote(url, safe=URI_SAFE)
    cut = min((at for at in (rest.find(mark) for mark in "/?#") if at >= 0), default=len(rest))
    return f"{scheme}://{quote(rest[:cut], safe=URI_SAFE + '[]')}{quote(rest[cut:], safe=URI_SAFE)}"


@lru_cache(maxsize=256)
def address(peer: str | None) -> str | None:
    """An IP address in the spelling of RFC 5952, without a zone."""
    return str(ip_address(peer.partition("%")[0])) if peer else None


def protocols(http: str, tls: Tls | None) -> list[tuple[str, str]]:
    """WARC-Protocol and WARC-Cipher-Suite as the IIPC proposals 42 and 86 spell them."""
    found = [("WARC-Protocol", http.lower())] if http.upper() in {"HTTP/1.0", "HTTP/1.1"} else []
    if tls:
        version = tls.version.upper().removeprefix("TLSV")
        found += [("WARC-Protocol", f"tls/{version if '.' in version else version + '.0'}")]
        found += [("WARC-Cipher-Suite", tls.cipher)]
    return found


def build(
    kind: str, fields: Sequence[tuple[str, str | None]], head: bytes, body: Body = b"", block: str = ""
) -> Record:
    """A record of a kind; `fields` follow type, id and date, empty ones left out; the block digest is added."""
    always = (("WARC-Type", kind), ("WARC-Record-ID", new_id()))
    rest = tuple((name, value) for name, value in fields if value)
    ending = (
        ("WARC-Block-Digest", block or sha1_of(chain([head], pieces(body) if body else ()))),
        ("Content-Length", str(len(head) + size(body))),
    )
    return Record(always + rest + ending, head, body)


def fields_block(lines: Mapping[str, Any]) -> bytes:
    """An `application/warc-fields` block; what is not text is written as JSON on its line (ASCII, so one line)."""
    written = (
        f"{name}: {value if isinstance(value, str) else json.dumps(value, separators=(',', ':'))}"
        for name, value in lines.items()
        if value not in (None, "", {}, [])
    )
    return "".join(f"{' '.join(line.splitlines())}\r\n" for line in written).encode("utf-8")


def warcinfo(filename: str, lines: Mapping[str, Any], moment: datetime) -> Record:
    """The first record of a file: by what, for what and how it was written."""
    fields = (
        ("WARC-Date", warc_date(moment)),
        ("WARC-Filename", filename),
        ("Content-Type", "application/warc-fields"),
    )
    known = {"format": "WARC File Format 1.1", "conformsTo": "http://iipc.github.io/warc-specifications/"}
    return build("warcinfo", fields, fields_block({**lines, **known}))


def request(exchange: Exchange, concurrent_to: str | None) -> Record:
    """What was sent, byte for byte."""
    body = exchange.sent.partition(b"\r\n\r\n")[2]
    fields = (
        ("WARC-Date", warc_date(exchange.started)),
        ("WARC-Target-URI", target_uri(exchange.url)),
        ("WARC-Concurrent-To", concurrent_to),
        ("WARC-IP-Address", address(exchange.peer)),
        ("WARC-Payload-Digest", sha1_of([body]) if body else None),
        ("Content-Type", "application/http; msgtype=request"),
    )
    return build("request", fields, exchange.sent)


def metadata(url: str, moment: datetime, lines: Mapping[str, Any], relation: tuple[str, str] | None) -> Record:
    """What is known beside the bytes; `relation` is the field and id that tie it to another record."""
    fields = (
        ("WARC-Date", warc_date(moment)),
        ("WARC-Target-URI", target_uri(url)),
        *((relation,) if relation else ()),
        ("Content-Type", "application/warc-fields"),
    )
    return build("metadata", fields, fields_block(lines))


def resource(url: str, moment: datetime, media_type: str, body: Body) -> Record:
    """Bytes without an HTTP exchange: a screenshot."""
    return _plain("resource", (url, moment, media_type), body)


def conversion(url: str, moment: datetime, body: Body, made_of: str | None = None) -> Record:
    """A page as a browser rendered it, in UTF-8; `made_of` is the id of the record of the answer it began with."""
    relation = (("WARC-Refers-To", made_of),) if made_of else ()
    return _plain("conversion", (url, moment, "text/html; charset=utf-8"), body, relation)


def _plain(
    kind: str, about: tuple[str, datetime, str], body: Body, relation: tuple[tuple[str, str], ...] = ()
) -> Record:
    block, payload = digests(b"", body)
    url, moment, media_type = about
    fields = (
        ("WARC-Date", warc_date(moment)),
        ("WARC-Target-URI", target_uri(url)),
        *relation,
        ("WARC-Payload-Digest", payload),
        ("Content-Type", media_type),
    )
    return build(kind, fields, b"", body, block)


def pack(record: Record, out: IO[bytes]) -> int:
    """Write the record as one gzip member; its length."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in record.fields)
    head = b"WARC/1.1\r\n" + lines.encode("utf-8") + b"\r\n" + record.head
    if isinstance(record.body, bytes):
        return out.write(isal_zlib.compress(b"".join((head, record.body, b"\r\n\r\n")), LEVEL, GZIP))
    press = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)
    length = out.write(press.compress(head))
    for data in pieces(record.body):
        length += out.write(press.compress(data))
    return length + out.write(press.compress(b"\r\n\r\n") + press.flush())


def pack_group(records: Sequence[Record]) -> tuple[Body, list[int]]:
    """The records one after another, ready to be appended at once, and the length of each member."""
    if all(isinstance(record.body, bytes) for record in records):
        small = BytesIO()
        lengths = [pack(record, small) for record in records]
        return small.getvalue(), lengths
    large = Spool()
    return large, [pack(record, large) for record in records]
