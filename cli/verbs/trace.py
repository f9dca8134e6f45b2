"""`gongkai trace`: from a figure back to the archived bytes."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option
from cli.tracing import show_trace


@click.command("trace", short_help="From a figure back to the archived bytes.")
@archive_option
@click.argument("report")
@click.argument("indicator")
def command(archive: Path, report: str, indicator: str) -> int:
    """Show where the figure INDICATOR of REPORT was read: value, text, place, capture, WARC file and offset.

    REPORT is the id of a report or the beginning of it.

    \b
    Example:
      gongkai trace k3v5q2 app_new__total
    """
    return 0 if show_trace(archive, report, indicator) else 1
