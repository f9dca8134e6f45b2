"""A WACZ holds a crawl or a division whole, and other tools open it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cdxj_indexer.main import CDXJIndexer
from test_storage_recorder import recorder
from test_storage_records import NOW, exchange
from wire_cases import CASES, PAGE, sized

from storage import withdrawn
from storage.archive import Archive
from storage.errors import CaptureMissing
from storage.found import Found, Seed
from storage.frontier.queue import Frontier
from storage.frontier.rotation import Limits
from storage.importing.importing import import_file
from storage.sharing.package import package
from storage.sharing.selection import Choice, division_prefix


def found(code: str) -> Found:
    return Found(role="report", seed=Seed(code, "某县人民政府", "http://www.x.gov.cn/"), link_text="年报")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Pages of two counties, in several files, and a revisit in another file than what it repeats."""
    with Frontier.open(Archive.create(tmp_path / "archive"), delay=0) as frontier:
        frontier.begin({})
        with recorder(frontier, Limits(size=3000)) as to:
            for number, code in enumerate(["341522000000", "341524000000", "341522100000"] * 3):
                body = sized(os.urandom(900) + b"%d" % number, b"Content-Type: text/html")
                capture = to.record(exchange(body, f"p{number}"), found(code))
                assert capture is not None
                to.note(capture.id, {"kind": "report"})
            to.record(exchange(CASES["plain"].sent, "again"), found("341524000000"))
            later = replace(exchange(CASES["plain"].sent, "again"), started=NOW + timedelta(days=1))
            to.record(later, found("341522000000"))
        yield frontier.archive


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        assert packed.testzip() is None
        assert {one.compress_type for one in packed.infolist()} == {zipfile.ZIP_STORED}
        return {one.filename: packed.read(one) for one in packed.infolist()}


def check(path: Path, folder: Path) -> dict[str, bytes]:
    """Digests, index and block list agree with what is inside."""
    inside = members(path)
    described = json.loads(inside["datapackage.json"])
    said = json.loads(inside["datapackage-digest.json"])["hash"]
    assert said == f"sha256:{hashlib.sha256(inside['datapackage.json']).hexdigest()}"
    assert described["wacz_version"] == "1.1.1"
    for resource in described["resources"]:
        data = inside[resource["path"]]
        assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
    warcs = [name for name in inside if name.startswith("archive/")]
    for name in warcs:
        (folder / Path(name).name).write_bytes(inside[name])
    lines = io.StringIO()
    CDXJIndexer(lines, [str(folder / Path(name).name) for name in warcs], sort=True).process_all()
    packed = inside["indexes/index.cdx.gz"]
    assert gzip.decompress(packed).decode() == lines.getvalue()
    for block in inside["indexes/index.idx"].decode().splitlines()[1:]:
        place = json.loads("{" + block.partition("{")[2])
        assert gzip.decompress(packed[place["offset"] :][: place["length"]]).startswith(block.split("{")[0].encode())
    return inside


def pages(inside: dict[str, bytes]) -> list[str]:
    first, *rest = inside["pages/pages.jsonl"].decode().splitlines()
    assert json.loads(first)["format"] == "json-pages-1.0"
    return sorted(json.loads(line)["url"].rpartition("/")[2] for line in rest)


def test_the_whole_archive(archive: Archive, tmp_path: Path) -> None:
    import_file(archive, Path(__file__).with_name("archives") / "whole.warc.gz")
    summary = package(archive, tmp_path / "all.wacz", Choice())
    inside = check(tmp_path / "all.wacz", tmp_path)
    assert summary.files == len(archive.warc_files()) > 3
    assert len(pages(inside)) == summary.pages == 9 + 2 + 3


def test_one_crawl(archive: Archive, tmp_path: Path) -> None:
    import_file(archive, Path(__file__).with_name("archives") / "whole.warc.gz")
    crawl_id = json.loads(json.dumps(_origin(archive))).removeprefix("crawl:")
    package(archive, tmp_path / "crawl.wacz", Choice(crawl=crawl_id))
    assert not [name for name in check(tmp_path / "crawl.wacz", tmp_path) if "import" in name]
    with pytest.raises(CaptureMissing, match="nothing archived for crawl other"):
        package(archive, tmp_path / "none.wacz", Choice(crawl="other"))
    assert not list(tmp_path.glob("*none*"))


def _origin(archive: Archive) -> str:
    from storage.warc.reading import iter_captures

    return next(one.capture.origin for one in iter_captures(archive.warc_files()[0]))


def test_a_division_with_what_lies_below_it_and_what_its_revisits_repeat(archive: Archive, tmp_path: Path) -> None:
    package(archive, tmp_path / "county.wacz", Choice(jurisdiction="341522"))
    inside = check(tmp_path / "county.wacz", tmp_path)
    assert pages(inside) == ["again.html"] * 2 + ["p0.html", "p2.html", "p3.html", "p5.html", "p6.html", "p8.html"]
    index = gzip.decompress(inside["indexes/index.cdx.gz"]).decode()
    assert index.count("/again") == 2 * 2, "the revisit and, of the other county, the page it repeats"
    assert index.count("warc/revisit") == 1
    texts = b"".join(gzip.decompress(data) for name, data in inside.items() if name.startswith("archive/"))
    assert texts.count(b"verdict: ") == 6


@pytest.mark.parametrize("choice", [Choice(), Choice(jurisdiction="341522")])
def test_what_was_withdrawn_is_not_handed_on(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, choice: Choice
) -> None:
    gone = exchange(b"", "p0").url
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {("address", gone): "asked by a court"})
    package(archive, tmp_path / "shown.wacz", choice)
    inside = check(tmp_path / "shown.wacz", tmp_path)
    assert "p0.html" not in pages(inside)
    assert "p3.html" in pages(inside)
    packed = [data for name, data in inside.items() if name.startswith("archive/")]
    assert not [data for data in packed if gone.encode() in gzip.decompress(data)]


def test_codes_of_divisions_begin_like_those_below_them() -> None:
    codes = ("340000", "341500000000", "341522", "341522100000", "110000000000", "341000")
    assert [division_prefix(code) for code in codes] == ["34", "3415", "341522", "341522100", "11", "3410"]


def environment(folder: Path, *packages: str) -> Path:
    """A virtual environment of its own: these tools pin what the project must not."""
    venv.create(folder, with_pip=True)
    install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", *packages]
    subprocess.run([str(part) for part in install], check=True)
    return folder / "bin"


@pytest.mark.torture
def test_wacz_validate_accepts_it(archive: Archive, tmp_path: Path) -> None:
    tools = environment(tmp_path / "venv", "wacz==0.6.0")
    for name, choice in (("all", Choice()), ("county", Choice(jurisdiction="341522"))):
        package(archive, tmp_path / f"{name}.wacz", choice)
        done = subprocess.run([tools / "wacz", "validate", "-f", tmp_path / f"{name}.wacz"], check=False)
        assert done.returncode == 0


@pytest.mark.torture
def test_pywb_gives_every_payload_back(tmp_path: Path) -> None:
    tools = environment(tmp_path / "venv", "pywb==2.10.0", "setuptools<81")
    with Frontier.open(Archive.create(tmp_path / "archive"), delay=0) as frontier:
        frontier.begin({})
        good = {name: case for name, case in CASES.items() if case.status == 200 and not case.truncated}
        with recorder(frontier) as to:
            for name, case in good.items():
                to.record(exchange(case.sent, name), found("341522000000"))
            later = replace(exchange(CASES["plain"].sent, "plain"), started=NOW + timedelta(days=400))
            to.record(later, found("341522000000"))
    collection = tmp_path / "collections" / "kept"
    (collection / "archive").mkdir(parents=True)
    (collection / "indexes").mkdir()
    for path in frontier.archive.warc_files():
        (collection / "archive" / path.name).write_bytes(path.read_bytes())
        index = frontier.archive.index_path(path.name)
        (collection / "indexes" / index.name).write_bytes(index.read_bytes())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(tools / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for name, case in good.items():
            url = f"http://127.0.0.1:{port}/kept/20260304050607id_/http://www.x.gov.cn/{name}.html"
            assert fetch(url) == case.payload, name
        again = f"http://127.0.0.1:{port}/kept/20270408050607id_/http://www.x.gov.cn/plain.html"
        assert fetch(again) == PAGE, "the revisit resolves"
    finally:
        server.terminate()
        server.wait()


def fetch(url: str) -> bytes:
    """The body as served, once the server is up."""
    for _ in range(100):
        try:
            asked = urllib.request.Request(url, headers={"Accept-Encoding": "gzip, deflate, zstd"})
            with urllib.request.urlopen(asked, timeout=10) as answer:
                body: bytes = answer.read()
                return body
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url}: no answer; {sys.executable}")
