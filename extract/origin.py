"""Where a copy comes from (official, copy, clone), and whose work its figures count (own, or all of a division)."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from extract.document import Document
from storage.found import Found

SPAM = re.compile(
    r"博彩|彩票平台|娱乐城|棋牌|赌场|体育官网|真人视讯|百家乐|成人|亚洲[^，。]{0,6}(?:区|色)|中文字幕|无码|久久|av在线|免费图库|福彩网|"
    r"beat365|vwin|威廉希尔|新葡京|德赢|必威|亚博|皇冠体育|开云",
    re.IGNORECASE,
)  # fmt: skip
OFFICIAL = (".gov.cn", ".gov.mo", ".gov.hk")
READINGS = 5
"""Injected readings that are no accident."""

WHOLE = re.compile(
    r"各级(?:政府|人民政府|行政机关)|全[省市县区州旗](?:各级|行政机关|政府系统|各部门|各乡镇|共|主动公开|累计|政府信息)|我[省市县区州旗]共|"
    r"各(?:县区|县市区|乡镇|镇街|部门)[、和及](?:各)?(?:部门|单位|乡镇|县直|市直)"
)  # fmt: skip
OWN = re.compile(r"本机关(?!公开)|本级(?!各)|[县市区省]本级|本单位|本办公室|我[局委厅办院处]|本[局委厅办院处]")


def origin_of(url: str, document: Document, found: Found | None) -> str:
    """`official`, `clone` or `copy`: the host decides; elsewhere injected readings and spam are signs of hijacking.

    A government's host, or the portal the crawl started from, is official.
    """
    host = (urlsplit(url).hostname or "").lower()
    if host.endswith(OFFICIAL) or _of_portal(host, found):
        return "official"
    hijacked = document.readings_removed >= READINGS or SPAM.search(_edges(document)) is not None
    return "clone" if hijacked else "copy"


def _of_portal(host: str, found: Found | None) -> bool:
    """Whether the host is the portal's own: the seed's, or one beside it under the same parent; loopback by address."""
    if found is None or found.seed is None:
        return False
    home = (urlsplit(found.seed.home_url).hostname or "").lower()
    if host == home:
        return True
    if _is_address(host) or _is_address(home):
        return False
    return ".".join(host.split(".")[-3:]) == ".".join(home.split(".")[-3:]) and host.count(".") >= 2


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _edges(document: Document) -> str:
    """Where injected text stands: titles, the first and the last lines."""
    lines = [line.text for line in document.paragraphs()]
    return "\n".join([document.page_title, document.title, *lines[:6], *lines[-6:]])


def scope_of(kind: str | None, text: str) -> str:
    """`own`, `jurisdiction` or `unknown`: a department or township counts its own work, a government says whose."""
    if kind in {"department", "township", "subdistrict", "institution"}:
        return "own"
    whole, own = WHOLE.search(text) is not None, OWN.search(text) is not None
    if kind is None or whole == own:
        return "unknown"
    return "jurisdiction" if whole else "own"
