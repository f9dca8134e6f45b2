import csv
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from lexicon.place_index import load_index

SEEDS = Path(__file__).parent.parent / "seeds"
ROWS = list(csv.DictReader((SEEDS / "jurisdictions.csv").read_text(encoding="utf-8").splitlines()))
LIVING = [row for row in ROWS if not row["valid_to"]]
CODES = {row["code"] for row in ROWS}


def test_counts_of_today() -> None:
    assert Counter(row["level"] for row in LIVING) == {
        "province": 31,
        "prefecture": 333,
        "county": 2847,
        "township": 38701,
    }


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("341522208", "白莲乡"),
        ("430422115", "柞市镇"),
        ("370832002", "水泊街道"),
        ("522723", "贵定县"),
        ("211100", "盘锦市"),
        ("320800", "淮安市"),
        ("620201100", "新城镇"),
    ],
)
def test_codes_of_known_places(code: str, name: str) -> None:
    assert [row["name"] for row in LIVING if row["code"] == code] == [name]


@pytest.mark.parametrize(
    ("code", "name", "valid_from", "valid_to", "heirs"),
    [
        ("330183", "富阳市", "", "2014", "330111"),
        ("330111", "富阳区", "2014", "", ""),
        ("420600", "襄樊市", "", "2010", "420600"),
        ("341400", "巢湖市", "", "2011", "340181"),
        ("371200", "莱芜市", "", "2018", "370116"),
        ("340823", "枞阳县", "", "2015", "340722"),
        ("522300", "黔西南布依族苗族自治州", "", "", ""),
        ("370802", "市中区", "", "2013", "370811"),
        ("140203", "矿区", "", "2018", "140214"),
    ],
)
def test_history(code: str, name: str, valid_from: str, valid_to: str, heirs: str) -> None:
    found = [row for row in ROWS if row["code"] == code and row["name"] == name]
    assert [(row["valid_from"], row["valid_to"], row["heirs"]) for row in found] == [(valid_from, valid_to, heirs)]


def test_a_township_has_the_codes_of_both_offices() -> None:
    row = next(row for row in LIVING if row["code"] == "370832002")
    assert row["alt_codes"] == "370832001"


def test_one_living_row_a_code() -> None:
    assert [code for code, count in Counter(row["code"] for row in LIVING).items() if count > 1] == []


def test_every_parent_and_heir_is_there() -> None:
    assert {row["parent_code"] for row in ROWS if row["parent_code"]} <= CODES
    assert {heir for row in ROWS for heir in row["heirs"].split()} <= CODES


def test_every_ended_county_has_heirs() -> None:
    ended = [row for row in ROWS if row["valid_to"] and row["level"] in {"prefecture", "county"}]
    assert [row["name"] for row in ended if not row["heirs"]] == []
    assert len(ended) > 390


def test_levels_agree_with_codes() -> None:
    shapes = {"province": r"\d\d0000", "prefecture": r"\d{4}00", "county": r"\d{6}", "township": r"\d{9}"}
    assert [row["code"] for row in ROWS if not re.fullmatch(shapes[row["level"]], row["code"])] == []


def test_years_are_in_order_and_the_file_is_sorted() -> None:
    assert [row for row in ROWS if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]] == []
    assert [row["code"] for row in ROWS] == sorted(row["code"] for row in ROWS)


def test_lines_can_be_split_plainly() -> None:
    text = (SEEDS / "jurisdictions.csv").read_text(encoding="utf-8")
    assert '"' not in text
    assert {line.count(",") for line in text.splitlines()} == {9}


def test_it_loads_fast() -> None:
    best = min(_seconds() for _ in range(3))
    assert best < 0.5  # a tenth of a second on an idle machine


def _seconds() -> float:
    load_index.cache_clear()
    start = time.process_time()
    load_index()
    return time.process_time() - start
