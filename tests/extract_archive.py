"""An archive made of pages a test states, and what the database says after extraction."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.database.database import open_database
from storage.found import Found


@dataclass(frozen=True)
class Page:
    """One answer to archive: `at` is the second of its date, `moved` the address it redirects to."""

    url: str
    body: bytes
    media_type: str = "text/html; charset=utf-8"
    found: Found | None = None
    at: str = "2026-03-01T00:00:00Z"
    moved: str = ""


def as_html(text: str, title: str = "") -> bytes:
    """A page with a paragraph a line."""
    lines = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    page = f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>\n{lines}\n</body></html>'
    return page.encode()


def make_archive(root: Path, pages: list[Page], name: str = "crawl-1.warc.gz", origin: str = "crawl:1") -> Archive:
    """An archive that holds these pages in one WARC file, found as they say."""
    archive = Archive.create(root)
    add_warc(archive, pages, name, origin)
    return archive


def add_warc(archive: Archive, pages: list[Page], name: str, origin: str) -> None:
    """One more WARC file."""
    info = record("warcinfo", [("Content-Type", "application/warc-fields")], f"origin: {origin}\r\n".encode())
    (archive.warc_dir / name).write_bytes(info + b"".join(map(answer, pages)))


def answer(page: Page) -> bytes:
    """The records of one answer: the response, and how it was found."""
    status = f"302 Found\r\nLocation: {page.moved}" if page.moved else "200 OK"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {page.media_type}\r\nContent-Length: {len(page.body)}\r\n\r\n"
    about = [("WARC-Target-URI", page.url), ("WARC-Date", page.at)]
    digest = base64.b32encode(hashlib.sha1(page.body).digest()).decode()
    told = [*about, ("Content-Type", "application/http; msgtype=response"), ("WARC-Payload-Digest", f"sha1:{digest}")]
    response = record("response", told, head.encode() + page.body)
    if page.found is None:
        return response
    said = f"found: {json.dumps(page.found.as_json(), ensure_ascii=False)}\r\n".encode()
    own = record_id("response", told)
    return response + record(
        "metadata", [*about, ("WARC-Concurrent-To", own), ("Content-Type", "application/warc-fields")], said
    )


def record_id(kind: str, headers: list[tuple[str, str]]) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, repr((kind, headers)))}>"


def record(kind: str, headers: list[tuple[str, str]], block: bytes) -> bytes:
    """One WARC record as a gzip member."""
    dated = [] if any(name == "WARC-Date" for name, _ in headers) else [("WARC-Date", "2026-03-01T00:00:00Z")]
    lines = [("WARC-Type", kind), ("WARC-Record-ID", record_id(kind, headers)), *dated, *headers]
    head = "".join(f"{name}: {value}\r\n" for name, value in [*lines, ("Content-Length", str(len(block)))])
    return gzip.compress(f"WARC/1.1\r\n{head}\r\n".encode() + block + b"\r\n\r\n", mtime=0)


def rows(archive: Archive, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    """What a query of the database gives, as plain tuples."""
    with open_database(archive.database_path) as db:
        return [tuple(row) for row in db.query(sql, parameters)]


def figures(archive: Archive, url: str) -> dict[str, tuple[Any, str]]:
    """Value and state of every figure of the report at an address."""
    sql = "SELECT indicator, value, state FROM figures JOIN reports ON reports.id = report_id WHERE url = ?"
    return {code: (value, state) for code, value, state in rows(archive, sql, url)}


def dump(archive: Archive) -> list[list[tuple[Any, ...]]]:
    """Everything public that extraction wrote, in an order of its own."""
    relations = ("publishers", "reports", "sections", "figures", "mentions", "checks", "issues")
    return [sorted(rows(archive, f"SELECT * FROM {name}"), key=repr) for name in relations]
