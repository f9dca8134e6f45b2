"""TRS WCM: files counted from 0, totals only in a script, suffixed slugs, shells, rows written by scripts."""

from __future__ import annotations

from portals.kit import Portal, Reply, article, home, page, pdf, report, rows, title_of

COLUMN = "/zwgk/zfxxgk/zfxxgknb/"


def portal(host: str = "127.0.10.1") -> Portal:
    """Four pages of a column; page 1 has a shell before it; a look-alike column stands beside it."""
    site = Portal(host)
    files = [(f"./202{n % 3}01/t2020012{n % 10}_{1000 + n}.html", title_of(2008 + n)) for n in range(16)]
    for href, title in files:
        site.pages[COLUMN + href[2:]] = report(title)
        site.reports.append(COLUMN + href[2:])
    fake = "./202201/t20220120_2000.html"
    site.pages[COLUMN + fake[2:]] = article("2021年政府网站工作年度报表")
    site.lookalikes.append(COLUMN + fake[2:])
    for number in range(4):
        listed = [(href, title, "2020-01-20") for href, title in files[number * 4 : number * 4 + 4]]
        body = rows([*listed, (fake, "2021年政府网站工作年度报表", "2022-01-20")] if number == 1 else listed)
        script = f'<script>createPageHTML(4, {number}, "index", "html");</script>'
        name = "index.html" if number == 0 else f"index_{number}.html"
        site.pages[COLUMN + name] = page("政府信息公开年报", body + script)
    site.pages[COLUMN] = site.pages[COLUMN + "index.html"]
    site.pages["/"] = home(
        ("/zwgk/zfxxgk/", "政府信息公开"), ("/zwgk/wzgznb/", "政府网站年报"), ("/zwgk/fzzf/", "法治政府建设年度报告")
    )
    site.lookalikes += ["/zwgk/wzgznb/", "/zwgk/fzzf/", COLUMN + "index_4.html", COLUMN + "index_0.html"]
    site.pages["/zwgk/zfxxgk/"] = (
        '<html><head><meta http-equiv="refresh" content="0;url=./zfxxgkzn/"></head>'
        '<body><script>location.replace("./zfxxgkzn/")</script></body></html>'
    )
    menu = f'<ul class="left"><li><a href="{COLUMN}">政府信息公开年报</a></li><li><a href="/zwgk/zfxxgk/ysqgk/">依申请公开</a></li></ul>'
    site.pages["/zwgk/zfxxgk/zfxxgkzn/"] = page("政府信息公开指南", menu + "<p>本指南由县政府办公室编制。</p>")
    return site


def written(host: str = "127.0.10.2") -> Portal:
    """Rows printed by scripts from variables; a quoted total; deep pages are stubs; a PDF behind a viewer."""
    site = Portal(host)
    column = "/xxgk/ndbg/"

    def row(number: int) -> str:
        href, title = f"./202001/t20200101_{number}.html", title_of(2008 + number)
        site.pages[column + href[2:]] = report(title)
        site.reports.append(column + href[2:])
        return (
            f'<script>var url="{href}"; var title=\'{title}\'; var FILENUM="";\n'
            'document.writeln("<li><a href=\'"+url+"\' title=\'"+title+"\'>"+title+"</a>");</script>'
            '<script>document.writeln("<span>2020-01-01</span></li>");</script>'
        )

    lists = ["".join(row(n) for n in range(k * 3, k * 3 + 3)) for k in range(3)]
    for number, body in enumerate(lists):
        script = f'<script>createPageHTML("4","{number}","index","shtml");</script>'
        site.pages[column + ("" if number == 0 else f"index_{number}.shtml")] = page(
            "信息公开年度报告", f"<ul>{body}</ul>{script}"
        )
    site.pages[column + "index_3.shtml"] = "<html><body><div></div></body></html>"
    viewer = "/xxgk/ndbg/202402/t20240201_77.html"
    site.pages[viewer] = page(
        title_of(2023), '<iframe src="/pdf/web/viewer.html?file=/xxgk/ndbg/202402/P020240201.pdf"></iframe>'
    )
    site.pages["/xxgk/ndbg/202402/P020240201.pdf"] = pdf()
    site.reports += [viewer, "/xxgk/ndbg/202402/P020240201.pdf"]
    site.pages[column] = str(site.pages[column]).replace(
        "</ul><script>create", f'<li><a href="{viewer}">{title_of(2023)[:17]}…</a></li></ul><script>create'
    )
    site.pages["/"] = home((column, "信息公开年度报告"))
    return site


def gkml(host: str = "127.0.10.3") -> Portal:
    """The older catalogue: `index_18036.html`, then `index_18036_1.html`."""
    site = Portal(host)
    column = "/214/224/"
    for number in range(2):
        items = [
            (f"./202001/t20200101_{number}{k}.html", title_of(2010 + number * 3 + k), "2020-01-01") for k in range(3)
        ]
        for href, title, _ in items:
            site.pages[column + href[2:]] = report(title)
            site.reports.append(column + href[2:])
        name = "index_18036.html" if number == 0 else f"index_18036_{number}.html"
        script = f'<script>createPageHTML(2, {number}, "index_18036", "html");</script>'
        site.pages[column + name] = page("政府信息公开年度报告", f'<div id="result">{rows(items)}</div>{script}')
    site.pages["/"] = home((column + "index_18036.html", "政府信息公开年度报告"))
    site.lookalikes.append(column + "index_1.html")
    return site


def tree(host: str = "127.0.10.4") -> Portal:
    """Years in folders of no fixed name, bodies with suffixed slugs, the same report in both trees, titles of a year alone."""
    site = Portal(host)
    column = "/zwgk/zfxxgknb/"
    years = {
        "2021n": 2021,
        "n2022": 2022,
        "2018nb": 2018,
        "gknb2017": 2017,
        "nb_2020": 2020,
        "2023nzfxxgkndbg": 2023,
        "c116116": 2016,
    }
    site.pages["/"] = home((column, "政府信息公开年报"))
    tabs = "".join(f'<li><a href="{column}{slug}/">{year}年</a></li>' for slug, year in years.items())
    bodies = {"zfxxgknb_70056": "教育局", "bbmxxgknb_14862": "财政局", "nianbao3": "白莲乡人民政府", "xz_9": "城关镇"}
    units = "".join(f'<li><a href="{column}{slug}/">{name}</a></li>' for slug, name in bodies.items())
    site.pages[column] = page(
        "政府信息公开年报",
        f'<div class="years"><ul>{tabs}</ul></div><div class="units"><h3>部门乡镇</h3><ul>{units}</ul></div>',
    )
    for slug, year in years.items():
        name = f"t{year}0120_{year}.html"
        folder = f"{column}{slug}/{year}01/"
        site.pages[f"{column}{slug}/"] = page(f"{year}年", rows([(f"./{year}01/{name}", f"{year}年", f"{year}-01-20")]))
        site.pages[folder + name] = report(title_of(year))
        site.reports.append(folder + name)
    for number, (slug, body) in enumerate(bodies.items()):
        href = f"./202109/t20210914_{5000 + number}.html"
        site.pages[f"{column}{slug}/"] = page(f"{body}年报", rows([(href, title_of(2018, body), "2021-09-14")]))
        site.pages[f"{column}{slug}/{href[2:]}"] = report(title_of(2018, body))
        site.reports.append(f"{column}{slug}/{href[2:]}")
    return site


def forbidden_parent(host: str = "127.0.10.5") -> Portal:
    """The disclosure folder answers 403 while its children exist, and robots.txt closes one folder."""
    site = Portal(host)
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /secret/\n", type="text/plain")
    site.pages["/"] = home(("/zwgk/", "政务公开"), ("/zwgk/nb/", "政府信息公开年报"))
    site.pages["/zwgk/"] = Reply("", 403)
    items = [("./2022.html", title_of(2021), "2022-01-20"), ("/secret/2021.html", title_of(2020), "2021-01-20")]
    site.pages["/zwgk/nb/"] = page("政府信息公开年报", rows(items))
    site.pages["/zwgk/nb/2022.html"] = report(title_of(2021))
    site.pages["/secret/2021.html"] = report(title_of(2020))
    site.reports, site.lookalikes = ["/zwgk/nb/2022.html"], ["/secret/2021.html"]
    return site
