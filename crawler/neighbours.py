"""Governments find governments: links to the portals of those above, below and beside, recorded and not entered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.addresses import host_of
from crawler.links import Link
from crawler.route import official
from crawler.sense import plain

NAMED = re.compile(r"^[\u3400-\u9fff]{2,16}?(?:省|市|县|区|州|盟|旗|镇|乡|街道|兵团)(?:人民政府|政府|办事处)?$")
SITE = re.compile(r"(?:中国)?(?:政府)?(?:门户)?(?:信息)?(?:网站|网|官网|首页|站群)$")
MOST = 500


class Neighbour(NamedTuple):
    """A link to another government's portal: its name as printed, its address, the page it stood on."""

    name: str
    home_url: str
    page: str


def neighbours(links: Iterable[Link], page: str, home_host: str) -> tuple[Neighbour, ...]:
    """The links of a page that are named like a government and lead to the front of another host."""
    found: dict[str, Neighbour] = {}
    for link in links:
        host, name = host_of(link.url), SITE.sub("", plain(link.label).replace("中国·", ""))
        front = len([step for step in urlsplit(link.url).path.split("/") if step]) <= 1 and not urlsplit(link.url).query
        if front and host != home_host and NAMED.match(name) and official(host, home_host):
            found.setdefault(link.url, Neighbour(name, link.url, page))
    return tuple(found.values())[:MOST]
