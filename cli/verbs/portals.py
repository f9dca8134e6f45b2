"""`gongkai portals`: known, found and missing portals."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import FILE, archive_option, format_option, level_option, portals_option
from cli.portal_table import show_portals, write_found


@click.command("portals", short_help="Known, found and missing portals by level.")
@archive_option
@portals_option("Portals known beside those crawled (default: seeds/portals.csv)")
@level_option
@format_option
@click.option("--out", type=FILE, metavar="FILE", help="Write the portals found as a CSV, to crawl next.")
def command(archive: Path, portals: tuple[Path, ...], level: str | None, form: str, out: Path | None) -> int:
    """Show which governments' portals are known, were found as links on crawled portals, or are missing.

    With --level those missing are listed, too.

    \b
    Examples:
      gongkai portals --level prefecture
      gongkai portals --out next.csv
    """
    if out:
        return 0 if write_found(archive, portals, level, out) else 1
    show_portals(archive, portals, level, form)
    return 0
