"""Joining what pages write, and one key for one page."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.addresses import join, key, same_site, site_of, trap
from crawler.errors import PortalsError, Refused
from crawler.manners.safety import check
from crawler.pages.data import data_links
from crawler.pages.page import Page
from crawler.portals.portal import choose, read_portals

BASE = "http://www.example.gov.cn/zwgk/nb/index.html"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("./202201/t1.html", "http://www.example.gov.cn/zwgk/nb/202201/t1.html"),
        ("../../../../up.html", "http://www.example.gov.cn/up.html"),
        ("//xxgk.example.gov.cn/a", "http://xxgk.example.gov.cn/a"),
        ("\\files\\1.pdf", "http://www.example.gov.cn/files/1.pdf"),
        ("  2\n021.html ", "http://www.example.gov.cn/zwgk/nb/2021.html"),
        ("http://www.a.gov.cnhttp//www.a.gov.cn/x.html", "http://www.a.gov.cn/x.html"),
        ("http: //www.a.gov.cn/x", "http://www.a.gov.cn/x"),
        ("/年报/1.html", "http://www.example.gov.cn/%E5%B9%B4%E6%8A%A5/1.html"),
        ("/a;jsessionid=0A1B?x=1", "http://www.example.gov.cn/a?x=1"),
        ("list.shtml?2", "http://www.example.gov.cn/zwgk/nb/list.shtml?2"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("#", None),
        ("{{url}}", None),
        ("<?=el.link?>", None),
        ("http://[bad", None),
        ("ftp://a.gov.cn/x", None),
    ],
)
def test_join(href: str, expected: str | None) -> None:
    assert join(BASE, href) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.gov.cn/nb/index.html", "https://a.gov.cn/nb/"),
        ("http://a.gov.cn:80/x?b=2&a=1", "http://a.gov.cn/x?a=1&b=2"),
        ("http://a.gov.cn/x?a=1&_=0.93", "http://a.gov.cn/x?a=1"),
        ("http://a.gov.cn/(S(abc123))/x", "http://a.gov.cn/x"),
    ],
)
def test_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/r.jsp?area=1&fbtime=2018", "http://a.gov.cn/r.jsp?area=1&fbtime=2019"),
        ("http://a.gov.cn/l.shtml?2", "http://a.gov.cn/l.shtml?3"),
        ("http://a.gov.cn/nb", "http://a.gov.cn/nb/"),
    ],
)
def test_two_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_sites() -> None:
    assert site_of("xxgk.suzhou.gov.cn") == "suzhou.gov.cn"
    assert site_of("10.1.2.3") == "10.1.2.3"
    assert same_site("zwgk.a.gov.cn", "www.a.gov.cn")
    assert not same_site("a.gov.cn", "b.gov.cn")


@pytest.mark.parametrize("url", ["http://a/x/y/x/y/x/z", "http://a/?date=2024-01", "http://a/" + "b/" * 20])
def test_traps(url: str) -> None:
    assert trap(url)


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "fe80::1", "::ffff:10.0.0.1", "192.168.1.1", "0.0.0.0"],
)
def test_a_public_portal_reaches_public_addresses_only(address: str) -> None:
    with pytest.raises(Refused):
        check(address, local=False)
    check("101.6.15.66", local=False)


def test_a_portal_on_loopback_reaches_loopback_only() -> None:
    check("127.0.9.9", local=True)
    for address in ("101.6.15.66", "169.254.169.254", "10.0.0.1"):
        with pytest.raises(Refused):
            check(address, local=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jurisdiction_code,publisher\n341522,x\n", "line 1: column home_url is missing"),
        (
            "jurisdiction_code,publisher,home_url\n341522,x,www.a.gov.cn\n",
            "line 2: home_url 'www.a.gov.cn' is not an address",
        ),
        ("jurisdiction_code,publisher,home_url\n34152,x,http://a.gov.cn/\n", "line 2: jurisdiction_code '34152'"),
        ("jurisdiction_code,publisher,home_url\n341522,,http://a.gov.cn/\n", "line 2: publisher is empty"),
        ("jurisdiction_code,publisher,home_url\n", "no portals in it"),
    ],
)
def test_a_faulty_portals_file_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "p.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PortalsError, match=message):
        read_portals(file)


def test_portals_are_chosen_by_code_or_host(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text(
        "jurisdiction_code,publisher,home_url\n341522,甲,http://a.gov.cn/\n341523,乙,http://b.gov.cn/\n", "utf-8"
    )
    portals = read_portals(file)
    assert [portal.publisher for portal in choose(portals, ["b.gov.cn"])] == ["乙"]
    with pytest.raises(PortalsError, match="no portal has that code or host"):
        choose(portals, ["999999"])


def test_half_a_character_spoils_its_own_link_at_most() -> None:
    """JSON may hold half of an emoji that was cut off with its title; no database takes it."""
    row = '{"rows": [{"title": "%s年政府信息公开工作年度报告", "url": "%s", "date": "2022-01-20"}]}'
    text = row % ("2021\\ud83d", "/1.html")
    page = Page.of(BASE, 200, (("Content-Type", "application/json"),), text.encode())
    assert [(link.url, link.label) for link in data_links(page)] == [
        ("http://www.example.gov.cn/1.html", "2021?年政府信息公开工作年度报告")
    ]
    assert join(BASE, "/\ud83d.html") is None
