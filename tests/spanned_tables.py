"""Tables written as rows of `a|b|c`, and what is read of them."""

from __future__ import annotations

from extract.formats.web.html import read_html
from extract.tables.figures import TableReading, read_tables
from extract.tables.template import recognise


def reading(*rows: str, year: int | None = 2022) -> TableReading:
    """Rows as `a|b|c`; a cell `3*x` spans three columns, `x^2` two rows."""
    markup = "<table>"
    for row in rows:
        markup += "<tr>"
        for cell in row.split("|"):
            span, _, rest = cell.rpartition("*")
            text, _, height = rest.partition("^")
            markup += f"<td colspan={span or 1} rowspan={height or 1}>{text}</td>"
        markup += "</tr>"
    document = read_html(markup + "</table>", "http://www.example.gov.cn/", "utf-8")
    return read_tables(document, recognise(document, year), year)


def values(result: TableReading) -> dict[str, object]:
    return {figure.indicator: figure.value if figure.state == "value" else figure.state for figure in result.figures}
