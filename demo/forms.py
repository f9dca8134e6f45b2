"""The statutory forms: figures completed by their arithmetic, and laid out as the tables a portal shows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

Value = int | float | str
"""A number, or the text of a cell that holds none: an empty string, `/`, `无`."""

COLUMNS = ("person", "business", "research", "charity", "legal", "other_org")
COLUMN_LABELS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
REVIEWS = {"recon": "行政复议", "lit_direct": "未经复议直接起诉", "lit_after_recon": "复议后起诉"}
OUTCOMES = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结", "total": "总计"}
NOT_OUTCOMES = ("app_new", "app_carried_in", "out_total", "app_carried_out")

_Cell = tuple[str, int, int]  # text, rowspan, colspan


@cache
def form(name: str) -> dict[str, Any]:
    """The declared form: `2014`, `2019` or `2021`."""
    return tomllib.loads((Path(__file__).parent / "forms" / f"{name}.toml").read_text("utf-8"))


def complete(name: str, report: Mapping[str, Any]) -> dict[str, Value]:
    """Every figure of a report of this form: what it states, the sums, else its `default` (0 unless said)."""
    stated: dict[str, Value] = dict(report.get("figures", {}))
    if name == "2008" or (name == "2014" and "default" not in report):  # prose has no cells to complete
        return stated
    default: Value = report.get("default", 0)
    if name == "2014":
        return {code: default for _, _, code in form(name)["rows"] if code} | stated
    codes = [code for article in form(name)["articles"] for row in article["rows"] for code in row[1:]]
    figures = dict.fromkeys(codes, default)
    figures |= _requests(name, report.get("requests", {}), default)
    figures |= _reviews(report.get("reviews", {}))
    return figures | stated


def _requests(name: str, rows: Mapping[str, Sequence[Value]], default: Value) -> dict[str, Value]:
    table = {row["stem"]: list(rows.get(row["stem"], [default] * len(COLUMNS))) for row in form(name)["requests"]}
    outcomes = [table[stem] for stem in table if stem not in NOT_OUTCOMES]
    if default == 0:
        table["out_total"] = [_sum(column) for column in zip(*outcomes, strict=True)]
    return {
        f"{stem}__{column}": value
        for stem, cells in table.items()
        for column, value in zip((*COLUMNS, "total"), [*cells, _sum(cells)], strict=True)
    }


def _reviews(blocks: Mapping[str, Sequence[Value]]) -> dict[str, Value]:
    return {
        f"{block}_{outcome}": value
        for block in REVIEWS
        for cells in [list(blocks.get(block, [0, 0, 0, 0]))]
        for outcome, value in zip(OUTCOMES, [*cells, _sum(cells)], strict=True)
    }


def _sum(cells: Iterable[Value]) -> Value:
    numbers = [cell for cell in cells if not isinstance(cell, str)]
    return sum(numbers) if numbers else ""


def appendix(figures: Mapping[str, Value]) -> str:
    """The appendix of 2014: label, unit, number."""
    rows = [[_cell("统计指标"), _cell("单位"), _cell("统计数")]]
    rows += [[_cell(label), _cell(unit), _cell(figures.get(code, ""))] for label, unit, code in form("2014")["rows"]]
    return _table(rows)


def articles(name: str, figures: Mapping[str, Value]) -> str:
    """Table 2 of 2019 and 2021: what was disclosed, by article of the regulation."""
    width = max(len(article["columns"]) for article in form(name)["articles"])
    return _table(row for article in form(name)["articles"] for row in _article(article, figures, width))


def _article(article: Mapping[str, Any], figures: Mapping[str, Value], width: int) -> Iterator[list[_Cell]]:
    yield [_cell(article["title"], columns=width)]
    last = width - len(article["columns"]) + 1
    yield [*map(_cell, article["columns"][:-1]), _cell(article["columns"][-1], columns=last)]
    for label, *codes in article["rows"]:
        yield [_cell(label), *(_cell(figures[code]) for code in codes[:-1]), _cell(figures[codes[-1]], columns=last)]


def requests(name: str, figures: Mapping[str, Value]) -> str:
    """Table 3 of 2019 and 2021: requests by kind of applicant and outcome."""
    rows = [[row["labels"], row["stem"]] for row in form(name)["requests"]]
    return _table([*_requests_head(), *_requests_body(rows, figures)])


def _requests_head() -> Iterator[list[_Cell]]:
    yield [
        _cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
        _cell("申请人情况", columns=7),
    ]
    yield [_cell("自然人", 2), _cell("法人或其他组织", columns=5), _cell("总计", 2)]
    yield list(map(_cell, COLUMN_LABELS))


def _requests_body(rows: Sequence[Sequence[Any]], figures: Mapping[str, Value]) -> Iterator[list[_Cell]]:
    for _, outer in groupby(rows, key=lambda row: row[0][0]):
        outer_rows = list(outer)
        for _, inner in groupby(outer_rows, key=lambda row: row[0][:2]):
            inner_rows = list(inner)
            for labels, stem in inner_rows:
                heads = [(0, len(outer_rows)), (1, len(inner_rows)), (2, 1)][: len(labels)]
                first = (labels is outer_rows[0][0], labels is inner_rows[0][0], True)
                cells = [
                    _cell(labels[depth], span, 3 - depth if depth == len(labels) - 1 else 1)
                    for depth, span in heads
                    if first[depth]
                ]
                yield cells + [_cell(figures[f"{stem}__{column}"]) for column in (*COLUMNS, "total")]


def reviews(figures: Mapping[str, Value]) -> str:
    """Table 4 of 2019 and 2021: reviews and lawsuits."""
    outcomes = list(map(_cell, OUTCOMES.values()))
    direct, after = (_cell(REVIEWS[block], columns=5) for block in ("lit_direct", "lit_after_recon"))
    return _table(
        [
            [_cell("行政复议", columns=5), _cell("行政诉讼", columns=10)],
            [*((text, 2, 1) for text, _, _ in outcomes), direct, after],
            outcomes * 2,
            [_cell(figures[f"{block}_{outcome}"]) for block in REVIEWS for outcome in OUTCOMES],
        ]
    )


def _cell(value: Value, rows: int = 1, columns: int = 1) -> _Cell:
    return (escape(str(value)), rows, columns)


def _table(rows: Iterable[Iterable[_Cell]]) -> str:
    lines = ("".join(map(_td, row)) for row in rows)
    return (
        '<table border="1" cellspacing="0" cellpadding="4">\n'
        + "".join(f"<tr>{line}</tr>\n" for line in lines)
        + "</table>"
    )


def _td(cell: _Cell) -> str:
    text, rows, columns = cell
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    return f"<td{spans}><p>{text or '&nbsp;'}</p></td>"
