"""The header rules of WARC 1.1 that a strict reader enforces, and no checker at hand does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

from storage.warc.member import LIMIT, inflate
from storage.warc.walk import walk

KINDS = {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation"}
REPEATABLE = {"warc-concurrent-to", "warc-protocol"}  # the second by IIPC proposal 42
ONLY_ON = {
    "warc-refers-to": {"revisit", "metadata", "conversion"},
    "warc-refers-to-target-uri": {"revisit"},
    "warc-refers-to-date": {"revisit"},
    "warc-profile": {"revisit"},
    "warc-filename": {"warcinfo"},
    "warc-concurrent-to": KINDS - {"warcinfo", "conversion", "continuation"},
    "warc-ip-address": {"response", "resource", "request", "metadata", "revisit"},
}
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
PATTERNS = {
    "warc-record-id": re.compile(r"<[a-z][a-z0-9+.-]*:[^<>\s]+>"),
    "warc-concurrent-to": re.compile(r"<[a-z][a-z0-9+.-]*:[^<>\s]+>"),
    "warc-refers-to": re.compile(r"<[a-z][a-z0-9+.-]*:[^<>\s]+>"),
    "warc-date": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z"),
    "content-length": re.compile(r"\d+"),
    "warc-block-digest": re.compile(r"sha1:[A-Z2-7]{32}"),
    "warc-payload-digest": re.compile(r"sha1:[A-Z2-7]{32}"),
    "warc-truncated": re.compile(r"length|time|disconnect|unspecified"),
    "warc-target-uri": URI,
    "warc-refers-to-target-uri": URI,
}


def broken_rules(path: Path) -> Iterator[str]:
    """Every rule that a record of the file breaks, with its offset."""
    data = path.read_bytes()
    for member in walk(path):
        if member.fault:
            yield f"{member.offset}: {member.fault}"
            return
        plain = inflate(data[member.offset : member.offset + member.length], LIMIT, str(member.offset))
        head, _, block = plain.partition(b"\r\n\r\n")
        lines = head.decode("utf-8").split("\r\n")
        for broken in record_rules(lines, block):
            yield f"{member.offset}: {broken}"


def record_rules(lines: list[str], block: bytes) -> Iterator[str]:
    """The rules that one record breaks."""
    if lines[0] != "WARC/1.1":
        yield f"version {lines[0]!r}"
    fields = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines[1:])]
    first = dict(reversed(fields))
    kind = first.get("warc-type", "")
    if kind not in KINDS:
        yield f"type {kind!r}"
    for name in ("warc-record-id", "content-length", "warc-date", "warc-type"):
        if name not in first:
            yield f"no {name}"
    if ("warc-target-uri" in first) == (kind == "warcinfo"):
        yield "target URI where none may be, or none where one must be"
    if kind == "revisit" and "warc-profile" not in first:
        yield "a revisit without a profile"
    for name, count in Counter(name for name, _ in fields).items():
        if count > 1 and name not in REPEATABLE:
            yield f"{name} repeated"
        if kind not in ONLY_ON.get(name, KINDS):
            yield f"{name} on a {kind} record"
    for name, value in fields:
        if name in PATTERNS and not PATTERNS[name].fullmatch(value):
            yield f"{name}: {value!r}"
    if "warc-ip-address" in first and str(ip_address(first["warc-ip-address"])) != first["warc-ip-address"]:
        yield "an IP address not in the spelling of RFC 5952"
    if block[int(first.get("content-length", 0)) :] != b"\r\n\r\n":
        yield "not one record a gzip member, or a wrong length"
