"""`gongkai schedule`: what is due, and how to have it crawled."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option, format_option
from cli.scheduling import show_due, show_timer


@click.command("schedule", short_help="What is due, and the timer that crawls it.")
@archive_option
@format_option
@click.option("--timer", type=click.Choice(["systemd", "cron"]), help="Print the timer instead.")
def command(archive: Path, form: str, timer: str | None) -> None:
    """Show when each portal is due: weekly from January to March, monthly otherwise, sooner where it changed.

    \b
    Examples:
      gongkai schedule
      gongkai schedule --timer cron
    """
    if timer:
        show_timer(archive, timer)
    else:
        show_due(archive, form)
