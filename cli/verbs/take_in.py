"""`gongkai import`: take in files made by other tools."""

from __future__ import annotations

from pathlib import Path

import click

from cli.importing import import_files
from cli.options import archive_option


@click.command("import", short_help="Take in WARC and WACZ files made by other tools.")
@archive_option
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")
def command(archive: Path, files: tuple[Path, ...]) -> int:
    """Copy WARC, ARC and WACZ files into the archive, so that extract reads them like its own.

    \b
    Example:
      gongkai import crawl-2019.warc.gz collection.wacz
    """
    return 0 if import_files(archive, files) else 1
