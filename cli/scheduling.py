"""What is due, printed; a systemd timer or a cron line that crawls it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.printing import print_rows
from cli.terminal import complain, emit, say, table

if TYPE_CHECKING:
    from storage.frontier.due import Due

HEAD = ("due", "portal", "publisher", "last crawled", "last new", "why")
MOST = 40

SERVICE = """\
# gongkai.service: crawls what is due and reads it
[Unit]
Description=Crawl the disclosure reports that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
# holds GONGKAI_CONTACT=…, the address told to every portal
EnvironmentFile={environment}
ExecStart={command}
# finished, and something is missing: gongkai status says what
SuccessExitStatus=1
Nice=10
"""

TIMER = """\
# gongkai.timer: every day; the crawl itself asks only portals that are due
[Unit]
Description=Crawl the disclosure reports that are due, daily

[Timer]
OnCalendar=*-*-* 03:00:00
RandomizedDelaySec=2h
Persistent=true

[Install]
WantedBy=timers.target
"""

CRON = """\
# every day; the crawl itself asks only portals that are due. The file holds GONGKAI_CONTACT=…, told to every portal
17 3 * * *  set -a; . {environment}; exec {command}
"""


def show_due(archive: Path, files: tuple[Path, ...], form: str) -> None:
    """Print when each portal is due, the soonest first; `form` csv or json for programs."""
    from crawler.portals.known import scheduled_portals
    from storage.archive import Archive
    from storage.frontier.due import Due, due_portals

    opened = Archive.open(archive)
    seeds = [portal.seed for portal in scheduled_portals(opened, files)]
    rows = due_portals(opened, seeds, datetime.now(UTC).date())
    if form == "table":
        for line in _lines(rows):
            say(line)
    else:
        print_rows([field.name for field in fields(Due)], [astuple(row) for row in rows], form)


def _lines(rows: list[Due]) -> Iterator[str]:
    due = sum(row.is_due for row in rows)
    cells = ((row.due, row.portal, row.publisher, row.last_crawled, row.last_new, row.why) for row in rows[:MOST])
    yield from table([HEAD, *cells])
    if len(rows) > MOST:
        yield f"… and {len(rows) - MOST} more: --format csv lists all"
    yield f"{due} of {len(rows)} portals are due now: gongkai run --due crawls them"


def show_systemd(archive: Path, files: tuple[Path, ...], environment: Path | None, out: Path | None) -> None:
    """Print the service and the timer, or write them to a folder."""
    words = " ".join(_for_systemd(word) for word in _command(archive, files))
    path = _environment(archive, environment)
    service = SERVICE.format(environment=str(path).replace("%", "%%"), command=words)
    if out is None:
        emit(f"{service}\n{TIMER}")
        return
    for name, text in (("gongkai.service", service), ("gongkai.timer", TIMER)):
        (out / name).write_text(text, "utf-8")
    say(f"gongkai.service and gongkai.timer written to {out}; then: systemctl --user enable --now gongkai.timer")


def show_cron(archive: Path, files: tuple[Path, ...], environment: Path | None) -> None:
    """Print the cron line."""
    words = shlex.join(_command(archive, files)).replace("%", r"\%")  # cron takes a bare % for a line end
    path = shlex.quote(str(_environment(archive, environment))).replace("%", r"\%")
    emit(CRON.format(environment=path, command=words))


def _command(archive: Path, files: tuple[Path, ...]) -> list[str]:
    """The crawl as a timer starts it: nothing in it depends on a folder or a search path."""
    program = Path(sys.executable).with_name("gongkai")
    named = [word for path in files for word in ("--portals", str(path.absolute()))]
    return [str(program), "run", "--archive", str(archive.absolute()), "--due", *named]


def _environment(archive: Path, given: Path | None) -> Path:
    """The file with GONGKAI_CONTACT; the reader is told when it is not there."""
    path = (given or archive.absolute().with_name("gongkai.env")).absolute()
    if not (path.exists() and "GONGKAI_CONTACT=" in path.read_text("utf-8")):
        complain(f"write a line GONGKAI_CONTACT=name@example.org with your own address into {path} first")
    return path


def _for_systemd(word: str) -> str:
    """A word of ExecStart: its specifiers and variables meant as they stand."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"' if set(plain) & set(" \t\"'\\;") else plain
