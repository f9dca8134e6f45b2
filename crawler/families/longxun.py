"""龙讯: lists and organ trees are fragments of `/site/label/…`, named by labelName; the page index starts at 1."""

from __future__ import annotations

import html
import re
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.addresses import join
from crawler.pages.data import parsed
from crawler.pages.links import Link
from crawler.pages.listing import Listing
from crawler.pages.page import Page, clean
from crawler.pages.step import Step
from crawler.pages.stub import nothing

CALL = re.compile(r"[\"'](/[^\"'\s]*site/label/\d+\?[^\"'\s]*labelName=[^\"'\s]+)[\"']")
OBJECT = re.compile(r"[\"']([^\"'\s]*/site/label/\d+)[\"'][^{}]{0,200}\{([^{}]*labelName[^{}]*)\}", re.DOTALL)
PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*[\"']?([^\"',}\s]*)")
TREE = re.compile(r"(?:column|organ|unit)Tree", re.IGNORECASE)
LISTS = re.compile(r"InfoList|DataList|Report|columnTree|organTree|unitTree", re.IGNORECASE)


def more(listing: Listing) -> list[Step]:
    """The fragments a page loads, or the one after a fragment."""
    if listing.rule == "label":
        return _onward(listing)
    text = "\n".join(listing.page.scripts)
    urls = [html.unescape(url) for url in CALL.findall(text)]
    urls += [f"{url}?{urlencode(dict(PAIR.findall(body)))}" for url, body in OBJECT.findall(text)]
    steps = (_ask(listing.page, url, 1) for url in urls if LISTS.search(url))
    return [step for step in steps if step]


def _ask(page: Page, url: str, number: int) -> Step | None:
    parts = urlsplit(join(page.base, url) or "")
    own = dict(parse_qsl(urlsplit(page.url).query))
    values = dict(parse_qsl(parts.query, keep_blank_values=True))
    values = {name: value or own.get(name, "") for name, value in values.items() if name != "_"}
    if not TREE.search(url):
        values["pageIndex"] = str(number)
    asked = f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode(values)}"
    kind: Literal["rows", "tree"] = "tree" if TREE.search(url) else "rows"
    return Step(asked, "label", number, kind=kind) if parts.netloc else None


def _onward(listing: Listing) -> list[Step]:
    tree = parsed(listing.page.text)
    if isinstance(tree, list):
        return [step for node in tree if (step := _children(listing, node))]
    if nothing(listing.page) or not listing.links:
        return []
    step = _ask(listing.page, listing.page.url, listing.number + 1)
    return [step] if step else []


def _children(listing: Listing, node: object) -> Step | None:
    """The request for the children of a node that has some."""
    if not isinstance(node, dict) or node.get("isParent") not in (True, "true", 1) or "id" not in node:
        return None
    url = re.sub(r"([?&]id=)[^&]*", rf"\g<1>{node['id']}", listing.page.url)
    return Step(url, "label", listing.number, kind="tree") if url != listing.page.url else None


def links(page: Page) -> list[Link]:
    """Nodes of an organ tree: each organ's annual reports stand under `type=3` of its column."""
    tree = parsed(page.text) if "labelName=" in page.url else None
    nodes = [node for node in tree if isinstance(node, dict)] if isinstance(tree, list) else []
    return [link for node in nodes if (link := _organ(page, node))]


def _organ(page: Page, node: dict[str, object]) -> Link | None:
    name = clean(str(node.get("name") or node.get("text") or ""))
    if not {"organId", "organid", "url", "link"} & node.keys() and (node.get("isParent") or node.get("children")):
        return None  # a group of organs
    organ = node.get("organId") or node.get("organid") or node.get("id")
    href = str(node.get("url") or node.get("link") or f"/public/column/{organ}?type=3&action=list")
    url = join(page.base, href) if name and organ else None
    return Link(url, name, block="tree", how="json") if url else None
