import io
import json
import sys

import pytest

from cli import terminal
from cli.coverage_table import spans
from cli.printing import csv_text
from cli.progress import progress


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("霍邱县\n白莲乡\t", "霍邱县\n白莲乡\t"),
        ("red \x1b[31malert\x07", "red [31malert"),
        ("\u202egnp.exe\u2066\u200b\ufeff", "gnp.exe"),
        ("C1 \x9b31m", "C1 31m"),
        ("half \ud800 pair", "half  pair"),
    ],
)
def test_terminal_text_moves_no_cursor(text: str, shown: str) -> None:
    assert terminal.clean(text) == shown


def test_columns_stand_under_each_other() -> None:
    lines = terminal.table([("code", "name", "2020"), ("341522", "霍邱县", "+"), ("34", "安徽\x1b", ".")])
    assert lines == ["code    name    2020", "341522  霍邱县  +", "34      安徽    ."]


def test_csv_runs_nothing() -> None:
    rows = [("=1+1", "@cmd", -3, 2.5, None, "霍邱,县"), ("+86", "-x", 0, 1, "\tx", 'a"b')]
    lines = csv_text(("a", "b", "c", "d", "e", "f"), rows).splitlines()
    assert lines == ["a,b,c,d,e,f", "'=1+1,'@cmd,-3,2.5,,\"霍邱,县\"", '\'+86,\'-x,0,1,\'\tx,"a""b"']


def test_data_is_cleaned_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.emit("a\x1b\n")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    terminal.emit("b\x1b\n")
    assert capsys.readouterr().out == "a\x1b\nb\n"


def test_years_are_told_as_spans() -> None:
    assert spans([2008, 2009, 2010, 2013, 2015, 2016]) == "2008-2010, 2013, 2015-2016"
    assert json.dumps(spans([])) == '""'


def test_progress_is_plain_lines_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cli.progress.EVERY", 0.0)
    with progress("extract", "captures") as report:
        report(3, 10, "cap3\x1b")
        report(4, None, "")
    assert capsys.readouterr().err == "extract: 3 of 10 captures; cap3\nextract: 4 captures\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("crawl", "pages") as report:
        report(3, 10, "霍邱县")
        report(10, 10, "霍邱县")
    assert "crawl" in screen.getvalue()
    assert "\n" not in screen.getvalue().strip()
