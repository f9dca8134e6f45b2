"""Content-Encoding undone, never past a limit: a few bytes can claim to be gigabytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import brotli
import zstandard
from isal import isal_zlib

from storage.errors import BrokenRecord, TooLarge
from storage.warc.gz import GzipError

STEP = 1 << 16
Decoder = Callable[[bytes, int], bytes]


def decode(payload: bytes, encodings: str, limit: int) -> bytes:
    """Undo each coding named in a Content-Encoding header, the last first.

    A payload that is not coded as the header says comes back as it is: servers declare gzip and send text. What a
    cut body still gives is given. TooLarge past `limit` bytes.
    """
    for name in reversed(re.split(r"[,\s]+", encodings.strip().lower())):
        decoder = DECODERS.get(name)
        if decoder is not None and payload:
            payload = _attempt(decoder, payload, limit)
    return payload


def _attempt(decoder: Decoder, payload: bytes, limit: int) -> bytes:
    try:
        decoded = decoder(payload, limit + 1)
    except (GzipError, brotli.error, zstandard.ZstdError, EOFError, BrokenRecord):
        return payload
    if len(decoded) > limit:
        raise TooLarge(f"the content is over {limit} bytes when decoded; it stays in the archive unread")
    return decoded


def _stepwise(press: Any, payload: bytes, limit: int) -> bytes:
    """Feed small pieces, so that a fault at the end keeps what came before it."""
    parts: list[bytes] = []
    total = 0
    for start in range(0, len(payload), STEP):
        try:
            part = press.decompress(payload[start : start + STEP], limit - total)
        except GzipError:
            if not total:
                raise
            break
        parts.append(part)
        total += len(part)
        if total >= limit or press.eof:
            break
    return b"".join(parts)


def _gzip(payload: bytes, limit: int) -> bytes:
    if not payload.startswith(b"\x1f\x8b"):
        raise BrokenRecord("no gzip")
    return _stepwise(isal_zlib.decompressobj(31), payload, limit)


def _deflate(payload: bytes, limit: int) -> bytes:
    """Deflate with the zlib wrapper the standard asks for, or without, as many servers send it."""
    try:
        return _stepwise(isal_zlib.decompressobj(15), payload, limit)
    except GzipError:
        return _stepwise(isal_zlib.decompressobj(-15), payload, limit)


def _brotli(payload: bytes, limit: int) -> bytes:
    press = brotli.Decompressor()
    parts = [press.process(payload, output_buffer_limit=limit)]
    while parts[-1] and not press.is_finished() and sum(map(len, parts)) < limit:
        parts.append(press.process(b"", output_buffer_limit=limit))
    return b"".join(parts)


def _zstd(payload: bytes, limit: int) -> bytes:
    # 128 MB windows are the largest a browser takes; the reader stops at the limit whatever the frame claims
    with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(payload) as reader:
        return reader.read(limit)


DECODERS: dict[str, Decoder] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
