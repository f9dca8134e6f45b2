"""Printing and serving archived pages; withdrawn ones are not shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from cli.terminal import clean, complain, say

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.capture import Capture, Content


def print_page(root: Path, url: str, moment: str | None, out: Path | None) -> int:
    """The payload on standard output or in a file; what it is, on standard error."""
    from storage.archive import Archive
    from storage.warc.reading import open_content

    archive = Archive.open(root)
    capture = _capture(archive, url, moment)
    if capture is None:
        return 1
    content = open_content(archive, capture)
    click.echo(clean(_about(capture)), err=True)
    if out is not None:
        out.write_bytes(content.payload)
        return 0
    _print(content)
    return 0


def _print(content: Content) -> None:
    """Bytes into a pipe; on a terminal text only, without what moves a cursor."""
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(content.payload)
        sys.stdout.flush()
    elif content.header("content-type").startswith("text/") or content.capture.media_type.startswith("text/"):
        say(content.payload.decode("utf-8", "replace"))
    else:
        say(f"{len(content.payload)} bytes that are no text: add --out FILE")


def _about(capture: Capture) -> str:
    place = f"{capture.warc_file}, offset {capture.warc_offset}"
    return f"{capture.url}\n{capture.fetched_at}  {capture.status or ''}  {capture.payload_digest}\n{place}"


def _capture(archive: Archive, url: str, moment: str | None) -> Capture | None:
    """The capture to show; None, and why, when it is withdrawn."""
    from storage.sharing.replay import at_time, captures_of
    from storage.withdrawn import why_withdrawn

    captures = captures_of(archive, url)
    shown = [one for one in captures if not why_withdrawn(one)]
    if not shown:
        complain(f"{url}: withdrawn from view: {why_withdrawn(captures[-1])}")
        return None
    try:
        return at_time(shown, moment)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--at") from None


def serve_pages(root: Path, url: str, moment: str | None) -> int:
    """Serve on a port of its own until Ctrl-C."""
    from storage.archive import Archive
    from storage.sharing.replay import Replayer

    archive = Archive.open(root)
    if _capture(archive, url, moment) is None:
        return 1
    with Replayer(archive).server() as server:
        host, port = server.server_address[:2]
        say(f"http://{host!s}:{port}/{moment or 'latest'}/{quote(url, safe=':/?&=%')}")
        say("sandboxed: no scripts, nothing loaded from outside; Ctrl-C ends it")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0
