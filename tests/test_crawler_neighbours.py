"""Which links of a page are kept as another government's portal: on public hosts, without asking any."""

from __future__ import annotations

import pytest

from crawler.pages.links import read_links
from crawler.pages.page import Page
from crawler.reading.context import Context, Stage
from crawler.reading.neighbours import home_of, neighbours
from storage.found import Found, Seed

COUNTY = Seed("341522", "霍邱县人民政府", "http://www.huoqiu.gov.cn/")


def met(markup: str, *, seed: Seed = COUNTY, url: str = "", stage: Stage = "home") -> dict[str, tuple[str, ...]]:
    """Home page → codes, for the links of a page."""
    address = url or seed.home_url
    source = f"<html><head><meta charset='utf-8'></head><body>{markup}</body></html>".encode()
    page = Page.of(address, 200, (("Content-Type", "text/html"),), source)
    context = Context(Found("home", seed), stage, page.url)
    return {one.url: one.codes for one in neighbours(read_links(page), context)}


def a(url: str, text: str) -> str:
    return f'<a href="{url}">{text}</a>'


@pytest.mark.parametrize(
    ("url", "text", "codes"),
    [
        ("http://www.luan.gov.cn/", "六安市人民政府", ("341500",)),
        ("https://www.ah.gov.cn/index.html", "安徽省人民政府网站", ("340000",)),
        ("http://hs.luan.gov.cn", "霍山县", ("341525",)),
        ("http://www.shucheng.gov.cn/scx/", "舒城县政府网", ("341523",)),
        ("http://www.jinzhai.com/", "金寨县人民政府", ("341524",)),  # no gov.cn, but named in full on the home page
    ],
)
def test_portals(url: str, text: str, codes: tuple[str, ...]) -> None:
    assert list(met(a(url, text)).values()) == [codes]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://www.huoqiu.gov.cn/zwgk/", "霍邱县人民政府"),  # itself
        ("http://zwgk.huoqiu.gov.cn/", "霍邱县人民政府"),
        ("http://edu.luan.gov.cn/", "六安市教育局"),
        ("http://www.ahzwfw.gov.cn/", "安徽省人民政府"),  # a service of all governments
        ("http://www.luan.gov.cn/zxzx/123.html?id=1", ""),
        ("http://www.jinzhai.com/", "金寨县"),  # a town's name on a host that is nobody's
        ("http://www.jinzhai.com/news/1.html", "金寨县人民政府"),
        ("http://ah.people.com.cn/", "安徽省人民政府"),
        ("http://www.xinhuanet.com/", "安徽省人民政府"),
        ("http://weibo.com/luan", "六安市人民政府"),
        ("http://bszs.conac.cn/", "六安市人民政府"),
        ("http://www.luannews.com/", "六安新闻网"),
        ("javascript:void(0)", "六安市人民政府"),
        ("http://127.0.0.1/", "六安市人民政府"),
    ],
)
def test_what_is_no_portal(url: str, text: str) -> None:
    assert met(a(url, text)) == {}


def test_a_host_outside_gov_cn_is_taken_from_the_portals_own_home_page_only() -> None:
    link = a("http://www.jinzhai.com/", "金寨县人民政府")
    assert met(link, stage="section") == {}
    assert met(link, url="http://www.squatter.com/") == {}
    assert met(a("http://www.luan.gov.cn/", "六安市人民政府"), url="http://www.squatter.com/") == {}


def test_a_deep_link_of_a_hub_speaks_for_its_site() -> None:
    """下级政府 with their columns of annual reports; a folder of the hub's own site is nobody's portal."""
    city = Seed("341500", "六安市人民政府", "http://www.luan.gov.cn/")
    hub = a("http://www.huoqiu.gov.cn/public/column/6597071?type=3", "霍邱县") + a(
        "http://zwgk.luan.gov.cn/public/6597072?type=3", "金寨县"
    )
    assert met(hub, seed=city, url="http://www.luan.gov.cn/xxgk/nb/", stage="annual") == {
        "http://www.huoqiu.gov.cn/": ("341522",)
    }


def test_a_list_box_of_short_names() -> None:
    options = "".join(
        f'<option value="http://www.{host}.gov.cn/">{name}</option>'
        for host, name in (("hefei", "合肥"), ("wuhu", "芜湖"), ("anqing", "安庆"), ("ahjy", "教育"))
    )
    province = Seed("340000", "安徽省人民政府", "https://www.ah.gov.cn/")
    found = met(f"<select><option>各市政府</option>{options}</select>", seed=province)
    assert list(found.values()) == [("340100",), ("340200",), ("340800",)]
    alone = '<select><option value="http://www.hefei.gov.cn/">合肥</option></select>'
    assert met(alone, seed=province) == {}


def test_a_departments_link_to_its_government_counts() -> None:
    bureau = Seed("341522", "霍邱县教育局", "http://edu.huoqiu.gov.cn/")
    assert met(a("http://www.huoqiu.gov.cn/", "霍邱县人民政府"), seed=bureau) == {
        "http://www.huoqiu.gov.cn/": ("341522",)
    }


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("http://www.luan.gov.cn", "http://www.luan.gov.cn"),
        ("http://www.luan.gov.cn/index.html", "http://www.luan.gov.cn/index.html"),
        ("http://www.luan.gov.cn/a/b/c.html", "http://www.luan.gov.cn/"),
        ("http://1.25.240.11:8082/a/b/?x=1", "http://1.25.240.11:8082/"),
    ],
)
def test_home_pages(url: str, home: str) -> None:
    assert home_of(url) == home
