"""Small families: what differs is how the next page of a list is named and how it is reached."""

from __future__ import annotations

import json
from collections.abc import Callable

from portals.kit import Ask, Portal, Reply, home, page, report, rows, title_of

Naming = Callable[[int], str]


def paged(
    host: str,
    list_name: Naming,
    article: Naming,
    pager: Callable[[int, int], str],
    pages: int = 3,
    endless: bool = False,
) -> Portal:
    """A column of `pages` pages with three reports each; `pager` writes what leads on from page `number` of `total`."""
    site = Portal(host)
    listed = [(article(k), title_of(2008 + k), "2022-01-20") for k in range(pages * 3)]

    def show(number: int) -> str:
        found = listed[(number - 1) * 3 : number * 3]
        return page("政府信息公开年报", rows(found) + pager(number, 99 if endless else pages))

    for number in range(1, pages + 1):
        site.pages[list_name(number)] = show(number)
    if endless:
        for number in range(pages + 1, 60):
            site.pages[list_name(number)] = page("政府信息公开年报", rows(listed[-3:]) + pager(number, 99))
    for href, title, _ in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    site.pages["/"] = home((list_name(1), "政府信息公开年报"))
    return site


def next_link(naming: Naming) -> Callable[[int, int], str]:
    """An ordinary pager: first, previous, next, last."""

    def pager(number: int, total: int) -> str:
        following = f'<a href="{naming(number + 1)}">下一页</a>' if number < total else "<span>下一页</span>"
        return f'<div class="fy"><a href="{naming(1)}">首页</a>{following}<a href="{naming(total)}">尾页</a></div>'

    return pager


def numbers(naming: Naming) -> Callable[[int, int], str]:
    """Page numbers alone."""

    def pager(number: int, total: int) -> str:
        links = (f'<a href="{naming(k)}">{k}</a>' if k != number else f"<b>{k}</b>" for k in range(1, total + 1))
        return f'<div class="pages">{"".join(links)}</div>'

    return pager


def siteserver(host: str = "127.0.16.1") -> Portal:
    def naming(number: int) -> str:
        return "/channels/1021.html" if number == 1 else f"/channels/1021_{number}.html"

    return paged(host, naming, lambda k: f"/contents/1021/{3000 + k}.html", next_link(naming))


def jeecms(host: str = "127.0.16.2") -> Portal:
    def naming(number: int) -> str:
        return "/zfxxgknb/index.jhtml" if number == 1 else f"/zfxxgknb/index_{number}.jhtml"

    return paged(host, naming, lambda k: f"/zfxxgknb/{3000 + k}.jhtml", numbers(naming))


def phpcms(host: str = "127.0.16.3") -> Portal:
    """`&page=N` answers 200 for ever with the last rows."""

    def naming(number: int) -> str:
        query = "m=content&c=index&a=lists&catid=12"
        return f"/index.php?{query}" if number == 1 else f"/index.php?{query}&page={number}"

    return paged(
        host, naming, lambda k: f"/index.php?m=content&c=index&a=show&catid=12&id={k}", next_link(naming), endless=True
    )


def ilist(host: str = "127.0.16.4") -> Portal:
    """`cur_page` in the query; the pager is a script, the count of pages stands in the text."""

    def naming(number: int) -> str:
        return f"/info/iList.jsp?cat_id=12&node_id=9&cur_page={number}"

    def pager(number: int, total: int) -> str:
        return f'<div class="fy"><a href="javascript:goPage({number + 1})">»</a> 第{number}页 共{total}页</div>'

    return paged(host, naming, lambda k: f"/info/iDetail.jsp?cat_id=12&info_id={k}", pager)


def showlist(host: str = "127.0.16.5") -> Portal:
    def naming(number: int) -> str:
        return "/xxgk-list-zfxxgknb.html" if number == 1 else f"/xxgk-list-zfxxgknb-{number}.html"

    return paged(host, naming, lambda k: f"/xxgk-show-{48950 + k}.html", next_link(naming))


def extensionless(host: str = "127.0.16.6") -> Portal:
    def naming(number: int) -> str:
        return "/gk/zfxxgknb/xxgkndbg1" if number == 1 else f"/gk/zfxxgknb/xxgkndbg1?page={number}"

    return paged(host, naming, lambda k: f"/gk/zfxxgknb/xxgkndbg1/content_{184762 + k}", next_link(naming))


def chengdu(host: str = "127.0.16.7") -> Portal:
    def naming(number: int) -> str:
        return f"/cdsxxgk/column-index-{number}.shtml"

    return paged(host, naming, lambda k: f"/cdsxxgk/2022-01/20/content_{k:032x}.shtml", next_link(naming))


def hunan(host: str = "127.0.16.8") -> Portal:
    def naming(number: int) -> str:
        return "/35048/40718/40820/40821/" + ("" if number == 1 else f"index_{number}.html")

    return paged(host, naming, lambda k: f"/35048/40718/40820/40821/content_{1000 + k}.html", next_link(naming))


def easysite(host: str = "127.0.16.9") -> Portal:
    """No word in any address; the pages count down."""

    def naming(number: int) -> str:
        return "/n549/n550/n63/index.html" if number == 1 else f"/n549/n550/n63/index_1234_{4 - number}.html"

    return paged(host, naming, lambda k: f"/n549/n550/n63/c6856{k}/content.html", next_link(naming))


def boxes(host: str = "127.0.16.10") -> Portal:
    """Pages chosen in a list box that a script follows."""

    def naming(number: int) -> str:
        return "/nb/index.html" if number == 1 else f"/nb/index_{number}.html"

    def pager(number: int, total: int) -> str:
        options = "".join(f'<option value="{naming(k)}">{k}</option>' for k in range(1, total + 1))
        return f'<select onchange="location=this.value">{options}</select>'

    return paged(host, naming, lambda k: f"/nb/{k}.html", pager)


def cmsweb(host: str = "127.0.16.11") -> Portal:
    """淮安 cmsweb: rows by POST, `nsetpage` says how many."""
    site = Portal(host)
    listed = [
        (f"/col/16653_544327/art/16426080/{k}.html", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(32)
    ]

    def lists(ask: Ask) -> Reply | str:
        if ask.method != "POST" or "page" not in ask.form:
            return Reply("", 405)
        start = (int(ask.form["page"]) - 1) * int(ask.form["pagesize"])
        found = [
            {"title": title, "url": href, "pubdate": "2022-01-20"}
            for href, title in listed[start : start + int(ask.form["pagesize"])]
        ]
        return json.dumps({"value": {"total": len(listed), "list": found}}, ensure_ascii=False)

    site.pages["/articleCommonController/lists.do"] = lists
    script = "<script>nsetpage(1,32,15); function load(p){ $.post('/articleCommonController/lists.do',{page:p,pagesize:15,topic:'16653_544327',deptid:''}) }</script>"
    site.pages["/col/16653_544327/index.html"] = page("政府信息公开年报", f"<div id='list'></div>{script}")
    site.pages["/"] = home(("/col/16653_544327/index.html", "政府信息公开年报"))
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    return site


def truecms(host: str = "127.0.16.12") -> Portal:
    """TrueCMS: the rows lie hidden in `#initData`, the call for more is gone."""
    site = Portal(host)
    listed = [
        (f"/site/zfxxgknb/content/{k:08x}-1111-2222-3333-444444444444.html", title_of(2008 + k)) for k in range(15)
    ]
    records = "".join(
        f"<record><![CDATA[<li><a onclick=\"name2('{href}')\">{title}</a>[2022-01-20]</li>]]></record>"
        for href, title in listed
    )
    site.pages["/site/zfxxgknb/zfxxgknb.html"] = page(
        "政府信息公开年报",
        f'<div id="initData" style="display:none"><datastore><recordset>{records}</recordset></datastore></div>',
    )
    site.pages["/"] = home(("/site/zfxxgknb/zfxxgknb.html", "政府信息公开年报"))
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    return site


def yuanlue(host: str = "127.0.16.13") -> Portal:
    """远略: pages by the site's id of a meta tag; the city's root jumps to the real path."""
    site = Portal(host)
    listed = [(f"/cms/html/syxrmzf/2022-01-20/{k}.html", title_of(2008 + k)) for k in range(6)]

    def naming(number: int) -> str:
        return f"/cms/sitemanage/index.shtml?siteId=60000&page={number}"

    for number in (1, 2):
        found = [(href, title, "2022—01—20") for href, title in listed[(number - 1) * 3 : number * 3]]
        pager = next_link(naming)(number, 2)
        site.pages[naming(number)] = page("政府信息公开年报", f'<ul id="resources">{rows(found)}</ul>{pager}')
    site.pages["/"] = (
        '<html><head><script>window.location="/cms/html/syxrmzf/index.html"</script></head><body></body></html>'
    )
    site.pages["/cms/html/syxrmzf/index.html"] = home((naming(1), "政府信息公开年报"))
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    return site


def shanghai(host: str = "127.0.16.14") -> Portal:
    """Yearly hubs, `index_2.html` from 1, the report as PDF and DOC beside an empty body."""
    site = Portal(host)
    site.pages["/"] = home(("/zfxxgknb/", "政府信息公开年报"))
    hubs = "".join(f'<li><a href="/{year}ndbg/index.html">{year}年度报告</a></li>' for year in (2022, 2023, 2024))
    site.pages["/zfxxgknb/"] = page("政府信息公开年报", f"<ul>{hubs}</ul>")
    for year in (2022, 2023, 2024):
        for number in (1, 2):
            name = f"/{year}ndbg/index.html" if number == 1 else f"/{year}ndbg/index_{number}.html"
            follow = f'<a href="/{year}ndbg/index_2.html">下一页</a>' if number == 1 else ""
            found = [
                (f"/nw1234/{year}0301/{number}{k:031x}.html", title_of(year, f"试验市第{number}{k}局"), "")
                for k in range(3)
            ]
            site.pages[name] = page(f"{year}年度报告", rows(found) + follow)
            for href, title, _ in found:
                stem = href.removesuffix(".html")
                site.pages[href] = page(
                    title,
                    f'<h1>{title}</h1><div class="Article_content"><a href="{stem}.pdf">{title}.pdf</a><a href="{stem}.doc">{title}.doc</a></div>',
                )
                site.pages[f"{stem}.pdf"] = Reply(b"%PDF-1.4 x", type="application/pdf")
                site.pages[f"{stem}.doc"] = Reply(b"\xd0\xcf\x11\xe0" + b"0" * 600, type="application/msword")
                site.reports += [href, f"{stem}.pdf", f"{stem}.doc"]
    return site


def county(host: str = "127.0.16.15") -> Portal:
    """A whole county: bodies in tab groups, each with a disclosure page of its own, its column, its reports."""
    site = Portal(host)
    bodies = [
        *(f"第{k}局" for k in range(8)),
        *(f"白莲{k}乡人民政府" for k in range(6)),
        *(f"水泊{k}街道办事处" for k in range(3)),
    ]
    menu = (
        '<ul class="left"><li><a href="/zwgk/zfxxgkzn/">政府信息公开指南</a></li><li><a href="/zwgk/zfxxgkzd/">政府信息公开制度</a></li>'
        '<li><a href="/zwgk/fdzdgknr/">法定主动公开内容</a></li><li><a href="/zwgk/nb/">政府信息公开年报</a></li><li><a href="/zwgk/ysqgk/">依申请公开</a></li></ul>'
    )
    groups = "".join(f'<li><a href="/bm/{k}/xxgk/">{name}</a></li>' for k, name in enumerate(bodies))
    site.pages["/"] = home(("/zwgk/", "政府信息公开"), ("/zwgk/bmxxgk/", "部门乡镇信息公开"))
    site.pages["/zwgk/"] = page("政府信息公开", menu + '<p><a href="/zwgk/zcwj/1.html">关于印发办法的通知</a></p>')
    site.pages["/zwgk/nb/"] = page("政府信息公开年报", menu + rows([("/zwgk/nb/1.html", title_of(2021), "2022-03-20")]))
    site.pages["/zwgk/nb/1.html"] = report(title_of(2021))
    site.pages["/zwgk/bmxxgk/"] = page(
        "部门乡镇信息公开", f'{menu}<div class="tab"><h3>县直部门</h3><ul>{groups}</ul></div>'
    )
    for name in ("zfxxgkzn", "zfxxgkzd", "fdzdgknr", "ysqgk"):
        site.pages[f"/zwgk/{name}/"] = page(name, menu + "<p>本页说明有关事项。</p>")
    site.reports = ["/zwgk/nb/1.html"]
    for k, name in enumerate(bodies):
        own = "".join(
            f'<li><a href="/bm/{k}/{part}/">{text}</a></li>'
            for part, text in (("zn", "信息公开指南"), ("ml", "信息公开目录"), ("nb", "信息公开年报"))
        )
        others = f'<div class="units"><ul>{groups}</ul></div>'
        news = "".join(f'<li><a href="/bm/{k}/xw/{n}.html">本局召开第{n}次会议</a></li>' for n in range(10))
        site.pages[f"/bm/{k}/xxgk/"] = page(f"{name}信息公开", f"<ul class='left'>{own}</ul>{others}<ul>{news}</ul>")
        listed = [
            (f"/bm/{k}/nb/{year}.html", title_of(year, f"试验县{name}"), f"{year + 1}-01-20")
            for year in (2019, 2020, 2021)
        ]
        site.pages[f"/bm/{k}/nb/"] = page("信息公开年报", f"<ul class='left'>{own}</ul>{others}{rows(listed)}")
        for href, title, _ in listed:
            site.pages[href] = report(title)
            site.reports.append(href)
    site.lookalikes = [
        "/zwgk/ysqgk/",
        *(f"/bm/{k}/zn/" for k in range(17)),
        *(f"/bm/{k}/ml/" for k in range(17)),
    ]
    return site


def plain_paths(host: str = "127.0.16.16") -> Portal:
    """A home page built by scripts, without a link: the column stands where such columns mostly stand."""
    site = Portal(host)
    site.pages["/"] = (
        "<html><head><title>试验县人民政府</title></head><body><div id='app'></div><script src='/js/app.js'></script></body></html>"
    )
    site.pages["/zwgk/zfxxgk/zfxxgknb/"] = page(
        "政府信息公开年报", rows([("/zwgk/zfxxgk/zfxxgknb/1.html", title_of(2021), "2022-01-20")])
    )
    site.pages["/zwgk/zfxxgk/zfxxgknb/1.html"] = report(title_of(2021))
    site.reports = ["/zwgk/zfxxgk/zfxxgknb/1.html"]
    return site


def loaded(host: str = "127.0.16.17") -> Portal:
    """Rows of no known make: a script loads JSON page by page."""
    site = Portal(host)
    listed = [(f"/detail?id={k}", title_of(2008 + k % 17, f"试验县第{k}局")) for k in range(25)]

    def rows_of(ask: Ask) -> str:
        start = (int(ask.query["pageNo"]) - 1) * 10
        return json.dumps({"rows": [{"title": title, "url": href} for href, title in listed[start : start + 10]]})

    site.pages["/api/list"] = rows_of
    script = "<script>var vm={}; $.ajax({type:'GET', url:'/api/list?channel=9&pageNo=1&pageSize=10', success:function(d){render(d)}});</script>"
    site.pages["/nb/"] = page("政府信息公开年报", f"<div id='app'></div>{script}")
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.pages["/detail"] = lambda ask: report(listed[int(ask.query["id"])][1])
    site.reports = [href for href, _ in listed]
    return site
