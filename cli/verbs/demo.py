"""`gongkai demo`: the main job on sample portals, without network."""

from __future__ import annotations

from pathlib import Path

import click

from cli.terminal import say


@click.command("demo", short_help="Run the main job on sample portals, without network.")
@click.option("--archive", metavar="DIR", default=None, help="The archive to make (default: demo-archive).")
@click.pass_context
def command(ctx: click.Context, archive: str | None) -> int:
    """Serve sample portals on this machine, crawl and read them, and show the coverage; needs no network.

    \b
    Example:
      gongkai demo
    """
    from demo.run import run

    finished = run(Path(archive or ctx.find_root().params["archive"] or "demo-archive"), say)
    return 0 if finished else 1
