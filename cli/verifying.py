"""Verifying, with progress and a line a fault."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from cli.progress import progress
from cli.terminal import say


def verify_archive(archive: Path) -> bool:
    """Print every fault, then how many there are; whether there are none."""
    from storage.archive import Archive
    from storage.verifying.verify import verify

    opened = Archive.open(archive)
    files, faults = len(opened.warc_files()), 0
    number = count()
    with progress("verify", "files") as report:
        for fault in verify(opened, lambda name: report(next(number), files, name)):
            say(str(fault))
            faults += 1
    say(f"verify: {files} WARC files, " + (f"{faults} faults" if faults else "no fault"))
    return not faults
