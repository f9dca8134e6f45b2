"""The `gongkai` command. `verbs` has one file a verb, each a signature, a docstring and one call; what the verbs call
stands here, beside what they share: options, progress, rows for programs, lines for people.

`VERBS` names the file of every verb; a verb that is not here does not exist. What a verb needs beyond click is
imported when it runs, so that `gongkai --help` answers at once.
"""

from __future__ import annotations

from importlib import import_module

import click

from cli.failures import expected, one_line
from cli.terminal import complain

VERBS = {
    "demo": "cli.verbs.demo",
    "crawl": "cli.verbs.crawl",
    "import": "cli.verbs.take_in",
    "extract": "cli.verbs.extract",
    "run": "cli.verbs.run",
    "verify": "cli.verbs.verify",
    "status": "cli.verbs.status",
    "portals": "cli.verbs.portals",
    "schedule": "cli.verbs.schedule",
    "coverage": "cli.verbs.coverage",
    "export": "cli.verbs.export",
    "trace": "cli.verbs.trace",
    "diff": "cli.verbs.diff",
    "replay": "cli.verbs.replay",
    "package": "cli.verbs.package",
}


class Verbs(click.Group):
    """A group that imports a verb's file when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks so
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(VERBS[cmd_name]).command
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--archive", envvar="GONGKAI_ARCHIVE", metavar="DIR", help="The archive to work on (default: archive).")
@click.version_option(package_name="gongkai", message="%(prog)s %(version)s")
def gongkai(archive: str | None) -> None:
    """Find, archive and read the yearly disclosure reports of Chinese government bodies.

    \b
    Example:
      gongkai demo
    """


def main() -> int:
    """Run the command; the exit status is 0 done, 1 something is missing, 2 wrong usage or unusable input."""
    try:
        status = gongkai.main(prog_name="gongkai", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 2
    except click.ClickException as error:
        complain(error.format_message(), error.ctx if isinstance(error, click.UsageError) else None)
        return 2
    except (click.Abort, KeyboardInterrupt):
        complain("stopped; what is archived is whole, and the same command goes on from here")
        return 1
    except expected() as error:
        complain(one_line(error))
        return 2
    return status if isinstance(status, int) else 0
