"""Where a list goes on. Detectors in order; the first that knows the page decides, an explicit next link comes late
because many lists print one that their script makes useless.

A detector takes a page of a list and gives the requests that follow.
When to stop is decided by who follows: rows repeated, no rows, the total reached, the cap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.addresses import join, key
from crawler.families import MORE
from crawler.pages.links import Link
from crawler.pages.listing import Listing
from crawler.pages.page import Page
from crawler.pages.scripts import evaluate
from crawler.pages.sense import sense
from crawler.pages.step import FORM, Step, form
from crawler.reading import calls
from crawler.reading.lead import Lead

CAP = 200
CALL = re.compile(r"\bcreatePage(?:HTML)?\s*\(([^)]*)\)", re.IGNORECASE)
TOTALS = re.compile(
    r"(?:pagination_script_config\s*=\s*\{[^}]*?\btotal(?:Page)?|\btotalData|\btotalPages?|\bpageCount|\bcountPage)\s*[:=]\s*[\"']?(\d+)",
    re.IGNORECASE,
)
GUARD = re.compile(r"\.value\s*\)?\s*>\s*(?:parseInt\s*\()?[\"']?(\d+)")
PARSE_INT = re.compile(r"parseInt\(\s*[\"'](\d+)[\"']")
PAGES_OF = re.compile(r"\bpage_?size\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
RECORDS = re.compile(r"\b(?:totalData|total(?:Count|Records?|Num|Rows?)|count)\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
TEMPLATE = re.compile(
    r"[\"']([\w./-]*)(?:\{\{?(?:n|i|p|num|page|pageNo|pageNum|pageIndex)\}\}?|[\"']\s*\+\s*\(?(?:n|i|p|num|index|(?:cur\w*)?page\w*)(?:\s*[-+]\s*1)?\)?"
    r"\s*\+\s*[\"'])"
    r"([\w-]*\.(?:s?html?|jhtml|aspx?|jspx?|php))[\"']",
    re.IGNORECASE,
)
CURRENT = re.compile(r"\bcurrent(?:Page|Index)?\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
TRS_ARTICLE = re.compile(r"/t\d{7,8}(?:_\d+)?\.s?html?")
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
Detector = Callable[[Listing], list[Step]]


def more(listing: Listing) -> list[Step]:
    """The requests that continue the lists of a page, and by which rule."""
    for detector in DETECTORS:
        steps = [step for step in detector(listing) if step.number <= CAP]
        if steps:
            return steps
    return []


def create_page(listing: Listing) -> list[Step]:
    """`createPageHTML`: TRS counts files from 0 (page 2 is `index_1`), Ucap names a div first and counts from 1."""
    page, number = listing.page, listing.number
    for script in page.scripts:
        for call in CALL.finditer(script):
            arguments = _arguments(call.group(1), script)
            if len(arguments) >= 3 and not arguments[0].isdigit() and arguments[1].isdigit():
                return _ucap(page, number, arguments[1:])
            if len(arguments) >= 3 and arguments[0].isdigit():
                return _trs(page, number, int(arguments[0]), arguments[2:])
    return []


def _arguments(text: str, script: str) -> list[str]:
    names = dict(re.findall(r"(?:var|let)?\s*\b(\w+)\s*=\s*[\"']?(\d+)[\"']?\s*[;,\n]", script))
    return [(evaluate(part.strip(), 0, names) or "").strip() for part in text.split(",")]


def _ucap(page: Page, number: int, arguments: list[str]) -> list[Step]:
    total, name, ending = int(arguments[0]), arguments[2] if len(arguments) > 2 else "", arguments[3:4]
    stem, extension = _file(page.url)
    name, extension = name or re.sub(r"_\d+$", "", stem), ending[0] if ending and ending[0] else extension or "shtml"
    return _static(page, "ucap", number + 1, total, f"{name}_{number + 1}.{extension}")


def _trs(page: Page, number: int, total: int, arguments: list[str]) -> list[Step]:
    name = arguments[0] or "index"
    stem, extension = _file(page.url)
    own = re.sub(rf"_{number - 1}$", "", stem) if number > 1 else stem
    if own.startswith(name):
        name = own
    extension = (arguments[1] if len(arguments) > 1 else "") or extension or "html"
    return _static(page, "trs", number + 1, total, f"{name}_{number}.{extension}")


def _static(page: Page, rule: str, number: int, total: int, name: str) -> list[Step]:
    url = join(page.url, name)
    return [Step(url, rule, number, total)] if url and number <= total else []


def _file(url: str) -> tuple[str, str]:
    """Stem and extension of the file an address ends with; both empty for a folder."""
    name = urlsplit(url).path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    return (stem, extension) if dot else (name, "")


def script_total(listing: Listing) -> list[Step]:
    """A total kept in some script variable beside TRS articles: files from `_1`, named as the script or the page is."""
    page, number = listing.page, listing.number
    text = "\n".join(page.scripts)
    guard = GUARD.search(text) if any(TRS_ARTICLE.search(link.url) for link in listing.links) else None
    total = _pages_said(text) or int(guard.group(1) if guard else 0)
    if not total:
        return []
    stem, extension = _file(page.url)
    named = re.search(r"[\"'](index_pc)\b", text)
    name = named.group(1) if named else re.sub(rf"_{number - 1}$", "", stem) if number > 1 else stem
    return _static(page, "trs", number + 1, total, f"{name or 'index'}_{number}.{extension or 'html'}")


def named_files(listing: Listing) -> list[Step]:
    """A name with a place for the number in a script (`index_pc_{n}.html`), beside how many rows there are, or pages.

    The number counts as the script's own `current` does on this page, else from 0 as most of these lists.
    """
    page, number = listing.page, listing.number
    text = "\n".join(page.scripts)
    named, total = TEMPLATE.search(text), _pages_said(text)
    if not named or not total:
        return []
    current = CURRENT.search(text)
    shown = int(current.group(1)) + 1 if current and number - int(current.group(1)) in (0, 1) else number
    return _static(page, "template", number + 1, total, f"{named.group(1)}{shown}{named.group(2)}")


def _pages_said(text: str) -> int:
    """How many pages a script says there are; 0 where it does not."""
    size, records = PAGES_OF.search(text), RECORDS.search(text)
    if size and records and int(size.group(1)):
        return -(-int(records.group(1)) // int(size.group(1)))
    total = TOTALS.search(text)
    return int(total.group(1)) if total else 0


def counted_files(listing: Listing) -> list[Step]:
    """Pages named `1.html`, `2.html`; the total is in a script."""
    page, number = listing.page, listing.number
    stem, extension = _file(page.url)
    found = PARSE_INT.search("\n".join(page.scripts))
    if not (found and stem.isdigit() and int(stem) == number):
        return []
    return _static(page, "counted", number + 1, int(found.group(1)), f"{number + 1}.{extension}")


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


DETECTORS: tuple[Detector, ...] = (
    *MORE,
    calls.more,
    create_page,
    named_files,
    script_total,
    counted_files,
    next_link,
    post_back,
    query_page,
    script_call,
)
