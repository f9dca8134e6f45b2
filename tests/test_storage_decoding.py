"""Content-Encoding is undone whatever servers make of it, and never past the limit."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from storage.errors import TooLarge
from storage.warc.decoding import decode

TEXT = "政府信息公开工作年度报告".encode() * 4000
LIMIT = 1 << 20


@pytest.mark.parametrize(
    ("coding", "payload"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("GZip ", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)[2:-4]),
        ("br", brotli.compress(TEXT)),
        ("zstd", zstandard.compress(TEXT)),
        ("deflate, gzip", gzip.compress(zlib.compress(TEXT))),
        ("identity", TEXT),
        ("utf-8", TEXT),
        ("", TEXT),
    ],
    # a payload of gzip names the second it was packed in: no name for a test that several workers collect
    ids=[
        "gzip",
        "x-gzip",
        "GZip",
        "deflate",
        "raw deflate",
        "br",
        "zstd",
        "deflate, gzip",
        "identity",
        "utf-8",
        "none",
    ],
)
def test_codings(coding: str, payload: bytes) -> None:
    assert decode(payload, coding, LIMIT) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_payload_that_is_not_coded_comes_back(coding: str) -> None:
    assert decode(TEXT, coding, LIMIT) == TEXT
    assert decode(b"", coding, LIMIT) == b""


def test_a_cut_body_gives_what_it_holds() -> None:
    cut = decode(gzip.compress(TEXT, 1)[:-20], "gzip", LIMIT)
    assert len(cut) > 1000
    assert TEXT.startswith(cut)


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(60 << 20))),
        ("deflate", zlib.compress(bytes(60 << 20))),
        ("br", brotli.compress(bytes(60 << 20), quality=5)),
        ("zstd", zstandard.compress(bytes(60 << 20))),
        ("gzip, gzip", gzip.compress(gzip.compress(bytes(60 << 20)))),
    ],
    ids=["gzip", "deflate", "br", "zstd", "gzip twice"],
)
def test_a_bomb_stops_at_the_limit(coding: str, bomb: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(TooLarge, match="stays in the archive unread"):
        decode(bomb, coding, LIMIT)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 * LIMIT
