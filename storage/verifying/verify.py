"""Whether an archive is what it was: every record, every digest, every index line, every row that points into it.

Each fault names the captures and reports it touches. A file still being written (or left so by a dead process) is
checked up to what was committed; what lies past that is cut off at the next crawl and is no fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from storage.archive import Archive
from storage.ids import content_id
from storage.verifying.pointers import Pointers
from storage.warc import cdxj, index, intake
from storage.warc.body import pieces, sha1_of
from storage.warc.checking import check_digests
from storage.warc.intake import Faulty, Incoming
from storage.warc.message import head_of
from storage.warc.scan import SHA1

Progress = Callable[[str], None]
MOST_NAMED = 8  # ids in the line of a fault


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be. `kind`: record, index, file, database; `file` relative to the archive.

    `captures` and `reports` are the ids of what can no longer be trusted; empty when nothing is touched.
    """

    kind: str
    file: str
    offset: int | None
    detail: str
    captures: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f", offset {self.offset}" if self.offset is not None else ""
        touched = [
            f"{what} {_some(ids)}" for what, ids in (("captures", self.captures), ("reports", self.reports)) if ids
        ]
        return f"{self.file}{place}: {self.detail}" + (f" (touched: {'; '.join(touched)})" if touched else "")


def _some(ids: tuple[str, ...]) -> str:
    more = len(ids) - MOST_NAMED
    return " ".join(ids[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def verify(archive: Archive, progress: Progress | None = None) -> Iterator[Fault]:
    """Every fault of the archive, file by file; `progress` is called with the name of each file before it is read."""
    paths = archive.warc_files()
    with closing(Pointers(archive)) as pointers:
        yield from (Fault("database", name, None, detail) for name, detail in pointers.damage())
        for path in paths:
            if progress:
                progress(path.name)
            yield from _verify_file(archive, path, pointers)
        yield from _strays(archive, paths)
        names = {_name(path) for path in paths}
        for database, name, captures, reports in pointers.to_missing_files(names):
            yield Fault("database", name, None, f"the file is gone, {database} has rows of it", captures, reports)


def _name(path: Path) -> str:
    return f"warc/{path.name.removesuffix('.open')}"


def _strays(archive: Archive, paths: list[Path]) -> Iterator[Fault]:
    known = {archive.index_path(path.name) for path in paths}
    for path in sorted(archive.index_dir.glob("*.cdxj")):
        if path not in known:
            yield Fault("index", f"index/{path.name}", None, "the index of a WARC file that is gone")


@dataclass
class Checked:
    """What a file was found to hold: capture ids by offset (None where the record is broken), and its index lines."""

    ids: dict[int, str | None] = field(default_factory=dict)
    lines: set[str] = field(default_factory=set)
    faults: list[tuple[int, int | None, str]] = field(default_factory=list)


def _verify_file(archive: Archive, path: Path, pointers: Pointers) -> Iterator[Fault]:
    name = _name(path)
    is_open = path.name.endswith(".open")
    size, committed = path.stat().st_size, pointers.committed(name)
    checked = _read(path, min(size, committed) if is_open and committed is not None else size)
    for start, end, detail in checked.faults:
        captures, reports = pointers.touched(name, start, end)
        known = checked.ids.get(start)
        yield Fault("record", name, start, detail, captures or ((known,) if known else ()), reports)
    if committed is not None and size < committed:
        captures, reports = pointers.touched(name, size, None)
        yield Fault("file", name, size, f"the last {committed - size} bytes are gone", captures, reports)
    if not is_open:
        yield from _compare_index(archive, path, checked)
    good = {offset: known for offset, known in checked.ids.items() if known}
    broken = [(start, end) for start, end, _ in checked.faults]
    for database, offset, captures, reports in pointers.astray(name, good, broken):
        yield Fault("database", name, offset, f"{database} has a row for it, no such record is here", captures, reports)


def _read(path: Path, whole: int) -> Checked:
    """Read every record of a file up to a length."""
    checked = Checked()
    left_out: Counter[str] = Counter()
    open_fault: tuple[int, str] | None = None
    for stream, member, offset in intake.read_gzip(path, left_out):
        if offset >= whole:
            break
        if open_fault is not None:
            checked.faults.append((open_fault[0], offset, open_fault[1]))
            open_fault = None
        try:
            record = _record(stream, offset)
            check_digests(record)
            _note(checked, record, member.length, path.name.removesuffix(".open"))
        except Faulty as fault:
            open_fault = (offset, str(fault))
    if open_fault is not None:
        checked.faults.append((open_fault[0], None, open_fault[1]))
    if left_out:
        checked.faults.append((whole, None, ", ".join(left_out)))
    return checked


def _record(stream: IO[bytes], offset: int) -> Incoming:
    """The record of one member. Faulty when it is not exactly one."""
    first = stream.readline(intake.LINE)
    if not first.startswith(b"WARC/"):
        raise Faulty("no WARC record")
    header, fields, block = intake.read_record(stream, first)
    if stream.read(5) != b"\r\n\r\n":
        raise Faulty("a wrong Content-Length, or several records in one gzip member")
    return Incoming(header, block, offset, None, fields)


def _note(checked: Checked, record: Incoming, length: int, name: str) -> None:
    """Keep what the index and the databases must agree with."""
    fields = record.fields
    fields["warc-target-uri"] = fields.get("warc-target-uri", "").removeprefix("<").removesuffix(">")
    spoken = fields.get("warc-type") in cdxj.HTTP_KINDS and fields["warc-target-uri"].startswith(("http:", "https:"))
    head, at = head_of(record.block) if spoken else (None, 0)
    digest = fields.get("warc-payload-digest", "")
    if not SHA1.fullmatch(digest) and fields.get("warc-type") != "revisit":
        digest = sha1_of(pieces(record.block, at))
        fields.setdefault("warc-payload-digest", digest)
    checked.ids[record.offset] = content_id(fields["warc-target-uri"], fields.get("warc-date", ""), digest)
    if cdxj.is_indexed(fields):
        checked.lines.add(cdxj.line(fields, head, (record.offset, length, name)))


def _compare_index(archive: Archive, path: Path, checked: Checked) -> Iterator[Fault]:
    """Missing and extra lines; those of a broken record are its fault, not the index's."""
    place = archive.index_path(path.name)
    name = f"index/{place.name}"
    if not place.exists():
        yield Fault("index", name, None, "missing: the index of a WARC file; the next crawl or import makes it again")
        return
    kept = place.read_text(encoding="utf-8").splitlines()
    if kept != sorted(kept):
        yield Fault("index", name, None, "its lines are not in order, so nothing can be looked up in it")
    for line in sorted(checked.lines - set(kept)):
        entry = index.parse_line(line)
        yield Fault("index", name, entry.offset, f"a line is missing: {entry.url}", _at(checked, entry.offset))
    broken = [(start, end or path.stat().st_size) for start, end, _ in checked.faults]
    for line in sorted(set(kept) - checked.lines):
        yield from _extra(name, line, broken)


def _extra(name: str, line: str, broken: list[tuple[int, int]]) -> Iterator[Fault]:
    try:
        entry = index.parse_line(line)
    except (ValueError, KeyError):
        yield Fault("index", name, None, f"not an index line: {line[:80]!r}")
        return
    if not any(start <= entry.offset < end for start, end in broken):
        yield Fault("index", name, entry.offset, f"a line too many, or a wrong one: {entry.url}")


def _at(checked: Checked, offset: int) -> tuple[str, ...]:
    known = checked.ids.get(offset)
    return (known,) if known else ()
