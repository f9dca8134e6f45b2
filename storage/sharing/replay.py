"""What was archived of an address: looked up by time, and served so that it can harm nobody.

Pages are served from a port of their own (an origin of their own), in a sandbox: no scripts, no forms, nothing loaded
from anywhere. What a browser might run or hand to another program is offered as a file without the page's own name.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from storage.archive import Archive
from storage.capture import Capture, Content
from storage.errors import CaptureMissing, StorageError
from storage.ids import content_id
from storage.warc import index
from storage.warc.member import read_member
from storage.warc.reading import open_content
from storage.warc.records import target_uri
from storage.withdrawn import why_withdrawn

SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
SHOWN = re.compile(r"text/(html|plain)\b|application/xhtml\+xml\b|image/(png|jpeg|gif|webp|bmp)\b")
SAFE = {
    "Content-Security-Policy": SANDBOX,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
Why = Callable[[Capture], str | None]


def captures_of(archive: Archive, url: str) -> list[Capture]:
    """Every answer archived for an address, oldest first. CaptureMissing when there is none."""
    entries = [entry for entry in index.lookup(archive, url) if entry.url.startswith(("http:", "https:"))]
    exact = [entry for entry in entries if entry.url == target_uri(url)]
    if not entries:
        raise CaptureMissing(f"{url}: never archived; look for its spelling in index/, or crawl its portal")
    return [_capture(archive, entry) for entry in exact or entries]


def _capture(archive: Archive, entry: index.Entry) -> Capture:
    path = archive.warc_path(entry.filename)
    fields = read_member(path, entry.offset, entry.length).fields
    date = fields.get("warc-date", "")
    return Capture(
        id=content_id(entry.url, date, entry.digest),
        url=entry.url,
        fetched_at=date,
        status=int(entry.status) if entry.status.isdigit() else None,
        media_type=entry.mime,
        warc_file=f"warc/{entry.filename}",
        warc_offset=entry.offset,
        warc_length=entry.length,
        payload_digest=entry.digest,
        origin="",
        refers_to_url=fields.get("warc-refers-to-target-uri"),
        refers_to_date=fields.get("warc-refers-to-date"),
    )


def at_time(captures: list[Capture], moment: str | None) -> Capture:
    """The capture nearest to a time (ISO 8601 or up to fourteen digits, UTC); without one, the last good one."""
    if moment is None:
        good = [one for one in captures if one.status is None or 200 <= one.status < 300]
        return (good or captures)[-1]
    wanted = parse_time(moment)
    return min(captures, key=lambda one: abs((parse_time(one.fetched_at) - wanted).total_seconds()))


def parse_time(text: str) -> datetime:
    """A time in UTC from ISO 8601 or digits, as exact as it is given. ValueError when it is none."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1:  # 20240120, 20240120083000
        numbers = [numbers[0][:4], *re.findall(r"\d\d", numbers[0][4:14])]
    parts = [int(number) for number in numbers[:6]]
    if not parts or parts[0] < 1000 or re.search(r"[^\dTZ :.+-]", text):
        raise ValueError(f"{text!r} is no time; write 2024-01-20 or 20240120083000")
    return datetime(*(parts + [1, 1, 1][len(parts) :] if len(parts) < 3 else parts), tzinfo=UTC)  # type: ignore[arg-type,misc]


@dataclass
class Replayer:
    """Serves an archive's pages on loopback: `/TIME/ADDRESS` is the capture nearest to TIME (`latest`: the last)."""

    archive: Archive
    why_withdrawn: Why = why_withdrawn

    def server(self, port: int = 0) -> ThreadingHTTPServer:
        """A server bound to 127.0.0.1; the caller runs and closes it."""
        replayer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = replayer.answer(self.path, self.headers.get("Host", ""))
                self.send_response(status)
                for name, value in {**SAFE, **headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing: what a person looks at is theirs."""

        return ThreadingHTTPServer(("127.0.0.1", port), Handler)

    def answer(self, path: str, host: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request. Only requests for loopback are answered, whatever name led here."""
        if urlsplit(f"//{host}").hostname not in {"127.0.0.1", "localhost"}:
            return _said(421, "This server answers on 127.0.0.1 only.")
        moment, _, url = path.removeprefix("/").partition("/")
        try:
            if not url:
                return _said(404, "Ask for /latest/ADDRESS or /20240120083000/ADDRESS.")
            captures = captures_of(self.archive, unquote(url))
            shown = [one for one in captures if not self.why_withdrawn(one)]
            if not shown:
                return _said(404, f"Withdrawn from view: {self.why_withdrawn(captures[-1])}")
            capture = at_time(shown, None if moment == "latest" else moment)
            return _shown(open_content(self.archive, capture))
        except CaptureMissing as error:
            return _said(404, str(error))
        except (StorageError, ValueError) as error:
            return _said(500, str(error))


def _said(status: int, sentence: str) -> tuple[int, dict[str, str], bytes]:
    return status, {"Content-Type": "text/html; charset=utf-8"}, f"<p>{html.escape(sentence)}</p>\n".encode()


def _shown(content: Content) -> tuple[int, dict[str, str], bytes]:
    """A page as it was, or, for what a browser does not show as plain page or image, a file to keep."""
    media_type = re.sub(r"[^\x20-\x7e]", "", content.header("content-type"))[:200]
    headers = {"Memento-Datetime": content.capture.fetched_at, "Content-Type": media_type}
    if not SHOWN.match(media_type.lower()):
        headers |= {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": 'attachment; filename="archived"',
        }
    return 200, headers, content.payload
