"""What is left: panes that the server does not know, reports filed elsewhere, two reports a year, stubs that are shared."""

from __future__ import annotations

import itertools

from portals.hanweb import PROXY, island
from portals.kit import Ask, Portal, Reply, article, home, page, report, rows, title_of


def panes(host: str = "127.0.20.1") -> Portal:
    """`?gk=N` picks a pane by script: the server sends the same bytes whatever N is."""
    site = Portal(host)
    tabs = "".join(
        f'<li><a href="/zfxxgk/?gk={k}">{name}</a></li>'
        for k, name in (
            (1, "政府信息公开指南"),
            (2, "政府信息公开制度"),
            (3, "法定主动公开内容"),
            (4, "政府信息公开年报"),
        )
    )
    guide = "<div id='p1'><h3>政府信息公开指南</h3><p>为方便公民、法人和其他组织获取信息，编制本指南。</p></div>"
    listed = rows((f"/nb/{k}.html", title_of(2015 + k), "2022-01-20") for k in range(4))
    whole = page(
        "政府信息公开",
        f"<ul>{tabs}</ul>{guide}<div id='p4' style='display:none'><h3>政府信息公开年报</h3>{listed}</div>",
    )
    site.pages["/zfxxgk/"] = whole
    site.pages |= {f"/nb/{k}.html": report(title_of(2015 + k)) for k in range(4)}
    site.pages["/"] = home(("/zfxxgk/", "政府信息公开"))
    site.reports = [f"/nb/{k}.html" for k in range(4)]
    return site


def elsewhere(host: str = "127.0.20.2") -> Portal:
    """The column leads into the gazette and the notices; the government and its office report apart; all dates are those of a move."""
    site = Portal(host)
    listed = {
        "/gggs/t27414981.shtml": "2025年政府信息公开工作年度报告",
        "/zwgk/szfbg/202202/t20220210_1.html": title_of(2021),
        "/zwgk/bgs/202202/t20220210_2.html": title_of(2021, "试验县人民政府办公室"),
        "/2018n/202109/t20210914_3.html": title_of(2018),
        "/dlsrmzf/xxgkml/c1/202101/1.shtml": title_of(2020, "邻市人民政府"),
    }
    picture = "/zwgk/tj/202202/t20220210_4.html"
    site.pages["/nb/"] = page(
        "政府信息公开年报",
        rows(
            [
                *((href, title, "2021-09-14") for href, title in listed.items()),
                (picture, "图解：2021年政府信息公开工作年度报告", ""),
            ]
        ),
    )
    site.pages |= {href: report(title) for href, title in listed.items()}
    site.pages[picture] = article("图解")
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.reports, site.lookalikes = list(listed), [picture]
    return site


def dead_proxy(host: str = "127.0.20.3") -> Portal:
    """The proxy is dead, but the column prints every row."""
    site = Portal(host)
    listed = [(f"/art/2022/1/20/art_9_{k}.html", title_of(2010 + k)) for k in range(12)]
    static = rows((href, title, "2022-01-20") for href, title in listed)
    site.pages[PROXY] = ""
    site.pages["/col/col9/index.html"] = page(
        "政府信息公开年报",
        f'<div>{static}</div><script type="text/xml">{island(listed[:3], 12)}</script><script>var u={{unitid:"5",columnid:"9"}}</script>',
    )
    site.pages |= {href: report(title) for href, title in listed}
    site.pages["/"] = home(("/col/col9/index.html", "政府信息公开年报"))
    site.reports = [href for href, _ in listed]
    return site


def expiring(host: str = "127.0.20.4") -> Portal:
    """After the first pages every answer is a script of 380 bytes that sets a cookie."""
    site = Portal(host)
    counter = itertools.count()
    listed = [(f"/r/{k}.html", title_of(2008 + k), "2022-01-20") for k in range(8)]
    contents = {"/": home(("/nb/", "政府信息公开年报")), "/nb/": page("政府信息公开年报", rows(listed))}
    contents |= {href: report(title) for href, title, _ in listed}
    shell = "<html><head><script>document.cookie='C3VK=ab12;max-age=300;path=/';window.location.reload()</script></head></html>"
    site.pages = dict.fromkeys(contents, lambda ask: contents[ask.path] if next(counter) < 4 else shell)
    return site


def gateway(host: str = "127.0.20.5") -> Portal:
    """The home page is open; a gateway answers everything within with 422 and a few bytes."""
    site = Portal(host)
    site.pages["/"] = home(("/zwgk/", "政府信息公开"), ("/nb/", "政府信息公开年报"))
    site.pages["*"] = Reply("<html>request rejected</html>", 422)
    return site


def sisters(host: str = "127.0.20.6", sister: str = "127.0.20.7") -> Portal:
    """Two counties answer with the same stub."""
    site, other = Portal(host), Portal(sister)
    site.also = [other]
    stub = "<html><head><meta name='renderer'><script>var a='b5c1';(function(){window.loaded=a})()</script></head><body></body></html>"
    site.pages["*"] = other.pages["*"] = stub
    return site


def folders(host: str = "127.0.20.8") -> Portal:
    """Page 1 answers under `/col/` and `/col/index.html`; a department's list links both, and its page 2."""
    site = Portal(host)
    items = [
        [(f"./{number}{k}.html", title_of(2010 + number * 3 + k), "2022-01-20") for k in range(3)]
        for number in range(2)
    ]
    for number, found in enumerate(items):
        body = (
            rows(found)
            + f"<a href='/nb/index.html'>政府信息公开年报</a><script>createPage(2, {number}, 'index', 'html')</script>"
        )
        site.pages["/nb/" + ("index.html" if number == 0 else f"index_{number}.html")] = page("政府信息公开年报", body)
        for href, title, _ in found:
            site.pages["/nb/" + href[2:]] = report(title)
            site.reports.append("/nb/" + href[2:])
    site.pages["/nb/"] = site.pages["/nb/index.html"]
    site.pages["/"] = home(("/nb/", "政府信息公开年报"), ("/nb/index.html", "信息公开年度报告"))
    return site


def wide(host: str = "127.0.20.9") -> Portal:
    """A hub of ninety bodies on one page, each report under its own folder."""
    site = Portal(host)
    bodies = [f"第{k}镇" for k in range(90)]
    site.pages["/"] = home(("/hub/", "政府信息公开年报"))
    site.pages["/hub/"] = page(
        "政府信息公开年报",
        "<ul>"
        + "".join(f"<li><a href='/d/{k}/2021.html'>{name}2021年</a></li>" for k, name in enumerate(bodies))
        + "</ul>",
    )

    def answer(ask: Ask) -> str:
        return report(title_of(2021, bodies[int(ask.path.split("/")[2])]))

    for k in range(len(bodies)):
        site.pages[f"/d/{k}/2021.html"] = answer
        site.reports.append(f"/d/{k}/2021.html")
    return site
