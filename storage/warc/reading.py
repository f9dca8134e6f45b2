"""Captures out of WARC files: all of one file in order, and the content of one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from storage.archive import Archive
from storage.capture import Capture, Content
from storage.errors import CaptureMissing
from storage.found import Found
from storage.ids import content_id
from storage.warc import index
from storage.warc.decoding import decode
from storage.warc.member import LIMIT, Member, dechunk, read_member, verify
from storage.warc.message import Head
from storage.warc.records import NOT_MODIFIED
from storage.warc.scan import Scanned, scan

ANSWERS = frozenset({"response", "resource", "revisit"})
RENDERED = {"kind": "rendered"}  # the verdict of a page as a browser left it


class Stored(NamedTuple):
    """A capture and what the crawl's family made of the page: `{"kind": "list", "why": [...]}`, or None."""

    capture: Capture
    verdict: Mapping[str, Any] | None


class Failed(NamedTuple):
    """A fetch without an answer, as its metadata record tells it: `kind` is dns, refused, tls, timeout, robots, …"""

    url: str
    at: str
    kind: str
    detail: str


def iter_captures(path: Path, failures: list[Failed] | None = None) -> Iterator[Stored]:
    """Every answer of one WARC file (finished or being written), in order of offset.

    A rendered page is a capture of its own, found as the answer it was made of, with the verdict RENDERED.
    Fetches without an answer are added to `failures`. Records without an http(s) address (DNS, screenshots) are no
    captures. BrokenRecord where the file cannot be read on; the captures before that place have been given.
    """
    made_of: dict[str, str] = {}
    captures, found, verdicts, fault = _gather(path, [] if failures is None else failures, made_of)
    for record_id, capture in captures:
        how = found.get(record_id) or found.get(made_of.get(record_id, ""))
        yield Stored(replace(capture, found=how), RENDERED if record_id in made_of else verdicts.get(record_id))
    if fault is not None:
        raise fault


def _gather(
    path: Path, failures: list[Failed], made_of: dict[str, str]
) -> tuple[list[tuple[str, Capture]], dict[str, Found], dict[str, Mapping[str, Any]], Exception | None]:
    captures: list[tuple[str, Capture]] = []
    found: dict[str, Found] = {}
    verdicts: dict[str, Mapping[str, Any]] = {}
    origin = ""
    try:
        for record in scan(path):
            if record.kind == "warcinfo":
                origin = origin or warc_fields(record.block).get("origin", "")
            elif record.kind == "metadata":
                _take_metadata(record, found, verdicts)
                failures.extend(_failure(record))
            elif is_answer(record):
                captures.append((record.fields.get("warc-record-id", ""), capture_of(record, path, origin)))
            if is_rendered(record):
                made_of[record.fields.get("warc-record-id", "")] = record.fields.get("warc-refers-to", "")
    except CaptureMissing:
        raise
    except Exception as error:  # noqa: BLE001 - raised again once what is whole has been given
        return captures, found, verdicts, error
    return captures, found, verdicts, None


def _take_metadata(record: Scanned, found: dict[str, Found], verdicts: dict[str, Mapping[str, Any]]) -> None:
    lines = warc_fields(record.block)
    if how := _said(lines, "found"):
        found.update(dict.fromkeys(record.concurrent_to, Found.from_json(how)))
    if verdict := _said(lines, "verdict"):
        verdicts[record.fields.get("warc-refers-to", "")] = verdict


def _failure(record: Scanned) -> Iterator[Failed]:
    if said := _said(warc_fields(record.block), "failure"):
        at = record.fields.get("warc-date", "")
        yield Failed(record.fields["warc-target-uri"], at, str(said.get("kind", "")), str(said.get("detail", "")))


def _said(lines: Mapping[str, str], name: str) -> dict[str, Any] | None:
    """The JSON object on a line of ours; another tool's line of that name says nothing to us."""
    try:
        said = json.loads(lines.get(name, "null"))
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def warc_fields(block: bytes) -> dict[str, str]:
    """The lines of an `application/warc-fields` block."""
    lines = (line.partition(":") for line in block.decode("utf-8", "replace").splitlines())
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


def is_answer(record: Scanned) -> bool:
    """Whether a record is an answer that can be a capture: whole, with an http address and, if a response, a status."""
    kept = record.kind in ANSWERS or is_rendered(record)
    if not kept or not record.fields["warc-target-uri"].lower().startswith(("http:", "https:")):
        return False
    spoken = record.kind != "response" or (record.head is not None and record.head.status is not None)
    return spoken and "warc-segment-number" not in record.fields


def is_rendered(record: Scanned) -> bool:
    """Whether a record is a page as a browser rendered it; other programs keep the text of pages as conversions."""
    return record.kind == "conversion" and record.fields.get("content-type", "").startswith("text/html")


def capture_of(record: Scanned, path: Path, origin: str) -> Capture:
    """The capture that a scanned answer is."""
    fields, head = record.fields, record.head
    date = fields.get("warc-date", "")
    digest = record.sha1 or fields.get("warc-payload-digest", "")
    media_type = head.media_type if head else fields.get("content-type", "").partition(";")[0].strip().lower()
    return Capture(
        id=content_id(fields["warc-target-uri"], date, digest),
        url=fields["warc-target-uri"],
        fetched_at=date,
        status=head.status if head else (200 if record.kind in {"resource", "conversion"} else None),
        media_type=media_type,
        warc_file=f"warc/{path.name.removesuffix('.open')}",
        warc_offset=record.offset,
        warc_length=record.length,
        payload_digest=digest,
        origin=origin,
        refers_to_url=fields.get("warc-refers-to-target-uri"),
        refers_to_date=fields.get("warc-refers-to-date"),
    )


def open_content(archive: Archive, capture: Capture, limit: int = LIMIT) -> Content:
    """The payload of a capture, checked against its digest, revisits resolved, chunks and codings undone.

    DigestMismatch or BrokenRecord when the record is damaged, TooLarge past `limit` bytes, CaptureMissing when a
    revisit's original is not in the archive.
    """
    member = _checked(archive, capture.warc_file, capture.warc_offset, capture.warc_length, limit)
    head, body = member.http()
    truncated = member.fields.get("warc-truncated")
    if member.kind == "revisit":
        original = _original(archive, member, capture, limit)
        payload_head, body = original.http()
        truncated = original.fields.get("warc-truncated")
        head = payload_head if member.fields.get("warc-profile") == NOT_MODIFIED or head is None else head
        body = _unchunk(payload_head, body)
    else:
        body = _unchunk(head, body)
    headers = head.headers if head else (("Content-Type", member.fields.get("content-type", "")),)
    codings = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
    return Content(capture, decode(body, codings, limit) if codings else body, headers, truncated)


def _checked(archive: Archive, name: str, offset: int, length: int, limit: int) -> Member:
    member = read_member(archive.warc_path(name), offset, length, limit)
    verify(member)
    return member


def _unchunk(head: Head | None, body: bytes) -> bytes:
    return dechunk(body) if head and head.chunked else body


def _original(archive: Archive, member: Member, capture: Capture, limit: int) -> Member:
    """The record whose payload a revisit repeats: by address and date, else by address and digest."""
    url = member.fields.get("warc-refers-to-target-uri", capture.url)
    date = member.fields.get("warc-refers-to-date", "")
    digest = member.fields.get("warc-payload-digest", "")
    for entry in candidates(archive, url):
        if entry.mime == "warc/revisit" or (digest and entry.digest != digest):
            continue
        found = _checked(archive, entry.filename, entry.offset, entry.length, limit)
        if not date or found.fields.get("warc-date") == date or (digest and entry.digest == digest):
            return found
    what = f"the capture of {date or 'an earlier time'} that {capture.id} repeats"
    raise CaptureMissing(f"{url}: {what} is not here; import the file that holds it")


def candidates(archive: Archive, url: str) -> list[index.Entry]:
    """Index entries of an address, those of files still being written too."""
    return index.lookup(archive, url)
