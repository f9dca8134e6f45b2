"""What servers put on the wire, one case each, and what the archive must make of it."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass

import zstandard

from storage.exchange import Truncated

PAGE = ("<html><meta charset=gbk><h1>政府信息公开工作年度报告</h1>" + "z" * 3000 + "</html>").encode("gb18030")


def chunked(body: bytes, size: int, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    """A chunked body of pieces of a size."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    lines = b"".join(b"%X%s\r\n%s\r\n" % (len(part), extension, part) for part in parts)
    return lines + b"0\r\n" + trailers + b"\r\n"


def answer(*headers: bytes, body: bytes = b"", status: bytes = b"200 OK") -> bytes:
    """An HTTP/1.1 answer with CRLF."""
    return b"\r\n".join((b"HTTP/1.1 " + status, *headers)) + b"\r\n\r\n" + body


def sized(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """The same with a true Content-Length."""
    return answer(*headers, b"Content-Length: %d" % len(body), body=body, status=status)


@dataclass(frozen=True)
class Case:
    """`payload` is what the record must carry (None: as decided by `truncated`); `received` False: no answer."""

    sent: bytes
    payload: bytes = b""
    closes: bool = False
    truncated: Truncated | None = None
    status: int = 200


RAW_DEFLATE = zlib.compress(PAGE)[2:-4]
CASES: dict[str, Case] = {
    "plain": Case(sized(PAGE, b"Content-Type: text/html; charset=gbk"), PAGE),
    "mixed-case-headers": Case(sized(b"ok", b"sErVer: weird CASE", b"x-lower: 1", b"X-UPPER: 2"), b"ok"),
    "repeated-headers": Case(sized(b"ok", b"Set-Cookie: a=1", b"X-B: 1", b"Set-Cookie: b=2"), b"ok"),
    "gbk-header": Case(sized(b"ok", b"Content-Disposition: attachment; filename=" + "年报.doc".encode("gbk")), b"ok"),
    "utf8-header": Case(sized(b"ok", "X-Title: 年报".encode()), b"ok"),
    "line-without-colon": Case(sized(b"ok", b"no colon here"), b"ok"),
    "folded-header": Case(sized(b"ok", b"X-Folded: one", b"  two"), b"ok"),
    "empty-header-value": Case(sized(b"ok", b"Content-Type:"), b"ok"),
    "space-before-colon": Case(sized(b"ok", b"X-Odd : 1"), b"ok"),
    "space-in-header-name": Case(sized(b"ok", b"X Odd: 1"), b"ok"),
    "no-reason-phrase": Case(sized(b"ok", status=b"200"), b"ok"),
    "reason-with-gbk": Case(sized(b"ok", status=b"200 " + "成功".encode("gbk")), b"ok"),
    "long-reason": Case(sized(b"ok", status=b"200 Very OK Indeed " + b"!" * 500), b"ok"),
    "chunked": Case(answer(b"Transfer-Encoding: chunked", body=chunked(PAGE, 700)), PAGE),
    "chunk-extensions-and-trailers": Case(
        answer(b"transfer-encoding: Chunked", body=chunked(PAGE, 7, b";x=1", b"X-Trailer: t\r\n")), PAGE
    ),
    "chunked-gzip": Case(
        answer(
            b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", body=chunked(gzip.compress(PAGE, mtime=0), 11)
        ),
        gzip.compress(PAGE, mtime=0),
    ),
    "chunked-empty": Case(answer(b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"), b""),
    "gzip": Case(sized(gzip.compress(PAGE, mtime=0), b"Content-Encoding: gzip"), gzip.compress(PAGE, mtime=0)),
    "deflate-raw": Case(sized(RAW_DEFLATE, b"Content-Encoding: deflate"), RAW_DEFLATE),
    "zstd-not-asked-for": Case(sized(zstandard.compress(PAGE), b"Content-Encoding: zstd"), zstandard.compress(PAGE)),
    "gzip-declared-text-sent": Case(sized(PAGE, b"Content-Encoding: gzip"), PAGE),
    "http10-bare-lf": Case(b"HTTP/1.0 200 OK\nContent-Type: text/plain\n\nclose delimited", b"close delimited", True),
    "http10-close": Case(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nuntil close", b"until close", True),
    "close-delimited": Case(answer(b"Connection: close", body=b"until close"), b"until close", True),
    "empty-body": Case(sized(b""), b""),
    "redirect": Case(sized(b"moved", b"Location: /plain", status=b"302 Found"), b"moved", status=302),
    "not-modified": Case(answer(b'ETag: "x"', status=b"304 Not Modified"), b"", status=304),
    "no-content": Case(answer(status=b"204 No Content"), b"", status=204),
    "server-error": Case(sized(b"err", status=b"500 oops"), b"err", status=500),
    "not-found": Case(sized(b"none", status=b"404 Not Found"), b"none", status=404),
    "unavailable-retry-after": Case(sized(b"busy", b"Retry-After: 1", status=b"503 Busy"), b"busy", status=503),
    "short-body": Case(answer(b"Content-Length: 100", body=b"only this"), b"only this", True, "disconnect"),
    "short-chunks": Case(
        answer(b"Transfer-Encoding: chunked", body=chunked(PAGE, 100)[:1000]),
        PAGE[: (1000 // 106) * 100 + max(0, 1000 % 106 - 4)],
        True,
        "disconnect",
    ),
    "pdf-bytes": Case(sized(bytes(range(256)) * 40, b"Content-Type: application/pdf"), bytes(range(256)) * 40),
    "big-head": Case(sized(b"ok", *(b"X-%d: %s" % (n, b"v" * 900) for n in range(40))), b"ok"),
}
