"""大汉: rows in XML islands, a proxy that wants POST, two units in a page, years as columns, organ × year by query."""

from __future__ import annotations

import html
import json

from portals.kit import Ask, Portal, Reply, home, page, report, title_of

PROXY = "/module/web/jpage/dataproxy.jsp"


def island(items: list[tuple[str, str]], total: int, group: str = "") -> str:
    records = "".join(
        f'<record><![CDATA[<li><a href="{href}" title="{title}">{title}</a><span>2022-01-20</span></li>]]></record>'
        for href, title in items
    )
    following = f'<nextgroup><![CDATA[<a href="{group}"></a>]]></nextgroup>' if group else ""
    return f"<datastore>{following}<recordset>{records}</recordset><totalrecord>{total}</totalrecord><totalpage>9</totalpage></datastore>"


def jcms(host: str = "127.0.12.1") -> Portal:
    """Two units, 50 and 20 rows; the proxy answers POST alone; each year before 2012 is a column of its own."""
    site = Portal(host)
    units = {"101": [f"试验县第{k}局" for k in range(50)], "202": [f"试验县第{k}镇" for k in range(20)]}
    items = {
        unit: [(f"/art/2022/1/20/art_{unit}_{k}.html", title_of(2021, body)) for k, body in enumerate(bodies)]
        for unit, bodies in units.items()
    }
    for listed in items.values():
        for href, title in listed:
            site.pages[href] = report(title)
            site.reports.append(href)

    def proxy(ask: Ask) -> Reply | str:
        if ask.method != "POST" or ask.form.get("unitid") not in items:
            return ""
        start, end = int(ask.query["startrecord"]) - 1, int(ask.query["endrecord"])
        return Reply(
            island(items[ask.form["unitid"]][start:end], len(items[ask.form["unitid"]])), type="text/xml; charset=utf-8"
        )

    site.pages[PROXY] = proxy
    parts = ""
    for unit, listed in items.items():
        values = f"col:1,appid:1,webid:3,path:'/',columnid:93261,sourceContentType:1,unitid:'{unit}',webname:'试验县',permissiontype:0"
        parts += f'<div id="{unit}"><script type="text/xml">{island(listed[:15], len(listed))}</script></div>'
        parts += f"<script>$('#{unit}').jpage({{perPage:15,totalRecord:{len(listed)},proxyurl:'{PROXY}',dataBefore:{{{values}}}}})</script>"
    side = "".join(f'<li><a href="/col/col{year}/index.html">{year}年度</a></li>' for year in range(2009, 2012))
    site.pages["/col/col93261/index.html"] = page("政府信息公开年报", f'<div class="side"><ul>{side}</ul></div>{parts}')
    for year in range(2009, 2012):
        href = f"/art/{year + 1}/1/20/art_{year}_1.html"
        site.pages[f"/col/col{year}/index.html"] = page(
            f"{year}年度", f'<script type="text/xml">{island([(href, title_of(year))], 1)}</script>'
        )
        site.pages[href] = report(
            title_of(year),
            '<p><a href="/module/download/downfile.jsp?classid=0&filename=ab12.pdf">附件：年度报告.pdf</a></p>',
        )
        site.reports.append(href)
    site.pages["/module/download/downfile.jsp"] = Reply("", 302, headers=(("Location", "/attach/0/ab12.pdf"),))
    site.pages["/attach/0/ab12.pdf"] = Reply(b"%PDF-1.4 report", type="application/pdf")
    site.reports += ["/module/download/downfile.jsp?classid=0&filename=ab12.pdf", "/attach/0/ab12.pdf"]
    site.pages["/"] = home(("/col/col1229/index.html", "政府信息公开"))
    site.pages["/col/col1229/index.html"] = page(
        "政府信息公开", '<a href="/col/col93261/index.html">政府信息公开年报</a>'
    )
    return site


def opaque(host: str = "127.0.12.2") -> Portal:
    """Opaque ids: a POST brings 54 empty bytes, only the address in nextgroup leads on."""
    site = Portal(host)
    listed = [(f"/art/2022/art_{k:032x}.html", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(75)]
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)

    def group(start: int) -> str:
        return f"{PROXY}?page=1&columnid=x%2Fy&unitid=zz&webid=q&g={start}" if start < len(listed) else ""

    def proxy(ask: Ask) -> str:
        if "g" not in ask.query:
            return '<?xml version="1.0" encoding="utf-8"?><datastore></datastore>'[:54]
        start = int(ask.query["g"])
        return island(listed[start : start + 30], len(listed), group(start + 30))

    site.pages[PROXY] = proxy
    site.pages["/"] = home(("/col/col7/index.html", "信息公开年度报告"))
    site.pages["/col/col7/index.html"] = page(
        "信息公开年度报告", f'<script type="text/xml">{island(listed[:45], len(listed), group(45))}</script>'
    )
    return site


def dead(host: str = "127.0.12.5") -> Portal:
    """The proxy is dead: its answers are empty, whatever it is asked; the page itself prints all 40 rows."""
    site = Portal(host)
    listed = [(f"/art/2022/art_{k}.html", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(40)]
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    site.pages[PROXY] = lambda _: Reply("", type="text/xml; charset=utf-8")
    rows = "".join(f'<li><a href="{href}" title="{title}">{title}</a></li>' for href, title in listed)
    call = f"$('#101').jpage({{perPage:15,totalRecord:40,proxyurl:'{PROXY}',dataBefore:{{columnid:8,unitid:'101'}}}})"
    data = f'<script type="text/xml">{island(listed[:15], 40)}</script><script>{call}</script>'
    site.pages["/"] = home(("/col/col8/index.html", "政府信息公开年度报告"))
    site.pages["/col/col8/index.html"] = page("政府信息公开年度报告", f'{data}<div id="101"><ul>{rows}</ul></div>')
    return site


def jpaas(host: str = "127.0.12.3") -> Portal:
    """A unit of the page in single-quoted JSON; `pageNo` as a plain parameter is ignored."""
    site = Portal(host)
    listed = [(f"/art/2022/art_{k:032x}.html", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(40)]
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)

    def unit(ask: Ask) -> str:
        number = (
            json.loads(ask.query["paramJson"])["pageNo"] if "paramJson" in ask.query and ask.query.get("webId") else 1
        )
        found = listed[(number - 1) * 15 : number * 15]
        items = "".join(
            f'<li class="clearfix"><a href="{href}" title="{title}">{title}</a><b>2022-01-20</b></li>'
            for href, title in found
        )
        return json.dumps(
            {
                "success": True,
                "data": {
                    "html": f'<div class="page-content"><ul>{items}</ul></div><div class="pagination" rows="15" count="40"></div>'
                },
            }
        )

    api = "/api-gateway/jpaas-publish-server/front/page/build/unit"
    site.pages[api] = unit
    data = html.escape(
        "{'webId':'1','pageId':'2','tplSetId':'abc','tagId':'列表','parseType':'bulidstatic','pageType':'column'}",
        quote=False,
    )
    script = f'<script parsetype="bulidstatic" url="{api}" querydata="{data}" type="text/javascript"></script>'
    site.pages["/"] = home(("/col/col9/index.html", "政府信息公开工作年度报告"))
    site.pages["/col/col9/index.html"] = page("政府信息公开工作年度报告", f"<div class='list'>{script}</div>")
    return site


def annual(host: str = "127.0.12.4") -> Portal:
    """Reports told apart by organ and year in the query alone; the choice is a form's select."""
    site = Portal(host)
    organs = {"11A": "县教育局", "11B": "县财政局"}
    years = range(2018, 2021)

    def show(ask: Ask) -> str:
        area, year = ask.query.get("area", "11A"), ask.query.get("fbtime", "2020")
        times = "".join(f"<option value='{y}'>{y}年</option>" for y in years)
        areas = "".join(f"<option value='{code}'>{name}</option>" for code, name in organs.items())
        form = f"<form><select name='area'>{areas}</select><select name='fbtime'>{times}</select></form>"
        return report(title_of(int(year), organs.get(area, "县政府"))).replace("<h1>", form + "<h1>")

    path = "/module/xxgk/xxgkAnnualReport.jsp"
    site.pages[path] = show
    site.pages["/"] = home((f"{path}?area=11A&fbtime=2020", "政府信息公开年报"))
    site.reports = [f"{path}?area={area}&fbtime={year}" for area in organs for year in years]
    return site
