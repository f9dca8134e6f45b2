"""Several sentences on one figure."""

from __future__ import annotations

from extract.document import Paragraph
from extract.prose.choosing import choices
from extract.prose.statements import Reader, read_prose
from extract.prose.subjects import Own

READER = Reader(2015, "2014", "43", False, Own("county", ("石台县", "石台县人民政府")))


def chosen(text: str) -> dict[str, tuple[float | None, str, list[float | None]]]:
    lines = [Paragraph(line, f"p{number}") for number, line in enumerate(text.split("\n"), 1)]
    return {
        choice.figure.indicator: (
            choice.figure.value,
            choice.figure.state,
            [mention.value for mention in choice.mentions],
        )
        for choice in choices(read_prose(lines, READER), "c")
    }


def test_the_sentence_of_the_part_that_is_about_it_gives_the_figure() -> None:
    text = "一、概述\n2015年主动公开政府信息900条。\n二、主动公开政府信息情况\n2015年主动公开政府信息907条。"
    assert chosen(text) == {"proactive_info_total": (907, "value", [900])}


def test_the_column_counts_before_the_site() -> None:
    text = "政府网站访问量达90万人次，其中政府信息公开专栏访问量8万人次。"
    assert chosen(text) == {"website_visits": (80_000, "value", [900_000])}


def test_a_year_counts_before_none_and_an_exact_number_before_a_rounded_one() -> None:
    assert chosen("主动公开政府信息300条。2015年主动公开政府信息907条。")["proactive_info_total"][0] == 907
    assert chosen("全年主动公开政府信息900余条。全年主动公开政府信息907条。")["proactive_info_total"][0] == 907


def test_equals_that_disagree_leave_it_unread() -> None:
    text = "2015年主动公开政府信息907条。\n2015年主动公开政府信息970条。"
    assert chosen(text) == {"proactive_info_total": (None, "unreadable", [907, 970])}


def test_equals_that_agree_are_the_figure() -> None:
    text = "2015年主动公开政府信息907条。\n2015年主动公开政府信息907条。"
    assert chosen(text) == {"proactive_info_total": (907, "value", [907])}
