"""What is due, printed; a systemd timer or a cron line that crawls it."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

from cli.printing import print_rows
from cli.terminal import say, table

COLUMNS = ("portal", "publisher", "last_crawled", "last_new", "due")

SYSTEMD = """# ~/.config/systemd/user/gongkai.service
[Service]
Type=oneshot
ExecStart={command}

# ~/.config/systemd/user/gongkai.timer
[Timer]
# weekly from January to March, when reports are due; on the first of the other months
OnCalendar=Mon *-01,02,03-* 03:00
OnCalendar=*-04..12-01 03:00
RandomizedDelaySec=2h
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl --user enable --now gongkai.timer"""

CRON = """# weekly from January to March, when reports are due; on the first of the other months
0 3 * 1-3 1  {command}
0 3 1 4-12 *  {command}"""


def show_due(archive: Path, form: str) -> None:
    """Print when each portal is due; `form` csv or json for programs."""
    from storage.archive import Archive
    from storage.due import due_portals

    rows = [astuple(due) for due in due_portals(Archive.open(archive), datetime.now(UTC))]
    if form != "table":
        print_rows(COLUMNS, rows, form)
    elif rows:
        for line in table([COLUMNS, *rows]):
            say(line)
    else:
        say("nothing has been crawled here: gongkai crawl starts")


def show_timer(archive: Path, kind: str) -> None:
    """Print the timer; it takes the contact address from GONGKAI_CONTACT."""
    program = shutil.which("gongkai") or "gongkai"
    command = f"{shlex.quote(program)} run --archive {shlex.quote(str(archive.absolute()))}"
    say((SYSTEMD if kind == "systemd" else CRON).format(command=command))
