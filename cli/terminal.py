"""What goes to a terminal: stripped of characters that move the cursor or turn the text round."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence

import click

KEPT = frozenset("\n\t")


def clean(text: str) -> str:
    """Without control characters (but line ends and tabs), invisible and bidirectional marks, and half surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char for char in text if char in KEPT or unicodedata.category(char) not in {"Cc", "Cf", "Cs"})


def say(text: str = "") -> None:
    """A line on standard output."""
    click.echo(clean(text))


def complain(message: str, ctx: click.Context | None = None) -> None:
    """One line on standard error; `ctx` is the command whose help has the answer."""
    hint = f" ({ctx.command_path} --help shows how)" if ctx else ""
    click.echo(f"gongkai: {clean(' '.join(message.split()))}{hint}", err=True)


def emit(text: str) -> None:
    """Data on standard output: as it is into a file or a pipe, cleaned on a terminal."""
    click.echo(clean(text) if sys.stdout.isatty() else text, nl=False)


def width(text: str) -> int:
    """Columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """Filled with spaces to a width in terminal columns."""
    return text + " " * max(0, columns - width(text))


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines with the columns of `rows` under each other."""
    cells = [[clean(cell) for cell in row] for row in rows]
    widths = [max(width(row[index]) for row in cells) for index in range(len(cells[0]))] if cells else []
    return ["  ".join(pad(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip() for row in cells]
