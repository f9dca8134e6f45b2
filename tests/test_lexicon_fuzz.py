"""Whatever a page prints, the lexicon answers; it never raises and never takes long."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexicon.bodies import full_name, kind_of
from lexicon.numerals import parse_int
from lexicon.places import Gazetteer
from lexicon.script import simplify, strip_readings
from lexicon.titles import classify_title
from lexicon.years import find_date, find_dates, period, report_year

GAZETTEER = Gazetteer.load()
PIECES = [
    *"年月日度至到起止〇○零一二十廿百千万亿两 （）()《》〔〕[]-—.,/:_|\n\u3000０１２９",
    *(
        "2019",
        "2018年",
        "13",
        "31",
        "霍邱县",
        "白莲乡",
        "朝阳区",
        "城区",
        "县",
        "市",
        "街道办事处",
        "人民政府",
        "教育局",
    ),
    *(
        "政府信息公开",
        "工作",
        "年度报告",
        "年报",
        "的通知",
        "图解",
        "统计期限自",
        "衡南縣",
        "復(fù)議",
        "http://x.gov.cn/2019/",
    ),
    *("管委会", "开发区", "٢٠١٩", "²", "\x00", "\ud7ff", "😀", "卫健委", "…"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8"), max_size=25).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_has_an_answer(text: str) -> None:
    for reader in (
        report_year,
        period,
        find_date,
        find_dates,
        classify_title,
        kind_of,
    ):
        reader(text)
    simple = simplify(text)
    assert simplify(simple) == simple
    assert strip_readings(strip_readings(text)[0])[1] == 0
    number = parse_int(text)
    assert number is None or number >= 0
    for day in find_dates(text):
        date.fromisoformat(day)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from([None, "341522", "110105", "999999", "341522208"]), st.sampled_from([None, 2008, 2019]))
def test_any_place_has_an_answer(text: str, prior: str | None, year: int | None) -> None:
    match = GAZETTEER.match(text, prior, year)
    assert match.ambiguous == (len(match.candidates) > 1)
    assert not (match.ambiguous and match.jurisdiction)
    if match.jurisdiction:
        assert full_name(match.jurisdiction, text)


@pytest.mark.parametrize(
    "piece", ["政府信息公开工作情况2018年度", "a", "x.", "(", "二〇一二年", "霍邱县", "2019年1月1日至", "《", "1 "]
)
def test_long_text_takes_no_time(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    start = time.perf_counter()
    for reader in (
        report_year,
        period,
        find_dates,
        classify_title,
        strip_readings,
    ):
        reader(text)
    GAZETTEER.match(text)
    assert time.perf_counter() - start < 5
