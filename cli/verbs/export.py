"""`gongkai export`: tables and codebook."""

from __future__ import annotations

from pathlib import Path

import click

from cli.exporting import export
from cli.options import archive_option


@click.command("export", short_help="Write the tables as CSV or as a data package.")
@archive_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "datapackage"]),
    required=True,
    help="CSV files; or CSV files with a description of every column.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="The folder to write to.")
def command(archive: Path, form: str, out: Path) -> None:
    """Write every table to a folder, a CSV file each; as a data package with the codebook of the columns.

    \b
    Example:
      gongkai export --format datapackage --out tables
    """  # fmt: skip
    export(archive, form, out)
