"""The quality gate: precision, recall and exactness by template and carrier; floors that only rise.

A better reading raises tests/quality/floors.json by hand; a change of the recorded reports changes the digest there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from recorded_reports import digest, recorded, said

FLOORS = Path(__file__).parent / "quality" / "floors.json"


def measured() -> dict[str, dict[str, float]]:
    """By template and carrier: the share of right ones among read figures, of read ones, of exact reports."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for report in recorded():
        expected, figures = report.expected, said(report.reading().figures)
        read_ones = {code: figure for code, figure in figures.items() if figure[1] != "unreadable"}
        right = sum(expected.get(code) == figure for code, figure in read_ones.items())
        for key in (report.meta["template"] + " " + report.meta["carrier"], "all"):
            for i, number in enumerate((right, len(read_ones), len(expected), figures == expected, 1)):
                counts[key][i] += number
    return {
        key: {"precision": right / max(read_, 1), "recall": right / printed, "exact": exact / reports}
        for key, (right, read_, printed, exact, reports) in sorted(counts.items())
    }


def test_no_floor_is_broken() -> None:
    declared = json.loads(FLOORS.read_text(encoding="utf-8"))
    now = measured()
    new = json.dumps({key: now[key] for key in now.keys() - declared["floors"].keys()}, indent=1)
    assert set(now) == set(declared["floors"]), f"a template or carrier came or went: write its floors: {new}"
    fallen = {
        f"{key} {measure}": (round(now[key][measure], 4), floor)
        for key, floors in declared["floors"].items()
        for measure, floor in floors.items()
        if now[key][measure] < floor - 1e-9
    }
    assert not fallen


def test_the_measure_is_the_recorded_one() -> None:
    declared = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert digest() == declared["digest"], "the recorded reports changed: review them, then write the new digest"


def test_nothing_is_invented() -> None:
    declared = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert all(floors["precision"] == 1.0 for floors in declared["floors"].values())
