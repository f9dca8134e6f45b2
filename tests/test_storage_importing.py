"""Files of other tools come in whole; of broken ones what is whole, with a reason for the rest (tests/archives/)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cdxj_indexer.main import CDXJIndexer
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.archive import Archive
from storage.errors import CaptureMissing, NotAWarc, TooLarge
from storage.importing.importing import ImportSummary, import_file
from storage.warc.reading import Stored, iter_captures, open_content

# cdxj-indexer leaves a temporary file to the garbage collector where a record has no digest
pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
MUSEUM = Path(__file__).with_name("archives")
PAGE = "<html><body><h1>某县人民政府2023年政府信息公开工作年度报告</h1><p>示例。</p></body></html>".encode()
CUT = "cut short: the file ends inside a record"
LOST = "bytes between records that belong to none"

# records kept, captures among them, why others were left out, why kept answers are no captures
WHOLE: dict[str, tuple[int, int, dict[str, int], dict[str, int]]] = {
    "whole.warc.gz": (3, 3, {}, {}),
    "uncompressed.warc": (3, 3, {}, {}),
    "version-1.1.warc.gz": (2, 2, {}, {}),
    "one-member-for-all.warc.gz": (3, 3, {}, {}),
    "zstd.warc.zst": (2, 2, {}, {}),
    "zstd-dictionary.warc.zst": (2, 2, {}, {}),
    "sample.arc": (2, 1, {}, {"no http address": 1}),
    "sample.arc.gz": (2, 1, {}, {"no http address": 1}),
    "sample.wacz": (2, 2, {}, {}),
    "escaping-names.wacz": (1, 1, {}, {}),
    "chunked-digest-of-payload.warc.gz": (2, 2, {}, {}),
    "chunked-digest-of-chunks.warc.gz": (2, 2, {}, {}),
    "digest-in-hex.warc.gz": (1, 1, {}, {}),
    "no-digests.warc.gz": (1, 1, {}, {}),
    "clipped.warc.gz": (2, 2, {CUT: 1}, {}),
    "clipped-then-appended.warc.gz": (2, 2, {"damaged gzip data": 1}, {}),
    "flipped-byte.warc.gz": (2, 2, {"damaged gzip data": 1}, {}),
    "zero-tail.warc.gz": (2, 2, {"zeros after the last record": 1}, {}),
    "clipped.warc": (1, 1, {CUT: 1}, {}),
    "length-too-short.warc": (2, 2, {"a wrong Content-Length": 1}, {}),
    "length-too-long.warc": (1, 1, {"a wrong Content-Length": 1}, {}),
    "length-not-a-number.warc.gz": (1, 1, {"no usable Content-Length": 1}, {}),
    "length-negative.warc.gz": (1, 1, {"no usable Content-Length": 1}, {}),
    "length-enormous.warc.gz": (1, 1, {"a record over 1 GB": 1}, {}),
    "wrong-digest.warc.gz": (2, 2, {"a digest that does not match": 1}, {}),
    "bad-date.warc.gz": (1, 1, {"no usable date": 2}, {}),
    "missing-id.warc.gz": (2, 2, {}, {}),
    "missing-type.warc.gz": (1, 1, {"no known WARC-Type": 1}, {}),
    "missing-target.warc.gz": (1, 1, {"no target address": 1}, {}),
    "missing-date.warc.gz": (1, 1, {"no usable date": 1}, {}),
    "spaces-in-target.warc.gz": (2, 2, {}, {}),
    "brackets-round-target.warc.gz": (2, 2, {}, {}),
    "header-of-30-mb.warc.gz": (1, 1, {"a header over 1 MB": 1}, {}),
    "many-header-lines.warc.gz": (1, 1, {"a header over 1 MB": 1}, {}),
    "zip-bomb-content.warc.gz": (2, 2, {}, {}),
    "junk-between.warc": (2, 2, {LOST: 1}, {}),
    "no-http-status.warc.gz": (2, 1, {}, {"no HTTP status": 1}),
    "dns-and-ftp.warc.gz": (3, 1, {}, {"no http address": 2}),
    "segmented.warc.gz": (3, 1, {}, {"a part of a segmented record": 2}),
    "revisit-without-original.warc.gz": (1, 1, {}, {}),
}
NOTHING = {
    "text.warc": "text, not a WARC, ARC or WACZ file",
    "empty.warc.gz": "an empty file, not a WARC",
    "zeros.warc.gz": "something else, not a WARC",
    "gzipped-text.warc.gz": "text, not a WARC",
    "only-a-half.warc.gz": r"nothing in it can be used \(1 cut short",
    "not-a-wacz.zip": "so no WACZ",
    "damaged.wacz": "a damaged or locked zip file",
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive")


def stored(archive: Archive) -> list[Stored]:
    return [one for path in archive.warc_files() for one in iter_captures(path)]


def bring(archive: Archive, name: str) -> ImportSummary:
    return import_file(archive, MUSEUM / name)


def check(archive: Archive, digests: bool = True) -> None:
    """One record a member, true digests, the index as cdxj-indexer has it, nothing half-made left."""
    for path in archive.warc_files():
        with path.open("rb") as handle:
            for record in ArchiveIterator(handle, check_digests="raise" if digests else False):
                record.content_stream().read()
        lines = io.StringIO()
        CDXJIndexer(lines, [str(path)], sort=True).process_all()
        assert archive.index_path(path.name).read_text() == lines.getvalue()
    assert {path.suffix for path in archive.warc_dir.iterdir()} <= {".gz"}


def test_the_museum_and_its_catalogue_agree() -> None:
    files = {path.name for path in MUSEUM.iterdir() if path.suffix != ".py" and path.is_file()}
    assert files == WHOLE.keys() | NOTHING.keys()


@pytest.mark.parametrize("name", WHOLE)
def test_each_file_gives_what_is_whole(archive: Archive, name: str) -> None:
    records, captures, left_out, unusable = WHOLE[name]
    summary = bring(archive, name)
    assert (summary.records, summary.captures) == (records, captures)
    assert (summary.left_out, summary.unusable) == (left_out, unusable)
    found = stored(archive)
    assert len(found) == captures
    assert {one.capture.origin for one in found} == {summary.origin}
    assert all(one.capture.payload_digest.startswith("sha1:") for one in found)
    for one in found:
        if "revisit" not in name and "bomb" not in name:
            assert open_content(archive, one.capture).payload == PAGE
    check(archive, digests=name != "chunked-digest-of-payload.warc.gz")  # warcio holds the other view of chunks


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_with_nothing_in_it_gives_one_clear_line(archive: Archive, name: str) -> None:
    with pytest.raises(NotAWarc, match=NOTHING[name]) as raised:
        bring(archive, name)
    assert "\n" not in str(raised.value)
    assert list(archive.warc_dir.iterdir()) == []


def test_the_same_file_twice_is_noticed(archive: Archive, tmp_path: Path) -> None:
    first = bring(archive, "whole.warc.gz")
    renamed = tmp_path / "other-name.warc.gz"
    renamed.write_bytes((MUSEUM / "whole.warc.gz").read_bytes())
    again = import_file(archive, renamed)
    assert again.known
    assert again.files == first.files
    assert len(stored(archive)) == 3


def test_members_are_copied_as_they_are(archive: Archive) -> None:
    bring(archive, "whole.warc.gz")
    [path] = archive.warc_files()
    assert path.read_bytes().endswith((MUSEUM / "whole.warc.gz").read_bytes())
    assert b"whole.warc.gz" in subprocess.run(["zcat", path], capture_output=True, check=True).stdout[:900]


def test_mended_records_have_an_id_and_a_readable_address(archive: Archive) -> None:
    for name in ("missing-id.warc.gz", "spaces-in-target.warc.gz"):
        bring(archive, name)
    urls = {one.capture.url for one in stored(archive)}
    assert "http://www.example.gov.cn/%E5%B9%B4%20%E6%8A%A5%20%5B1%5D.html" in urls
    ids = []
    for path in archive.warc_files():
        with path.open("rb") as handle:
            ids += [record.rec_headers.get_header("WARC-Record-ID") for record in ArchiveIterator(handle)]
    assert all(ids)


def test_a_bomb_stops_at_the_limit_and_a_lost_original_is_named(archive: Archive) -> None:
    bring(archive, "zip-bomb-content.warc.gz")
    bomb = next(one.capture for one in stored(archive) if one.capture.url.endswith("/1.html"))
    with pytest.raises(TooLarge, match="stays in the archive unread"):
        open_content(archive, bomb)
    bring(archive, "revisit-without-original.warc.gz")
    [alone] = [one.capture for one in stored(archive) if one.capture.media_type == ""]
    with pytest.raises(CaptureMissing, match="is not here"):
        open_content(archive, alone)


def test_memory_stays_flat_whatever_a_file_claims(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from storage.archive import Archive
from storage.errors import StorageError
from storage.importing.importing import import_file
from storage.warc.reading import iter_captures, open_content
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path in sorted(Path(sys.argv[2]).iterdir()):
    archive = Archive.create(Path(sys.argv[1]) / path.name)
    try:
        import_file(archive, path)
        for one in (one for file in archive.warc_files() for one in iter_captures(file)):
            open_content(archive, one.capture, limit=8 << 20)
    except StorageError:
        pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    command = [sys.executable, "-c", program, str(tmp_path), str(MUSEUM)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 48, "MB above the interpreter"


def warcio_file(path: Path, version: str) -> None:
    """As a careful user of warcio writes: request, response, metadata, resource."""
    with path.open("wb") as handle:
        writer: Any = WARCWriter(handle, gzip=True, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio"}))
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        url = "http://www.huoqiu.gov.cn/public/1.html"
        response = writer.create_warc_record(url, "response", payload=io.BytesIO(PAGE), http_headers=head)
        asked = StatusAndHeaders("GET /public/1.html HTTP/1.1", [("Host", "x")], is_http_request=True)
        request = writer.create_warc_record(url, "request", http_headers=asked)
        writer.write_request_response_pair(request, response)
        text = writer.create_warc_record(
            url + ".txt", "resource", payload=io.BytesIO(PAGE), warc_content_type="text/plain; charset=utf-8"
        )
        writer.write_record(text)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_what_warcio_writes_comes_in(archive: Archive, tmp_path: Path, version: str) -> None:
    warcio_file(tmp_path / "made.warc.gz", version)
    summary = import_file(archive, tmp_path / "made.warc.gz")
    assert (summary.captures, summary.left_out) == (2, {})
    page, text = stored(archive)
    assert (page.capture.status, page.capture.media_type) == (200, "text/html")
    assert (text.capture.status, text.capture.media_type) == (200, "text/plain")
    assert open_content(archive, text.capture).header("content-type").startswith("text/plain")
    check(archive)


def test_what_wget_writes_comes_in(archive: Archive, tmp_path: Path) -> None:
    if subprocess.run(["which", "wget"], capture_output=True, check=False).returncode:
        pytest.skip("wget is not installed")
    site = tmp_path / "site"
    site.mkdir()
    (site / "1.html").write_bytes(PAGE)
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "http.server", "--bind", "127.0.0.1", "--directory", str(site), "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        port = server.stdout.readline().split(" port ")[1].split()[0]
        url = f"http://127.0.0.1:{port}/1.html"
        command = ["wget", "-q", "-O", str(tmp_path / "out"), "--warc-file", str(tmp_path / "got"), url]
        subprocess.run(command, check=True)
    finally:
        server.terminate()
        server.communicate()
    summary = import_file(archive, tmp_path / "got.warc.gz")
    assert summary.captures >= 1
    page = next(one.capture for one in stored(archive) if one.capture.url == url)
    assert open_content(archive, page).payload == PAGE
    assert json.dumps(summary.left_out) == "{}"
    check(archive)
