"""The options of a crawl, its progress, and what is said of it at the end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from cli.options import Years, portals_option
from cli.progress import Progress, progress
from cli.terminal import say
from crawler.options import CrawlOptions, CrawlSummary, PortalProgress

OPTIONS = (
    portals_option("Portals to crawl (default: seeds/portals.csv)"),
    click.option("--only", multiple=True, metavar="CODE_OR_HOST", help="Only these; may be given several times."),
    click.option("--years", type=Years(), help="Years reported on (default: 2008 to last year)."),
    click.option("--browser", type=click.Choice(["auto", "never", "always"]), default="auto", show_default=True,
                 help="Render pages that need a browser; takes the browser extra."),
    click.option("--max-pages", type=click.IntRange(min=1), default=CrawlOptions.max_pages, show_default=True,
                 metavar="N", help="Page budget of each portal."),
    click.option("--delay", type=click.FloatRange(min=0), default=CrawlOptions.delay, show_default=True,
                 metavar="SECONDS", help="Least pause between two requests to a host; it grows when the host slows."),
    click.option("--due", is_flag=True, help="Only portals that are due; gongkai schedule lists them."),
    click.option("--contact", envvar="GONGKAI_CONTACT", default="", metavar="ADDRESS",
                 help="Mail or web address told to every portal (or GONGKAI_CONTACT); public hosts want one."),
)  # fmt: skip


def crawl_options(command: Callable[..., int]) -> Callable[..., int]:
    """The options of `gongkai crawl`; the verb gets them as one CrawlOptions, `options`."""

    @functools.wraps(command)
    def with_options(years: range | None, **given: Any) -> int:
        ours = {
            name: given.pop(name) for name in ("portals", "only", "browser", "max_pages", "delay", "due", "contact")
        }
        span = (years[0], years[-1]) if years else CrawlOptions.years
        return command(options=CrawlOptions(years=span, **ours), **given)

    for option in reversed(OPTIONS):
        with_options = option(with_options)
    return with_options


def run_crawl(archive: Path, options: CrawlOptions) -> bool:
    """Crawl with progress and say what came of it; whether everything was reached."""
    from crawler.run import checked, crawl
    from storage.archive import Archive

    checked(Archive(archive), options)  # a crawl that is refused leaves no archive behind

    with progress("crawl", "pages") as report:
        summary = crawl(Archive.create(archive), replace(options, progress=functools.partial(_show, report)))
    return _conclude(summary, archive)


def _show(report: Progress, portals: list[PortalProgress]) -> None:
    fetched, waiting = sum(portal.fetched for portal in portals), sum(portal.waiting for portal in portals)
    busy = max(portals, key=lambda portal: portal.waiting, default=None)
    reports = sum(portal.reports for portal in portals)
    report(fetched, fetched + waiting, f"{reports} reports; {busy.publisher}" if busy else "")


def _conclude(summary: CrawlSummary, archive: Path) -> bool:
    if not summary.portals:
        say("no portal is due: gongkai schedule says when")
        return True
    portals, incomplete = len(summary.portals), summary.incomplete
    say(
        f"crawl {summary.crawl_id}: {portals} portals, {summary.fetched} pages, {summary.reports} reports, in {archive}"
    )
    for portal in incomplete:
        why = "; ".join([*(f"{reason} {count}" for reason, count in portal.reasons), *filter(None, [portal.note])])
        say(f"  {portal.publisher} {portal.portal}: {portal.blocked} blocked, {portal.failed} failed: {why}")
    if incomplete:
        say("gongkai coverage says which years lack, and what can be done")
    if not summary.finished:
        say("stopped before the end: the same command goes on from here")
    elif not summary.fetched:
        say("nothing new was fetched")
    return summary.finished and not incomplete
