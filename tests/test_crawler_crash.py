"""The real crawl, killed with -9 and on a full disk: it goes on, and ends with what an undisturbed one has."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from test_storage_recorder import stored

from demo.portal import Portal
from storage.archive import Archive
from storage.frontier.queue import Frontier
from storage.verifying.verify import verify


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal() as serving:
        yield serving


@pytest.fixture(scope="module")
def undisturbed(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    folder = tmp_path_factory.mktemp("undisturbed")
    process = start(portal, folder)
    process.communicate(timeout=100)
    assert process.returncode in {0, 1}
    return urls(folder)


def start(portal: Portal, folder: Path, file_limit: int | None = None) -> subprocess.Popen[str]:
    """Start a crawl in a session of its own; `file_limit` is the size (bytes) at which its disk is full."""
    table = folder / "portals.csv"
    table.write_text(portal.portals_csv(), encoding="utf-8")
    command = [sys.executable, "-m", "cli", "--archive", str(folder / "archive"), "crawl", "--portals", str(table)]

    limited = ["prlimit", f"--fsize={file_limit}"] if file_limit else []
    return subprocess.Popen(
        [*limited, *command, "--delay", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def urls(folder: Path) -> Counter[str]:
    """How often each address is in the archive, which must be whole."""
    archive = Archive.open(folder / "archive")
    assert [str(fault) for fault in verify(archive)] == []
    return Counter(one.capture.url for one in stored(archive))


def is_finished(folder: Path) -> bool:
    """Whether the crawl of an archive came to its end before it was killed."""
    archive = Archive(folder / "archive")
    if not archive.frontier_path.exists():
        return False
    with closing(sqlite3.connect(archive.frontier_path)) as database:
        made = database.execute("SELECT 1 FROM sqlite_master WHERE name = 'crawls'").fetchone()
        return bool(made and database.execute("SELECT 1 FROM crawls WHERE finished IS NOT NULL").fetchone())


def kill_again_and_again(portal: Portal, folder: Path, kills: int, seed: int) -> int:
    """Kill crawls at random moments, then let one end; how many were killed before their end."""
    chance, killed = random.Random(seed), 0
    for _ in range(kills):
        process = start(portal, folder)
        time.sleep(chance.uniform(0.6, 2.0))
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            killed += 1
        process.communicate()
        if Archive.create(folder / "archive").warc_files():
            urls(folder)  # whole after every death, before anything is mended
        if is_finished(folder):  # another start would be another crawl
            Frontier.open(Archive.open(folder / "archive")).close()  # mends what a death after the end left open
            return killed
    process = start(portal, folder)
    process.communicate(timeout=100)
    assert process.returncode in {0, 1}
    return killed


def test_a_killed_crawl_ends_with_what_an_undisturbed_one_has(
    portal: Portal, undisturbed: Counter[str], tmp_path: Path
) -> None:
    before = len(portal.hits)
    killed = kill_again_and_again(portal, tmp_path, 2, seed=3)
    assert killed
    assert urls(tmp_path) == undisturbed
    hosts = {hit.host for hit in portal.hits}
    assert len(portal.hits) - before <= undisturbed.total() + killed * len(hosts), (
        "only what was in flight is asked again"
    )
    assert {path.suffix for path in Archive.open(tmp_path / "archive").warc_files()} == {".gz"}


def test_a_full_disk_ends_the_crawl_with_one_line_and_it_goes_on(
    portal: Portal, undisturbed: Counter[str], tmp_path: Path
) -> None:
    process = start(portal, tmp_path, file_limit=180_000)
    _, said = process.communicate(timeout=100)
    assert process.returncode == 2
    assert "make room" in said.splitlines()[-1]
    assert "Traceback" not in said
    urls(tmp_path)
    process = start(portal, tmp_path)
    process.communicate(timeout=100)
    assert process.returncode in {0, 1}
    assert urls(tmp_path) == undisturbed


@pytest.mark.torture
def test_a_crawl_killed_forty_times(portal: Portal, undisturbed: Counter[str], tmp_path: Path) -> None:
    before = len(portal.hits)
    killed = rounds = 0
    while killed < 40:
        rounds += 1
        folder = tmp_path / str(rounds)
        folder.mkdir()
        killed += kill_again_and_again(portal, folder, 40 - killed, seed=40 + rounds)
        assert urls(folder) == undisturbed
    most = rounds * undisturbed.total() + killed * len({hit.host for hit in portal.hits})
    assert len(portal.hits) - before <= most, "only what was in flight is asked again"


def test_a_crawl_whose_starter_is_killed_leaves_the_archive_free_at_once(portal: Portal, tmp_path: Path) -> None:
    process = start(portal, tmp_path)
    deadline = time.monotonic() + 30
    while not list((tmp_path / "archive" / "warc").glob("*.open")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()  # the starter alone, not the crawl's own process
    process.communicate()
    again = start(portal, tmp_path)
    _, said = again.communicate(timeout=100)
    assert again.returncode in {0, 1}, said
