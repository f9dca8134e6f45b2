"""大汉 jpage: rows in XML islands, further rows from dataproxy.jsp in groups.

A page may hold several units, each with an island of its own. The proxy wants a POST with the unit's parameters;
where that brings nothing (opaque ids), the address in `<nextgroup>` is the only way on.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlsplit

from crawler.addresses import join
from crawler.pages.listing import Listing
from crawler.pages.step import FORM, Step, form

ISLAND = re.compile(r"<datastore>(.*?)</datastore>", re.DOTALL | re.IGNORECASE)
TOTAL = re.compile(r"<totalrecord>\s*(\d+)|totalRecord[\"']?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
NEXT_GROUP = re.compile(r"<nextgroup>.*?href=[\"']([^\"']+)", re.DOTALL | re.IGNORECASE)
RECORD = re.compile(r"<record>", re.IGNORECASE)
PROXY = re.compile(r"[\"'=]([^\"'\s<>]*dataproxy\.jsp)")
PER_PAGE = re.compile(r"perPage[\"']?\s*[:=]\s*[\"']?(\d+)|perpage=(\d+)", re.IGNORECASE)
NAMES = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")
GROUP = 3  # pages in a group


def more(listing: Listing) -> list[Step]:
    """The next group of every unit of the page, or of the one unit an answer belongs to."""
    if listing.rule == "jpage":
        return _onward(listing)
    text = listing.page.text
    islands = ISLAND.findall(text)
    if not islands:
        return []
    return [step for place, island in enumerate(islands) if (step := _first(listing, island, place))]


def _first(listing: Listing, island: str, place: int) -> Step | None:
    have = len(RECORD.findall(island))
    total = _number(TOTAL, island) or _number(TOTAL, listing.page.text)
    group = NEXT_GROUP.search(island)
    values = _values(html.unescape(group.group(1)) if group else "", _program(listing), place)
    proxy = PROXY.search(listing.page.text)
    url = join(listing.page.base, proxy.group(1) if proxy else "/module/web/jpage/dataproxy.jsp")
    if not url or (total and have >= total) or not (values or group):
        return None
    state = {**values, "@url": url, "@have": str(have), "@per": str(_number(PER_PAGE, listing.page.text) or 15)}
    state["@group"] = html.unescape(group.group(1)) if group else ""
    if not values:
        return next(iter(_by_group(listing, {**state, "@total": str(total)})), None)
    return _post(state, listing.number + 1, total)


def _program(listing: Listing) -> str:
    return "\n".join(listing.page.scripts)


def _values(href: str, program: str, place: int) -> dict[str, str]:
    """The unit's parameters: those of its nextgroup address, else the ones of the same place in the script."""
    given = {name: value for name, value in parse_qsl(urlsplit(href).query, keep_blank_values=True) if name in NAMES}
    if given.get("unitid"):
        return given
    found = {}
    for name in NAMES:
        values = re.findall(rf"\b{name}[\"']?\s*[:=]\s*[\"']?([^\"'&,\s}}]+)", program)
        if values:
            found[name] = values[min(place, len(values) - 1)]
    return {**found, **given} if "unitid" in found or "columnid" in given else given


def _post(state: dict[str, str], number: int, total: int) -> Step:
    start, per = int(state["@have"]) + 1, int(state["@per"])
    end = min(start + per * GROUP - 1, max(total, start))
    url = f"{state['@url']}?startrecord={start}&endrecord={end}&perpage={per}"
    body = form({name: value for name, value in state.items() if not name.startswith("@")})
    return Step(url, "jpage", number, None, "POST", body, FORM, tuple({**state, "@total": str(total)}.items()))


def _onward(listing: Listing) -> list[Step]:
    state = dict(listing.state)
    got, total = len(RECORD.findall(listing.page.text)), int(state.get("@total", "0"))
    group = NEXT_GROUP.search(listing.page.text)
    if not got:
        return _by_group(listing, state)
    state["@have"] = str(int(state["@have"]) + got)
    state["@group"] = html.unescape(group.group(1)) if group else ""
    if int(state["@have"]) >= total:
        return []
    return _by_group(listing, state) if state.get("@opaque") else [_post(state, listing.number + 1, total)]


def _by_group(listing: Listing, state: dict[str, str]) -> list[Step]:
    """Follow the address of the next group, once the POST has brought nothing."""
    url = join(listing.page.base, state.get("@group", "")) if state.get("@group") else None
    if not url:
        return []
    after = {**state, "@opaque": "1", "@group": ""}
    return [Step(url, "jpage", listing.number + 1, None, headers=FORM[1:], state=tuple(after.items()))]


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(next(group for group in found.groups() if group)) if found else 0
