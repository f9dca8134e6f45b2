"""Readings of cells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.figure import Number
from extract.tables.numbers import read_cell


@pytest.mark.parametrize(
    ("text", "unit", "printed", "value"),
    [
        ("0", "件", "", 0),
        ("3119", "件", "", 3119),
        ("１，２３４", "件", "", 1234),
        ("1,234,567", "件", "", 1234567),
        (" 12 ", "件", "", 12),
        ("12件", "件", "", 12),
        ("12 条", "件", "", 12),
        ("12。", "件", "", 12),
        ("12、", "件", "", 12),
        ("12.", "件", "", 12),
        ("1.5.", "万元", "", 1.5),
        ("12①", "件", "", 12),
        ("12[1]", "件", "", 12),
        ("12 件[17]", "件", "", 12),
        ("12（注2）", "件", "", 12),
        ("12*", "件", "", 12),
        ("零", "件", "", 0),
        ("一百二十三", "件", "", 123),
        ("-18", "项", "", -18),
        ("－18", "项", "", -18),
        ("减少3", "项", "", -3),
        ("减少了3项", "项", "", -3),
        ("↓3", "项", "", -3),
        ("3↓", "项", "", -3),
        ("+5", "项", "", 5),
        ("增加 5 项", "项", "", 5),
        ("持平", "项", "", 0),
        ("251000元", "元", "", 251000),
        ("75394432.52元", "元", "", 75394432.52),
        ("477.35", "元", "万元", 4773500),
        ("25.1万元", "元", "", 251000),
        ("3940元", "万元", "", 0.394),
        ("0.5万", "万元", "", 0.5),
        ("4166.241619", "万元", "万元", 4166.241619),
        ("785.2万", "人次", "", 7852000),
        ("129.2万人次", "人次", "", 1292000),
        ("1.5", "人次", "万人次", 15000),
        ("0.00", "万元", "", 0),
    ],
)
def test_a_number_is_read_into_its_unit(text: str, unit: str, printed: str, value: Number) -> None:
    reading = read_cell(text, unit, printed)
    assert (reading.value, reading.state, reading.raw, reading.unit) == (value, "value", text, unit)


@pytest.mark.parametrize("text", ["", " ", "　", "\u00a0\u00a0", "\n"])
def test_nothing_is_blank(text: str) -> None:
    assert read_cell(text, "件").state == "blank"


@pytest.mark.parametrize(
    "text", ["/", "／", "—", "——", "-", "－", "--", "‒", "⸺", "无[2]", "无", "不适用", "没有", "N/A"]
)
def test_a_mark_is_not_applicable(text: str) -> None:
    assert read_cell(text, "件").state == "not_applicable"


@pytest.mark.parametrize(
    "text",
    [
        "1 234",
        "0 0",
        "12/3",
        "12、3",
        "12、、",
        "12（3）",
        "50%",
        "1,23",
        "(3)",
        "****",
        "3\n5",
        "00",
        "012",
        "减少",
        "见附件",
        "2022年",
        "1.2.3",
        "约",
        "3-5",
    ],
)
def test_what_is_not_one_number_is_unread(text: str) -> None:
    reading = read_cell(text, "件")
    assert (reading.value, reading.state, reading.raw) == (None, "unreadable", text)


@pytest.mark.parametrize(("text", "value"), [("约4900", 4900), ("1000多", 1000), ("5500余", 5500), ("18万余", 180000)])
def test_a_rough_number_is_marked(text: str, value: int) -> None:
    reading = read_cell(text, "人次")
    assert (reading.value, reading.approximate) == (value, True)


@given(st.integers(min_value=0, max_value=10**12))
@settings(max_examples=200, deadline=None)
def test_whole_numbers_survive(number: int) -> None:
    assert read_cell(str(number), "件").value == number
    assert read_cell(f"{number:,}", "件").value == number


@given(st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_a_value_never_comes_from_nothing(text: str) -> None:
    reading = read_cell(text, "件")
    assert (reading.value is None) == (reading.state != "value")
    if not text.strip():
        assert reading.state == "blank"
