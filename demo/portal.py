"""Serves the sample portals on loopback: `python -m demo.portal` keeps them up for a look in a browser."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from demo.lists import DATAPROXY, answer_proxy
from demo.pages import File, files, hijacked
from demo.site import NAMES, Site

PORT = 18365
"""Asked for first, so that a second demo meets the addresses of the first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that was answered."""

    host: str
    method: str
    path: str
    status: int


class Portal:
    """A context in which the sample hosts answer. `port` is theirs all; `hits` what was asked of them."""

    def __init__(self, port: int = 0) -> None:
        self.port = free_port(port)
        self.hits: list[Hit] = []
        self.sites = tuple(Site(name, self.port) for name in NAMES)
        self._servers = [self._server(site.data["host"], files(site), site) for site in self.sites]
        self._servers += [
            self._server(site.data["copy"]["host"], hijacked(site), None) for site in self.sites if "copy" in site.data
        ]

    def __enter__(self) -> Self:
        for server in self._servers:
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def portals_csv(self) -> str:
        """The portals as `gongkai crawl --portals` takes them."""
        rows = (f"{site.data['code']},{site.data['publisher']},{site.home}" for site in self.sites)
        return "\n".join(["jurisdiction_code,publisher,home_url", *rows]) + "\n"

    def _server(self, host: str, content: Mapping[str, File], site: Site | None) -> ThreadingHTTPServer:
        handler = type("Handler", (_Handler,), {"content": content, "site": site, "hits": self.hits, "host": host})
        return ThreadingHTTPServer((host, self.port), handler)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "sample-portal"
    sys_version = ""
    content: Mapping[str, File]
    site: Site | None
    hits: list[Hit]
    host: str

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == DATAPROXY:
            self._send(self._proxy(address.query))
        else:
            self._send(self.content.get(address.path))

    do_HEAD = do_GET  # noqa: N815 - the name http.server looks for

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        address = urlsplit(self.path)
        self._send(self._proxy(f"{form}&{address.query}") if address.path == DATAPROXY else None)

    def log_message(self, *_parts: object) -> None:
        """Stay silent: `hits` is the log."""

    def _proxy(self, query: str) -> File | None:
        form = dict(parse_qsl(query))
        columns = self.site.columns if self.site else ()
        column = next((one for one in columns if one.path == f"/col/col{form.get('columnid')}/"), None)
        if self.site is None or column is None:
            return None
        xml = answer_proxy(form, self.site.rows(column), column.per_page)
        return File(xml.encode(), media_type="text/xml; charset=utf-8")

    def _send(self, file: File | None) -> None:
        if file is None:
            self._answer(
                404,
                "<html><body>您访问的页面不存在</body></html>".encode(),
                {"Content-Type": "text/html; charset=utf-8"},
            )
            return
        modified = datetime.combine(file.updated, time(1, 30), UTC)
        tag = f'"{sha1(file.body, usedforsecurity=False).hexdigest()[:16]}"'
        validators = {"ETag": tag, "Last-Modified": format_datetime(modified, usegmt=True)}
        if self._unchanged(tag, modified):
            self._answer(304, b"", validators)
        else:
            self._answer(200, file.body, validators | {"Content-Type": file.media_type})

    def _unchanged(self, tag: str, modified: datetime) -> bool:
        if known := self.headers.get("If-None-Match"):
            return tag in known
        since = self.headers.get("If-Modified-Since")
        return since is not None and modified <= parsedate_to_datetime(since)

    def _answer(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.hits.append(Hit(self.host, self.command, self.path, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def free_port(wanted: int = 0) -> int:
    """The port if nothing listens there on 127.0.0.1, else another one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return free_port()
        return int(probe.getsockname()[1])


def _serve() -> None:
    with Portal(PORT) as portal:
        sys.stdout.write(portal.portals_csv())
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    _serve()
