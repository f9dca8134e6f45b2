"""`gongkai coverage`: what is there, what is missing, and why."""

from __future__ import annotations

from pathlib import Path

import click

from cli.coverage_table import show_coverage
from cli.options import archive_option, format_option, level_option


@click.command("coverage", short_help="What is there, what is missing, and why.")
@archive_option
@level_option
@format_option
def command(archive: Path, level: str | None, form: str) -> None:
    """Show jurisdiction by year: what is there, what is missing, and why.

    \b
    Examples:
      gongkai coverage --level county
      gongkai coverage --format csv > coverage.csv
    """
    show_coverage(archive, level, form)
