"""How long work shows that it goes on: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from cli.terminal import clean

Progress = Callable[[int, int | None, str], None]
"""Called with what is done, of how many (None: not known), and a word on the last piece."""

EVERY = 10.0  # seconds between two lines


@contextmanager
def progress(doing: str, unit: str) -> Iterator[Progress]:
    """A reporter for one piece of work, on standard error: `doing` names it, `unit` what is counted."""
    if sys.stderr.isatty():
        with _bar(doing, unit) as report:
            yield report
    else:
        yield _lines(doing, unit)


@contextmanager
def _bar(doing: str, unit: str) -> Iterator[Progress]:
    from tqdm import tqdm

    with tqdm(desc=doing, unit=f" {unit}", dynamic_ncols=True, leave=False) as bar:

        def report(done: int, total: int | None, what: str) -> None:
            if bar.total != total:
                bar.total = total
            bar.set_postfix_str(clean(what)[:40], refresh=False)
            bar.update(done - bar.n)

        yield report


def _lines(doing: str, unit: str) -> Progress:
    last = time.monotonic()

    def report(done: int, total: int | None, what: str) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            of = "" if total is None else f" of {total}"
            print(f"{doing}: {done}{of} {unit}; {clean(what)}".rstrip("; "), file=sys.stderr, flush=True)

    return report
