"""What `extract` costs after a change of one part of the reader, against reading everything again.

An archive of lists, news, tables and reports in every carrier, in the numbers in which a portal has them. A part is
changed by its digest alone, so that what is read again comes out the same. Last lines: CPU time after the change to CPU
time of `--all`, for each part; `nothing`: no change.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:1] = [str(ROOT), str(ROOT / "tests")]  # this folder holds an extract.py, which is not the package

import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable  # noqa: E402
from dataclasses import replace  # noqa: E402
from unittest.mock import Mock, patch  # noqa: E402

from extract_archive import make_archive  # noqa: E402
from mixed_archive import PAGES  # noqa: E402

from extract import pipeline  # noqa: E402
from extract.pipeline import ExtractOptions, extract  # noqa: E402
from extract.readerversion import Reader, program  # noqa: E402
from storage.archive import Archive  # noqa: E402

COPIES = {"news": 120, "list": 60, "budget": 20, "narrative": 20, "statutory": 20, "text": 4, "workbook": 2, "pdf": 2}
SHOWN = ("core", "html", "tables", "prose", "pdf", "hosts")


def made(folder: Path) -> Archive:
    """The archive: copies of each page at addresses of their own."""
    numbered = ((PAGES[name], number) for name, count in COPIES.items() for number in range(count))
    archive: Archive = make_archive(folder, [replace(page, url=f"{page.url}/{number}") for page, number in numbered])
    return archive


def cpu(run: Callable[[], object]) -> float:
    """Seconds of CPU."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parts = program().parts
    with tempfile.TemporaryDirectory() as folder:
        archive = made(Path(folder) / "archive")
        extract(archive)
        for change in ("nothing", *SHOWN):
            everything = cpu(lambda: extract(archive, ExtractOptions(everything=True)))
            changed = Reader(dict(parts) | ({change: f"changed {change}"} if change in parts else {}))
            with patch.multiple(pipeline, program=Mock(return_value=changed), sources=Mock(return_value=change)):
                again = cpu(lambda: extract(archive))
            print(f"{change:8} {again:6.2f} s of {everything:5.2f} s   ratio {again / everything:.3f}")
            extract(archive)


main()
