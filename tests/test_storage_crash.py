"""kill -9 at random moments and at each line of the protocol: nothing committed is lost or doubled, nothing is torn."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from test_storage_recorder import stored

from storage.archive import Archive
from storage.frontier.queue import Frontier
from storage.verifying.verify import verify

SCRIPT = Path(__file__).with_name("crash_crawl.py")


def killed(root: Path, kills: int, pages: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, str(SCRIPT), str(root), str(kills), str(pages), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    assert done.returncode == 0, done.stdout + done.stderr
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def assert_whole(root: Path, said: dict[str, Any], pages: int) -> None:
    archive = Archive.open(root)
    assert said["ended"] == 0
    every = {str(number) for number in range(pages)}
    asked = Counter(said["asked"])
    assert asked.keys() == every, "no address is never tried again"
    again = asked.total() - len(every)
    assert again <= 3 * said["killed"], "what was in flight is asked again, and nothing else"
    assert {path.suffix for path in archive.warc_files()} == {".gz"}, "no torn or open file is left"
    captures = Counter(one.capture.url.rpartition("/")[2].removesuffix(".html") for one in stored(archive))
    assert captures == Counter(every), "no committed record is lost, none doubled"
    assert [str(fault) for fault in verify(archive)] == []
    with Frontier.open(archive) as frontier:
        assert {state for portal in frontier.counts() for state in portal.states} == {"done"}
        assert [crawl.finished is not None for crawl in frontier.crawls()] == [True]


def test_a_crawl_killed_twenty_times_is_whole(tmp_path: Path) -> None:
    said = killed(tmp_path / "archive", 20, 500, seed=20)
    assert said["killed"] >= 10
    assert_whole(tmp_path / "archive", said, 500)


@pytest.mark.torture
def test_a_crawl_killed_two_hundred_times_is_whole(tmp_path: Path) -> None:
    said = killed(tmp_path / "archive", 200, 6000, seed=200)
    assert said["killed"] >= 150
    assert_whole(tmp_path / "archive", said, 6000)
