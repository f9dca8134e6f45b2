"""开普 Ucap: the same createPageHTML with a div first and pages counted from 1; bare columns are 404; jumps by script."""

from __future__ import annotations

import json

from portals.kit import Ask, Portal, home, page, report, rows, title_of


def portal(host: str = "127.0.11.1") -> Portal:
    """Three pages `list.shtml`, `list_2.shtml`, behind a jump page; another list asks pages as `list.shtml?2`."""
    site = Portal(host)
    column = "/syx/c104567/"
    site.pages["/"] = home(("/syx/zwgk/redirect_firstChannel.shtml", "政府信息公开"))
    site.pages["/syx/zwgk/redirect_firstChannel.shtml"] = (
        "<html><head><title></title></head><body><script>window.location.href='/syx/zwgk/zfxxgk.shtml'</script></body></html>"
    )
    menu = f'<ul><li><a href="{column}zfxxgk_gknbz.shtml">政府信息公开年报</a></li><li><a href="/syx/dept/xxgk_navs.shtml?2">教育局年报</a></li></ul>'
    site.pages["/syx/zwgk/zfxxgk.shtml"] = page("政府信息公开", menu)
    for number in range(1, 4):
        items = [
            (f"/syx/c104567/202201/{number}{k:031x}.shtml", title_of(2005 + number * 4 + k), "2022-01-20")
            for k in range(4)
        ]
        for href, title, _ in items:
            site.pages[href] = report(title).replace('id="zoom"', 'id="UCAP-CONTENT"')
            site.reports.append(href)
        name = "zfxxgk_gknbz.shtml" if number == 1 else f"zfxxgk_gknbz_{number}.shtml"
        script = f"<script>createPageHTML('page_div',3,{number},'zfxxgk_gknbz','shtml',12)</script>"
        site.pages[column + name] = page("政府信息公开年报", rows(items) + '<div id="page_div"></div>' + script)
    site.reports = [path for path in site.reports if path]
    site.lookalikes.append(column + "zfxxgk_gknbz_1.shtml")
    for number in (1, 2, 3):
        items = [
            (f"/syx/dept/202301/{number}a{k:030x}.shtml", title_of(2012 + number * 2 + k, "试验县教育局"), "2023-01-20")
            for k in range(2)
        ]
        for href, title, _ in items:
            site.pages[href] = report(title)
            site.reports.append(href)
        follow = f'<div class="page"><a href="xxgk_navs.shtml?{number + 1}">下一页</a></div>' if number < 3 else ""
        site.pages[f"/syx/dept/xxgk_navs.shtml?{number}"] = page("教育局年报", rows(items) + follow)
    site.pages["/syx/zwgk/zfxxgk.shtml"] = page("政府信息公开", menu.replace("navs.shtml?2", "navs.shtml?1"))
    return site


def search(host: str = "127.0.11.2") -> Portal:
    """Rows only as JSON of a search call, fifteen a page."""
    site = Portal(host)
    titles = [(f"/site/c1/202201/{k:032x}.shtml", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(32)]

    def results(ask: Ask) -> str:
        start = (int(ask.query.get("page", "1")) - 1) * 15
        found = [
            {"title": title, "url": href, "publishedTimeStr": "2022-01-20 09:00:00"}
            for href, title in titles[start : start + 15]
        ]
        return json.dumps({"data": {"total": len(titles), "results": found}}, ensure_ascii=False)

    site.pages["/common/search/abc123"] = results
    call = "<script>var u='/common/search/abc123?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page=1'; $.get(u)</script>"
    site.pages["/"] = home(("/site/c1/xxgk_list.shtml", "信息公开年报"))
    site.pages["/site/c1/xxgk_list.shtml"] = page("信息公开年报", "<div id='list'></div>" + call)
    for href, title in titles:
        site.pages[href] = report(title)
        site.reports.append(href)
    return site
