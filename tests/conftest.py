"""What all tests share: under CI a test that skips fails the run, for there everything it needs is installed."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what compares with documents that are no part of this project, where they are not there."""
    if not SHARED.is_dir():
        without = [item for item in items if item.get_closest_marker("shared")]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in without]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where `CI=true`."""
    return _no_skip((yield), item.nodeid)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file or folder that skips as a whole."""
    return _no_skip((yield), collector.nodeid)


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def _no_skip(report: Report, name: str) -> Report:
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{name} skipped under CI: {report.longrepr}"
    return report
