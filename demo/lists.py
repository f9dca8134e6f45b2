"""How the portals page their lists: for each kind, the files of a column and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: address from the root of the host, title, ISO date."""

    href: str
    title: str
    date: str

    def html(self) -> str:
        """The line as most portals write it; the title is cut, whole only in the attribute."""
        shown = self.title if len(self.title) < 30 else self.title[:28] + "…"
        return (
            f'<li><a href="{self.href}" title="{escape(self.title)}" target="_blank">{escape(shown)}</a>'
            f"<span>{self.date}</span></li>"
        )


Paging = Callable[[str, Sequence[Row], int], dict[str, str]]
"""Column path, rows and rows a page to `{file name: HTML}`; the first file is the column's own page."""


def plain(_path: str, rows: Sequence[Row], _size: int) -> dict[str, str]:
    """One page with everything."""
    return {"index.html": _list(rows)}


def trs(_path: str, rows: Sequence[Row], size: int) -> dict[str, str]:
    """Files counted from 0; the number of pages stands in a script call only (FAMILIES: TRS WCM)."""
    parts = _parts(rows, size)
    return {
        "index.html" if number == 0 else f"index_{number}.html": _list(part)
        + f'<div class="fenye"><script>createPageHTML({len(parts)}, {number}, "index", "html");</script></div>'
        for number, part in enumerate(parts)
    }


def ucap(_path: str, rows: Sequence[Row], size: int) -> dict[str, str]:
    """The same function name with other arguments, files counted from 1 (FAMILIES: Ucap)."""
    parts = _parts(rows, size)
    return {
        "list.shtml" if number == 1 else f"list_{number}.shtml": _list(part)
        + '<div id="page_div"></div>'
        + f"<script>createPageHTML('page_div',{len(parts)},{number},'list','shtml',{len(rows)});</script>"
        for number, part in enumerate(parts, 1)
    }


def select(_path: str, rows: Sequence[Row], size: int) -> dict[str, str]:
    """Pages chosen in a list box."""
    parts = _parts(rows, size)
    names = ["index.html", *(f"index_{number}.html" for number in range(1, len(parts)))]
    options = "".join(f'<option value="{name}">第{number}页</option>' for number, name in enumerate(names, 1))
    box = f'<select onchange="location.href=this.value">{options}</select>'
    return {name: _list(part) + box for name, part in zip(names, parts, strict=True)}


def hanweb(path: str, rows: Sequence[Row], size: int) -> dict[str, str]:
    """Rows as CDATA records in a script; the rest comes from dataproxy.jsp (FAMILIES: Hanweb JCMS)."""
    column = path.strip("/").removeprefix("col/col")
    query = f"page=2&amp;appid=1&amp;webid=1&amp;path=/&amp;columnid={column}&amp;unitid=9{column}&amp;permissiontype=0"
    store = datastore(rows, rows[:size], f"{DATAPROXY}?{query}")
    return {"index.html": f'<div id="9{column}"><script type="text/xml">{store}</script></div>'}


DATAPROXY = "/module/web/jpage/dataproxy.jsp"


def datastore(rows: Sequence[Row], shown: Sequence[Row], more: str = "") -> str:
    """The XML a Hanweb page or its proxy gives: records of the rows shown, counts of all."""
    records = "".join(f"<record><![CDATA[{row.html()}]]></record>\n" for row in shown)
    following = f'<nextgroup><![CDATA[<a href="{more}"></a>]]></nextgroup>' if more and len(shown) < len(rows) else ""
    pages = -(-len(rows) // max(len(shown), 1))
    return (
        f"<datastore>{following}<totalrecord>{len(rows)}</totalrecord><totalpage>{pages}</totalpage>\n"
        f"<recordset>\n{records}</recordset></datastore>"
    )


def answer_proxy(form: Mapping[str, str], rows: Sequence[Row], size: int) -> str:
    """What dataproxy.jsp answers: rows `startrecord` to `endrecord`, else the page asked for."""
    first = int(form.get("startrecord", (int(form.get("page", 1)) - 1) * size + 1))
    last = int(form.get("endrecord", first + size - 1))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + datastore(rows, rows[first - 1 : last])


LISTS: dict[str, Paging] = {"plain": plain, "trs": trs, "ucap": ucap, "select": select, "hanweb": hanweb}


def _parts(rows: Sequence[Row], size: int) -> list[Sequence[Row]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)] or [[]]


def _list(rows: Sequence[Row]) -> str:
    return '<ul class="list">\n' + "\n".join(row.html() for row in rows) + "\n</ul>"
