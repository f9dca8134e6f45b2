"""A server that sends exactly the bytes it is told to, over plain TCP and TLS, and remembers what it was sent."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from wire_cases import Case


class WireServer:
    """Serves cases by path (`/name`); a name with `?` falls back to what is before it."""

    def __init__(self, cases: Mapping[str, Case], certificate: Path | None = None) -> None:
        self.cases = cases
        self.requests: list[tuple[str, bytes]] = []
        self.pause: dict[str, float] = {}
        self.stale_after: set[str] = set()  # after these the connection hears one more request and closes
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.port: int = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)

    @property
    def base(self) -> str:
        return f"http{'s' if self._context else ''}://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self._context.wrap_socket(connection, server_side=True) if self._context else connection as stream:
                while (head := self._request(stream)) and self._answer(stream, head):
                    pass
        except OSError:
            pass

    def _request(self, stream: socket.socket) -> bytes:
        head = b""
        while b"\r\n\r\n" not in head:
            data = stream.recv(65536)
            if not data:
                return b""
            head += data
            if head[:1] == b"\x16":  # a TLS greeting where plain HTTP is spoken
                stream.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return b""
        return head

    def _answer(self, stream: socket.socket, head: bytes) -> bool:
        name = head.split()[1].decode().removeprefix("/")
        self.requests.append((name, head))
        case = self.cases[name.partition("?")[0]]
        cut = int(self.pause.get(name, 0) and len(case.sent) // 2)
        stream.sendall(case.sent[:cut])
        time.sleep(self.pause.get(name, 0))
        stream.sendall(case.sent[cut:])
        if name in self.stale_after:
            self.requests.append(("", self._request(stream)))
        return not case.closes and name not in self.stale_after


def certificate(folder: Path) -> Path:
    """A self-signed certificate with its key."""
    key, made, both = folder / "key.pem", folder / "cert.pem", folder / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both
