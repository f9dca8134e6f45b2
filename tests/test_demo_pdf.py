"""The PDF of the demo, as a browser prints it: radicals for characters, a table cut by a page break."""

from __future__ import annotations

from demo.document import HERE
from extract.formats import read
from storage.capture import Capture, Content


def test_a_printed_table_over_a_page_break_is_read_whole() -> None:
    capture = Capture(
        "c", "http://127.0.0.1/a.pdf", "2024-01-01T00:00:00Z", 200, "application/pdf", "w", 0, 0, "", "crawl:1"
    )
    document = read(Content(capture, (HERE / "files" / "panjin-2021.pdf").read_bytes()))
    tables = list(document.tables())
    assert [(len(table.grid), len(table.grid[0])) for table in tables] == [(14, 4), (28, 10), (4, 15)]
    rows = [[cell.text if cell else "" for cell in row] for row in tables[1].grid]
    assert rows[9][:3] == ["三、本年度办理结果", "（三）不予公开", "3.危及“三安全一稳定”"]
    assert rows[10][2:] == ["4.保护第三方合法权益", "0", "0", "0", "0", "0", "0", "0"]
    assert rows[26][2:] == ["（七）总计", "119", "9", "1", "0", "4", "2", "135"]
    assert document.text.startswith("盘锦市人民政府2021年政府信息公开工作年度报告")
