"""新点 Epoint: rows by POST of JSON; the page index starts at 0 and the site's id stands in a script file."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawler.addresses import join
from crawler.pages.data import parsed
from crawler.pages.listing import Listing
from crawler.pages.step import JSON, Step, json_body

SCRIPT = re.compile(r"<script[^>]+src=[\"']([^\"']*(?:webBuilderCommon|siteconfig)[^\"']*\.js)", re.IGNORECASE)
GUID = re.compile(r"siteGuid[\"']?\s*[:=]\s*[\"']([\w-]{8,})", re.IGNORECASE)
CATEGORY = re.compile(r"categorynum[\"']?\s*[:=]\s*[\"'](\d{3,})")
API = re.compile(r"[\"']([^\"'\s]*/rest/lightfrontaction/getgovinfolist)[\"']", re.IGNORECASE)
USUAL = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
SIZE = 15


def more(listing: Listing) -> list[Step]:
    """First the script that names the site, then the list from page 0 on."""
    if listing.rule == "epoint script":
        guid = GUID.search(listing.page.text)
        return [_ask({**dict(listing.state), "siteGuid": guid.group(1)}, 1)] if guid else []
    if listing.rule == "epoint":
        return _onward(listing)
    return _first(listing)


def _first(listing: Listing) -> list[Step]:
    text = listing.page.text
    query = dict(parse_qsl(urlsplit(listing.page.url).query, keep_blank_values=True))
    category = CATEGORY.search("\n".join(listing.page.scripts))
    number = query.get("categorynum") or (category.group(1) if category else "")
    named, script = API.search(text), SCRIPT.search(text)
    api = join(listing.page.base, named.group(1) if named and not named.group(1).startswith("/rest/") else USUAL)
    if not number or not api or not (named or script or "EpointWebBuilder" in text):
        return []
    state = {"@url": api, "categorynum": number, "deptcode": query.get("deptcode", "")}
    if guid := GUID.search(text):
        return [_ask({**state, "siteGuid": guid.group(1)}, 1)]
    url = join(listing.page.base, script.group(1)) if script else None
    return [Step(url, "epoint script", 1, state=tuple(state.items()))] if url else []


def _ask(state: dict[str, str], number: int) -> Step:
    values = {
        "deptcode": state["deptcode"],
        "categorynum": state["categorynum"],
        "pageIndex": number - 1,
        "pageSize": SIZE,
        "siteGuid": state["siteGuid"],
    }
    return Step(state["@url"], "epoint", number, None, "POST", json_body(values), JSON, tuple(state.items()))


def _onward(listing: Listing) -> list[Step]:
    answer = parsed(listing.page.text)
    custom = answer.get("custom", {}) if isinstance(answer, dict) else {}
    custom = parsed(custom) if isinstance(custom, str) else custom
    total = str(custom.get("total")) if isinstance(custom, dict) else ""
    more_rows = total.isdecimal() and listing.number * SIZE < int(total)
    return [_ask(dict(listing.state), listing.number + 1)] if more_rows else []
