"""Calls that a family declares: the request by which a page's script fetches its rows, page by page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.addresses import join
from crawler.families.family import Call, families
from crawler.pages.listing import Listing
from crawler.pages.step import FORM, JSON, Step, form, json_body

TOTAL = re.compile(
    r"[\"'](?:total|totalCount|totalRow|allRow|count|totalNum|totalRecords?)[\"']\s*:\s*[\"']?(\d+)", re.IGNORECASE
)


def more(listing: Listing) -> list[Step]:
    """The calls whose sign stands on a page, or the call after an answer."""
    if listing.rule == "call":
        return _onward(listing)
    return [step for family in families() for call in family.call if (step := _first(listing, family.name, call))]


def _first(listing: Listing, family: str, call: Call) -> Step | None:
    sign = call.when.search(listing.page.text) or call.when.search(listing.page.url)
    if not sign:
        return None
    known = dict(parse_qsl(urlsplit(listing.page.url).query, keep_blank_values=True))
    known |= {name: value for name, value in sign.groupdict().items() if value is not None}
    values = {name: _filled(value, known) for name, value in call.values.items()}
    url = join(listing.page.base, _filled(call.url, known))
    state = {"@family": family, "@place": str(_place(family, call)), **values}
    return _ask(call, url, state, 1) if url else None


def _place(name: str, call: Call) -> int:
    return next(family.call.index(call) for family in families() if family.name == name)


def _filled(template: str, known: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: known.get(match.group(1), ""), template)


def _ask(call: Call, url: str, state: dict[str, str], number: int) -> Step:
    values = {name: value for name, value in state.items() if not name.startswith("@")}
    values[call.page] = str(number - 1 + call.first)
    kept = tuple({**state, "@url": url}.items())
    if call.method == "GET":
        joined = f"{url}{'&' if '?' in url else '?'}{urlencode(values)}"
        return Step(joined, "call", number, headers=FORM[1:], state=kept, kind=call.kind)
    body, headers = (json_body(values), JSON) if call.json else (form(values), FORM)
    return Step(url, "call", number, None, "POST", body, headers, kept, call.kind)


def _onward(listing: Listing) -> list[Step]:
    state = dict(listing.state)
    family = next(family for family in families() if family.name == state["@family"])
    call = family.call[int(state["@place"])]
    total = TOTAL.search(listing.page.text)
    if not listing.links or (total and listing.number * call.size >= int(total.group(1))):
        return []
    return [_ask(call, state["@url"], state, listing.number + 1)]
