"""Records hold the wire's bytes, pass the usual checkers, and come back out as they went in."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from wire_cases import CASES, PAGE, Case, chunked

from storage.archive import Archive
from storage.exchange import Exchange, Tls, Truncated
from storage.warc import answer, cdxj, records
from storage.warc.body import Body, digests
from storage.warc.reading import Stored, iter_captures, open_content
from storage.warc.scan import scan

BIN = Path(sys.executable).parent
NOW = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
REQUEST = b"GET / HTTP/1.1\r\nHost: x.gov.cn\r\nAccept-Encoding: gzip, deflate\r\n\r\n"


def exchange(received: Body, name: str = "a", truncated: Truncated | None = None) -> Exchange:
    return Exchange(f"http://www.x.gov.cn/{name}.html", NOW, REQUEST, received, truncated=truncated)


def group(made: Exchange) -> list[records.Record]:
    read = answer.read(made)
    response = answer.response(made, read)
    tied = response.field("WARC-Record-ID")
    assert tied
    found = {"found": {"role": "list", "link_text": "年报"}, **read.remarks}
    note = records.metadata(made.url, NOW, found, ("WARC-Concurrent-To", tied))
    return [response, records.request(made, tied), note]


def write(path: Path, groups: list[list[records.Record]]) -> None:
    head = records.warcinfo(path.name, {"software": "gongkai", "origin": "crawl:test"}, NOW)
    path.write_bytes(b"".join(packed(one) for one in [[head], *groups]))


def packed(group: list[records.Record]) -> bytes:
    body, _ = records.pack_group(group)
    assert isinstance(body, bytes)
    return body


def archive_of(root: Path, groups: list[list[records.Record]], name: str = "a.warc.gz") -> tuple[Archive, list[Stored]]:
    archive = Archive.create(root)
    path = archive.warc_dir / name
    write(path, groups)
    lines = [
        cdxj.line(one.fields, one.head, (one.offset, one.length, path.name))
        for one in scan(path)
        if cdxj.is_indexed(one.fields)
    ]
    cdxj.write(archive.index_path(name), lines)
    return archive, list(iter_captures(path))


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", CASES)
def test_each_wire_case_keeps_its_bytes(name: str, tmp_path: Path) -> None:
    case: Case = CASES[name]
    archive, stored = archive_of(tmp_path, [group(exchange(case.sent, truncated=case.truncated))])
    record = next(one for one in scan(archive.warc_path("a.warc.gz")) if one.kind == "response")
    assert record.head is not None
    member_head = record.head.raw.replace(b"X-Archive-Orig-", b"")
    assert case.sent.startswith(member_head)
    assert record.sha1 == digests(b"", case.payload)[1]
    assert [one.capture.status for one in stored] == [case.status]
    assert record.fields.get("warc-truncated") == case.truncated


def test_every_case_passes_the_usual_checkers_and_the_index_equals_cdxj_indexer(tmp_path: Path) -> None:
    strict = {name: case for name, case in CASES.items() if name != "http10-bare-lf"}  # fastwarc refuses bare LF
    groups = [group(exchange(case.sent, name, truncated=case.truncated)) for name, case in strict.items()]
    archive, _ = archive_of(tmp_path, groups)
    path = archive.warc_path("a.warc.gz")
    run("gzip", "-t", path)
    run(BIN / "warcio", "check", path)
    run(BIN / "fastwarc", "check", "-q", path)
    ours = archive.index_path(path.name).read_text().splitlines()
    assert ours == run(BIN / "cdxj-indexer", "-s", path).splitlines()
    assert len(ours) == len(strict)


def test_content_is_decoded_and_the_finding_is_joined(tmp_path: Path) -> None:
    names = ["chunked-gzip", "deflate-raw", "zstd-not-asked-for", "gzip-declared-text-sent", "chunked"]
    archive, stored = archive_of(tmp_path, [group(exchange(CASES[name].sent, name)) for name in names])
    assert len(stored) == len(names)
    for one in stored:
        assert open_content(archive, one.capture).payload == PAGE
        assert one.capture.found is not None
        assert one.capture.found.link_text == "年报"
        assert one.capture.origin == "crawl:test"


def test_chunked_wire_option_keeps_the_chunks(tmp_path: Path) -> None:
    made = exchange(CASES["chunked"].sent)
    read = answer.read(made, "wire")
    archive, stored = archive_of(tmp_path, [[answer.response(made, read)]])
    assert read.body == chunked(PAGE, 700)
    assert open_content(archive, stored[0].capture).payload == PAGE


def test_chunks_that_are_none_are_kept_and_remarked() -> None:
    read = answer.read(exchange(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n<html>no chunks\n"))
    assert read.body == b"<html>no chunks\n"
    assert read.remarks["chunks"].startswith("malformed")


def test_interim_answers_are_set_aside() -> None:
    read = answer.read(exchange(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
    assert (read.head.status, read.body) == (200, b"ok")


def test_revisits_name_what_they_repeat_and_resolve_to_it(tmp_path: Path) -> None:
    first = exchange(CASES["gzip"].sent)
    response, *rest = group(first)
    read = answer.read(first)
    earlier = answer.Earlier(
        response.field("WARC-Record-ID") or "",
        records.target_uri(first.url),
        records.warc_date(NOW),
        read.payload_digest,
    )
    again = answer.revisit(first, read, earlier)
    unmodified = exchange(CASES["not-modified"].sent)
    same = answer.revisit(unmodified, answer.read(unmodified), earlier)
    archive, stored = archive_of(tmp_path, [[response, *rest], [again], [same]])
    assert [open_content(archive, one.capture).payload for one in stored] == [PAGE] * 3
    assert (again.field("WARC-Profile"), again.field("WARC-Truncated")) == (records.IDENTICAL, "length")
    assert (same.field("WARC-Profile"), same.field("WARC-Payload-Digest")) == (records.NOT_MODIFIED, None)
    for field in ("WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date"):
        assert again.field(field) == same.field(field)
        assert again.field(field)
    lines = archive.index_path("a.warc.gz").read_text().splitlines()
    assert len(lines) == 2, "a true 304 stays out of the replay index"
    run(BIN / "warcio", "check", archive.warc_path("a.warc.gz"))


def test_big_bodies_are_streamed_and_equal() -> None:
    body = bytes(range(256)) * 8192
    received = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunked(body, 65536)
    small, large = answer.read(exchange(received)), answer.read(exchange(BytesIO(received)))
    assert not isinstance(large.body, bytes)
    assert (small.block_digest, small.payload_digest) == (large.block_digest, large.payload_digest)
    member, lengths = records.pack_group([answer.response(exchange(received), large)])
    assert not isinstance(member, bytes)
    assert lengths == [member.seek(0, 2)]


def test_addresses_protocols_and_peers_in_the_spelling_of_the_standards() -> None:
    assert records.target_uri("http://a.cn/年 报?x=[1]|2#f") == "http://a.cn/%E5%B9%B4%20%E6%8A%A5?x=%5B1%5D%7C2#f"
    assert records.target_uri("http://[::1]:80/a%20b") == "http://[::1]:80/a%20b"
    assert records.address("2001:0DB8::0:1%eth0") == "2001:db8::1"
    assert records.protocols("HTTP/1.1", Tls("TLSv1", "AES128-SHA")) == [
        ("WARC-Protocol", "http/1.1"),
        ("WARC-Protocol", "tls/1.0"),
        ("WARC-Cipher-Suite", "AES128-SHA"),
    ]
