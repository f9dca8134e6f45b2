"""Bodies of any size: bytes, or a file once they pass a megabyte. Digests and pieces of either."""

from __future__ import annotations

import hashlib
from base64 import b32encode
from collections.abc import Iterable, Iterator
from io import BufferedRandom, BytesIO, FileIO
from pathlib import Path
from tempfile import mkstemp
from typing import IO

SPOOL = 1 << 20  # bodies over this go to disk
STEP = 1 << 18

Body = bytes | IO[bytes]


def size(body: Body) -> int:
    """Length in bytes."""
    return len(body) if isinstance(body, bytes) else body.seek(0, 2)


def pieces(body: Body, start: int = 0) -> Iterator[bytes]:
    """The bytes from `start`, in pieces that fit in memory."""
    if isinstance(body, bytes):
        yield body[start:] if start else body
        return
    body.seek(start)
    while data := body.read(STEP):
        yield data


def stream(body: Body, start: int = 0) -> IO[bytes]:
    """A file over the bytes from `start`."""
    if isinstance(body, bytes):
        return BytesIO(body[start:])
    body.seek(start)
    return body


class Spool(BufferedRandom):
    """A file without a name that goes with its last reference."""

    def __init__(self) -> None:
        handle, name = mkstemp(prefix="gongkai-")
        Path(name).unlink()
        super().__init__(FileIO(handle, "rb+"))

    def __del__(self) -> None:
        self.close()


def collect(parts: Iterator[bytes]) -> Body:
    """Join pieces, on disk once they pass SPOOL."""
    kept: list[bytes] = []
    total = 0
    for part in parts:
        kept.append(part)
        total += len(part)
        if total > SPOOL:
            spool = Spool()
            spool.writelines(kept)
            spool.writelines(parts)
            return spool
    return b"".join(kept)


def sha1(value: bytes) -> str:
    """A digest's spelling in WARC headers: `sha1:` and base32."""
    return "sha1:" + b32encode(value).decode("ascii")


def digests(head: bytes, body: Body) -> tuple[str, str]:
    """Block digest (head and body) and payload digest (body), read once."""
    block, payload = hashlib.sha1(head, usedforsecurity=False), hashlib.sha1(usedforsecurity=False)
    for data in pieces(body):
        block.update(data)
        payload.update(data)
    return sha1(block.digest()), sha1(payload.digest())


def sha1_of(parts: Iterable[bytes]) -> str:
    """The digest of bytes that come in pieces."""
    digest = hashlib.sha1(usedforsecurity=False)
    for data in parts:
        digest.update(data)
    return sha1(digest.digest())
