"""`gongkai crawl`: find reports and archive them."""

from __future__ import annotations

from pathlib import Path

import click

from cli.crawling import crawl_options, run_crawl
from cli.options import archive_option
from crawler.options import CrawlOptions


@click.command("crawl", short_help="Find reports and archive them.")
@archive_option
@crawl_options
def command(archive: Path, options: CrawlOptions) -> int:
    """Find reports on the portals and archive them.

    Run again it goes on where it stopped, or fetches only what is new or has changed.

    \b
    Examples:
      gongkai crawl --portals my.csv --contact name@example.org
      gongkai crawl --only 341522 --years 2019-2024
    """
    return 0 if run_crawl(archive, options) else 1
