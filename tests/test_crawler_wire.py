"""What the server sent against what the archive holds: a byte oracle for the download handler."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_storage_records import BIN, run
from wire_cases import CASES, Case, answer, chunked, sized
from wire_server import WireServer, certificate

from storage.archive import Archive
from storage.warc.member import read_member
from storage.warc.scan import Scanned, scan

BIG = b"B" * 2_500_000
OVERSIZED = {
    "too-long": Case(sized(b"L" * 3_200_000), truncated="length"),
    "too-long-chunked": Case(answer(b"Transfer-Encoding: chunked", body=chunked(b"L" * 3_200_000, 50_000))),
    "big": Case(sized(BIG), BIG),
    "big-chunked": Case(answer(b"Transfer-Encoding: chunked", body=chunked(BIG, 40_000)), BIG),
}
SCHEMES = ("http", "https")


class Crawled:
    """What a crawl gave and left: the spider's view by address, the archive, the server's view."""

    def __init__(self, folder: Path, wanted: dict[str, Any]) -> None:
        (folder / "wanted.json").write_text(json.dumps(wanted))
        command = [sys.executable, "-W", "error", Path(__file__).with_name("wire_crawl.py")]
        done = subprocess.run(
            [*map(str, command), str(folder / "archive"), str(folder / "wanted.json")],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        self.seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        self.archive = Archive.open(folder / "archive")
        self.records = [one for path in self.archive.warc_files() for one in scan(path)]

    def of(self, url: str, kind: str) -> list[Scanned]:
        return [one for one in self.records if one.kind == kind and one.fields["warc-target-uri"] == url]

    def block(self, record: Scanned) -> bytes:
        [path] = self.archive.warc_files()
        return read_member(path, record.offset, record.length).block


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, WireServer]]:
    cases = CASES | OVERSIZED
    with WireServer(cases) as plain, WireServer(cases, certificate(tmp_path_factory.mktemp("tls"))) as tls:
        yield {"http": plain, "https": tls}


@pytest.fixture(scope="module")
def oracle(servers: dict[str, WireServer], tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    urls = [f"{server.base}/{name}" for server in servers.values() for name in CASES | OVERSIZED]
    return Crawled(tmp_path_factory.mktemp("oracle"), {"urls": urls})


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", CASES | OVERSIZED)
def test_the_archive_holds_what_the_server_sent(
    oracle: Crawled, servers: dict[str, WireServer], scheme: str, name: str
) -> None:
    case, server = (CASES | OVERSIZED)[name], servers[scheme]
    url = f"{server.base}/{name}"
    responses, requests = oracle.of(url, "response"), oracle.of(url, "request")
    asked = [head for path, head in server.requests if path == name]
    assert [oracle.block(one) for one in requests] == asked, "requests byte for byte, each retry its own"
    assert len(responses) == len(asked)
    for response in responses:
        head, _, body = oracle.block(response).replace(b"X-Archive-Orig-", b"").partition(_end(case.sent))
        assert case.sent.startswith(head + _end(case.sent))
        if not name.startswith("too-long"):
            assert body == case.payload
            assert response.fields.get("warc-truncated") == case.truncated
        else:
            assert response.fields.get("warc-truncated") == "length"
            assert set(body) <= set(b"L")
            assert len(body) <= 3_200_000
        assert response.fields["warc-ip-address"] == "127.0.0.1"
        assert response.fields["warc-protocol"] == ("http/1.0" if name.startswith("http10") else "http/1.1")
        assert ("warc-cipher-suite" in response.fields) == (scheme == "https")


def _end(sent: bytes) -> bytes:
    return b"\n\n" if b"\r\n\r\n" not in sent[:200] and b"\n\n" in sent[:200] else b"\r\n\r\n"


def test_nothing_of_ours_leaks_onto_the_wire(oracle: Crawled, servers: dict[str, WireServer]) -> None:
    for server in servers.values():
        for _, head in server.requests:
            assert b"gongkai_tap" not in head.lower()
            assert b"Accept-Encoding: gzip, deflate\r\n" in head
    assert all(said.get("status") or said.get("error") for said in oracle.seen.values())


def test_the_spider_is_told_its_capture(oracle: Crawled, servers: dict[str, WireServer]) -> None:
    base = servers["http"].base
    assert oracle.seen[f"{base}/plain"]["capture"]
    short = oracle.seen[f"{base}/short-body"]
    assert short["error"] == "ResponseDataLossError"
    assert short["capture"], "the refused half is evidence"


def test_what_the_handler_wrote_passes_the_checkers(oracle: Crawled) -> None:
    [path] = oracle.archive.warc_files()
    run("gzip", "-t", path)
    run(BIN / "warcio", "check", path)
    assert oracle.archive.index_path(path.name).read_text() == run(BIN / "cdxj-indexer", "-s", path)


def test_failures_are_on_record(tmp_path: Path) -> None:
    slow = Case(sized(b"x" * 1000), truncated="time")
    silent = Case(b"", closes=True)
    junk = Case(b"SSH-2.0-OpenSSH_9\r\n", closes=True)
    cases = {"slow": slow, "silent": silent, "junk": junk}
    with WireServer(cases) as server:
        server.pause["slow"] = 3
        closed = WireServer({})
        closed._socket.close()
        urls = {
            "timeout": f"{server.base}/slow",
            "disconnected": f"{server.base}/silent",
            "not-http": f"{server.base}/junk",
            "refused": f"{closed.base}/",
            "tls": f"{server.base.replace('http', 'https')}/tls",
            "address_refused": "http://10.0.0.1/",
            "dns": "http://no-such-host.invalid/",
        }
        settings = {"DOWNLOAD_TIMEOUT": 1, "RETRY_ENABLED": False}
        crawled = Crawled(tmp_path, {"urls": list(urls.values()), "settings": settings})
    assert [crawled.seen[url]["error"] for url in urls.values()]
    [cut] = crawled.of(urls["timeout"], "response")
    assert cut.fields["warc-truncated"] == "time"
    assert cases["slow"].sent.startswith(crawled.block(cut))
    for kind, url in list(urls.items())[1:]:
        [note] = crawled.of(url, "metadata")
        assert f'"kind":"{kind}"'.encode() in note.block, (kind, note.block)
        assert b'"role":"list"' in note.block
    for kind in ("address_refused", "tls", "dns", "refused"):
        assert not crawled.of(urls[kind], "request"), "nothing was sent"


def test_a_stale_connection_gives_two_attempts(tmp_path: Path) -> None:
    with WireServer({"one": Case(sized(b"first")), "two": Case(sized(b"second"))}) as server:
        server.stale_after.add("one")
        urls = [f"{server.base}/one", f"{server.base}/two"]
        settings = {"CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
        crawled = Crawled(tmp_path, {"urls": urls, "settings": settings})
        asked = [head for _, head in server.requests]
    assert [said["status"] for said in crawled.seen.values()] == [200, 200]
    assert len(asked) == 3
    [second] = crawled.of(urls[1], "response")
    assert crawled.block(second).endswith(b"second")
    assert [crawled.block(one) for one in crawled.of(urls[1], "request")] == asked[1:]
    assert any(b'"kind":"stale"' in one.block for one in crawled.of(urls[1], "metadata"))
