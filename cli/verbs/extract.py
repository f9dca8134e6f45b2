"""`gongkai extract`: read archived captures into the database."""

from __future__ import annotations

from pathlib import Path

import click

from cli.extracting import run_extract, workers_option
from cli.options import archive_option


@click.command("extract", short_help="Read archived captures into the database.")
@archive_option
@click.option("--warc", "warcs", type=click.Path(path_type=Path), multiple=True, metavar="FILE",
              help="Only captures of this WARC file of the archive; may be given several times.")  # fmt: skip
@click.option(
    "--all", "everything", is_flag=True, help="Read everything again, not only what this version may read otherwise."
)
@workers_option
def command(archive: Path, warcs: tuple[Path, ...], everything: bool, workers: int) -> int:
    """Read archived captures into the database: whose, which year, which form, every figure, checked.

    \b
    Examples:
      gongkai extract
      gongkai extract --all --workers 4
    """
    return 0 if run_extract(archive, warcs, everything, workers) else 1
