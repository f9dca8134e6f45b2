"""Headings and the parts they head."""

from __future__ import annotations

import pytest

from extract.document import Paragraph
from extract.prose.sections import is_heading, split


def lines(*texts: str) -> list[Paragraph]:
    return [Paragraph(text, f"p{number}") for number, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    "text", ["一、总体情况", "（二）依申请公开情况", "第三部分 存在问题", "十一、附表", "(一)组织机构"]
)
def test_a_heading(text: str) -> None:
    assert is_heading(Paragraph(text, "p1"))


@pytest.mark.parametrize(
    "text",
    [
        "一是加强领导。",
        "2016年，白莲乡",
        "一、推进信息公开，落实责任，全面完成各项任务，取得了明显的成效。",
        "(三)开展培训。共2次。",
        "无",
    ],
)
def test_no_heading(text: str) -> None:
    assert not is_heading(Paragraph(text, "p1"))


def test_a_marked_up_heading_is_one_whatever_it_says() -> None:
    assert is_heading(Paragraph("工作概况", "p1", level=2))


def test_parts_in_order_with_what_stands_before_the_first() -> None:
    parts = split(lines("霍邱县年报", "一、概述", "甲", "（一）其一", "乙", "二、申请情况", "丙"))
    assert [(part.number, part.heading, part.text) for part in parts] == [
        (0, "", "霍邱县年报"),
        (1, "一、概述", "甲\n（一）其一\n乙"),
        (2, "二、申请情况", "丙"),
    ]


def test_an_empty_text_has_no_parts() -> None:
    assert split(lines()) == ()
