"""What goes wrong whoever made the portal: walls, hubs on other hosts, soft errors, slow and torn answers, traps."""

from __future__ import annotations

import gzip
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portals.kit import Ask, Portal, Reply, article, home, page, report, rows, title_of


def hub(host: str = "127.0.14.1", other: str = "127.0.14.2", foreign: str = "127.0.14.3") -> Portal:
    """One page lists bodies on other hosts; one body has a whole site of its own; the footer leads round the country."""
    site, xxgk, copy = Portal(host), Portal(other), Portal(foreign)
    site.also = [xxgk, copy]
    listed = [(f"{xxgk.base}/d{k}/nb.html", title_of(2021, f"试验县第{k}局"), "2022-01-20") for k in range(12)]
    xxgk.pages.update({f"/d{k}/nb.html": report(title_of(2021, f"试验县第{k}局")) for k in range(12)})
    xxgk.reports = [f"/d{k}/nb.html" for k in range(12)]
    site.pages["/"] = home((f"{xxgk.base}/xxgk/", "政府信息公开"), (f"{copy.base}/", "合作媒体"))
    xxgk.pages["/xxgk/"] = page(
        "政府信息公开", f'<a href="/xxgk/nb/">政府信息公开年报</a><a href="{site.base}/">返回首页</a>'
    )
    own = f'<li><a href="{xxgk.base}/jyj/">教育局</a></li><li><a href="#">公安局</a></li><li><a href="{site.base}/">民政局</a></li>'
    xxgk.pages["/xxgk/nb/"] = page("政府信息公开年报", rows(listed) + f"<h3>部门</h3><ul>{own}</ul>")
    xxgk.pages["/jyj/"] = page(
        "试验县教育局", '<ul><li><a href="/jyj/gk/">信息公开</a></li><li><a href="/jyj/xw/">教育新闻</a></li></ul>'
    )
    xxgk.pages["/jyj/gk/"] = page("信息公开", '<ul><li><a href="/jyj/gk/nb/">信息公开年报</a></li></ul>')
    xxgk.pages["/jyj/gk/nb/"] = page(
        "信息公开年报", rows([("2021.html", title_of(2021, "试验县教育局"), "2022-01-21")])
    )
    xxgk.pages["/jyj/gk/nb/2021.html"] = report(title_of(2021, "试验县教育局"))
    xxgk.reports.append("/jyj/gk/nb/2021.html")
    copy.pages["/"] = page("转载", rows([("/copy.html", title_of(2021), "2022-02-02")]))
    copy.lookalikes = ["/", "/copy.html"]
    return site


def walls(host: str = "127.0.14.4") -> Portal:
    """The home page is open, inner paths answer a challenge, a captcha with 200, a log-in."""
    site = Portal(host)
    site.pages["/"] = home(
        ("/zwgk/zfxxgk/", "政府信息公开"), ("/nb/", "政府信息公开年报"), ("/gk/", "信息公开"), ("/ml/", "公开年报")
    )
    site.pages["/zwgk/zfxxgk/"] = Reply("<html><script>var $_ts=window['$_ts'];eval('x')</script></html>", 412)
    site.pages["/nb/"] = Reply(
        "<html><body><script>document.cookie='__jsl_clearance_s=1';location.href=location.pathname</script></body></html>",
        521,
        headers=(("Set-Cookie", "__jsluid_s=1"),),
    )
    site.pages["/gk/"] = "<html><title>安全验证</title><body><p>请按住滑块，拖动到最右边完成验证</p></body></html>"
    site.pages["/ml/"] = (
        "<html><script>var arg1='3A5F';function reload(x){document.cookie='acw_sc__v2='+x}</script></html>"
    )
    return site


def cookie(host: str = "127.0.14.5") -> Portal:
    """A redirect to itself until the cookie comes back."""
    site = Portal(host)

    def guard(content: str) -> Callable[[Ask], Reply]:
        def answer(ask: Ask) -> Reply:
            if "CT6T=1" in ask.headers.get("cookie", ""):
                return Reply(content)
            return Reply("", 302, headers=(("Location", ask.target), ("Set-Cookie", "CT6T=1; path=/")))

        return answer

    site.pages["/"] = guard(home(("/nb/", "政府信息公开年报")))
    site.pages["/nb/"] = guard(page("政府信息公开年报", rows([("/2021.html", title_of(2021), "2022-01-20")])))
    site.pages["/2021.html"] = guard(report(title_of(2021)))
    site.reports = ["/2021.html"]
    return site


@dataclass
class Flaky(Portal):
    """`busy`: when the page that asks for a pause was asked for."""

    busy: list[float] = field(default_factory=list)


def flaky(host: str = "127.0.14.6") -> Flaky:
    """502 at first, a pause asked for, a page torn off, bytes gzipped unasked, a robots.txt that is the home page."""
    site = Flaky(host)
    counts = {"list": itertools.count(), "busy": itertools.count(), "torn": itertools.count()}
    listed = [(f"/r/{k}.html", title_of(2008 + k), "2022-01-20") for k in range(6)]
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.pages["/robots.txt"] = home()
    whole = page("政府信息公开年报", rows(listed))
    site.pages["/nb/"] = lambda ask: Reply("", 502) if next(counts["list"]) < 2 else torn(ask)

    def torn(ask: Ask) -> Reply:
        cut = len(whole.encode()) // 2 if next(counts["torn"]) < 1 else None
        return Reply(whole, cut=cut)

    def busy(ask: Ask) -> Reply:
        site.busy.append(time.monotonic())
        first = next(counts["busy"]) == 0
        return Reply("", 503, headers=(("Retry-After", "1"),)) if first else Reply(report(listed[0][1]))

    for href, title, _ in listed[1:]:
        site.pages[href] = Reply(gzip.compress(report(title).encode()))
    site.pages["/r/0.html"] = busy
    site.reports = [href for href, _, _ in listed]
    return site


def soft(host: str = "127.0.14.7") -> Portal:
    """Unknown paths show the home page with 200; a column says that it does not exist; one redirects to the home page,
    a report to a name that was sold.
    """
    site = Portal(host)
    front = home(("/nb/", "政府信息公开年报"), ("/gone/", "信息公开年度报告"), ("/moved/", "部门年报"))
    site.pages["/"] = front
    site.pages["*"] = front
    site.pages["/gone/"] = page("页面不存在", "<p>您访问的页面不存在</p>")
    site.pages["/moved/"] = Reply("", 301, headers=(("Location", "/"),))
    items = [("/2021.html", title_of(2021), "2022-01-20"), ("/2010.html", title_of(2010), "2011-01-20")]
    items.append(("/2012.html", title_of(2012), "2013-01-20"))
    site.pages["/2012.html"] = Reply("", 302, headers=(("Location", "http://www.sold.example/"),))
    site.pages["/nb/"] = page("政府信息公开年报", rows(items))
    site.pages["/2021.html"] = report(title_of(2021))
    site.reports = ["/2021.html"]
    return site


def drowning(host: str = "127.0.14.8") -> Portal:
    """Eight hundred links on every page, sessions in addresses, a calendar, a search, log-ins, WeChat, programs."""
    site = Portal(host)
    counter = itertools.count()
    wall = "".join(f'<a href="/zt/{k}/index.html">专题活动{k}</a>' for k in range(800))
    calendar = '<a href="/nb/?date=2024-01">上一月</a><a href="/search?q=年报&f=1">政府信息公开年报搜索</a>'

    def column(ask: Ask) -> str:
        session = f";jsessionid=AB{next(counter):030d}"
        items = [(f"/r/{k}.html{session}", title_of(2010 + k), "2022-01-20") for k in range(5)]
        bad = (
            f'<li><a href="/login.html">{title_of(2009)}</a></li><li><a href="/tool.exe">{title_of(2008)}</a></li>'
            f'<li><a href="https://mp.weixin.qq.com/s/abc">{title_of(2007)}</a></li>'
        )
        return page(
            "政府信息公开年报",
            wall + calendar + rows(items) + f"<ul>{bad}</ul><a href='/nb/{session}'>政府信息公开年报</a>",
        )

    site.pages["/nb/"] = column
    site.pages["/"] = page("试验县人民政府", wall + '<a href="/nb/">政府信息公开年报</a>')
    for k in range(5):
        site.pages[f"/r/{k}.html"] = report(title_of(2010 + k))
    site.reports = [f"/r/{k}.html" for k in range(5)]
    site.lookalikes = ["/login.html", "/tool.exe", "/nb/?date=2024-01"]
    return site


def titles(host: str = "127.0.14.9") -> Portal:
    """Titles of a year alone, cut titles, letters that hold the report, and everything that only looks like one."""
    site = Portal(host)
    good = {
        "/g/1.html": "2021年",
        "/g/2.html": "关于公布2020年政府信息公开工作年度报告的通知",
        "/g/3.html": "试验县财政局2019年政府信息公开年报",
        "/g/4.html": "试验縣2018年政府信息公開工作年度報告",
        "/g/5.html": "二〇一二年度",
        "/g/6.html": "县政府办公室关于报送2017年信息公开年度报告的函",
    }
    bad = {
        "/b/1.html": "2021年法治政府建设年度报告",
        "/b/2.html": "2021年政府网站工作年度报表",
        "/b/3.html": "一图读懂2021年政府信息公开工作年度报告",
        "/b/4.html": "试验县2021年度部门决算",
        "/b/5.html": "关于做好2021年政府信息公开年度报告编制工作的通知",
        "/b/6.html": "2021年上半年政府信息公开统计表",
        "/b/7.html": "政府信息公开指南",
    }
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.pages["/nb/"] = page(
        "政府信息公开年报", rows((href, text, "2022-01-20") for href, text in {**good, **bad}.items())
    )
    for number, href in enumerate(good):
        site.pages[href] = report(title_of(2021 - number))
    for href, text in bad.items():
        site.pages[href] = article(text)
    site.reports, site.lookalikes = list(good), list(bad)
    return site


def banned(host: str = "127.0.14.10") -> Portal:
    """After a few requests the address is refused for a moment, then served again."""
    site = Portal(host)
    state = {"count": 0, "until": 0.0}
    listed = [(f"/r/{k}.html", title_of(2008 + k), "2022-01-20") for k in range(12)]
    contents = {"/": home(("/nb/", "政府信息公开年报")), "/nb/": page("政府信息公开年报", rows(listed))}
    contents |= {href: report(title) for href, title, _ in listed}

    def guarded(ask: Ask) -> Reply | str:
        state["count"] += 1
        if state["count"] == 6:
            state["until"] = time.monotonic() + 3
        return Reply("", 403) if time.monotonic() < state["until"] else contents[ask.path]

    site.pages = dict.fromkeys(contents, guarded)
    site.reports = [href for href, _, _ in listed]
    return site


def closed(host: str = "127.0.14.11") -> Portal:
    """robots.txt closes everything."""
    site = Portal(host)
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /\n", type="text/plain")
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.lookalikes = ["/"]
    return site


def moved(
    host: str = "127.0.14.12", new: str = "127.0.14.13", body: str = "127.0.14.14", neighbour: str = "127.0.14.15"
) -> Portal:
    """The home page has moved to another host; a body there has a site of its own; the neighbours are left alone."""
    site, target, own, other = Portal(host), Portal(new), Portal(body), Portal(neighbour)
    site.also = [target, own, other]
    site.pages["/"] = Reply("", 301, headers=(("Location", f"{target.base}/"),))
    target.pages["/"] = home(("/xxgk/", "政府信息公开"), (f"{other.base}/", "邻县人民政府"), (f"{own.base}/", "教育局"))
    units = f'<ul><li><a href="{own.base}/">县教育局</a></li><li><a href="{other.base}/">邻县</a></li></ul>'
    target.pages["/xxgk/"] = page("政府信息公开", f'<a href="/xxgk/nb/">政府信息公开年报</a><h3>部门</h3>{units}')
    target.pages["/xxgk/nb/"] = page("政府信息公开年报", rows([("/xxgk/nb/1.html", title_of(2021), "2022-01-20")]))
    target.pages["/xxgk/nb/1.html"] = report(title_of(2021))
    target.reports = ["/xxgk/nb/1.html"]
    own.pages["/"] = page("试验县教育局", '<a href="/gk/">信息公开</a><a href="/news/">教育新闻</a>')
    own.pages["/gk/"] = page("信息公开", '<a href="/gk/nb/">信息公开年报</a>')
    own.pages["/gk/nb/"] = page(
        "信息公开年报",
        rows([("/gk/nb/1.html", "教育局2021年", "2022-01-20"), ("/gk/nb/2.html", "教育局2020年度", "2021-01-20")]),
    )
    own.pages |= {f"/gk/nb/{k}.html": report(title_of(2022 - k, "试验县教育局")) for k in (1, 2)}
    own.reports = ["/gk/nb/1.html", "/gk/nb/2.html"]
    other.pages["/"] = home(("/nb/", "政府信息公开年报"))
    other.lookalikes = ["/", "/nb/"]
    return site


def refused(host: str = "127.0.14.16") -> Portal:
    """The home page refuses us whatever we ask."""
    site = Portal(host)
    site.pages["*"] = Reply("<html><body>403</body></html>", 403)
    return site


def welcome(host: str = "127.0.14.17") -> Portal:
    """A welcome page, a frameset behind it, sessions in the path, a short report page among links to its fellows."""
    site = Portal(host)
    counter = itertools.count()
    site.pages["/"] = (
        "<html><body><a href='/main/'><img src='/logo.png'></a><a href='/main/'>进入网站</a></body></html>"
    )
    site.pages["/main/"] = (
        "<html><frameset rows='90,*'><frame src='/top.html'><frame src='/front.html'></frameset></html>"
    )
    site.pages["/top.html"] = page("", "<p>欢迎</p>")
    site.pages["/front.html"] = home(("/xxgkml/", "政府信息公开目录"))
    site.pages["/xxgkml/"] = page("政府信息公开目录", "<ul><li><a href='/nb/'>公开年报</a></li></ul>")

    def column(ask: Ask) -> str:
        session = f"/(S(ab{next(counter):06d}))"
        return page(
            "公开年报",
            rows((f"{session}/r/{k}.html", title_of(2019 + k), "2022-01-20") for k in range(3))
            + f"<a href='{session}/nb/'>公开年报</a>",
        )

    site.pages["/nb/"] = column
    related = rows((f"/r/{k}.html", title_of(2019 + k), "2022-01-20") for k in range(3))
    for k in range(3):
        body = (
            f"<h1>{title_of(2019 + k)}</h1><p>见附件。</p><p><a href='/files/{k}.doc'>附件</a></p><div>{related}</div>"
        )
        site.pages[f"/(S(ab000000))/r/{k}.html"] = page(title_of(2019 + k), body)
        site.pages[f"/files/{k}.doc"] = Reply(b"\xd0\xcf\x11\xe0" + b"0" * 600, type="application/msword")
        site.reports += [f"/(S(ab000000))/r/{k}.html", f"/files/{k}.doc"]
    return site


def shorter(host: str = "127.0.14.18") -> Portal:
    """Bodies are always shorter than declared."""
    site = Portal(host)
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    whole = page("政府信息公开年报", rows([("/1.html", title_of(2021), "2022-01-20")]))
    site.pages["/nb/"] = Reply(whole, declared=len(whole.encode()) + 40)
    site.pages["/1.html"] = report(title_of(2021))
    site.reports = ["/1.html"]
    return site
