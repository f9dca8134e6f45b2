"""TrueCMS: the page holds the first rows hidden, getMessage.do brings the rest by record number, as JSONP."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.addresses import join
from crawler.pages.listing import Listing
from crawler.pages.step import FORM, Step

UNIT = re.compile(r"\bjpage\s*\(\s*\{(?P<unit>[^{}]*getMessage\.do[^{}]*(?:\{[^{}]*\}[^{}]*)?)\}", re.DOTALL)
VALUE = r"\b{}[\"']?\s*:\s*[\"']?([^\"',}}\s]+)"
RECORD = re.compile(r"<record>", re.IGNORECASE)
MOST = 200  # records in a request


def more(listing: Listing) -> list[Step]:
    """The records after those a page holds, for each of its units, or after those of an answer."""
    if listing.rule == "getmessage":
        return _onward(listing)
    units = (match.group("unit") for script in listing.page.scripts for match in UNIT.finditer(script))
    return [step for unit in units if (step := _first(listing, unit))]


def _first(listing: Listing, unit: str) -> Step | None:
    url, column = join(listing.page.base, _value(unit, "proxyUrl")), _value(unit, "columnId")
    per, total = _count(unit, "perPage") or 15, _count(unit, "totalRecord")
    have = len(RECORD.findall(listing.page.text)) or per
    if not url or not column or have >= total:
        return None
    return _ask({"@url": url, "@total": str(total), "perpage": str(per), "columnId": column}, have, 2)


def _value(unit: str, name: str) -> str:
    found = re.search(VALUE.format(name), unit)
    return found.group(1) if found else ""


def _count(unit: str, name: str) -> int:
    value = _value(unit, name)
    return int(value) if value.isdecimal() else 0  # else a variable of the script


def _ask(state: dict[str, str], have: int, number: int) -> Step:
    total = int(state["@total"])
    values = {"startrecord": have + 1, "endrecord": min(have + MOST, total), "perpage": state["perpage"]}
    url = f"{state['@url']}?{urlencode({**values, 'columnId': state['columnId'], 'callback': 'cb'})}"
    return Step(url, "getmessage", number, headers=FORM[1:], state=tuple({**state, "@have": str(have)}.items()))


def _onward(listing: Listing) -> list[Step]:
    state = dict(listing.state)
    got = len(RECORD.findall(listing.page.text))
    have = int(state["@have"]) + got
    return [_ask(state, have, listing.number + 1)] if got and have < int(state["@total"]) else []
