"""Taking in files that other tools wrote: wget, Heritrix, Browsertrix, warcprox, Common Crawl.

A file is copied in under a name made from its digest, so that the same file twice is noticed. A first record says where
it came from. Records that fill a gzip member are copied as they are; others are packed one a member, header and block
untouched. What cannot be used is left out and counted by reason.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage.archive import Archive
from storage.errors import NotAWarc, WriteFailed
from storage.importing.taking import Progress, Taking, Tally
from storage.importing.wacz import take_wacz
from storage.warc import intake
from storage.warc.body import STEP
from storage.warc.indexing import mend_indexes


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of a file. `left_out` and `unusable` count records by reason: not kept, and kept but no capture.

    `files` are relative to the archive; `known`: it had been taken in before.
    """

    source: str
    origin: str
    files: tuple[str, ...] = ()
    records: int = 0
    captures: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    unusable: Mapping[str, int] = field(default_factory=dict)
    known: bool = False


def import_file(archive: Archive, path: Path, progress: Progress | None = None) -> ImportSummary:
    """Copy a WARC, ARC or WACZ file into the archive; NotAWarc when it is none or holds nothing whole.

    `progress` is called with the number of records taken so far.
    """
    with archive.lock("import"):
        for unfinished in archive.warc_dir.glob("*.part"):
            unfinished.unlink()
        mend_indexes(archive)
        kind = _sniff(path)
        source = _digest(path)
        stem = f"import-{source.removeprefix('sha1:').lower()[:20]}"
        known = sorted(archive.warc_dir.glob(f"{stem}*.warc.gz"))
        if known:
            return ImportSummary(path.name, source, tuple(f"warc/{one.name}" for one in known), known=True)
        tally = Tally()
        taking = Taking(archive, source, path.name, tally, progress)
        try:
            files = take_wacz(taking, path, stem) if kind == "zip" else taking.take(path, kind, f"{stem}.warc.gz")
        except OSError as error:
            raise WriteFailed(f"{path}: {error.strerror or error}; make room and import it again") from error
    if not tally.records:
        why = "; ".join(f"{count} {reason}" for reason, count in tally.left_out.items()) or "it has no records"
        raise NotAWarc(f"{path}: nothing in it can be used ({why}); get the file again")
    places = tuple(f"warc/{one.name}" for one in files)
    return ImportSummary(
        path.name, source, places, tally.records, tally.captures, dict(tally.left_out), dict(tally.unusable)
    )


def _sniff(path: Path) -> str:
    try:
        return intake.sniff(path)
    except OSError as error:
        raise NotAWarc(f"{path}: cannot be read ({error.strerror}); check the name") from error


def _digest(path: Path) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    with path.open("rb") as handle:
        while data := handle.read(STEP):
            digest.update(data)
    return "sha1:" + b32encode(digest.digest()).decode()
