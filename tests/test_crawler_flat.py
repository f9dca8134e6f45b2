"""Memory stays flat over many pages, and a large attachment does not hurt."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from wire_cases import Case, sized
from wire_server import WireServer

SCRIPT = Path(__file__).with_name("wire_crawl.py")
CASES = {"page": Case(sized(b"<html>" + b"x" * 12_000 + b"</html>")), "attachment": Case(sized(b"A" * 200_000_000))}


def peak(folder: Path, urls: list[str], **settings: object) -> int:
    """The most memory (MB) a crawl of these addresses took."""
    folder.mkdir()
    (folder / "wanted.json").write_text(json.dumps({"urls": urls, "settings": settings}))
    program = "import resource, runpy, sys; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__'); "
    program += "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    command = [sys.executable, "-c", program, str(SCRIPT), str(folder / "archive"), str(folder / "wanted.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"^peak (\d+)$", done.stdout, re.MULTILINE)
    assert found, done.stderr
    return int(found[1])


@pytest.mark.torture
def test_twenty_thousand_pages_take_the_memory_of_a_thousand(tmp_path: Path) -> None:
    with WireServer(CASES) as server:
        few = peak(tmp_path / "few", [f"{server.base}/page?{number}" for number in range(1000)])
        many = peak(tmp_path / "many", [f"{server.base}/page?{number}" for number in range(20_000)])
    assert many < few + 40  # the test spider itself keeps a line for each


@pytest.mark.torture
def test_a_large_attachment_does_not_hurt(tmp_path: Path) -> None:
    with WireServer(CASES) as server:
        small = peak(tmp_path / "small", [f"{server.base}/page"])
        cut = peak(tmp_path / "cut", [f"{server.base}/attachment"])
        whole = peak(tmp_path / "whole", [f"{server.base}/attachment"], DOWNLOAD_MAXSIZE=0)
    assert cut < small + 40
    assert whole < small + 500  # Scrapy holds the body twice; the archive's copy is on disk
