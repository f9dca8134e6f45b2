"""Running `gongkai` inside the test process, as a person would type it."""

from __future__ import annotations

import sys

import pytest

import cli

Screen = pytest.CaptureFixture[str]


def run(monkeypatch: pytest.MonkeyPatch, capsys: Screen, *words: object) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `gongkai words…`."""
    monkeypatch.setattr(sys, "argv", ["gongkai", *map(str, words)])
    status = cli.main()
    return status, *capsys.readouterr()
