"""`gongkai package`: a WACZ of a crawl or a division."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option
from cli.terminal import say


@click.command("package", short_help="Make a WACZ of a crawl or a division.")
@archive_option
@click.option("--crawl", metavar="ID", help="Only this crawl (its id stands in captures.origin).")
@click.option("--jurisdiction", metavar="CODE", help="Only what portals of this division led to.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write.")
def command(archive: Path, crawl: str | None, jurisdiction: str | None, out: Path) -> int:
    """Write a WACZ file that replayweb.page and other readers of web archives open.

    \b
    Example:
      gongkai package --jurisdiction 341522 --out huoqiu.wacz
    """
    from storage.archive import Archive
    from storage.sharing.package import package
    from storage.sharing.selection import Choice

    made = package(Archive.open(archive), out, Choice(crawl, jurisdiction))
    say(f"{made.path}: {made.records} index lines of {made.files} WARC files, {made.pages} pages")
    return 0
