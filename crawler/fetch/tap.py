"""Listening at the socket: which bytes of a connection belong to which request.

Twisted's client renames, reorders and drops parts of what it receives long before Scrapy sees it. So the connection
pool is ours: each connection it hands out is tied to the attempt it is used for, a protocol between socket and parser
copies every byte, and the parser's own sense of where an answer ends cuts the copy.

The names with an underscore are private to Scrapy and Twisted; tests/test_crawler_wire_contract.py pins them and says
what to do when a new release breaks them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web.client import HTTPConnectionPool
from twisted.web.http_headers import InvalidHeaderName
from zope.interface import directlyProvides, providedBy  # type: ignore[import-untyped]

from storage.exchange import Tls
from storage.warc.body import SPOOL, Body, Spool

Check = Callable[[str], None]


@dataclass
class Attempt:
    """One request on one connection. `done`: the parser saw the end of the answer."""

    started: datetime
    peer: str
    sent: bytearray = field(default_factory=bytearray)
    tls: Tls | None = None
    done: bool = False
    size: int = 0
    secure: Any = None  # the TLS connection, if it is one
    _received: bytearray = field(default_factory=bytearray)
    _spool: Spool | None = None

    def receive(self, data: bytes) -> None:
        """Keep what came, on disk once it is over a megabyte."""
        self.size += len(data)
        if self._spool is not None:
            self._spool.write(data)
            return
        self._received += data
        if self.size > SPOOL:
            self._spool = Spool()
            self._spool.write(self._received)
            self._received.clear()

    def end(self, rest: bytes) -> None:
        """The answer is whole; `rest` came after it and is not part of it."""
        self.done = True
        if rest:
            self.size -= len(rest)
            if self._spool is not None:
                self._spool.truncate(self.size)
            else:
                del self._received[self.size :]

    def went_out(self) -> bytes:
        """What was sent: nothing, when all of it waited for a handshake that never ended."""
        waited = self.secure is not None and not self.size and self.secure.get_peer_finished() is None
        return b"" if waited else bytes(self.sent)

    @property
    def received(self) -> Body:
        return self._spool if self._spool is not None else bytes(self._received)


@dataclass
class Tap:
    """The attempts of one Scrapy request: more than one when a kept connection had gone stale.

    `check` raises for an IP address that the request may not reach.
    """

    check: Check
    attempts: list[Attempt] = field(default_factory=list)


CURRENT: ContextVar[Tap] = ContextVar("gongkai_tap")


class TeeTransport:
    """The transport, with an ear on what is written."""

    def __init__(self, transport: Any, protocol: TapProtocol) -> None:
        self._transport = transport
        self._protocol = protocol
        directlyProvides(self, providedBy(transport))

    def write(self, data: bytes) -> None:
        self._protocol.heard_sending(data)
        self._transport.write(data)

    def writeSequence(self, parts: Any) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(parts))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class TapParser(_LenientHTTPClientParser):
    """Scrapy's lenient parser, which also passes over a header whose name no client would send (`X Odd : 1`)."""

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 - Twisted's name
        with suppress(InvalidHeaderName):
            super().headerReceived(name.rstrip(b" \t"), value)  # type: ignore[no-untyped-call]


class TapProtocol(_LenientHTTP11ClientProtocol):
    """Scrapy's client protocol, copying what passes to the attempt it works for."""

    tap: Tap | None = None
    _attempt: Attempt | None = None

    def makeConnection(self, transport: Any) -> None:  # noqa: N802 - Twisted's name
        super().makeConnection(TeeTransport(transport, self))  # type: ignore[no-untyped-call]

    def peer(self) -> str:
        """The address at the other end."""
        transport: Any = self.transport
        return str(transport.getPeer().host)

    def request(self, request: Any) -> Any:
        tap, self.tap = self.tap, None
        self._attempt = Attempt(datetime.now(UTC), self.peer(), secure=_secure(self.transport))
        if tap is not None:
            tap.attempts.append(self._attempt)
        answered = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = TapParser  # as Scrapy itself does: the class is hard-coded in Twisted
        return answered

    def heard_sending(self, data: bytes) -> None:
        """Bytes on their way out."""
        if self._attempt is not None:
            self._attempt.sent += data

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        attempt = self._attempt
        if attempt is not None:
            if not attempt.size:
                attempt.tls = _tls(attempt.secure)
            attempt.receive(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 - Twisted's name
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.end(rest)
        super()._finishResponse(rest)


def _secure(transport: Any) -> Any:
    """The TLS connection of a transport, or None."""
    handle = transport.getHandle()
    return handle if hasattr(handle, "get_protocol_version_name") else None


def _tls(secure: Any) -> Tls | None:
    """What the handshake agreed on; known once the first bytes are in."""
    return Tls(secure.get_protocol_version_name(), secure.get_cipher_name() or "") if secure is not None else None


class TapFactory(_LenientHTTP11ClientFactory):
    """Builds listening protocols."""

    def buildProtocol(self, addr: Any) -> TapProtocol:  # noqa: ARG002, N802 - Twisted's name
        return TapProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class GuardedReactor:
    """The reactor, asking before it connects: a name may resolve to anything, at any time."""

    def __init__(self, reactor: Any, check: Check) -> None:
        self._reactor = reactor
        self._check = check
        directlyProvides(self, providedBy(reactor))

    def connectTCP(self, host: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802 - Twisted's name
        self._check(host)
        return self._reactor.connectTCP(host, *args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)


class TapPool(HTTPConnectionPool):
    """A connection pool that ties each connection to the request in whose context it was asked for."""

    _factory = TapFactory

    def getConnection(self, key: Any, endpoint: Any) -> Any:  # noqa: N802 - Twisted's name
        tap = CURRENT.get()
        tcp = getattr(endpoint, "_wrappedEndpoint", endpoint)
        tcp._reactor = GuardedReactor(tcp._reactor, tap.check)  # noqa: SLF001
        endpoint.tap = tap  # a retry on a new connection comes with the endpoint alone
        return super().getConnection(key, endpoint).addCallback(_tie_kept, tap)

    def _newConnection(self, key: Any, endpoint: Any) -> Any:  # noqa: N802 - Twisted's name
        made: Any = super()._newConnection(key, endpoint)
        return made.addCallback(_tie, endpoint.tap)


def _tie(protocol: TapProtocol, tap: Tap) -> TapProtocol:
    protocol.tap = tap
    return protocol


def _tie_kept(connection: Any, tap: Tap) -> Any:
    """A connection kept from an earlier request comes inside Twisted's retrying wrapper."""
    kept = getattr(connection, "_clientProtocol", None)
    if kept is not None:
        tap.check(kept.peer())
        _tie(kept, tap)
    return connection
