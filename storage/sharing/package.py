"""A WACZ of an archive, of one crawl or of one division, for replayweb.page and its kin, written as it is read.

https://specs.webrecorder.net/wacz/1.1.1/: WARC files stored, a zipped CDXJ index, a list of pages, and a data package
with the digest of each. Of a division, the records that its portals led to are copied, and what their revisits repeat.
"""

from __future__ import annotations

import hashlib
import heapq
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from isal import isal_zlib

from storage.archive import Archive
from storage.errors import CaptureMissing
from storage.sharing.selection import Choice, Chosen, choose
from storage.warc.body import STEP
from storage.warc.gz import GZIP, LEVEL
from storage.warc.reading import RENDERED, iter_captures

BLOCK = 300  # index lines a gzip member
PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
SHOWN = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/pdf"})


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """What went into a WACZ."""

    path: Path
    files: int
    records: int
    pages: int


@dataclass
class Packer:
    """Writes the members of one zip file and keeps their digests."""

    out: zipfile.ZipFile
    moment: datetime
    resources: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, pieces: Iterable[bytes]) -> int:
        """Write a member, stored; its length."""
        digest, length = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, self.moment.timetuple()[:6])
        with self.out.open(info, "w", force_zip64=True) as member:
            for data in pieces:
                length += member.write(data)
                digest.update(data)
        name = path.rpartition("/")[2].lower()
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": length})
        return length


def package(archive: Archive, out: Path, choice: Choice, title: str = "") -> PackageSummary:
    """Write a WACZ to `out`, whole or not at all. CaptureMissing when the choice holds nothing."""
    chosen = choose(archive, choice)
    if not chosen:
        raise CaptureMissing(f"{archive.root}: nothing archived for {choice}; see gongkai status for what there is")
    part = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped:
            packer = Packer(zipped, datetime.now(UTC))
            summary = _fill(packer, archive, chosen, out)
            _describe(packer, title or f"gongkai {choice}")
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return summary


def _fill(packer: Packer, archive: Archive, chosen: list[Chosen], out: Path) -> PackageSummary:
    places: dict[str, dict[int, int]] = {}
    for one in chosen:
        packer.add(f"archive/{one.path.name}", _bytes_of(one, places.setdefault(one.path.name, {})))
    records = _index(packer, archive, chosen, places)
    counted = [0]
    packer.add("pages/pages.jsonl", _pages(chosen, counted))
    return PackageSummary(out, len(chosen), records, counted[0])


def _bytes_of(one: Chosen, places: dict[int, int]) -> Iterator[bytes]:
    """The file, or its chosen records; `places` learns where each of these went."""
    with one.path.open("rb") as handle:
        if one.offsets is None:
            yield from iter(lambda: handle.read(STEP), b"")
            return
        at = 0
        for offset, length in sorted(one.offsets.items()):
            places[offset] = at
            at += length
            yield from _range(handle, offset, length)


def _range(handle: IO[bytes], offset: int, length: int) -> Iterator[bytes]:
    handle.seek(offset)
    while length and (data := handle.read(min(length, STEP))):
        length -= len(data)
        yield data


def _index(packer: Packer, archive: Archive, chosen: list[Chosen], places: dict[str, dict[int, int]]) -> int:
    """The merged index, in blocks of lines, and the list of its blocks; how many lines."""
    streams = [_lines(archive, one, places[one.path.name]) for one in chosen]
    blocks: list[str] = []
    counted = [0]

    def packed() -> Iterator[bytes]:
        offset = 0
        for block in _blocks(heapq.merge(*streams), counted):
            data = isal_zlib.compress("".join(block).encode(), LEVEL, GZIP)
            digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
            key = block[0].partition("{")[0].strip()
            blocks.append(f"{key} {json.dumps({'offset': offset, 'length': len(data), 'digest': digest})}\n")
            offset += len(data)
            yield data

    packer.add("indexes/index.cdx.gz", packed())
    about = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
    packer.add("indexes/index.idx", (line.encode() for line in [f"!meta 0 {about}\n", *blocks]))
    return counted[0]


def _blocks(lines: Iterable[str], counted: list[int]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        counted[0] += 1
        if len(block) == BLOCK:
            yield block
            block = []
    if block:
        yield block


def _lines(archive: Archive, one: Chosen, places: dict[int, int]) -> Iterator[str]:
    """The index lines of a file; of chosen records, with their new offsets."""
    with archive.index_path(one.path.name).open(encoding="utf-8") as handle:
        for line in handle:
            if one.offsets is None:
                yield line
                continue
            key, moment, said = line.split(" ", 2)
            values = json.loads(said)
            if int(values["offset"]) in places:
                values["offset"] = str(places[int(values["offset"])])
                yield f"{key} {moment} {json.dumps(values)}\n"


def _pages(chosen: list[Chosen], counted: list[int]) -> Iterator[bytes]:
    """The list of pages: good answers that a reader shows, with the text of the link that led there."""
    yield json.dumps(PAGES).encode() + b"\n"
    for one in chosen:
        for capture, verdict in iter_captures(one.path):
            wanted = verdict != RENDERED and (one.offsets is None or capture.warc_offset in one.offsets)
            if wanted and capture.status == 200 and capture.media_type in SHOWN:
                counted[0] += 1
                title = (capture.found.link_text if capture.found else "") or capture.url
                page = {"id": capture.id, "url": capture.url, "ts": capture.fetched_at, "title": title}
                yield json.dumps(page, ensure_ascii=False).encode() + b"\n"


def _describe(packer: Packer, title: str) -> None:
    """The data package and its digest."""
    described = {
        "profile": "data-package",
        "resources": packer.resources.copy(),
        "wacz_version": "1.1.1",
        "title": title,
        "software": "gongkai",
        "created": packer.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    data = json.dumps(described, indent=2, ensure_ascii=False).encode()
    packer.add("datapackage.json", [data])
    said = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
    packer.add("datapackage-digest.json", [json.dumps(said, indent=2).encode()])
