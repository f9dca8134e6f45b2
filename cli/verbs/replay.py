"""`gongkai replay`: what was archived of an address."""

from __future__ import annotations

from pathlib import Path

import click

from cli.options import archive_option
from cli.replaying import print_page, serve_pages


@click.command("replay", short_help="Print or serve what was archived of an address.")
@archive_option
@click.argument("url")
@click.option("--at", "moment", metavar="TIME", help="The capture nearest to this time (UTC).")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the bytes to a file.")
@click.option("--serve", is_flag=True, help="Serve it on loopback for a browser, sandboxed.")
def command(archive: Path, url: str, moment: str | None, out: Path | None, serve: bool) -> int:
    """Print what was archived of an address, checked against its digest; into a pipe or a file byte for byte.

    \b
    Examples:
      gongkai replay http://www.huoqiu.gov.cn/public/1.html > page.html
      gongkai replay http://www.huoqiu.gov.cn/public/1.html --at 2024-01-20 --serve
    """
    if serve:
        return serve_pages(archive, url, moment)
    return print_page(archive, url, moment, out)
