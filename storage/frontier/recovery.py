"""What the last process left behind is made whole before anything is written: nothing is ever appended to it.

A `.open` file is cut to the length the frontier committed. After a power cut the file may be shorter than that, or its
tail may be zeros: then it is cut after its last whole group, and what lay past it is fetched again.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from storage.archive import Archive
from storage.frontier.ledger import FileState, Ledger
from storage.frontier.store import FrontierStore
from storage.warc import writer
from storage.warc.indexing import index_file, mend_indexes
from storage.warc.walk import walk

GROUP_ENDS = (b"WARC-Type: metadata\r\n", b"WARC-Type: warcinfo\r\n")  # every group ends in one of them
log = logging.getLogger(__name__)


def recover(archive: Archive, store: FrontierStore) -> list[str]:
    """Cut, index and rename every file left open; the names of those that were."""
    ledger = Ledger(archive, store)
    known = {state.name: state for state in ledger.open_files()}
    left = [path for path in archive.warc_files() if path.name.endswith(".open")]
    for path in left:
        name = path.name.removesuffix(".open")
        _close(archive, ledger, path, known.pop(name, None))
    for state in known.values():
        _account_for(archive, ledger, state)
    mend_indexes(archive)
    return [path.name for path in left]


def _close(archive: Archive, ledger: Ledger, path: Path, state: FileState | None) -> None:
    whole = _whole_length(path, state)
    if path.stat().st_size > whole:
        log.info("%s: cut from %d to %d bytes, the last whole group", path.name, path.stat().st_size, whole)
        os.truncate(path, whole)
    if state is not None and whole < state.committed:
        with ledger.store.writing():
            lost = ledger.forget_past(state.name, whole)
        log.warning("%s: %d captures did not reach the disk and are fetched again", path.name, lost)
    _sync(path)
    if whole <= _first_length(path):
        path.unlink()  # nothing but the record that says what the file is
        archive.index_path(path.name).unlink(missing_ok=True)
    elif state is not None:
        ledger.write_index(state.name)
        writer.finish(path)
    else:
        index_file(archive, writer.finish(path))
    if state is not None:
        ledger.finish(state.name)


def _account_for(archive: Archive, ledger: Ledger, state: FileState) -> None:
    """A file renamed, but not yet noted as finished; or gone."""
    if (archive.warc_dir / state.name).exists():
        ledger.write_index(state.name)
    else:
        with ledger.store.writing():
            ledger.forget_past(state.name, 0)
        log.warning("%s: the file is gone; its captures are fetched again", state.name)
    ledger.finish(state.name)


def _whole_length(path: Path, state: FileState | None) -> int:
    """The length up to which the file is whole and committed."""
    committed = state.committed if state else path.stat().st_size
    whole = state.synced if state else 0
    for member in walk(path, whole):
        end = member.offset + member.length
        if member.fault or end > committed:
            break
        if any(mark in member.start[:200] for mark in GROUP_ENDS):
            whole = end
    return whole


def _first_length(path: Path) -> int:
    """The length of the first record, zero where there is none."""
    return next((member.length for member in walk(path)), 0)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
