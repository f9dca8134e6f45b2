"""`gongkai schedule`: what is due, and how to have it crawled."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import FILE, archive_option, format_option, portals_option
from cli.scheduling import show_cron, show_due, show_systemd

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.command("schedule", short_help="What is due, and the timer that crawls it.")
@archive_option
@portals_option("Portals to crawl (default: those crawled so far, else seeds/portals.csv)")
@format_option
@click.option("--systemd", is_flag=True, help="Print a systemd service and its timer instead.")
@click.option("--cron", is_flag=True, help="Print a line for crontab instead.")
@click.option(
    "--environment",
    type=FILE,
    metavar="FILE",
    help="The file with GONGKAI_CONTACT for both (default: gongkai.env beside the archive).",
)
@click.option("--out", type=FOLDER, metavar="DIR", help="Write the service and the timer to this folder.")
def command(
    *,
    archive: Path,
    portals: tuple[Path, ...],
    form: str,
    systemd: bool,
    cron: bool,
    environment: Path | None,
    out: Path | None,
) -> None:
    """Show when each portal is due: weekly from January to March, monthly otherwise, sooner where it changed.

    \b
    Examples:
      gongkai schedule
      gongkai schedule --systemd --out ~/.config/systemd/user
    """
    if systemd:
        show_systemd(archive, portals, environment, out)
    elif cron:
        show_cron(archive, portals, environment)
    else:
        show_due(archive, portals, form)
