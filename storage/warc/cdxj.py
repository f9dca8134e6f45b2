"""CDXJ: one sorted index per WARC file, line for line what cdxj-indexer makes of it.

Records of true 304 answers stay out: a replay tool would answer with an empty 304. Our own reader finds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from storage.warc.atomic import write_text
from storage.warc.message import Head
from storage.warc.records import NOT_MODIFIED
from storage.warc.surt import urlkey

INDEXED = frozenset({"response", "revisit", "resource", "metadata"})
HTTP_KINDS = frozenset({"response", "revisit"})
WARC_FIELDS = "application/warc-fields"


def timestamp(warc_date: str) -> str:
    """Fourteen digits of a WARC-Date. ValueError when it is no date."""
    numbers = [int(part) for part in re.split(r"\D", warc_date) if part][:6]
    if len(numbers) < 3:
        raise ValueError(f"not a date: {warc_date!r}")
    return datetime(*numbers).strftime("%Y%m%d%H%M%S")  # type: ignore[arg-type]  # noqa: DTZ001 - WARC dates are UTC


def is_indexed(fields: Mapping[str, str]) -> bool:
    """Whether a record has a line; `fields` are its named fields in lower case."""
    kind = fields.get("warc-type")
    if kind not in INDEXED or fields.get("warc-profile") == NOT_MODIFIED:
        return False
    return kind in HTTP_KINDS or fields.get("content-type") != WARC_FIELDS


def line(fields: Mapping[str, str], head: Head | None, place: tuple[int, int, str]) -> str:
    """The index line of a record; `place` is offset, length and file name. `head` is its HTTP head, if it has one.

    `fields` must hold warc-payload-digest for all but revisits: readers compute it where a record lacks it.
    """
    url = fields.get("warc-target-uri", "").replace(" ", "%20")
    values = {
        "url": url,
        "mime": _mime(fields, head),
        "status": head.status_text if head and fields["warc-type"] in HTTP_KINDS else None,
        "digest": fields.get("warc-payload-digest"),
        "length": str(place[1]),
        "offset": str(place[0]),
        "filename": place[2],
    }
    said = json.dumps({name: value for name, value in values.items() if value is not None})
    return f"{urlkey(url)} {timestamp(fields.get('warc-date', ''))} {said}"


def _mime(fields: Mapping[str, str], head: Head | None) -> str | None:
    if fields["warc-type"] == "revisit":
        return "warc/revisit"
    value = (head.get("Content-Type") if head else None) if fields["warc-type"] == "response" else None
    if fields["warc-type"] not in HTTP_KINDS:
        value = fields.get("content-type")
    return re.split(r"[;\s]", value, maxsplit=1)[0].strip() if value else value


def write(path: Path, lines: Iterable[str]) -> None:
    """Write an index file: sorted, each line once, whole or not at all."""
    write_text(path, "".join(f"{entry}\n" for entry in sorted(set(lines))))
