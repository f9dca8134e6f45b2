"""Verify says nothing of a whole archive, and names file, offset, captures and reports of each thing that is wrong."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_storage_importing import MUSEUM
from test_storage_recorder import die, record, recorder, stored
from wire_cases import CASES, sized

from storage.archive import Archive
from storage.database.database import open_database
from storage.frontier.queue import Frontier
from storage.frontier.rotation import Limits
from storage.importing.importing import import_file
from storage.verifying.verify import Fault, verify


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    with Frontier.open(Archive.create(tmp_path / "archive"), delay=0) as opened:
        opened.begin({})
        yield opened


@pytest.fixture
def archive(frontier: Frontier) -> Archive:
    """Five pages in one file, listed in both databases."""
    with recorder(frontier, Limits(size=1 << 30)) as to:
        for name in "abcde":
            capture = record(to, name, sized(os.urandom(3000) + name.encode(), b"Content-Type: text/html"))
            to.note(capture.id, {"kind": "article"})
    frontier.finish()
    frontier.close()
    sync(frontier.archive)
    return frontier.archive


def sync(archive: Archive) -> None:
    with open_database(archive.database_path) as db:
        db.sync_captures(archive)


def faults(archive: Archive) -> list[Fault]:
    return list(verify(archive))


def change(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as handle:
        handle.seek(offset)
        handle.write(data)


def test_a_whole_archive_has_no_fault(archive: Archive) -> None:
    for name in (
        "whole.warc.gz",
        "one-member-for-all.warc.gz",
        "digest-in-hex.warc.gz",
        "sample.arc",
        "segmented.warc.gz",
    ):
        import_file(archive, MUSEUM / name)
    sync(archive)
    assert faults(archive) == []


@pytest.mark.parametrize("where", [0, 12, 700, 2500])
def test_a_flipped_byte_is_found_and_its_capture_named(archive: Archive, where: int) -> None:
    third = stored(archive)[2].capture
    path = archive.warc_path(third.warc_file)
    data = path.read_bytes()
    offset = third.warc_offset + where
    change(path, offset, bytes([data[offset] ^ 0x55]))
    found = faults(archive)
    assert [one.kind for one in found] == ["record"]
    assert found[0].offset == third.warc_offset
    assert found[0].captures == (third.id,)
    assert third.id in str(found[0])
    assert "\n" not in str(found[0])


def test_a_record_with_other_bytes_is_found_by_its_digest(archive: Archive, tmp_path: Path) -> None:
    import gzip

    second = stored(archive)[1].capture
    path = archive.warc_path(second.warc_file)
    data = path.read_bytes()
    start, end = second.warc_offset, second.warc_offset + second.warc_length
    plain = bytearray(gzip.decompress(data[start:end]))
    plain[-20] ^= 1
    path.write_bytes(data[:start] + gzip.compress(bytes(plain), 1, mtime=0) + data[end:])
    first = faults(archive)[0]
    assert (first.offset, first.detail, first.captures) == (start, "a digest that does not match", (second.id,))


def test_a_cut_file_is_found_and_all_that_is_lost_named(archive: Archive) -> None:
    captures = [one.capture for one in stored(archive)]
    path = archive.warc_path(captures[0].warc_file)
    os.truncate(path, captures[3].warc_offset + 200)
    lost = {captures[3].id, captures[4].id}
    found = faults(archive)
    assert {one for fault in found for one in fault.captures} == lost
    assert {fault.kind for fault in found} >= {"record", "file", "index"}


def test_a_file_cut_between_records_is_found(archive: Archive) -> None:
    captures = [one.capture for one in stored(archive)]
    os.truncate(archive.warc_path(captures[0].warc_file), captures[4].warc_offset)
    found = faults(archive)
    assert any(fault.kind == "file" and "bytes are gone" in fault.detail for fault in found)
    assert any(fault.kind == "index" and "too many" in fault.detail for fault in found)
    assert {one for fault in found for one in fault.captures} == {captures[4].id}


def test_a_missing_file_is_found(archive: Archive) -> None:
    [path] = archive.warc_files()
    ids = {one.capture.id for one in stored(archive)}
    path.unlink()
    found = faults(archive)
    assert {one for fault in found for one in fault.captures} == ids
    assert {fault.kind for fault in found} == {"index", "database"}


def test_missing_extra_and_unsorted_index_lines_are_found(archive: Archive) -> None:
    [path] = archive.index_dir.iterdir()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[1:]))
    [missing] = faults(archive)
    assert missing.detail.startswith("a line is missing")
    assert missing.captures
    path.write_text("".join([*lines, lines[-1].replace("e.html", "zz.html")]))
    assert [one.detail[:15] for one in faults(archive)] == ["a line too many"]
    path.write_text("".join(reversed(lines)))
    assert ["not in order" in one.detail for one in faults(archive)] == [True]
    path.write_text("".join([*lines, "zz no line\n"]))
    assert ["not an index line" in one.detail for one in faults(archive)] == [True]
    path.unlink()
    assert [(one.kind, one.detail[:7]) for one in faults(archive)] == [("index", "missing")]
    Frontier.open(archive).close()
    assert path.read_text() == "".join(lines), "made again from the WARC file"


def test_a_row_that_points_nowhere_is_found(archive: Archive) -> None:
    with sqlite3.connect(archive.database_path) as database:
        database.execute("UPDATE capture SET warc_offset = warc_offset + 1 WHERE url LIKE '%/b.html'")
    database.close()
    [fault] = faults(archive)
    assert fault.kind == "database"
    assert "no such record is here" in fault.detail
    with sqlite3.connect(archive.frontier_path) as database:
        database.execute("UPDATE captures SET warc = 'gone.warc.gz' WHERE url LIKE '%/c.html'")
    database.close()
    assert [one.file for one in faults(archive)][1:] == ["warc/gone.warc.gz"]


def test_a_damaged_database_is_said_in_one_line(archive: Archive) -> None:
    archive.database_path.write_bytes(b"no database at all " * 100)
    [fault] = faults(archive)
    assert "cannot be read" in str(fault)


def test_a_killed_crawl_leaves_an_archive_that_verifies(frontier: Frontier) -> None:
    die(frontier, "a", "b")
    frontier.close()
    [path] = frontier.archive.warc_files()
    assert path.suffix == ".open"
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08 half a record")
    assert faults(frontier.archive) == []
    data = path.read_bytes()
    change(path, 800, bytes([data[800] ^ 0x55]))
    assert [one.kind for one in faults(frontier.archive)] == ["record"]


def test_every_wire_case_verifies(frontier: Frontier) -> None:
    with recorder(frontier) as to:
        for name, case in CASES.items():
            record(to, name, case.sent)
    assert faults(frontier.archive) == []


def test_a_line_of_a_fault_names_a_few_of_what_it_touches() -> None:
    captures = tuple(f"c{number}" for number in range(11))
    assert str(Fault("file", "warc/a.warc.gz", 9, "cut", captures, ("r1",))) == (
        "warc/a.warc.gz, offset 9: cut (touched: captures c0 c1 c2 c3 c4 c5 c6 c7 and 3 more; reports r1)"
    )


@pytest.mark.parametrize(("name", "verb"), [("gongkai.sqlite", "extract"), ("crawl/frontier.sqlite", "crawl")])
def test_a_database_that_cannot_be_read_says_what_makes_it_again(archive: Archive, name: str, verb: str) -> None:
    (archive.root / name).write_bytes(b"a letter, no database" * 99)
    (fault,) = (fault for fault in faults(archive) if fault.kind == "database")
    assert fault.file == name
    assert fault.detail.endswith(f"; delete it, and gongkai {verb} makes it again")
