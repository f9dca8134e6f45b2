"""`gongkai verify`: is the archive what it was?"""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option
from cli.verifying import verify_archive


@click.command("verify", short_help="Check every record, digest, index line and row.")
@archive_option
def command(archive: Path) -> int:
    """Check every WARC record, digest, index line and database reference; changes nothing.

    \b
    Example:
      gongkai verify --archive archive
    """
    return 0 if verify_archive(archive) else 1
