"""`gongkai status`: running and past crawls, per portal."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option, format_option
from cli.showing import show_status


@click.command("status", short_help="Running and past crawls, per portal.")
@archive_option
@format_option
def command(archive: Path, form: str) -> None:
    """Show the crawls of the archive, and how far each portal is; a crawl may be running.

    \b
    Example:
      gongkai status
    """
    show_status(archive, form)
