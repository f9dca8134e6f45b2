"""Whether a record of someone else's file can be kept, what is mended in it, and what it cannot be used for."""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5

from storage.warc.body import size
from storage.warc.cdxj import timestamp
from storage.warc.checking import check_digests
from storage.warc.intake import Faulty, Incoming
from storage.warc.message import head_of
from storage.warc.records import target_uri

KINDS = frozenset({"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"})
WITHOUT_ADDRESS = frozenset({"warcinfo", "metadata"})
ANSWERS = frozenset({"response", "resource", "revisit"})


def vet(record: Incoming, source: str) -> None:
    """Faulty when the record cannot be kept. A missing id and an ill-written address are mended in the header."""
    fields = record.fields
    kind = fields.get("warc-type", "")
    if kind not in KINDS:
        raise Faulty("no known WARC-Type")
    try:
        timestamp(fields.get("warc-date", ""))
    except ValueError:
        raise Faulty("no usable date") from None
    if not fields.get("warc-target-uri") and kind not in WITHOUT_ADDRESS:
        raise Faulty("no target address")
    check_digests(record)
    _mend(record, source)


def unusable_because(record: Incoming) -> str | None:
    """Why an answer that is kept is no capture, or None."""
    kind = record.fields["warc-type"]
    if kind == "continuation" or (kind in ANSWERS and "warc-segment-number" in record.fields):
        return "a part of a segmented record"
    if kind not in ANSWERS:
        return None
    if not record.fields["warc-target-uri"].lower().startswith(("http:", "https:")):
        return "no http address"
    if kind == "response" and head_of(record.block)[0].status is None:
        return "no HTTP status"
    return None


def is_capture(record: Incoming) -> bool:
    """Whether the record is an answer that extraction can read."""
    return record.fields["warc-type"] in ANSWERS and unusable_because(record) is None


def _mend(record: Incoming, source: str) -> None:
    """Give an id where there is none, and the address the spelling that readers agree on."""
    fields, header = record.fields, record.header
    url = fields.get("warc-target-uri", "")
    plain = target_uri(url.removeprefix("<").removesuffix(">"))
    if plain != url and url:
        lines = re.compile(rb"^(warc-target-uri:)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
        header = lines.sub(lambda found: found.group(1) + b" " + plain.encode(), header, count=1)
        fields["warc-target-uri"] = plain
    if not fields.get("warc-record-id"):
        made = f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{source} {record.offset} {size(record.block)}')}>"
        version, _, rest = header.partition(b"\n")
        header = version + b"\nWARC-Record-ID: " + made.encode() + b"\r\n" + rest
        fields["warc-record-id"] = made
    if header != record.header:
        record.header, record.member = header, None
