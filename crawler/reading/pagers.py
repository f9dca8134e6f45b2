"""Where a list goes on. Pagers in order; the first that knows the page decides, an explicit next link comes late
because many lists print one that their script makes useless.

When to stop is decided by who follows: rows repeated, no rows, the total reached, the cap.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.addresses import join, key
from crawler.families import MORE
from crawler.pages.links import Link
from crawler.pages.listing import Listing, Pager
from crawler.pages.page import Page
from crawler.pages.sense import sense
from crawler.pages.step import FORM, Step, form
from crawler.reading import calls
from crawler.reading.lead import Lead
from crawler.reading.numbered import NUMBERED

CAP = 200
PAGE_KEYS = (
    "page",
    "pageno",
    "pageindex",
    "cur_page",
    "currpage",
    "pagenum",
    "curpage",
    "currentpage",
    "p",
    "pageid",
    "pn",
)
POSTBACK = re.compile(r"__doPostBack\('([^']+)'\s*,\s*'([^']*)'\)")

LOADED = re.compile(
    r"(?:\burl\s*[:=]\s*|\.load\(\s*|\.get(?:JSON)?\(\s*|\bfetch\(\s*|\.open\(\s*[\"'](?:GET|get)[\"']\s*,\s*)"
    r"[\"']([^\"'\s]*[/?][^\"'\s]*)[\"']"
)
UNLOADED = re.compile(
    r"\.(?:js|css|png|jpe?g|gif|svg|ico)(?:\?|$)|count|click|visit|stat|log|weather|login|search", re.IGNORECASE
)


def more(listing: Listing) -> list[Step]:
    """The requests that continue the lists of a page, and by which rule."""
    for pager in PAGERS:
        steps = [step for step in pager(listing) if step.number <= CAP]
        if steps:
            return steps
    return []


def next_link(listing: Listing) -> list[Step]:
    """The link that says 下一页, else the link that bears the next number among page numbers."""
    page, number = listing.page, listing.number
    own = key(page.url)
    for link in listing.links:
        if (sense(link.text).kind == "next" or sense(link.title).kind == "next") and _onward(link, own):
            return [Step(link.url, "next", number + 1)]
    named = re.compile(rf"第?{number + 1}页?")
    numbers = [link for link in listing.links if named.fullmatch(link.text) and _onward(link, own)]
    if numbers and (numbers[0].place == "pager" or numbers[0].how == "option" or _alike(numbers[0].url, page.url)):
        return [Step(numbers[0].url, "numbers", number + 1)]
    return []


def _onward(link: Link, own: str) -> bool:
    return link.place != "footer" and key(link.url) != own and len(link.text) <= 8


def _alike(one: str, other: str) -> bool:
    """Whether two addresses differ in digits alone."""
    return re.sub(r"\d+", "", one.rpartition("/")[0]) == re.sub(r"\d+", "", other.rpartition("/")[0])


def query_page(listing: Listing) -> list[Step]:
    """A page number in the query and a count of pages in the text (共 12 页), where no link leads on."""
    page, number = listing.page, listing.number
    parts = urlsplit(page.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    total = re.search(r"共\s*(\d+)\s*页|/\s*(\d+)\s*页", page.visible)
    if not total or not any(name.lower() in PAGE_KEYS for name, _ in pairs):
        return []
    pages = int(total.group(1) or total.group(2))
    changed = [(name, str(number + 1) if name.lower() in PAGE_KEYS else value) for name, value in pairs]
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(changed), ""))
    return [Step(url, "query", number + 1, pages)] if number < pages else []


def post_back(listing: Listing) -> list[Step]:
    """`__doPostBack`: the form's hidden fields of this very answer, sent back with the pager's target."""
    page, number = listing.page, listing.number
    for anchor in page.tree.iter("a"):
        found = POSTBACK.search(anchor.get("href") or "")
        label = "".join(anchor.itertext()).strip()
        if found and (label == str(number + 1) or label in ("下一页", "下页", "Next", ">")):
            return [_posted(page, anchor, number + 1, (found.group(1), found.group(2)))]
    return []


def _posted(page: Page, anchor: Any, number: int, argument: tuple[str, str]) -> Step:
    sent = _sent_back(page, anchor)
    hidden = {
        field.get("name"): field.get("value") or ""
        for field in (page.tree if sent is None else sent).iter("input")
        if field.get("name") and (field.get("type") or "").lower() == "hidden"
    }
    action = (sent.get("action") or "") if sent is not None else ""
    values = {**hidden, "__EVENTTARGET": argument[0], "__EVENTARGUMENT": argument[1]}
    return Step(join(page.url, action) or page.url, "post back", number, None, "POST", form(values), FORM[:1])


def _sent_back(page: Page, anchor: Any) -> Any:
    """The form a pager sends: the one around it, else the one with the view state; never one that is sent by GET."""
    around = [element for element in anchor.iterancestors() if element.tag == "form"]
    stateful = [
        element for element in page.tree.iter("form") if element.find(".//input[@name='__VIEWSTATE']") is not None
    ]
    posted = (element for element in (*around, *stateful) if (element.get("method") or "post").lower() == "post")
    return next(posted, None)


def script_call(listing: Listing) -> list[Step]:
    """Where a page holds no row of its own: the addresses its scripts load, and the pages after them."""
    if listing.rule == "script":
        return _next_call(listing)
    if any(sense(link.label).kind in ("report", "year", "unit") and link.place == "main" for link in listing.links):
        return []
    found = dict.fromkeys(match for script in listing.page.scripts for match in LOADED.findall(script))
    urls = (join(listing.page.base, href) for href in found if not UNLOADED.search(href))
    return [Step(url, "script", 1, headers=FORM[1:]) for url in urls if url][:3]


def _next_call(listing: Listing) -> list[Step]:
    parts = urlsplit(listing.page.url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    counted = [name for name, value in pairs if name.lower() in PAGE_KEYS and value.isdigit()]
    if not counted or not listing.links:
        return []
    values = dict(pairs) | {counted[0]: str(int(dict(pairs)[counted[0]]) + 1)}
    url = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(values), ""))
    return [Step(url, "script", listing.number + 1, headers=FORM[1:])]


def skipped(lead: Lead) -> Lead | None:
    """The page after one that is missing or broken, for rules whose addresses carry the number; within the total."""
    number, offset = lead.number + 1, {"trs": 1, "template": 1}.get(lead.rule, 0)
    if lead.total is None or number > lead.total or lead.method != "GET":
        return None
    digits = list(re.finditer(rf"(?<!\d){lead.number - offset}(?!\d)", lead.url))
    if not digits:
        return None
    last = digits[-1]
    url = f"{lead.url[: last.start()]}{number - offset}{lead.url[last.end() :]}"
    return replace(lead, url=url, number=number, misses=lead.misses + 1)


PAGERS: tuple[Pager, ...] = (
    *MORE,
    calls.more,
    *NUMBERED,
    next_link,
    post_back,
    query_page,
    script_call,
)
