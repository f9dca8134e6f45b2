"""Finding a record by address and time in the sorted CDXJ files of an archive."""

from __future__ import annotations

import json
import mmap
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage.archive import Archive
from storage.warc.surt import urlkey


@dataclass(frozen=True, slots=True)
class Entry:
    """One index line taken apart. `timestamp` has fourteen digits."""

    urlkey: str
    timestamp: str
    url: str
    mime: str
    status: str
    digest: str
    offset: int
    length: int
    filename: str


def parse_line(line: str) -> Entry:
    """Read one line. ValueError or KeyError when it is not one."""
    key, timestamp, said = line.rstrip("\n").split(" ", 2)
    values = json.loads(said)
    return Entry(
        key,
        timestamp,
        values["url"],
        values.get("mime", ""),
        values.get("status", ""),
        values.get("digest", ""),
        int(values["offset"]),
        int(values["length"]),
        values["filename"],
    )


def lookup(archive: Archive, url: str) -> list[Entry]:
    """Every record of an address (all that share its sort key), oldest first; of files being written too."""
    prefix = f"{urlkey(url)} "
    lines = {line for path in archive.index_dir.glob("*.cdxj") for line in _lines(path, prefix.encode())}
    lines.update(_live_lines(archive, prefix))
    return sorted(map(parse_line, lines), key=lambda entry: (entry.timestamp, entry.filename, entry.offset))


def _live_lines(archive: Archive, prefix: str) -> list[str]:
    """The lines of files still being written, which the frontier holds."""
    if not archive.frontier_path.exists():
        return []
    with closing(sqlite3.connect(f"{archive.frontier_path.absolute().as_uri()}?mode=ro", uri=True)) as frontier:
        wanted = "SELECT line FROM lines WHERE line >= ? AND line < ?"
        try:
            return [row[0] for row in frontier.execute(wanted, (prefix, prefix + "\U0010ffff"))]
        except sqlite3.DatabaseError:  # a frontier of another making; the index files are what counts
            return []


def _lines(path: Path, prefix: bytes) -> Iterator[str]:
    """The lines of a sorted file that begin with a prefix, found by halving."""
    if not path.stat().st_size:
        return
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        data.seek(_first_at_or_after(data, prefix))
        while (line := data.readline()).startswith(prefix):
            yield line.decode("utf-8").rstrip("\n")


def _first_at_or_after(data: mmap.mmap, prefix: bytes) -> int:
    """Where the first line not before the prefix starts."""
    low, high = 0, len(data)
    while low < high:
        start = data.rfind(b"\n", 0, (low + high) // 2) + 1
        end = data.find(b"\n", start) + 1 or len(data)
        if data[start : min(end, start + len(prefix))] < prefix:
            low = end
        else:
            high = start
    return low
