"""A trace printed: the figure, its place, the record, and the lines around it as they stand in the archived bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import say, table

if TYPE_CHECKING:
    from storage.archive import Archive
    from storage.database.trace import Statement, Trace


def show_trace(archive: Path, report: str, indicator: str) -> bool:
    """Print the trace; whether the place was found in the archived bytes."""
    from storage.archive import Archive
    from storage.database.database import open_database

    opened = Archive.open(archive)
    with open_database(opened.database_path) as db:
        found = db.trace(report, indicator)
    for line in table([*_head(found), *_statement(found.figure)]):
        say(line)
    shown = _show_passage(opened, found.figure)
    for mention in found.mentions:
        say()
        for line in table([("also said", ""), *_statement(mention)]):
            say(line)
        _show_passage(opened, mention)
    return shown


def _head(found: Trace) -> Iterator[tuple[str, str]]:
    yield "report", f"{found.report_id} {found.title}".strip()
    yield "publisher", f"{found.publisher or 'not identified'}, {found.year or 'year not known'}"
    yield "page", found.url
    yield "indicator", found.indicator


def _statement(said: Statement) -> Iterator[tuple[str, str]]:
    value = "none" if said.value is None else f"{said.value} {said.unit}".strip()
    capture = said.capture
    yield "value", f"{value} ({said.state})"
    yield "printed", said.raw or "''"
    yield "place", f"{said.locator} ({said.source})"
    if said.derived:
        yield "how", said.derived
    yield "capture", f"{capture.id} {capture.url} at {capture.fetched_at}"
    yield "archived in", f"{capture.warc_file}, offset {capture.warc_offset}, length {capture.warc_length}"
    yield "payload", capture.payload_digest


def _show_passage(archive: Archive, said: Statement) -> bool:
    from extract.formats import read
    from extract.passage import passage
    from storage.warc.reading import open_content

    lines = passage(read(open_content(archive, said.capture)), said.locator)
    say()
    for line in lines or ["the place is not in the document as this version reads it: run gongkai extract --all"]:
        say(f"  {line}")
    return bool(lines)
