"""Options that verbs share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FIRST_YEAR = 2008  # the regulation came into force on 1 May 2008
FILE = click.Path(path_type=Path)
LEVELS = ("province", "prefecture", "county", "township")


def _archive(ctx: click.Context, _: click.Parameter, value: str | None) -> Path:
    """The verb's own --archive, else the one before the verb or GONGKAI_ARCHIVE, else ./archive."""
    return Path(value or ctx.find_root().params.get("archive") or "archive")


def archive_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--archive DIR` after the verb; the verb gets the folder as `archive`."""
    text = "The archive to work on (default: archive, or GONGKAI_ARCHIVE)."
    return click.option("--archive", metavar="DIR", callback=_archive, help=text)(command)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--format table|csv|json`; the verb gets it as `form`."""
    forms = click.Choice(["table", "csv", "json"])
    text = "Lines for people, or rows for programs."
    return click.option("--format", "form", type=forms, default="table", show_default=True, help=text)(command)


def level_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--level LEVEL` of the divisions to show."""
    return click.option("--level", type=click.Choice(LEVELS), help="Only this level.")(command)


def portals_option(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--portals CSV`, several times; `text` says what they are for."""
    said = f"{text}; may be given several times."
    return click.option("--portals", type=FILE, multiple=True, metavar="CSV", help=said)


class Years(click.ParamType[range]):
    """`2008-2025` or `2015`: the years reported on."""

    name = "years"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> range:
        match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", str(value).strip())
        if match is None:
            self.fail(f"{value!r} is not a year or a span of years such as 2008-2025", param, ctx)
        first, last = int(match[1]), int(match[2] or match[1])
        if not FIRST_YEAR <= first <= last:
            self.fail(f"{value!r}: years go from {FIRST_YEAR} upwards, the earlier one first", param, ctx)
        return range(first, last + 1)
