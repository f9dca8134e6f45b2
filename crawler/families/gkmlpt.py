"""广东 gkmlpt: a script object holds the tree of columns; rows come from an API by column and organ (sid).

A node with a `jump_url` is a link, not a column of the API. The body of an article is JSON inside the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.addresses import join
from crawler.pages.data import parsed
from crawler.pages.links import Link, fragment_links
from crawler.pages.listing import Listing
from crawler.pages.page import Page
from crawler.pages.sense import sense
from crawler.pages.step import Step

SID = re.compile(r"\bSID[\"']?\s*:\s*[\"']?([\w-]+)")
ROWS = 100
DECODER = json.JSONDecoder(strict=False)


def more(listing: Listing) -> list[Step]:
    """The API calls for the annual-report columns of the tree, or the page after an answer's."""
    if listing.rule == "gkmlpt":
        return _onward(listing)
    sid = SID.search(listing.page.text)
    if "_CONFIG" not in listing.page.text or not sid:
        return []
    base = join(listing.page.base, "/gkmlpt/api/all/")
    wanted = dict.fromkeys(
        node["id"] for node in _annual(_nodes(_value(listing.page, "TREE"))) if not node.get("jump_url")
    )
    return [Step(f"{base}{number}?page=1&sid={sid.group(1)}", "gkmlpt", 1, kind="annual") for number in wanted]


def _onward(listing: Listing) -> list[Step]:
    answer = parsed(listing.page.text)
    articles = answer.get("articles") if isinstance(answer, dict) else None
    if not isinstance(articles, list) or len(articles) < ROWS:
        return []
    url = re.sub(r"([?&]page=)\d+", rf"\g<1>{listing.number + 1}", listing.page.url)
    return [Step(url, "gkmlpt", listing.number + 1, kind="annual")]


def links(page: Page) -> list[Link]:
    """Nodes that lead elsewhere, and the links of an article's body."""
    if "_CONFIG" not in page.text:
        return []
    jumps = (
        (node.get("name", ""), join(page.base, str(node.get("jump_url") or "")))
        for node in _nodes(_value(page, "TREE"))
    )
    found = [Link(url, str(name), block="tree", how="data") for name, url in jumps if url]
    return found + fragment_links(page, body(page), "data")


def body(page: Page) -> str:
    """The mark-up of the article that the page holds as JSON, or an empty string."""
    detail = _value(page, "DETAIL")
    if isinstance(detail, dict):
        return str(detail.get("content") or "")
    return ""


def _value(page: Page, name: str) -> Any:
    """A member of the page's `_CONFIG`, as far as it is JSON."""
    found = re.search(rf"[\"']?\b{name}[\"']?\s*:\s*(?=[\[{{])", page.text)
    if not found:
        return None
    source = page.text[found.end() :]
    for text in (source, re.sub(r"([{,]\s*)([A-Za-z_]\w*)(\s*:)", r'\1"\2"\3', source)):
        try:
            return DECODER.raw_decode(text)[0]
        except ValueError:
            continue
    return None


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    for node in tree if isinstance(tree, list) else []:
        if isinstance(node, dict):
            yield node
            yield from _nodes(node.get("children"))


def _annual(nodes: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The nodes named after annual reports, and all below them."""
    for node in nodes:
        if "id" in node and sense(str(node.get("name", ""))).kind == "annual":
            yield node
            yield from (child for child in _nodes(node.get("children")) if "id" in child)
