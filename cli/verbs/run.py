"""`gongkai run`: crawl, then extract."""

from __future__ import annotations

from pathlib import Path

import click

from cli.crawling import crawl_options, run_crawl
from cli.extracting import run_extract, workers_option
from cli.options import archive_option
from crawler.options import CrawlOptions


@click.command("run", short_help="Crawl, then extract.")
@archive_option
@crawl_options
@workers_option
def command(archive: Path, options: CrawlOptions, workers: int) -> int:
    """Crawl, then read what is new into the database.

    \b
    Example:
      gongkai run --portals my.csv --contact name@example.org
    """
    reached = run_crawl(archive, options)
    read = run_extract(archive, workers=workers)
    return 0 if reached and read else 1
