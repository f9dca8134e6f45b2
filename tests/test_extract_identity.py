"""Whose report, of which year: titles in all their forms, namesakes, gaps and contradictions."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.document import Document, Paragraph
from extract.identity.dates import published_on, year_of
from extract.identity.identify import Identity, identify
from extract.identity.title import find_titles
from storage.found import Found, Seed

CASES = tomllib.loads((Path(__file__).parent / "identity" / "cases.toml").read_text(encoding="utf-8"))["case"]


def page(lines: list[str], **members: Any) -> Document:
    return Document(tuple(Paragraph(line, f"p{number}") for number, line in enumerate(lines, 1)), **members)


def portal(code: str, publisher: str) -> Seed:
    return Seed(code, publisher, "http://www.example.gov.cn/")


def identified(case: dict[str, Any]) -> Identity:
    seed = portal(*case["seed"]) if "seed" in case else None
    found = Found("report", seed=seed, link_text=case.get("link", ""), column=tuple(case.get("col", ())))
    document = page(
        [*([case["title"]] if "title" in case else []), *case.get("lines", ())],
        title=case.get("h1", ""),
        page_title=case.get("page_title", ""),
        metadata=case.get("meta", {}),
        breadcrumb=tuple(case.get("crumb", ())),
    )
    return identify(document, find_titles(document, found), found, case.get("url", ""))


@pytest.mark.parametrize("case", CASES, ids=lambda case: (case.get("title") or case.get("h1") or "no title")[:24])
def test_whose_report_of_which_year(case: dict[str, Any]) -> None:
    identity, expected = identified(case), case["expected"]
    publisher = identity.publisher
    assert (publisher.name if publisher else None) == expected.get("publisher")
    assert (publisher.kind if publisher else None) == expected.get("kind")
    assert (publisher.jurisdiction_code if publisher else None) == expected.get("code")
    assert (identity.year, identity.title) == (expected.get("year"), expected.get("own_title"))
    assert [issue.kind for issue in identity.issues] == expected.get("issues", [])


def test_the_evidence_says_where_each_was_read() -> None:
    document = page(
        ["霍邱县教育局2017年政府信息公开年度报告", "(2018年3月5日)"], metadata={"发布机构": "霍邱县政务公开办"}
    )
    identity = identify(document, find_titles(document, None), None)
    evidence = json.loads(identity.evidence)
    assert evidence["publisher"] == {
        "from": "title",
        "printed": "霍邱县教育局",
        "others": {"metadata 发布机构": "霍邱县政务公开办"},
    }
    assert evidence["year"] == [["title", 2017]]
    assert evidence["published_on"] == "under the title, p2"


@pytest.mark.parametrize(
    ("lines", "metadata", "expected"),
    [
        (["盘锦市2016年度政府信息公开工作报告", "发布时间:2017-02-28 浏览次数:323"], {}, "2017-02-28"),
        (["盘锦市2016年度政府信息公开工作报告"], {"发布日期": "2017-03-01"}, "2017-03-01"),
        (["盘锦市2012年度政府信息公开工作报告", "一、概述", "盘锦市人民政府", "二○一三年二月二十日"], {}, "2013-02-20"),
        (["盘锦市2012年度政府信息公开工作报告", "一、概述", "盘锦市人民政府 2013年1月16日"], {}, "2013-01-16"),
        (["盘锦市2024年政府信息公开工作年度报告", "2025年1月20日"], {"发布日期": "2019-12-03"}, "2025-01-20"),
        (["盘锦市2012年度政府信息公开工作报告", "一、概述", "自2012年1月1日起施行。"], {}, None),
    ],
    ids=["line", "metadata", "signature", "name and date", "frozen header", "none"],
)
def test_when_it_was_published(lines: list[str], metadata: dict[str, str], expected: str | None) -> None:
    document = page(lines, metadata=metadata)
    titles = find_titles(document, None)
    dated, _ = published_on(document, titles, year_of(document, titles, None).year)
    assert (dated.value if dated else None) == expected


def test_the_title_outweighs_a_slip_in_the_period_and_says_so() -> None:
    document = page(["盘锦市2021年政府信息公开工作年度报告", "统计期限自2020年1月1日起至2020年12月31日止。"])
    identity = identify(document, find_titles(document, None), None)
    assert identity.year == 2021
    assert [issue.kind for issue in identity.issues] == ["year_conflict"]


def test_no_year_is_no_year() -> None:
    document = page(["一、总体情况", "今年以来，水泊街道政务公开工作扎实推进。（国办公开办函【2019】61号）"])
    assert year_of(document, find_titles(document, None), None).year is None
