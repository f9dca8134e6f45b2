"""Making the index of a WARC file by reading it."""

from __future__ import annotations

from pathlib import Path

from storage.archive import Archive
from storage.warc import cdxj
from storage.warc.scan import scan


def mend_indexes(archive: Archive) -> None:
    """Index every finished file that has no index: whoever finds one wrong deletes it."""
    for path in archive.warc_files():
        if not path.name.endswith(".open") and not archive.index_path(path.name).exists():
            index_file(archive, path)


def index_file(archive: Archive, path: Path, name: str | None = None) -> None:
    """Index a file by reading it; `name` is what it will be called."""
    name = name or path.name
    place = ((one, (one.offset, one.length, name)) for one in scan(path) if cdxj.is_indexed(one.fields))
    cdxj.write(archive.index_path(name), (cdxj.line(one.fields, one.head, where) for one, where in place))
