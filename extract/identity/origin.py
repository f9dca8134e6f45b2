"""Where a copy comes from (official, copy, clone), and whose work its figures count (own, or all of a division)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from extract.document import Document
from storage.found import Found

OFFICIAL = (".gov.cn", ".gov.mo", ".gov.hk")


@cache
def words(name: str) -> re.Pattern[str]:
    """One of the word lists of origin.toml."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return re.compile("|".join(table[name]), re.IGNORECASE)


def origin_of(url: str, document: Document, found: Found | None) -> str:
    """`official`, `clone` or `copy`: the host decides; elsewhere one injected reading or spam is a sign of hijacking.

    A government's host, or the portal the crawl started from, is official.
    """
    host = (urlsplit(url).hostname or "").lower()
    if host.endswith(OFFICIAL) or _of_portal(host, found):
        return "official"
    hijacked = document.readings_removed > 0 or words("spam").search(_edges(document)) is not None
    return "clone" if hijacked else "copy"


def is_mirror(url: str) -> bool:
    """Whether an address is a portal's copy of its own pages: for telephones, or in traditional characters."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    names = [*([] if _is_address(host) else host.split(".")[:1]), *parts.path.split("/")[1:2]]
    return any(words("mirror").fullmatch(name) for name in names)


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
    whole, own = words("jurisdiction").search(text) is not None, words("own").search(text) is not None
    if kind is None or whole == own:
        return "unknown"
    return "jurisdiction" if whole else "own"
