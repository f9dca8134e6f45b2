"""The story of one answer: a wall? missing? a shell? which family? what is on it, and what is worth fetching next.

Pure: the same bytes and the same way of having been found give the same reading.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from crawler.addresses import join, key
from crawler.families import LINKS
from crawler.families.family import Recognised, recognise
from crawler.pages import stub
from crawler.pages.challenge import Wall, wall
from crawler.pages.data import data_links
from crawler.pages.links import Link, read_links
from crawler.pages.listing import Listing
from crawler.pages.page import Page
from crawler.pages.sense import sense
from crawler.pages.step import Step
from crawler.reading import lead as soon
from crawler.reading.lead import Lead
from crawler.reading.neighbours import neighbours
from crawler.reading.pagers import more
from crawler.reading.route import FILE, Context, choose
from lexicon.titles import classify_title
from storage.found import Role
from storage.frontier.learnt import Neighbour

Kind = Literal[
    "home",
    "section",
    "hub",
    "list",
    "report",
    "article",
    "attachment",
    "shell",
    "blocked",
    "soft404",
    "lookalike",
    "empty",
    "robots",
    "other",
]
PROSE = 450
TURN = re.compile(r"^[\W\d]*$|[上下首尾末前后]一?[页頁]|^第?\d+页?$")
REPORT_WORDS = re.compile(r"信息公开")
REPORT_BODY = re.compile(
    r"总体情况|概述|主动公开|依申请公开|申请情况|行政复议|存在的?(?:主要)?(?:问题|不足)|统计(?:时限|期限|数据)|本年度报告|本报告"
)


@dataclass(frozen=True)
class Site:
    """What the crawl knows when it reads a page: the home page's size and links, and the years asked for."""

    chrome: frozenset[str] = frozenset()
    home_key: str = ""
    home_digest: str = ""
    home_host: str = ""
    years: tuple[int, int] = (2008, 2100)


@dataclass(frozen=True)
class Reading:
    """What a page is, why, and what follows from it. `rows` are the keys of its own links, for the stop rule."""

    kind: Kind
    why: tuple[str, ...] = ()
    family: str | None = None
    leads: tuple[Lead, ...] = ()
    rows: tuple[str, ...] = ()
    wall: Wall | None = None
    title: str = ""
    skipped: tuple[str, ...] = field(default=())
    neighbours: tuple[Neighbour, ...] = field(default=())

    def verdict(self) -> dict[str, Any]:
        """The part that is kept with the capture."""
        said = {
            "kind": self.kind,
            "family": self.family,
            "why": list(self.why),
            "title": self.title,
            "leads": len(self.leads),
        }
        if self.skipped:
            said["lookalikes"] = list(self.skipped)[:20]
        return {name: value for name, value in said.items() if value not in (None, "", [])}


def read(page: Page, lead: Lead, site: Site) -> Reading:
    """Read the answer to a lead."""
    if page.fault:
        return Reading("other", (page.fault,))
    if found := wall(page):
        return Reading("blocked", (found.reason, found.sign), wall=found)
    if page.is_document:
        return Reading("attachment", (page.header("content-type") or "by its bytes",))
    if words := _missing(page, lead, site):
        return Reading("soft404", (words,))
    if target := stub.target(page) or (stub.only_link(page) if lead.found.role == "home" else None):
        moved = replace(lead, url=target, hops=lead.hops + 1, method="GET", body=b"", headers=())
        return Reading("shell", (target,), leads=(moved,))
    return _content(page, lead, site)


def lacks(page: Page, reading: Reading) -> str:
    """What a browser might add to an answer: the other side of a challenge, or the links that scripts write."""
    if reading.wall:
        return reading.wall.sign if reading.wall.passable else ""
    if reading.kind not in ("home", "section", "empty") or any(not lead.is_reserve for lead in reading.leads):
        return ""
    scripted = bool(page.scripts) or any(element.get("src") for element in page.tree.iter("script"))
    links = sum(1 for element in page.tree.iter("a") if element.get("href"))
    bare = len(page.visible) < 300 and links < 8
    return "no links, only scripts" if scripted and bare and not stub.nothing(page) else ""


def _missing(page: Page, lead: Lead, site: Site) -> str:
    if page.status in (404, 410):
        return f"status {page.status}"
    if (
        lead.found.role != "home"
        and site.home_digest
        and digest(page) == site.home_digest
        and key(page.url) != site.home_key
    ):
        return "the bytes of the home page"
    return stub.missing(page)


def digest(page: Page) -> str:
    """What two answers with the same bytes share."""
    return hashlib.sha1(page.body, usedforsecurity=False).hexdigest() if page.body else ""


def _content(page: Page, lead: Lead, site: Site) -> Reading:
    links = [*(data_links(page) or read_links(page)), *(link for more_links in LINKS for link in more_links(page))]
    family = recognise(page, [link.url for link in links])
    stage, why = _stage(page, lead, [link for link in links if key(link.url) not in site.chrome])
    found = replace(lead.found, unit=lead.found.unit, family=family.name)
    context = Context(found, stage, page.url, family.name, site.chrome, site.years, page.crumbs, site.home_host)
    context = replace(context, holds_report=stage == "annual" and _is_report(page))
    leads = choose(_framed(links), context)
    rows = tuple(key(link.url) for link in links if _fresh_row(link, site))
    reading = Reading(
        _kind(page, lead, stage, leads), (*why, *family.why), family.name, tuple(leads), rows, title=page.title
    )
    others = neighbours(links, context) if reading.kind in ("home", "section", "hub", "list") else ()
    reading = replace(reading, skipped=_skipped(links, stage), neighbours=tuple(others))
    return _decided(page, lead, reading, _steps(page, lead, links, stage))


def _fresh_row(link: Link, site: Site) -> bool:
    """An entry of the page's own: not navigation, not a number or a word of a pager."""
    return (
        link.place == "main"
        and len(link.label) > 4
        and not TURN.search(link.label)
        and key(link.url) not in site.chrome
    )


def _stage(page: Page, lead: Lead, links: list[Link]) -> tuple[str, tuple[str, ...]]:
    """In which context the links of a page are read: what it was found as, corrected by what it says of itself."""
    role = lead.found.role
    own = _own_words(page)
    if own and role in ("section", "home", "probe"):
        return "annual", (f"calls itself {own}",)
    if role == "report":
        is_list = prose(page) < PROSE and _many(links) and not _titled(page)
        return ("annual", ("a list where a report was expected",)) if is_list else ("article", ())
    if role in ("column", "list"):
        other = _elsewhere(page, lead, links)
        return ("section", (other,)) if other else ("annual", ())
    if role in ("attachment", "asset"):
        return "article", ()
    return ("home" if role == "home" else "section"), ()


def _own_words(page: Page) -> str:
    """The page's own words for being an annual-report column: its last crumb, its column's name, its title."""
    title = re.split(r"[-_|–—]", page.title)[0]
    for words in (page.metas.get("columnname", ""), page.crumbs[-1] if page.crumbs else "", title):
        if words and sense(words).kind == "annual":
            return words
    return ""


def _elsewhere(page: Page, lead: Lead, links: list[Link]) -> str:
    """A body's entry in the hub may lead to its whole site: there its own column is looked for first."""
    if not lead.found.unit or _own_words(page):
        return ""
    back = key(lead.found.page or "")  # the hub that led here is not the body's own column
    kinds = [sense(link.label).kind for link in links if key(link.url) != back]
    if "report" in kinds or kinds.count("year") > 1 or prose(page) >= PROSE * 2:
        return ""
    return "a body's own site" if {"annual", "section"} & set(kinds) else ""


def _many(links: list[Link]) -> bool:
    return sum(sense(link.label).kind in ("report", "year", "unit") and link.place == "main" for link in links) > 1


def _titled(page: Page) -> bool:
    """Whether a page bears the title of one report and a file: an article whose text is the attachment."""
    titled = any(sense(text).kind == "report" for text in (page.metas.get("articletitle", ""), page.headline) if text)
    return titled and any(FILE.search(element.get("href") or "") for element in page.tree.iter("a"))


def prose(page: Page) -> int:
    """Length of the text that is no link, no script, no option: what an article has and a list has not."""
    total = 0
    for element in page.tree.iter(
        "p", "td", "div", "span", "font", "section", "article", "li", "h1", "h2", "h3", "strong", "b", "u"
    ):
        if element.text and not _inside(element):
            total += len(element.text.strip())
        total += sum(len(child.tail.strip()) for child in element if child.tail)
    return total


def _inside(element: Any) -> bool:
    return any(
        parent.tag in ("a", "select", "footer", "script", "style", "button") for parent in element.iterancestors()
    )


def _framed(links: list[Link]) -> Iterable[Link]:
    """The links, a viewer's frame replaced by the file it shows."""
    for link in links:
        inner = stub.framed_document(link.url) if link.how in ("iframe", "object", "a") else None
        url = join(link.url, inner) if inner else None
        yield replace(link, url=url, how="object") if url else link


def _kind(page: Page, lead: Lead, stage: str, leads: list[Lead]) -> Kind:
    if stage == "article" and lead.found.role == "report":
        return "empty" if _holds_nothing(page, leads) else "report"
    if stage == "article":
        return "article"
    if stage == "annual":
        if _is_report(page):
            return "report"
        reports = sum(lead.found.role == "report" for lead in leads)
        return "list" if reports else "hub" if leads else "empty"
    return "home" if stage == "home" else "section"


def _holds_nothing(page: Page, leads: list[Lead]) -> bool:
    """Whether the page of a report says that there is none, and has no file either (a year not filed)."""
    return (
        prose(page) < PROSE
        and not any(lead.found.role == "attachment" for lead in leads)
        and bool(stub.nothing_in(page))
    )


def _is_report(page: Page) -> bool:
    """Whether a column's page holds the report itself: prose, with the words every report has."""
    if prose(page) < PROSE:
        return False
    return bool(REPORT_WORDS.search(page.visible)) and len(set(REPORT_BODY.findall(page.visible))) >= 2


def _skipped(links: list[Link], stage: str) -> tuple[str, ...]:
    if stage != "annual":
        return ()
    return tuple(
        dict.fromkeys(link.label for link in links if link.place == "main" and sense(link.label).kind == "lookalike")
    )


def _decided(page: Page, lead: Lead, reading: Reading, steps: list[Lead]) -> Reading:
    """Add what continues the list; a title that is a look-alike's makes the page one."""
    if reading.kind == "report":
        verdict = classify_title(
            page.metas.get("articletitle") or page.headline or lead.found.link_title or lead.found.link_text
        )
        if verdict.kind == "lookalike":
            kept = tuple(lead for lead in reading.leads if lead.found.role != "attachment")
            return replace(reading, kind="lookalike", why=(verdict.why, verdict.matched, *reading.why), leads=kept)
        reading = replace(reading, leads=(*reading.leads, *_images(page, lead)))
    return replace(reading, leads=(*reading.leads, *steps))


def _steps(page: Page, lead: Lead, links: list[Link], stage: str) -> list[Lead]:
    """The further requests of the page's lists: of a column always, of another list when reports stand in it."""
    if stage == "article":
        return []
    reports = stage == "annual" or any(sense(link.label).kind == "report" for link in links)
    steps = more(Listing(page, lead.number, links, lead.rule, lead.state))
    wanted = (step for step in steps if step.kind == "annual" or (stage != "home" and (reports or step.kind == "tree")))
    return [_further(page, lead, step, stage) for step in wanted]


def _further(page: Page, lead: Lead, step: Step, stage: str) -> Lead:
    role: Role = "list" if stage == "annual" or step.kind == "annual" else "section"
    found = replace(lead.found, role=role, page=page.url if lead.number == 1 else lead.found.page)
    request = (step.method, step.body, step.headers, step.rule, step.number, step.total)
    return Lead(step.url, found, soon.MORE, *request, entry=lead.entry or key(page.url), state=step.state)


def _images(page: Page, lead: Lead) -> list[Lead]:
    """The scanned pages of a report whose text is a picture: large images of the body, when there is hardly text."""
    if prose(page) > PROSE or any(FILE.search(element.get("href") or "") for element in page.tree.iter("a")):
        return []
    found = replace(lead.found, role="attachment", page=page.url, depth=lead.found.depth + 1)
    sources = (element.get("src") or "" for element in page.tree.iter("img") if _is_scan(element))
    urls = dict.fromkeys(url for source in sources if (url := join(page.base, source)))
    return [Lead(url, found, soon.ATTACHMENT) for url in list(urls)[:40]]


def _is_scan(element: Any) -> bool:
    marks = "".join(f"{parent.get('class') or ''} {parent.get('id') or ''} " for parent in element.iterancestors())
    if re.search(
        r"foot|head|logo|nav|menu|share|qrcode|ewm|banner|friend", marks + (element.get("class") or ""), re.IGNORECASE
    ):
        return False
    named = re.search(r"\.(?:jpe?g|png|gif|bmp|tiff?)(?:\?|$)", element.get("src") or "", re.IGNORECASE)
    inside = re.search(r"content|zoom|TRS|article|text|vsb|ivs|con\b|editor|body", marks, re.IGNORECASE)
    return bool(named and inside)


__all__ = ["PROSE", "Reading", "Recognised", "Site", "digest", "prose", "read"]
