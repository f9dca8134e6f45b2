"""Captures read by several processes, the outcomes in the order of the captures: one process writes them."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from extract.reading import CaptureReader, Outcome
from storage.archive import Archive

CHUNK = 16
AHEAD = 3
"""Chunks a worker may be ahead of the writer: what keeps memory flat."""
_reader: list[CaptureReader] = []


def read_all(archive: Archive, captures: Sequence[str], workers: int) -> Iterator[Outcome]:
    """The outcome of every capture, given by their ids, in order."""
    if workers < 2 or len(captures) <= CHUNK:
        yield from _read_here(archive, captures)
        return
    context = multiprocessing.get_context("fork")  # starts at once, and asks nothing of the calling script
    with ProcessPoolExecutor(workers, context, _start, (archive,)) as pool:
        waiting: deque[Future[list[Outcome]]] = deque()
        for start in range(0, len(captures), CHUNK):
            waiting.append(pool.submit(_read_chunk, captures[start : start + CHUNK]))
            if len(waiting) >= workers * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _read_here(archive: Archive, captures: Sequence[str]) -> Iterator[Outcome]:
    if captures:
        reader = CaptureReader(archive)
        try:
            yield from map(reader.read, captures)
        finally:
            reader.database.close()


def _start(archive: Archive) -> None:
    _reader.append(CaptureReader(archive))


def _read_chunk(captures: Sequence[str]) -> list[Outcome]:
    return [_reader[0].read(capture) for capture in captures]
