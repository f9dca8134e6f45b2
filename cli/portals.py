"""`gongkai portals`: known, found and missing portals."""

from __future__ import annotations

from pathlib import Path

import click

from cli.finding import show_portals
from cli.options import archive_option

FILE = click.Path(path_type=Path)


@click.command("portals", short_help="Known, found and missing portals by level.")
@archive_option
@click.option("--portals", type=FILE, multiple=True, metavar="CSV", help="Portals known (default: seeds/portals.csv).")
@click.option(
    "--level", type=click.Choice(["province", "prefecture", "county", "township"]), help="List what is missing."
)
@click.option("--out", type=FILE, metavar="CSV", help="Write the portals found, to crawl next.")
def command(archive: Path, portals: tuple[Path, ...], level: str | None, out: Path | None) -> None:
    """Count the governments whose portal is known, was found as a link on a crawled portal, or is missing.

    \b
    Examples:
      gongkai portals --out next.csv
      gongkai portals --level prefecture
    """
    show_portals(archive, portals, level, out)
