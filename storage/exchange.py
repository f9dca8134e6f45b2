"""One HTTP exchange as it went over the socket: what the capture hands to the WARC writer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal

Truncated = Literal["length", "time", "disconnect", "unspecified"]


@dataclass(frozen=True, slots=True)
class Tls:
    """What the handshake agreed on, in the spelling of the library: `TLSv1.3`, `TLS_AES_256_GCM_SHA384`."""

    version: str
    cipher: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """Request and response bytes of one attempt.

    `received` holds status line, headers and body exactly as received, chunk framing included; a body over
    1 MB is a file positioned anywhere (the writer seeks). `started` is UTC. `truncated` names why the
    response is not whole.
    """

    url: str
    started: datetime
    sent: bytes
    received: bytes | IO[bytes]
    peer: str | None = None
    tls: Tls | None = None
    truncated: Truncated | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An attempt that gave no answer: DNS, refused, TLS, time-out, robots, blocked address."""

    url: str
    started: datetime
    kind: str
    detail: str
    sent: bytes = b""
    peer: str | None = None
