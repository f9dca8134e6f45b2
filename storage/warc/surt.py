"""The sort key of an address in a CDXJ index: `cn,gov,huoqiu)/public/6596741/1.html`.

The rules are those every replay tool shares (Google's canonical form, then the Internet Archive's: lower case, no
`www.`, no session ids, queries in order); tests hold them equal to what cdxj-indexer writes.
"""

from __future__ import annotations

import re
import socket
from urllib.parse import SplitResultBytes, quote_from_bytes, unquote_to_bytes

PRINTABLE = b"!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
SCHEME = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]*:")
DOUBLED_SCHEME = re.compile(rb"\A(?:https?://)+(?=https?://)")
PARTS = re.compile(rb"(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
NUMERIC_HOST = re.compile(rb"(?:[1-9][0-9]*(?:\.[0-9]+){0,3}|0[0-7]*(?:\.[0-7]+){0,3})")
WWW = re.compile(rb"www\d*\.")
DEFAULT_PORTS = {b"http": 80, b"https": 443}
PATH_SESSIONS = (
    re.compile(rb"\A(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)\Z", re.IGNORECASE),
    re.compile(rb"\A(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)\Z", re.IGNORECASE),
)
QUERY_SESSIONS = tuple(
    re.compile(rb"\A(.*)" + name + rb"(?:&(.*))?\Z", re.IGNORECASE)
    for name in (
        rb"jsessionid=[0-9a-zA-Z]{32}",
        rb"phpsessid=[0-9a-zA-Z]{32}",
        rb"sid=[0-9a-zA-Z]{32}",
        rb"ASPSESSIONID[a-zA-Z]{8}=[a-zA-Z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def urlkey(url: str) -> str:
    """The sort key; an address that cannot be taken apart is its own key."""
    if not url or url.startswith("filedesc"):
        return url or "-"
    try:
        return _key(url.encode("utf-8")).decode("utf-8")
    except (ValueError, OverflowError):
        return url


def _key(url: bytes) -> bytes:
    cleaned = re.sub(rb"[\n\r\t]", b"", url.strip())
    if not SCHEME.match(cleaned):
        cleaned = b"http://" + cleaned
    parts = PARTS.fullmatch(DOUBLED_SCHEME.sub(b"", cleaned))
    assert parts is not None
    scheme, netloc, path, query = (part or b"" for part in parts.groups())
    host, port, path = _authority(scheme, netloc, path)
    path = _path(path, bool(host))
    query = _query(query)
    if query:
        path = (path or b"/") + b"?" + query
    return (_host(host, port) if host else scheme + b":") + path


def _authority(scheme: bytes, netloc: bytes, path: bytes) -> tuple[bytes, int | None, bytes]:
    split = SplitResultBytes(scheme, netloc.rstrip(b":"), b"", b"", b"")
    port = split.port or None
    host = split.hostname or b""
    if not host and scheme.startswith(b"http"):
        host, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    host = _canonical_host(host) if host else b""
    if scheme != b"dns":
        host = WWW.sub(b"", host, count=1) if WWW.match(host) else host
    return host, None if port == DEFAULT_PORTS.get(scheme.lower(), 0) else port, path


def _canonical_host(host: bytes) -> bytes:
    plain = _unescape(host)
    if not plain.isascii():
        try:
            plain = plain.decode("utf-8", "ignore").encode("idna")
        except ValueError:
            plain = _unescape(host)
    plain = plain.replace(b"..", b".").strip(b".")
    return (_ip(plain) or _escape(plain.lower())).lower()


def _ip(host: bytes) -> bytes:
    if host.isdigit():
        return socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4, "big")).encode()
    if NUMERIC_HOST.fullmatch(host):
        try:
            return socket.inet_ntoa(socket.inet_aton(host.decode())).encode()
        except OSError:
            return b""
    return b""


def _host(host: bytes, port: int | None) -> bytes:
    turned = b",".join(reversed(host.split(b".")))
    return turned + (b":%d)" % port if port is not None else b")")


def _path(path: bytes, rooted: bool) -> bytes:
    plain = _unescape(path)
    kept = _escape(_without_dots(plain) if rooted else plain).lower()
    for pattern in PATH_SESSIONS:
        kept = pattern.sub(rb"\1\2", kept)
    return kept[:-1] if len(kept) > 1 and kept.endswith(b"/") else kept


def _without_dots(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    if not kept:
        return b"/"
    return b"/" + b"".join(part + b"/" for part in kept[:-1] if part) + kept[-1]


def _query(query: bytes) -> bytes:
    kept = _escape(_unescape(query))
    for pattern in QUERY_SESSIONS:
        if found := pattern.match(kept):
            kept = found.group(1) + (found.group(2) or b"")
    kept = kept.lower()
    return b"&".join(b"=".join(pair) for pair in sorted(tuple(arg.split(b"=", 1)) for arg in kept.split(b"&")))


def _unescape(value: bytes) -> bytes:
    while (plain := unquote_to_bytes(value)) != value:
        value = plain
    return value


def _escape(value: bytes) -> bytes:
    return quote_from_bytes(value, safe=PRINTABLE).encode("ascii") if value else value
