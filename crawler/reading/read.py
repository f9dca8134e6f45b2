"""The story of one answer: a wall? missing? a shell? which family? what is on it, and what is worth fetching next.

Pure: the same bytes and the same way of having been found give the same reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from crawler.addresses import join, key
from crawler.families import LINKS
from crawler.families.family import recognise
from crawler.pages import stub
from crawler.pages.challenge import wall
from crawler.pages.data import data_links
from crawler.pages.links import Link, read_links
from crawler.pages.listing import Listing
from crawler.pages.page import PROSE, Page
from crawler.pages.sense import sense
from crawler.pages.step import Step
from crawler.reading import lead as soon
from crawler.reading.context import Context, Stage
from crawler.reading.lead import Lead
from crawler.reading.neighbours import neighbours
from crawler.reading.pagers import more
from crawler.reading.reading import Kind, Reading
from crawler.reading.route import choose
from crawler.reading.scans import scans
from crawler.reading.site import Site, digest
from crawler.reading.stage import stage_of
from lexicon.titles import classify_title
from storage.found import Role

TURN = re.compile(r"^[\W\d]*$|[上下首尾末前后]一?[页頁]|^第?\d+页?$")
REPORT_WORDS = re.compile(r"信息公开")
REPORT_BODY = re.compile(
    r"总体情况|概述|主动公开|依申请公开|申请情况|行政复议|存在的?(?:主要)?(?:问题|不足)|统计(?:时限|期限|数据)|本年度报告|本报告"
)


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


def _content(page: Page, lead: Lead, site: Site) -> Reading:
    links = [*(data_links(page) or read_links(page)), *(link for more_links in LINKS for link in more_links(page))]
    family = recognise(page, [link.url for link in links])
    stage, why = stage_of(page, lead, [link for link in links if key(link.url) not in site.chrome])
    found = replace(lead.found, family=family.name)
    context = Context(found, stage, page.url, family.name, site.chrome, site.years, site.home_host)
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


def _framed(links: list[Link]) -> Iterable[Link]:
    """The links, a viewer's frame replaced by the file it shows."""
    for link in links:
        inner = stub.framed_document(link.url) if link.how in ("iframe", "object", "a") else None
        url = join(link.url, inner) if inner else None
        yield replace(link, url=url, how="object") if url else link


def _kind(page: Page, lead: Lead, stage: Stage, leads: list[Lead]) -> Kind:
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
        page.prose < PROSE
        and not any(lead.found.role == "attachment" for lead in leads)
        and bool(stub.nothing_in(page))
    )


def _is_report(page: Page) -> bool:
    """Whether a column's page holds the report itself: prose, with the words every report has."""
    if page.prose < PROSE:
        return False
    return bool(REPORT_WORDS.search(page.visible)) and len(set(REPORT_BODY.findall(page.visible))) >= 2


def _skipped(links: list[Link], stage: Stage) -> tuple[str, ...]:
    if stage != "annual":
        return ()
    return tuple(
        dict.fromkeys(link.label for link in links if link.place == "main" and sense(link.label).kind == "lookalike")
    )


def _decided(page: Page, lead: Lead, reading: Reading, steps: list[Lead]) -> Reading:
    """Add what continues the list; a title that is a look-alike's makes the page one, an article's also in place of a
    column that lists nothing.
    """
    article = page.metas.get("articletitle", "")
    if reading.kind == "report" or (reading.kind == "empty" and article):
        verdict = classify_title(article or page.headline or lead.found.link_title or lead.found.link_text)
        if verdict.kind == "lookalike":
            kept = tuple(lead for lead in reading.leads if lead.found.role != "attachment")
            return replace(reading, kind="lookalike", why=(verdict.why, verdict.matched, *reading.why), leads=kept)
    if reading.kind == "report":
        reading = replace(reading, leads=(*reading.leads, *scans(page, lead)))
    return replace(reading, leads=(*reading.leads, *steps))


def _steps(page: Page, lead: Lead, links: list[Link], stage: Stage) -> list[Lead]:
    """The further requests of the page's lists: of a column always, of another list when reports stand in it."""
    if stage == "article":
        return []
    reports = stage == "annual" or any(sense(link.label).kind == "report" for link in links)
    steps = more(Listing(page, lead.number, links, lead.rule, lead.state))
    wanted = (step for step in steps if step.kind == "annual" or (stage != "home" and (reports or step.kind == "tree")))
    return [_further(page, lead, step, stage) for step in wanted]


def _further(page: Page, lead: Lead, step: Step, stage: Stage) -> Lead:
    role: Role = "list" if stage == "annual" or step.kind == "annual" else "section"
    found = replace(lead.found, role=role, page=page.url if lead.number == 1 else lead.found.page)
    request = (step.method, step.body, step.headers, step.rule, step.number, step.total)
    return Lead(step.url, found, soon.MORE, *request, entry=lead.entry or key(page.url), state=step.state)
