"""HTTP messages as bytes: where the head ends, what its lines say, and the body out of its chunks.

Nothing here rewrites a byte of what was received, but for the one header name that says "chunked".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO

HEAD_END = re.compile(rb"\n\r?\n")
TRANSFER_ENCODING = re.compile(rb"(?im)^(transfer-encoding)(?=[ \t]*:)")
INTERIM = re.compile(rb"HTTP/1\.[01] 1\d\d(?!\d)")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
HEAD_LIMIT = 1 << 20
STEP = 1 << 16

Header = tuple[str, str]


def text(line: bytes) -> str:
    """A header line as text: UTF-8, else byte by byte, so that no line is ever lost."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


@dataclass(frozen=True)
class Head:
    """Status line (or request line) and headers, up to and with the empty line."""

    raw: bytes

    @cached_property
    def lines(self) -> list[str]:
        """The lines up to the first empty one, ends stripped."""
        found: list[str] = []
        for line in self.raw.split(b"\n"):
            stripped = text(line).rstrip()
            if not stripped:
                break
            found.append(stripped)
        return found

    @cached_property
    def headers(self) -> tuple[Header, ...]:
        """Name and value in order; lines without a colon are passed over, folded lines joined."""
        return tuple(_headers(self.lines[1:]))

    def get(self, name: str) -> str | None:
        """The first value of a header, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def status_text(self) -> str:
        """What stands where the status code should be."""
        parts = self.lines[0].split(" ", 1) if self.lines else []
        return parts[1].strip().split(" ", 1)[0] if len(parts) == 2 else ""

    @property
    def status(self) -> int | None:
        """The status code, or None where there is none."""
        code = self.status_text
        return int(code) if code.isascii() and code.isdigit() else None

    @property
    def protocol(self) -> str:
        """`HTTP/1.1` of a status line, or an empty string."""
        return self.lines[0].split(" ", 1)[0] if self.lines else ""

    @property
    def chunked(self) -> bool:
        """Whether the body came in chunks."""
        return "chunked" in (self.get("Transfer-Encoding") or "").lower()

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return re.split(r"[;\s,]", (self.get("Content-Type") or "").strip(), maxsplit=1)[0].lower()

    def unchunked(self) -> bytes:
        """The head with Transfer-Encoding renamed in place, everything else as it was."""
        return TRANSFER_ENCODING.sub(rb"X-Archive-Orig-\1", self.raw)


def _headers(lines: list[str]) -> Iterator[Header]:
    name, value = "", ""
    for line in lines:
        if line[0] in " \t":
            value += line if name else ""
            continue
        if name:
            yield name, value
        before, colon, after = line.partition(":")
        name, value = (before.rstrip(" \t"), after.lstrip()) if colon else ("", "")
    if name:
        yield name, value


def split(data: bytes) -> tuple[Head, int]:
    """The head of the answer and where its body starts; interim 1xx heads before it are passed over."""
    start = 0
    while True:
        end = HEAD_END.search(data, start)
        stop = end.end() if end else len(data)
        if end is None or not INTERIM.match(data, start) or stop >= len(data):
            return Head(data[start:stop]), stop
        start = stop


def head_of(stream: bytes | IO[bytes]) -> tuple[Head, int]:
    """The same for bytes or a seekable file."""
    if isinstance(stream, bytes):
        return split(stream)
    stream.seek(0)
    return split(stream.read(HEAD_LIMIT))


class BadChunks(ValueError):
    """The body is not what `Transfer-Encoding: chunked` promises."""


@dataclass
class Dechunker:
    """Takes a chunked body apart; after iteration `complete` and `trailers` tell how it ended."""

    stream: IO[bytes]
    complete: bool = False
    trailers: bytes = b""

    def __iter__(self) -> Iterator[bytes]:
        """Pieces of the payload. BadChunks where a size cannot be read; a short body just ends."""
        while line := self.stream.readline(HEAD_LIMIT):
            size = CHUNK_SIZE.fullmatch(line)
            if size is None:
                if line.endswith(b"\n"):
                    raise BadChunks(repr(line[:40]))
                return
            length = int(size.group(1), 16)
            if length == 0:
                self._finish()
                return
            yield from self._piece(length)

    def _piece(self, length: int) -> Iterator[bytes]:
        while length and (data := self.stream.read(min(length, STEP))):
            length -= len(data)
            yield data
        end = self.stream.readline(3) if not length else b""
        if end not in (b"\r\n", b"\n", b"\r", b""):
            raise BadChunks(repr(end))

    def _finish(self) -> None:
        lines: list[bytes] = []
        while line := self.stream.readline(HEAD_LIMIT):
            if line in (b"\r\n", b"\n"):
                self.complete = True
                break
            lines.append(line)
        self.trailers = b"".join(lines)
