"""Columns that lie deeper than one looks: behind scripts that several lists share, in the menu beside the column, under a
year, and lists whose next page only a script can name."""

from __future__ import annotations

import json
from itertools import product

from portals.kit import Ask, Portal, Reply, home, page, pdf, report, rows, title_of

GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
MENU = (("guide", "政府信息公开指南"), ("system", "政府信息公开制度"), ("open", "法定主动公开内容"))


def menu(column: str, **places: str) -> str:
    """The disclosure menu: its pieces, and the annual reports."""
    pieces = "".join(f'<li><a href="{places.get(name, f"/{name}.html")}">{text}</a></li>' for name, text in MENU)
    return f'<li><a href="{column}">政府信息公开年报</a></li>{pieces}'


def shared_script(host: str = "127.0.21.1") -> Portal:
    """Epoint: the list of every body needs the script that names the site; the script knows no query."""
    site = Portal(host)
    bodies = {"": "试验县人民政府", "001": "试验县教育局", "002": "试验县财政局"}
    listed = {
        code: [(f"/001/001{k:03d}/20220120/{code or 0:0>8}-0000-0000-0000-{k:012d}.html", title_of(2010 + k, body))
               for k in range(12 if not code else 3)]
        for code, body in bodies.items()
    }  # fmt: skip
    path = "/dynamic/zwgk/govInfoPub.html"

    def column(ask: Ask) -> str:
        links = "".join(
            f'<li><a href="{path}?categorynum=003006&deptcode={code}">{body}</a></li>' for code, body in bodies.items()
        )
        call = (
            '$.ajax({url:"/portal/rest/lightfrontaction/getgovinfolist",type:"POST",data:JSON.stringify({deptcode:deptcode,'
            "categorynum:categorynum,pageIndex:pageIndex,pageSize:15,siteGuid:siteInfo.siteGuid})});"
        )
        script = f'<script src="/js/webBuilderCommon.js"></script><script>{call}</script>'
        return page("政府信息公开", f"<ul>{links}</ul>{script}", menu=menu(f"{path}?categorynum=003006&deptcode="))

    def api(ask: Ask) -> Reply | str:
        values = json.loads(ask.body) if ask.method == "POST" else {}
        if values.get("siteGuid") != GUID:
            return Reply("", 405)
        start, size = values["pageIndex"] * values["pageSize"], values["pageSize"]
        found = [
            {"title": title[:9] + "...", "realtitle": title, "infourl": href}
            for href, title in listed[values["deptcode"]]
        ]
        return json.dumps({"custom": {"total": len(found), "data": found[start : start + size]}}, ensure_ascii=False)

    site.pages[path] = column
    site.pages["/portal/rest/lightfrontaction/getgovinfolist"] = api
    site.pages |= {f"/{name}.html": page("政府信息公开", "<p>略</p>") for name, _ in MENU}
    site.pages["/js/webBuilderCommon.js"] = lambda ask: Reply(
        f'var siteInfo = {{"siteGuid":"{GUID}"}};' if ask.target == ask.path else "",
        404 if ask.query else 200,
        "text/javascript",
    )
    for href, title in (row for found in listed.values() for row in found):
        site.pages[href] = report(title)
        site.reports.append(href)
    site.pages["/"] = home((f"{path}?categorynum=003006&deptcode=", "政府信息公开年报"))
    return site


def records(host: str = "127.0.21.2") -> Portal:
    """TrueCMS: the records after the hidden ones come as JSONP; the towns' column is named in the guide, its call is dead."""
    site = Portal(host)

    def listed(column: str, count: int) -> list[tuple[str, str]]:
        names = (f"/site/{column}/content/{k:08x}-1111-2222-3333-444444444444.html" for k in range(count))
        return [
            (href, title_of(2008 + k % 17, f"试验县第{k}{'局' if column == 'nb' else '镇'}"))
            for k, href in enumerate(names)
        ]

    def record(row: tuple[str, str]) -> str:
        return f'<record><![CDATA[<li><a href="javascript:void(0)" onclick="name2(\'{row[0]}\')">{row[1]}</a></li>]]></record>'

    def column(name: str, found: list[tuple[str, str]]) -> str:
        unit = f"{{totalRecord:{len(found)},perPage:15,proxyUrl:'/truecms/messageController/getMessage.do',ajaxParam:{{columnId:'{name}'}}}}"
        return page("政府信息公开年报", f'<div id="initData"><datastore><recordset>{"".join(map(record, found[:20]))}</recordset></datastore></div>'
                    f"<script>$('#page').jpage({unit});</script>")  # fmt: skip

    whole, towns = listed("nb", 33), listed("zz", 18)

    def more(ask: Ask) -> Reply | str:
        if ask.query["columnId"] != "nb":
            return Reply("", 404)
        found = whole[int(ask.query["startrecord"]) - 1 : int(ask.query["endrecord"])]
        return f"{ask.query['callback']}({json.dumps('<datastore>' + ''.join(map(record, found)) + '</datastore>')})"

    site.pages["/truecms/messageController/getMessage.do"] = more
    site.pages["/site/nb/nb.html"] = column("nb", whole)
    site.pages["/site/zz/zz.html"] = column("zz", towns)
    site.pages["/site/xxgk/xxgk.html"] = page("政府信息公开", "<p>略</p>", menu=menu("/site/nb/nb.html"))
    site.pages["/guide.html"] = page(
        "政府信息公开指南", "<p>略</p><a href='/site/zz/zz.html'>镇（区、街道）政府信息公开年报</a>"
    )
    site.pages |= {path: page("政府信息公开", "<p>略</p>") for path in ("/system.html", "/open.html")}
    for href, title in (*whole, *towns[:18]):
        site.pages[href] = report(title)
        site.reports.append(href)
    site.pages["/"] = home(("/site/xxgk/xxgk.html", "政府信息公开"))
    return site


def searched(host: str = "127.0.21.3") -> Portal:
    """ASP.NET: a search form stands above the form with the view state, which alone is posted."""
    site = Portal(host)
    listed = [(f"/Show.aspx?id={k}", title_of(2008 + k)) for k in range(6)]

    def column(ask: Ask) -> Reply | str:
        second = ask.method == "POST" and ask.form.get("__VIEWSTATE") == "v1" and "site" not in ask.form
        pager = "" if second else "<a href=\"javascript:__doPostBack('pager','2')\">2</a>"
        search = (
            '<form action="/search" method="get"><input type="hidden" name="site" value="1"><input name="q"></form>'
        )
        body = f'<input type="hidden" name="__VIEWSTATE" value="v1">{rows((*row, "2022-01-20") for row in listed[3 if second else 0 :][:3])}'
        return page("信息公开年报", f'{search}<form method="post" action="./List.aspx?lmid=3">{body}{pager}</form>')

    site.pages["/List.aspx"] = column
    site.pages["/Show.aspx"] = lambda ask: report(listed[int(ask.query["id"])][1])
    site.pages["/"] = home(("/List.aspx?lmid=3", "信息公开年报"))
    site.reports, site.lookalikes = [href for href, _ in listed], ["/search"]
    return site


def spans(host: str = "127.0.21.4") -> Portal:
    """Columns named by the years they span; organs and years by query, one year not filed."""
    site = Portal(host)
    path, organs, years = "/module/xxgk/xxgkAnnualReport.jsp", {"11A": "县教育局", "11B": "县财政局"}, range(2015, 2019)

    def show(ask: Ask) -> str:
        area, year = ask.query["area"], int(ask.query["fbtime"])
        links = [f'<li><a href="{path}?area={code}&fbtime=2018">{name}</a></li>' for code, name in organs.items()]
        links += [f'<a href="{path}?area={area}&fbtime={other}">{other}年</a>' for other in years]
        if (area, year) == ("11B", 2016):
            return page("年度报告", "".join(links) + "<div>暂无内容</div>")
        return report(title_of(year, organs[area])).replace("<h1>", "".join(links) + "<h1>")

    site.pages[path] = show
    side = f'<a href="{path}?area=11A&fbtime=2018">部门年报（2015—2018）</a><a href="/old/">2013年以前年度报告</a>'
    site.pages["/nb/"] = page(
        "政府信息公开年报", rows([("/nb/1.html", title_of(2021), "2022-01-20")]) + f"<div class='side'>{side}</div>"
    )
    site.pages["/old/"] = page(
        "历年", rows((f"/old/{year}.html", title_of(year), "2014-01-20") for year in (2011, 2012))
    )
    site.pages |= {f"/old/{year}.html": report(title_of(year)) for year in (2011, 2012)}
    site.pages["/nb/1.html"] = report(title_of(2021))
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.reports = [
        f"{path}?area={area}&fbtime={year}" for area, year in product(organs, years) if (area, year) != ("11B", 2016)
    ]
    site.reports += ["/nb/1.html", "/old/2011.html", "/old/2012.html"]
    return site


def towns(host: str = "127.0.21.5") -> Portal:
    """VSB: under a year the towns by name; the town's page is the report, with a file."""
    site = Portal(host)
    file = "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=7"
    site.pages["/system/_content/download.jsp"] = pdf()
    site.pages["/nb.htm"] = page("政府信息公开年报", '<a href="nb/xz.htm">乡镇</a>')
    site.pages["/nb/xz.htm"] = page(
        "乡镇年报", "".join(f'<a href="n{year}n/xz.htm">{year}年</a>' for year in (2024, 2025))
    )
    for year in (2024, 2025):
        named = {"za": "博南镇人民政府", "zb": "杉阳镇人民政府", "zc": "龙街镇人民政府"}
        links = "".join(f'<li><a href="xz/{code}.htm">{name}</a></li>' for code, name in named.items())
        site.pages[f"/nb/n{year}n/xz.htm"] = page(f"{year}年乡镇年报", f"<ul>{links}</ul>")
        for code, name in named.items():
            attached = f'<p>附件【<a href="{file}">统计表.pdf</a>】</p>' if (year, code) == (2025, "za") else ""
            site.pages[f"/nb/n{year}n/xz/{code}.htm"] = report(title_of(year, name), attached)
            site.reports.append(f"/nb/n{year}n/xz/{code}.htm")
    site.pages["/"] = home(("/nb.htm", "政府信息公开年报"))
    site.reports.append(file)
    return site


def catalogue(host: str = "127.0.21.6") -> Portal:
    """龙讯: the old reports are a category of the catalogue; a tree with a group that is no organ."""
    site = Portal(host)
    listed = [(f"/public/6617/{year}.html", title_of(year)) for year in range(2008, 2014)]
    column = "/public/column/6617"
    tree = [{"id": 1, "name": "乡镇人民政府", "isParent": True, "children": []}]

    def show(ask: Ask) -> str:
        if ask.query["type"] == "3":
            return report(title_of(2025)).replace("<h1>", "<div>年份</div><h1>")
        called = f"{{labelName:'publicInfoList',siteId:'1',organId:'6617',catId:'{ask.query.get('catId', '7000')}',pageIndex:1,_:Math.random()}}"
        link = f'<a href="{column}?type=4&catId=7311&action=list&nav=3">历年年报（2013年及以前）</a>'
        return page(
            "法定主动公开内容", f"{link}<script>$.ajax({{url:'/site/label/8888',type:'GET',data:{called}}});</script>"
        )

    def label(ask: Ask) -> str:
        if ask.query["labelName"] == "columnTree":
            return json.dumps(tree)
        return (
            rows((*row, "2014-01-20") for row in listed)
            if (ask.query.get("catId"), ask.query["pageIndex"]) == ("7311", "1")
            else "暂无相关信息"
        )

    site.pages[column] = show
    site.pages["/site/label/8888"] = label
    calls = '<script>$.get("/site/label/8888?labelName=columnTree&isJson=true&id=&siteId=1",tree);</script>'
    pieces = menu(f"{column}?type=3", open=f"{column}?type=4&action=list&nav=3")
    site.pages["/zwgk/public/6617"] = page("政府信息公开", f"<ul>{pieces}</ul>{calls}")
    site.pages |= {path: page("政府信息公开", "<p>略</p>") for path in ("/guide.html", "/system.html")}
    site.pages |= {href: report(title) for href, title in listed}
    site.pages["/"] = home(("/zwgk/public/6617", "信息公开"))
    site.reports, site.lookalikes = (
        [f"{column}?type=3", *(href for href, _ in listed)],
        ["/public/column/1?type=3&action=list"],
    )
    return site


def template(host: str = "127.0.21.7") -> Portal:
    """The name of the next page stands in a script, with a place for the number, which counts from 0 or from 1."""
    site = Portal(host)
    listed = [(f"/nb/t{k}.html", title_of(2008 + k), "2022-01-20") for k in range(14)]
    for number in range(3):
        script = '<script>var totalData = 11; var pageSize = 4; new Pager({total: totalData, tpl: "index_pc_{n}.html"});</script>'
        name = f"index_pc_{number}.html" if number else ""
        site.pages[f"/nb/{name}"] = page("政府信息公开年报", rows(listed[:11][number * 4 :][:4]) + script)
    for number in (1, 2):
        script = f"<script>var pageCount = 2, current = {number}; function go(page){{ location.href = 'list_' + page + '.html'; }}</script>"
        shown = page("部门年报", rows([listed[11:13], listed[13:]][number - 1]) + script)
        site.pages["/bm/" if number == 1 else "/bm/list_2.html"] = shown
    for href, title, _ in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    site.pages["/"] = home(("/nb/", "政府信息公开年报"), ("/bm/", "部门年报"))
    return site
