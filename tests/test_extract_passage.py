import pytest

from extract.document import Cell, Document, Paragraph, Table
from extract.passage import passage

CELLS = (
    Cell("指标", 0, 0, 1, 1, "t1r0c0"),
    Cell("数量", 0, 1, 1, 1, "t1r0c1"),
    Cell("收到申请", 1, 0, 2, 1, "t1r1c0"),
    Cell("3", 1, 1, 1, 1, "t1r1c1"),
    Cell("4", 2, 1, 1, 1, "t1r2c1"),
    Cell("其他", 3, 0, 1, 1, "t1r3c0"),
    Cell("", 3, 1, 1, 1, "t1r3c1"),
)
DOCUMENT = Document(
    (
        Paragraph("二、申请", "p0"),
        Paragraph("全年收到申请 3 件。", "p1"),
        Table(1, CELLS),
        Paragraph("三、其他", "p2"),
        Paragraph("一页之内", "p3@page2:10,20,30,40"),
    )
)


@pytest.mark.parametrize(
    ("locator", "lines"),
    [
        ("t1r2c1", ["指标 | 数量", "收到申请 | 3", "收到申请 | 【4】", "其他 | "]),
        ("t1r0c1", ["指标 | 【数量】", "收到申请 | 3"]),
        ("t1r3c1", ["指标 | 数量", "收到申请 | 4", "其他 | 【】"]),
        ("p1:7-8", ["二、申请", "全年收到申请 【3】 件。"]),
        ("p2", ["三、其他", "一页之内"]),
        ("p3@page2:10,20,30,40:2-4", ["三、其他", "一页【之内】"]),
        ("p3@page2:10,20,30,40", ["三、其他", "一页之内"]),
        ("p9:1-2", []),
        ("t9r1c1", []),
    ],
)
def test_place_is_shown_with_its_neighbours(locator: str, lines: list[str]) -> None:
    assert passage(DOCUMENT, locator) == lines
