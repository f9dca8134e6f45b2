"""Sentences and what they state. Every sentence here is our own; the shapes are those of real reports."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Paragraph
from extract.prose.statements import Reader, Statement, in_unit, read_prose

NARRATIVE = Reader(2015, "2014", "34")
READERS = {2012: Reader(2012, "2008", "43"), 2015: NARRATIVE, 2016: Reader(2016, "2014", "34")}


def stated(text: str, reader: Reader = NARRATIVE) -> list[tuple[str, float]]:
    lines = [Paragraph(line, f"p{number}") for number, line in enumerate(text.split("\n"), 1)]
    return [(statement.indicator, statement.value) for statement in read_prose(lines, reader)]


SENTENCES = tomllib.loads((Path(__file__).parent / "prose" / "sentences.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sentence", SENTENCES["states"], ids=lambda sentence: sentence["text"][:18])
def test_a_sentence_states(sentence: dict[str, Any]) -> None:
    assert stated(sentence["text"], READERS[sentence.get("year", 2015)]) == [
        tuple(figure) for figure in sentence["figures"]
    ]


@pytest.mark.parametrize("text", SENTENCES["nothing"]["texts"], ids=lambda text: text[:18])
def test_a_sentence_says_nothing(text: str) -> None:
    assert all(stated(text, reader) == [] for year, reader in READERS.items() if f"{year}年" in text or year == 2015)


@pytest.mark.parametrize("text", SENTENCES["other_year"]["texts"])
def test_a_denial_about_another_year_is_no_nought(text: str) -> None:
    assert stated(text) == []


def test_statutory_reports_mention_their_tables() -> None:
    mentions = SENTENCES["mentions"]
    assert dict(stated(mentions["text"], Reader(2022, "2021"))) == mentions["figures"]


@pytest.mark.parametrize("sentence", SENTENCES["statutory"], ids=lambda sentence: sentence["text"][:18])
def test_statutory_reports_mention_them_in_other_words_too(sentence: dict[str, Any]) -> None:
    assert stated(sentence["text"], Reader(2022, "2021")) == [tuple(figure) for figure in sentence["figures"]]


def test_a_statutory_report_makes_no_other_figures() -> None:
    assert stated("全年主动公开政府信息907条，召开新闻发布会3场。", Reader(2022, "2021")) == []


def test_the_place_leads_to_the_number_and_marks_stay_in_raw() -> None:
    text = "2015 年，接受培训人员“共计” 1000 多人次。"
    (found,) = read_prose([Paragraph(text, "p7")], NARRATIVE)
    assert found.indicator == "trainees"
    assert (found.raw, found.value, found.approximate) == ("1000多", 1000, True)
    start, end = map(int, found.locator.removeprefix("p7:").split("-"))
    assert text[start:end] == "1000 多人次"


def test_anhui_rows_are_anhuis() -> None:
    assert stated("主动公开应急管理信息14条。", Reader(2015, "2014", "43")) == []


@pytest.mark.parametrize(
    ("value", "unit", "expected"), [(5000, "万元", 0.5), (35000, "万元", 3.5), (35000, "元", 35000)]
)
def test_money_in_the_unit_of_the_indicator(value: float, unit: str, expected: float) -> None:
    assert in_unit(Statement("budget_amount", value, "", "p1:0-1", "元"), unit).value == expected


def test_a_denial_keeps_the_words_as_printed() -> None:
    (found,) = read_prose([Paragraph("2015年， 我局“未收到” 政府信息公开申请。", "p3")], NARRATIVE)
    assert (found.value, found.raw) == (0, "未收到” 政府信息公开申请")


WORDS = st.sampled_from(SENTENCES["pieces"]["words"])


@given(st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_nothing_is_stated_that_does_not_stand_there(text: str) -> None:
    """Every number stands at its place, every nought under a denial or as a printed 0."""
    for found in read_prose([Paragraph(text, "p1")], NARRATIVE):
        start, end = map(int, found.locator.removeprefix("p1:").split("-"))
        assert 0 <= start < end <= len(text)
        if found.value:
            assert re.search(r"[0-9０-９零〇○一二三四五六七八九十百千两]", text[start:end])
        else:
            assert re.search(r"[0０零〇○]|没|未|无|不", text[start:end])


def test_the_year_that_the_rules_came_into_force_counts_from_that_day() -> None:
    text = "自2008年5月1日《条例》施行至12月31日，我县共主动公开政府信息1830条。"
    assert stated(text, Reader(2008, "2008", "34")) == [("proactive_info_total", 1830)]
    assert stated(text.replace("12月31日", "2012年12月31日"), Reader(2012, "2008", "34")) == []


def test_half_a_number_is_no_number() -> None:
    """Two runs of digits with a blank between them are not joined."""
    assert stated("全年主动公开政府信息1 168条。") == []


@pytest.mark.timeout(20)
def test_a_page_without_stops_is_no_trap() -> None:
    assert stated("主动公开政府信息12条，" * 100_000) == []
    assert len(stated("主动公开政府信息12条。" * 5_000)) == 5_000
