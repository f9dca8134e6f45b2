"""The command as a whole: its verbs, its errors as one line, its start-up."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from command import Screen, run

from cli import VERBS

ROOT = Path(__file__).parent.parent
DOCUMENTED = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_an_example(monkeypatch: pytest.MonkeyPatch, capsys: Screen, verb: str) -> None:
    status, out, _ = run(monkeypatch, capsys, verb, "--help")
    assert status == 0
    assert re.search(rf"Examples?:\n +gongkai {verb}", out)
    assert "--archive DIR" in out


@pytest.mark.parametrize("verb", VERBS)
def test_verb_and_its_options_are_documented(monkeypatch: pytest.MonkeyPatch, capsys: Screen, verb: str) -> None:
    _, out, _ = run(monkeypatch, capsys, verb, "--help")
    section = re.search(rf"^## `gongkai {verb}.*?(?=^## |\Z)", DOCUMENTED, re.DOTALL | re.MULTILINE)
    assert section, f"docs/reference/commands.md has no section on {verb}"
    options = set(re.findall(r"--[a-z][a-z-]*", out)) - {"--help", "--archive"}
    assert options <= set(re.findall(r"--[a-z][a-z-]*", section.group()))


def test_documented_verbs_exist() -> None:
    assert set(re.findall(r"^## `gongkai (\w+)", DOCUMENTED, re.MULTILINE)) == set(VERBS)


def test_help_answers_at_once() -> None:
    """In CPU time, the best of three: others may be at work on this machine."""
    times = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [sys.executable, "-m", "cli", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.3
    assert all(verb in done.stdout for verb in VERBS)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv=['gongkai','--help']\nimport cli; cli.main()\nprint(sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not re.findall(r"'(sqlalchemy|scrapy|lxml|warcio|tqdm|opencc|pdfplumber)'", done.stderr)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["fly"], "No such command 'fly'"),
        (["coverage", "--colour"], "No such option"),
        (["coverage", "--format", "xml"], "xml"),
        (["crawl", "--years", "20x8"], "'20x8' is not a year or a span of years such as 2008-2025"),
        (["crawl", "--years", "2025-2008"], "years go from 2008 upwards"),
        (["crawl", "--years", "2001-2005"], "years go from 2008 upwards"),
        (["crawl", "--delay", "-1"], "-1"),
        (["trace", "only-a-report"], "Missing argument 'INDICATOR'"),
        (["coverage", "--archive", "nowhere"], "nowhere: not an archive"),
        (["--archive", "nowhere", "coverage"], "nowhere: not an archive"),
        (["trace", "--archive", "nowhere", "r", "i"], "nowhere: not an archive"),
    ],
)
def test_bad_usage_is_one_line_and_status_two(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, words: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(monkeypatch, capsys, *words)
    assert status == 2
    assert message in err
    assert err.count("\n") == 1
    assert out == ""


def test_without_a_verb_the_verbs_are_shown(monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> None:
    status, out, err = run(monkeypatch, capsys)
    assert status == 2
    assert all(verb in out + err for verb in VERBS)


def test_environment_names_the_archive(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGKAI_ARCHIVE", str(tmp_path / "kept"))
    _, _, err = run(monkeypatch, capsys, "coverage")
    assert f"{tmp_path / 'kept'}: not an archive" in err


def test_interruption_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.verbs.coverage.show_coverage", interrupted)
    status, _, err = run(monkeypatch, capsys, "coverage")
    assert status == 1
    assert err.endswith("stopped; what is archived is whole, and the same command goes on from here\n")


def test_version(monkeypatch: pytest.MonkeyPatch, capsys: Screen) -> None:
    status, out, _ = run(monkeypatch, capsys, "--version")
    assert (status, out) == (0, "gongkai 0.1.0\n")
