"""Lists whose further pages are files with a number in their name; scripts say how many there are."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.addresses import join
from crawler.pages.listing import Listing, Pager
from crawler.pages.page import Page
from crawler.pages.scripts import evaluate
from crawler.pages.step import Step

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


NUMBERED: tuple[Pager, ...] = (create_page, named_files, script_total, counted_files)
