"""大汉 JPAAS: a list is a unit of the page, built by an API from the single-quoted JSON of a script tag.

The page number counts only inside `paramJson`; as a plain parameter it is ignored and page 1 comes for ever.
"""

from __future__ import annotations

import html
import json
import re
from urllib.parse import urlencode

from crawler.addresses import join
from crawler.pages.listing import Listing
from crawler.pages.step import Step

UNIT = re.compile(r"<[a-z]+\b[^>]*\bparsetype=[\"']?bulidstatic[\"']?[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"\b(url|querydata)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
PAGINATION = re.compile(r"\b(rows|count)\s*=\s*\\?[\"']?(\d+)")
SIZE = 15


def more(listing: Listing) -> list[Step]:
    """The first page of every unit of a page, or the page after an answer's."""
    if listing.rule == "jpaas":
        return _onward(listing)
    return [step for tag in UNIT.findall(listing.page.text) if (step := _first(listing, tag))]


def _first(listing: Listing, tag: str) -> Step | None:
    given = {
        match.group(1).lower(): html.unescape(match.group(2) or match.group(3) or "")
        for match in ATTRIBUTE.finditer(tag)
    }
    url, query = join(listing.page.base, given.get("url", "")), _values(given.get("querydata", ""))
    return _ask({**query, "@url": url}, 1) if url and query else None


def _values(text: str) -> dict[str, str]:
    """The single-quoted JSON of `querydata`."""
    try:
        values = json.loads(text.replace("'", '"'))
    except ValueError:
        return dict(re.findall(r"[\"']?(\w+)[\"']?\s*:\s*[\"']([^\"']*)[\"']", text))
    return {name: str(value) for name, value in values.items()} if isinstance(values, dict) else {}


def _ask(state: dict[str, str], number: int) -> Step:
    query = {name: value for name, value in state.items() if not name.startswith("@")}
    query["paramJson"] = json.dumps({"pageNo": number, "pageSize": SIZE}, separators=(",", ":"))
    return Step(f"{state['@url']}?{urlencode(query)}", "jpaas", number, state=tuple(state.items()))


def _onward(listing: Listing) -> list[Step]:
    sizes = {name: int(value) for name, value in PAGINATION.findall(listing.page.text)}
    rows = sizes.get("rows") or SIZE
    return [_ask(dict(listing.state), listing.number + 1)] if listing.number * rows < sizes.get("count", 0) else []
