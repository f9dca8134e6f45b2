"""Which links of a page are followed, as what, and how soon.

Only words that speak for a report, its column, the disclosure section or a body in it are followed; the rest of a
page is left alone. Below an annual-report column a list carries its odd rows along: where most rows of a list are
reports, bodies or years, its other rows are taken for the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.addresses import host_of, key, same_site, trap
from crawler.pages.links import FILE, Link
from crawler.pages.sense import Sense, path_says, plain, says, sense
from crawler.reading import lead as soon
from crawler.reading.context import Context
from crawler.reading.lead import Lead
from crawler.reading.scope import asked_for, in_scope
from lexicon.years import report_year
from storage.found import Found, Role

ARTICLE = re.compile(
    r"\.(?:s?html?|jhtml|jspx?|aspx?|php|do|thtml)(?:\?|$)|/\d{4,}(?:\?|$)|content|detail|article|show", re.IGNORECASE
)
FOLDER = re.compile(r"/$|/(?:index|list)[\w.]*$", re.IGNORECASE)
UNWANTED = re.compile(
    r"\.(?:exe|zip|rar|7z|mp4|mp3|avi|wmv|flv|apk|jpe?g|png|gif|css|js|ico|swf)(?:\?|$)|/login\b|login\.\w+|mp\.weixin\.qq\.com|/search(?:[/.?]|$)|[?&](?:q|keywords?|searchword|wd|kw)=",
    re.IGNORECASE,
)
POSITIVE = frozenset(("report", "annual", "year", "unit", "units", "maybe"))


@dataclass(frozen=True)
class Seen:
    """A link in its context; `carried`: most rows of its list speak for annual reports."""

    link: Link
    meaning: Sense
    context: Context
    carried: bool = False


def choose(links: Iterable[Link], context: Context) -> list[Lead]:
    """The leads of a page, one an address, the soonest wording of each."""
    listed = [link for link in links if key(link.url) != key(context.url) or "?" in link.url]
    adopted = _carried_along(listed, context)
    best: dict[str, Lead] = {}
    for link in listed:
        lead = _lead(link, context, link.block in adopted)
        if lead and (key(lead.url) not in best or lead.priority < best[key(lead.url)].priority):
            best[key(lead.url)] = lead
    return list(best.values())


def _lead(link: Link, context: Context, carried: bool) -> Lead | None:
    if UNWANTED.search(link.url) or trap(link.url) or context.found.depth > 14:
        return None
    meaning = sense(link.label)
    if meaning.kind in ("lookalike", "next"):
        return None
    stage = "annual" if context.stage in ("home", "section") and _under_annual(link) else context.stage
    if link.how == "choice" and (stage != "annual" or meaning.kind not in ("year", "unit")):
        return None
    lead = RULES[stage](Seen(link, meaning, context, carried))
    return (
        lead if lead and in_scope(link, lead, context) and asked_for(lead.found.role, meaning.year, context) else None
    )


def _under_annual(link: Link) -> bool:
    """Whether the heading right above a link is that of annual reports (a box on the section's front page)."""
    return bool(link.headings) and sense(link.headings[-1]).kind == "annual" and link.place == "main"


def _from_home(seen: Seen) -> Lead | None:
    if seen.meaning.kind in ("units", "unit") and _disclosed(seen.link):
        return _to(seen, "section", soon.UNIT)
    if seen.link.how == "frame":
        return _to(seen, "home", soon.SECTION)
    if seen.meaning.kind == "guide" and "目录" in seen.link.label:
        return _to(seen, "section", soon.SECTION + 8)
    if _in_menu(seen):
        return _to(seen, "section", soon.MENU)
    if seen.meaning.kind == "other" and path_says("section", seen.link.url) and seen.link.place != "footer":
        return _to(seen, "section", soon.RESERVE + 5)
    return _as(HOME, seen)


def _in_menu(seen: Seen) -> bool:
    """Whether a link is a piece of the government's own disclosure menu, looked at once: columns hide there.

    A pane of the page itself (another query, the same path) is no page of its own.
    """
    if seen.meaning.kind != "guide" or seen.context.found.unit or not says("menu", plain(seen.link.label)):
        return False
    return urlsplit(seen.link.url)[:3] != urlsplit(seen.context.url)[:3]


def _disclosed(link: Link) -> bool:
    """Whether a body, or a list of bodies, on the home page is named for disclosure or stands under such a heading."""
    return "公开" in link.label or any(
        sense(text).kind in ("section", "units") and "公开" in text for text in link.headings
    )


def _from_section(seen: Seen) -> Lead | None:
    kind = seen.meaning.kind
    if kind in ("unit", "units") and not _may_branch(seen.context):
        return None
    if kind in ("unit", "section", "guide") and not _fresh(seen.link, seen.context):
        return None
    if _in_menu(seen):
        return _to(seen, "section", soon.MENU)
    return _to(seen, "section", soon.DEEPER) if seen.link.how in ("iframe", "frame") else _as(SECTION, seen)


def _from_annual(seen: Seen) -> Lead | None:
    link, kind = seen.link, seen.meaning.kind
    if kind not in ("report", "maybe", "annual") and not _fresh(link, seen.context):
        return None
    if kind == "year" and not FOLDER.search(link.url):
        return _to(seen, "report", soon.YEAR)
    if kind == "more" and not _under_annual(link):
        return None
    if link.how in ("iframe", "frame", "object"):
        return _to(seen, "attachment" if FILE.search(link.url) else "column", soon.ANNUAL)
    its_own = seen.context.holds_report or seen.context.found.role == "report"
    if kind in ("other", "stop") and its_own and FILE.search(link.url):
        return _to(seen, "attachment", soon.ATTACHMENT)
    return _carried(seen) if kind == "other" else _as(ANNUAL, seen)


def _carried(seen: Seen) -> Lead | None:
    """An odd row of a list of reports, bodies or years."""
    link = seen.link
    label = plain(link.label)
    carried = seen.carried or (report_year(label) and "年" in label)
    if not carried or link.place != "main" or len(label) < 2:
        return None
    article = link.date or (ARTICLE.search(link.url) and not FOLDER.search(link.url))
    return _to(seen, "report" if article else "column", soon.ADOPTED)


def _from_article(seen: Seen) -> Lead | None:
    """From a report's page: its files, and other reports that it names."""
    link = seen.link
    if link.how in ("iframe", "object") or (FILE.search(link.url) and link.place in ("main", "pager")):
        return _to(seen, "attachment", soon.ATTACHMENT)
    return _as(ARTICLE_ROWS, seen)


def _as(table: Mapping[str, tuple[Role, int]], seen: Seen) -> Lead | None:
    """What a table makes of the kind of a link."""
    row = table.get(seen.meaning.kind)
    return _to(seen, *row) if row else None


HOME: dict[str, tuple[Role, int]] = {
    "report": ("report", soon.REPORT),
    "annual": ("column", soon.ANNUAL),
    "section": ("section", soon.SECTION),
    "guide": ("section", soon.RESERVE),
    "sitemap": ("section", soon.RESERVE),
    "units": ("section", soon.RESERVE),
    "unit": ("section", soon.RESERVE + 3),
}
SECTION: dict[str, tuple[Role, int]] = {
    "report": ("report", soon.REPORT),
    "annual": ("column", soon.ANNUAL),
    "units": ("section", soon.UNITS),
    "unit": ("section", soon.UNIT),
    "section": ("section", soon.DEEPER),
    "guide": ("section", soon.RESERVE),
}
ANNUAL: dict[str, tuple[Role, int]] = {
    "report": ("report", soon.REPORT),
    "maybe": ("report", soon.REPORT),
    "annual": ("column", soon.ANNUAL),
    "more": ("column", soon.ANNUAL),
    "year": ("column", soon.YEAR),
    "unit": ("column", soon.UNIT_REPORTS),
    "units": ("column", soon.UNIT_REPORTS),
}
ARTICLE_ROWS: dict[str, tuple[Role, int]] = {"report": ("report", soon.REPORT)}
RULES: dict[str, Callable[[Seen], Lead | None]] = {
    "home": _from_home,
    "section": _from_section,
    "annual": _from_annual,
    "article": _from_article,
}


def _fresh(link: Link, context: Context) -> bool:
    """Not one of the links that every page of the host repeats."""
    return link.place != "footer" and key(link.url) not in context.chrome


def _may_branch(context: Context) -> bool:
    """Bodies are looked for below the portal's own government, not below one of them on a site of its own."""
    return not context.found.unit or same_site(host_of(context.url), context.home_host)


def _to(seen: Seen, role: Role, priority: int) -> Lead:
    link, meaning, context = seen.link, seen.meaning, seen.context
    found = context.found
    if FILE.search(link.url) and role in ("report", "column"):
        role = "report"
    unit = plain(link.label) if meaning.kind == "unit" else found.unit
    headings = tuple(text for text in link.headings[-2:] if text not in found.column and text != link.label)
    own = (link.label,) if role in ("column", "section") else ()
    child = Found(
        role=role,
        seed=found.seed,
        page=context.url,
        link_text=link.text,
        link_title=link.title,
        list_date=link.date,
        column=(*found.column, *headings, *own)[-8:],
        unit=unit,
        year=meaning.year or found.year,
        family=context.family,
        depth=found.depth + 1,
    )
    return Lead(link.url, child, priority)


def _carried_along(links: list[Link], context: Context) -> frozenset[str]:
    """Lists (by their place in the page) most of whose rows speak for annual reports."""
    if context.stage != "annual":
        return frozenset()
    kinds: dict[str, Counter[bool]] = defaultdict(Counter)
    for link in links:
        if _fresh(link, context):
            kinds[link.block][sense(link.label).kind in POSITIVE] += 1
    return frozenset(block for block, count in kinds.items() if count[True] * 2 >= count.total() and count[True])
