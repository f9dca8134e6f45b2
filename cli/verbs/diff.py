"""`gongkai diff`: what a later extraction changed, figure by figure."""

from __future__ import annotations

from pathlib import Path

import click

from cli.comparing import show_changes
from cli.options import archive_option, format_option


@click.command("diff", short_help="What a later extraction changed, figure by figure.")
@archive_option
@click.argument("versions", nargs=-1, metavar="[A B]")
@format_option
def command(archive: Path, versions: tuple[str, ...], form: str) -> None:
    """Show the figures that two versions of the reader read differently: A, the earlier, and B, the later.

    Without A and B: the last two versions that filled the database.

    \b
    Example:
      gongkai diff --format csv > changes.csv
    """
    if len(versions) not in (0, 2):
        raise click.UsageError("give two versions, or none for the last two")
    show_changes(archive, versions, form)
