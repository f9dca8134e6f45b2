"""Families with a page or two of rules each: VSB, Longxun, gkmlpt, Epoint, iframes, post backs, counted files."""

from __future__ import annotations

import json

from portals.kit import Ask, Portal, Reply, home, page, pdf, report, rows, title_of


def vsb(host: str = "127.0.13.1") -> Portal:
    """Pages count down; a second address for each article; a town's column is the report itself; files without a name."""
    site = Portal(host)
    total = 4
    for number in range(1, total + 1):
        depth = "" if number == 1 else "../"
        items = [(f"{depth}info/1050/{number}{k}.htm", title_of(2006 + number * 3 + k), "2022-01-20") for k in range(3)]
        for href, title, _ in items:
            path = "/" + href.removeprefix("../")
            site.pages[path] = report(title)
            site.reports.append(path)
        below = total - number
        following = (
            f'<span class="p_next p_fun"><a href="{"zfxxgknb/" if number == 1 else ""}{below}.htm">下页</a></span>'
            if below
            else '<span class="p_next_d">下页</span>'
        )
        pager = f'<div class="pb_sys_common"><span class="p_pages">{following}</span></div>'
        site.pages["/zfxxgknb.htm" if number == 1 else f"/zfxxgknb/{total - number + 1}.htm"] = page(
            "政府信息公开年报", rows(items) + pager
        )
    twin = "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1050&wbnewsid=10"
    site.pages["/content.jsp"] = report(title_of(2009))
    town = "/zfxxgk/n2022n/xz/zgz.htm"
    site.pages[town] = report("中关镇2022年政府信息公开工作年度报告")
    files = '<p>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=5">年度报告.pdf</a>】</p>'
    site.pages["/info/1050/11.htm"] = report(title_of(2010), files)
    site.pages["/system/_content/download.jsp"] = pdf()
    first = str(site.pages["/zfxxgknb.htm"])
    site.pages["/zfxxgknb.htm"] = first.replace(
        "</ul><div", f'<li><a href="{town}">中关镇</a></li><li><a href="{twin}">{title_of(2009)}</a></li></ul><div'
    )
    site.pages["/"] = home(("/zfxxgknb.htm", "政府信息公开年报"))
    site.reports += [town, "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=5"]
    site.lookalikes += [twin]
    return site


def longxun(host: str = "127.0.13.2") -> Portal:
    """Lists as fragments without an end, organs as a lazy tree, reports printed inline by the year in the query."""
    site = Portal(host)
    organs = {"101": "县教育局", "102": "白莲乡人民政府"}
    listed = [(f"/public/6596/{k}.html", title_of(2008 + k)) for k in range(17)]
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)

    def label(ask: Ask) -> str:
        if ask.query.get("labelName") == "columnTree":
            if ask.query.get("id") == "9":
                return json.dumps([{"id": "102", "organId": "102", "name": organs["102"], "isParent": False}])
            return json.dumps(
                [
                    {"id": "101", "organId": "101", "name": organs["101"], "isParent": False},
                    {"id": "9", "organId": "9", "name": "乡镇", "isParent": True},
                ]
            )
        start = (max(int(ask.query.get("pageIndex", "1")), 1) - 1) * 6
        return (
            rows((href, title, "2022-01-20") for href, title in listed[start : start + 6])
            if start < len(listed)
            else "<div>暂无相关信息</div>"
        )

    site.pages["/site/label/8888"] = label
    calls = (
        "<script>$.ajax({url:'/site/label/8888?labelName=publicInfoList&siteId=1&organId=6596&catId=7&pageSize=6&pageIndex=1&type=3&IsAjax=1&dataType=html'});"
        "var tree='/site/label/8888?labelName=columnTree&isJson=true&id=&isChild=1';</script>"
    )
    site.pages["/public/column/6596?type=3&action=list"] = page(
        "政府信息公开年报", "<div id='list'></div><a href='<?=el.link?>'>模板</a>" + calls
    )

    def organ(number: str) -> None:
        def column(ask: Ask) -> str:
            year = ask.query.get("title", "2022")
            links = "".join(
                f'<li><a href="/public/column/{number}?type=3&action=detail&title={y}">{y}年</a></li>'
                for y in (2020, 2021, 2022, 2009)
            )
            tabs = f"<ul class='years'>{links}</ul>"
            if year == "2009":
                return page("政府信息公开年报", tabs + "<p>暂无相关信息</p>")
            return report(title_of(int(year), organs[number])).replace("<h1>", tabs + "<h1>")

        site.pages[f"/public/column/{number}"] = column
        site.reports.extend(f"/public/column/{number}?type=3&action=detail&title={y}" for y in (2020, 2021))

    for number in organs:
        organ(number)
    site.pages["/"] = home(("/public/column/6596?type=3&action=list", "政府信息公开年报"))
    return site


def gkmlpt(host: str = "127.0.13.3") -> Portal:
    """A tree of columns in a script; rows from an API whose second page is missing; bodies as JSON."""
    site = Portal(host)
    listed = [(f"/gkmlpt/content/9/91/post_{k}.html", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(100)]
    columns = [
        {"id": 2972, "name": "政府信息公开年报", "children": [], "jump_url": ""},
        {"id": 2973, "name": "工作动态", "children": []},
        {"id": 2974, "name": "部门年报", "children": [], "jump_url": "/bm/nb/"},
    ]
    config = f"<script>window._CONFIG = {{SID:'768001', SERVICE_AREA_ID: 3, TREE:{json.dumps(columns, ensure_ascii=False)}, DETAIL:null}};</script>"
    site.pages["/"] = home(("/gkmlpt/index", "政府信息公开"))
    site.pages["/gkmlpt/index"] = (
        f"<html><head><title>政府信息公开平台</title></head><body><div id='app'></div>{config}</body></html>"
    )

    def api(ask: Ask) -> Reply | str:
        if ask.query.get("page") not in ("0", "1") or ask.query.get("sid") != "768001":
            return Reply("", 404)
        found = [
            {"id": k, "title": title, "url": f"{site.base}{href}", "date": 1642650000}
            for k, (href, title) in enumerate(listed)
        ]
        return json.dumps({"articles": found, "classify": {"post_count": 726}}, ensure_ascii=False)

    site.pages["/gkmlpt/api/all/2972"] = api
    for href, title in listed:
        body = json.dumps({"title": title, "content": report(title)}, ensure_ascii=False)
        site.pages[href] = (
            f"<html><head><title>{title}</title></head><body><div id='app'></div><script>window._CONFIG = {{DETAIL:{body}}}</script></body></html>"
        )
        site.reports.append(href)
    site.pages["/bm/nb/"] = page(
        "部门年报",
        rows(
            [
                ("/bm/nb/post_1.html", title_of(2020, "试验县水务局"), "2021-01-20"),
                ("/bm/nb/mpost_1.html", title_of(2020, "试验县水务局"), ""),
            ]
        ),
    )
    site.pages["/bm/nb/post_1.html"] = report(title_of(2020, "试验县水务局"))
    site.pages["/bm/nb/mpost_1.html"] = report(title_of(2020, "试验县水务局"))
    site.reports.append("/bm/nb/post_1.html")
    site.lookalikes += [
        "/bm/nb/mpost_1.html",
        "/gkmlpt/api/all/2974?page=1&sid=768001",
        "/gkmlpt/api/all/2973?page=1&sid=768001",
    ]
    return site


def epoint(host: str = "127.0.13.4") -> Portal:
    """POST of JSON, pages from 0, the site's id in a script file; GET is refused."""
    site = Portal(host)
    listed = [(f"/govxxgk/2022-01-20/{k:032x}.html", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(33)]
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)

    def api(ask: Ask) -> Reply | str:
        if ask.method != "POST":
            return Reply("", 405)
        values = json.loads(ask.body)
        if values["siteGuid"] != "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a":
            return json.dumps({"custom": {"total": 0, "data": []}})
        start = values["pageIndex"] * values["pageSize"]
        found = [
            {"title": title, "infourl": href, "infodate": "2022-01-20"}
            for href, title in listed[start : start + values["pageSize"]]
        ]
        return json.dumps({"custom": {"total": len(listed), "data": found}}, ensure_ascii=False)

    site.pages["/EWB-FRONT/rest/lightfrontaction/getgovinfolist"] = api
    site.pages["/js/webBuilderCommon.js"] = Reply(
        'var siteInfo={siteGuid:"7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"};', type="application/javascript"
    )
    site.pages["/dynamic/zwgk/govInfoPub.html"] = page(
        "政府信息公开年报", '<div id="list"></div><script src="/js/webBuilderCommon.js"></script>'
    )
    site.pages["/"] = home(("/dynamic/zwgk/govInfoPub.html?categorynum=003006&deptcode=", "政府信息公开年报"))
    return site


def framed(host: str = "127.0.13.5") -> Portal:
    """The list stands in a frame whose address carries the page; numbers beyond the end repeat the last page."""
    site = Portal(host)
    listed = [(f"/show.asp?id={k}", title_of(2008 + k)) for k in range(8)]

    def frame(ask: Ask) -> str:
        number = min(int(ask.query.get("pageIndex", "1")), 3)
        found = listed[(number - 1) * 3 : number * 3]
        base = "gklist_iframe.jsp?deptId=5&regionName=x&pageSize=3&pageIndex="
        return page(
            "",
            rows((href, title, "2022-01-20") for href, title in found)
            + f'<a href="{base}{int(ask.query.get("pageIndex", "1")) + 1}">下一页</a>',
        )

    site.pages["/gklist_iframe.jsp"] = frame
    site.pages["/nb.jsp"] = page(
        "政府信息公开年报", '<iframe src="gklist_iframe.jsp?deptId=5&regionName=x&pageSize=3&pageIndex=1"></iframe>'
    )
    site.pages["/show.asp"] = lambda ask: report(listed[int(ask.query["id"])][1])
    site.pages["/"] = home(("/nb.jsp", "政府信息公开年报"))
    site.reports = [href for href, _ in listed]
    return site


def posted(host: str = "127.0.13.6") -> Portal:
    """ASP.NET: the pager is __doPostBack with hidden fields that hold for one answer; GBK without a declared charset."""
    site = Portal(host)
    listed = [(f"/Show.aspx?id={k}", title_of(2008 + k)) for k in range(9)]

    def column(ask: Ask) -> Reply:
        number = 1
        if ask.method == "POST":
            valid = ask.form.get("__VIEWSTATE", "").startswith("v") and ask.form.get("__EVENTTARGET") == "pager"
            number = int(ask.form["__EVENTARGUMENT"]) if valid else 0
        found = listed[(number - 1) * 3 : number * 3] if number else []
        pager = "".join(
            f"<a href=\"javascript:__doPostBack('pager','{k}')\">{k}</a>" for k in range(1, 4) if k != number
        )
        hidden = f'<input type="hidden" name="__VIEWSTATE" value="v{number}"><input type="hidden" name="__EVENTVALIDATION" value="e{number}">'
        text = page(
            "信息公开年报",
            f'<form method="post" action="List.aspx?lmid=3">{hidden}{rows((href, title, "2022-01-20") for href, title in found)}{pager}</form>',
        )
        return Reply(text.replace('<meta charset="utf-8">', "").encode("gb18030"), type="text/html")

    site.pages["/List.aspx"] = column
    site.pages["/Show.aspx"] = lambda ask: Reply(
        report(listed[int(ask.query["id"])][1]).replace("utf-8", "gb2312").encode("gb18030"),
        type="text/html; charset=utf-8",
    )
    site.pages["/"] = Reply(
        home(("/List.aspx?lmid=3", "信息公开年报")).replace("utf-8", "gb2312").encode("gb18030"), type="text/html"
    )
    site.reports = [href for href, _ in listed]
    return site


def counted(host: str = "127.0.13.7") -> Portal:
    """`1.html`, `2.html`, the total in parseInt; links in onclick, through a function; broken hrefs; a `<base>`."""
    site = Portal(host)
    for number in range(1, 4):
        items = "".join(
            f'<li><a href="javascript:void(0)" onclick="openInfo({number}{k})">{title_of(2005 + number * 3 + k)}</a></li>'
            for k in range(3)
        )
        script = "<script>function openInfo(id){ window.open('/info/view_'+id+'.html'); } var total = parseInt('3');</script>"
        site.pages[f"/zfxxgk/zfxxgknb/{number}.html"] = page("政府信息公开年报", f"<ul>{items}</ul>{script}")
        for k in range(3):
            path = f"/info/view_{number}{k}.html"
            site.pages[path] = report(title_of(2005 + number * 3 + k))
            site.reports.append(path)
    broken = (
        f'<base href="/files/"><ul><li onclick="name2(\'/x/y.html\')">{title_of(2019)}</li><li><a href=" 2\n018.html ">{title_of(2018)}</a></li>'
        f'<li><a href="\\files\\2017.html">{title_of(2017)}</a></li><li><a href="http://www.bad.gov.cnhttp//">{title_of(2016)}</a></li>'
        f'<li><a href="{{{{url}}}}">{title_of(2015)}</a></li><li><a href="http://[bad">{title_of(2014)}</a></li></ul>'
    )
    site.pages["/broken/"] = page("单位年报", broken)
    for path, year in (("/x/y.html", 2019), ("/files/2018.html", 2018), ("/files/2017.html", 2017)):
        site.pages[path] = report(title_of(year))
        site.reports.append(path)
    site.pages["/"] = home(("/zfxxgk/zfxxgknb/1.html", "政府信息公开年报"), ("/broken/", "部门年报"))
    return site


def by_year(host: str = "127.0.13.8") -> Portal:
    """One column an organ, the newest year shown, others by `nbYear` chosen in a select; a year not filed is empty."""
    site = Portal(host)

    def column(ask: Ask) -> str:
        year = int(ask.query.get("nbYear", "2024"))
        options = "".join(f'<option value="{y}">{y}年</option>' for y in (2024, 2023, 2022))
        choice = f'<select name="nbYear" onchange="change(this.value)">{options}</select>'
        return report(title_of(year, "试验县司法局")).replace("<h1>", choice + "<h1>")

    path = "/zfxxgk_sfj/zfxxgknb.html"
    site.pages[path] = column
    site.pages["/"] = home((path, "政府信息公开年报"))
    site.reports = [path, f"{path}?nbYear=2023", f"{path}?nbYear=2022"]
    return site
