"""Captures read by several processes, the outcomes in the order of the captures: one process writes them."""

from __future__ import annotations

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from extract.prose.wordings import grammar
from extract.reading import CaptureReader, Outcome, failed
from lexicon.places import Gazetteer
from lexicon.script import simplify
from storage.archive import Archive

CHUNK = 8
AHEAD = 8
"""Chunks a worker may be ahead of the writer, which stops now and then for the disk: what keeps memory flat."""
Chunk = Sequence[str]
_reader: list[CaptureReader] = []


def read_all(archive: Archive, captures: Sequence[str], workers: int) -> Iterator[Outcome]:
    """The outcome of every capture, given by their ids, in order."""
    with rare_collections():
        here = workers < 2 or len(captures) <= CHUNK
        yield from _read_here(archive, captures) if here else _read_apart(archive, captures, workers)


def _read_apart(archive: Archive, captures: Sequence[str], workers: int) -> Iterator[Outcome]:
    left = deque(captures[start : start + CHUNK] for start in range(0, len(captures), CHUNK))
    while left:
        try:
            for outcomes in _read_chunks(archive, left, workers):
                yield from outcomes
        except BrokenProcessPool:
            for capture in left.popleft():  # a worker died of one of these: find it, each in a process of its own
                yield _read_alone(archive, capture)


def _read_chunks(archive: Archive, left: deque[Chunk], workers: int) -> Iterator[list[Outcome]]:
    """Outcomes of the chunks in order; a chunk leaves `left` once its outcomes are there."""
    pool = _pool(archive, workers)
    waiting: deque[Future[list[Outcome]]] = deque()
    ahead = 0
    try:
        while left:
            while ahead < len(left) and len(waiting) < workers * AHEAD:
                waiting.append(pool.submit(_read_chunk, left[ahead]))
                ahead += 1
            outcomes = waiting.popleft().result()
            left.popleft()
            ahead -= 1
            yield outcomes
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _read_alone(archive: Archive, capture: str) -> Outcome:
    pool = _pool(archive, 1)
    try:
        return pool.submit(_read_chunk, [capture]).result()[0]
    except BrokenProcessPool:
        return failed(
            capture, "reader_died", "the process that read it was killed: too much memory, or a fault in a library"
        )
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _pool(archive: Archive, workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork")  # starts at once, and asks nothing of the calling script
    _load()
    return ProcessPoolExecutor(workers, context, _start, (archive,))


def _load() -> None:
    """What nearly every page asks for, before the workers part: they share it."""
    Gazetteer.load()
    simplify("體")
    grammar()


def _read_here(archive: Archive, captures: Sequence[str]) -> Iterator[Outcome]:
    if captures:
        reader = CaptureReader(archive)
        try:
            yield from map(reader.read, captures)
        finally:
            reader.database.close()


def _start(archive: Archive) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _reader[:] = [CaptureReader(archive)]
    _collect_seldom()


def _collect_seldom() -> None:
    """Look for cycles seldom: a page leaves ten thousand objects and hardly a cycle; what is loaded stays anyway."""
    gc.freeze()
    gc.set_threshold(100_000, 10, 10)


@contextmanager
def rare_collections() -> Iterator[None]:
    """The same for as long as it lasts, in a program that is not ours alone."""
    before = gc.get_threshold()
    _collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _read_chunk(captures: Chunk) -> list[Outcome]:
    return [_reader[0].read(capture) for capture in captures]
