"""The files of a sample portal: every path a host answers, and the bytes it sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from html import escape
from string import Template
from urllib.parse import urljoin

from demo.characters import annotated, traditional
from demo.document import HERE, Document, report
from demo.lists import LISTS
from demo.site import NAMES, Column, Site

UPDATED = date(2024, 6, 3)
ROBOTS = b"User-agent: *\nDisallow: /search/\nDisallow: /admin/\n"


@dataclass(frozen=True, slots=True)
class File:
    """What the server sends for a path."""

    body: bytes
    updated: date = UPDATED
    media_type: str = "text/html"


def files(site: Site) -> dict[str, File]:
    """The whole portal, but for the proxy of a Hanweb list."""
    found = {"/robots.txt": File(ROBOTS, media_type="text/plain"), "/": _home(site), "/sitemap.html": _sitemap(site)}
    for column in site.columns:
        found |= _column(site, column)
        for one in site.documents(column):
            found |= _document(site, column, one)
    return found


def hijacked(site: Site) -> dict[str, File]:
    """The host that serves a copy of one of the site's reports: readings in brackets, advertisements, no navigation."""
    copy = site.data["copy"]
    one = report(copy["report"])
    spam = "".join(copy["spam"])
    html = _layout("copy").substitute(
        title=annotated(one.title), info=annotated(f"发布时间：{one.date}"), body=annotated(one.html), spam=spam
    )
    return {
        copy["path"]: File(html.encode(), one.date),
        "/": File(f"<html><body>{spam}</body></html>".encode(), one.date),
    }


def _home(site: Site) -> File:
    blocks = "".join(_block(site, column) for column in site.top())
    return _page(site, f"{site.data['publisher']}门户网站", blocks)


def _block(site: Site, column: Column) -> str:
    rows = "".join(row.html() for row in site.rows(column)[:4])
    links = "　".join(f'<a href="{path}">{title}</a>' for title, path in column.links)
    return f'<h2><a href="{site.link(column)}">{column.title}</a></h2><ul class="list">{rows}</ul><p>{links}</p>'


def _sitemap(site: Site) -> File:
    links = (f'<li><a href="{site.link(column)}">{column.title}</a></li>' for column in site.top())
    return _page(site, "网站地图", f"<ul>{''.join(links)}</ul>")


def _column(site: Site, column: Column) -> dict[str, File]:
    if column.list == "shell":
        html = (
            f'<html><head><meta http-equiv="refresh" content="0;url={column.links[0][1]}"></head><body></body></html>'
        )
        return {column.path: File(html.encode())}
    contents = (
        _hub(site, column)
        if column.list == "hub"
        else LISTS[column.list](column.path, site.rows(column), column.per_page)
    )
    pages = {column.path + name: _page(site, column.title, html, column) for name, html in contents.items()}
    return {column.path: next(iter(pages.values()))} | pages


def _hub(site: Site, column: Column) -> dict[str, str]:
    links = "".join(f'<li><a href="{path}">{title}</a></li>' for title, path in column.links)
    lines = "".join(f"<p>{line}</p>" for line in column.text)
    return {str(site.data.get("index", "index.html")): f'<ul class="units">{links}</ul>{lines}'}


def _document(site: Site, column: Column, one: Document) -> dict[str, File]:
    path = site.address(column, one)
    if not one.attachment:
        return {path: _article(site, column, one)}
    name = f"P0{one.date:%Y%m%d}338100.pdf"
    link = f'<p>附件：<a href="./{name}">{one.title}.pdf</a></p>'
    pdf = File((HERE / "files" / one.attachment).read_bytes(), one.date, "application/pdf")
    return {path: _article(site, column, replace(one, html=link)), urljoin(path, name): pdf}


def _article(site: Site, column: Column, one: Document) -> File:
    container = str(site.data["container"])
    main = _layout("article").substitute(
        heading=f"<h1>{escape(one.heading)}</h1>" if one.heading else "",
        date=one.date.isoformat(),
        source=one.source,
        container=container,
        closing=container.split(maxsplit=1)[0],
        body=one.html,
    )
    title = "_".join(filter(None, (one.heading, str(site.data["publisher"]))))
    file = _page(site, title, main, column, _metas(one))
    body = traditional(file.body.decode()).encode() if one.traditional else file.body
    return File(body, one.date)


def _metas(one: Document) -> str:
    values = {"ArticleTitle": one.heading, "PubDate": f"{one.date} 09:30", "ContentSource": one.source}
    return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in values.items() if value)


def _page(site: Site, title: str, main: str, column: Column | None = None, metas: str = "") -> File:
    html = _layout("page").substitute(
        charset=site.data["charset"],
        title=escape(title),
        site_name=site.data["publisher"],
        host=site.data["host"],
        column=column.title if column else "",
        metas=metas,
        navigation=" ".join(f'<a href="{site.link(one)}">{one.title}</a>' for one in site.top()),
        side=_side(site) if column else "",
        crumbs=" &gt; ".join(["首页", *(site.trail(column) if column else ())]),
        main=main,
        friends="　".join(_friends(site)),
        place=site.data["place"],
    )
    return File(html.encode("gb18030" if site.data["charset"] == "gb2312" else "utf-8"))


def _side(site: Site) -> str:
    links = "".join(f'<a href="{site.link(column)}">{column.title}</a>' for column in site.columns if column.side)
    return f"<aside>{links}</aside>" if links else ""


def _friends(site: Site) -> Iterator[str]:
    for friend in site.data["friends"]:
        if friend in NAMES:
            other = Site(friend, site.port)
            yield f'<a href="{other.home}">{other.data["publisher"]}</a>'
        else:
            yield f'<a href="{friend}">中国政府网</a>'


@cache
def _layout(name: str) -> Template:
    return Template((HERE / "layouts" / f"{name}.html").read_text("utf-8"))
