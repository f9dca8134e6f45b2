"""`gongkai portals`: known, found and missing portals."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option, format_option
from cli.portal_table import LEVELS, show_portals, write_found

FILE = click.Path(path_type=Path)


@click.command("portals", short_help="Known, found and missing portals by level.")
@archive_option
@click.option(
    "--portals",
    type=FILE,
    multiple=True,
    metavar="CSV",
    help="Portals known beside those crawled; may be given several times (default: seeds/portals.csv).",
)
@click.option("--level", type=click.Choice(LEVELS), help="Only this level, what is missing listed.")
@format_option
@click.option("--out", type=FILE, metavar="FILE", help="Write the portals found as a CSV, to crawl next.")
def command(archive: Path, portals: tuple[Path, ...], level: str | None, form: str, out: Path | None) -> int:
    """Show which governments' portals are known, were found as links on crawled portals, or are missing.

    \b
    Examples:
      gongkai portals --level prefecture
      gongkai portals --out next.csv
    """
    if out:
        return 0 if write_found(archive, portals, level, out) else 1
    show_portals(archive, portals, level, form)
    return 0
