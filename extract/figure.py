"""Figures, mentions and checks: what goes into the database as it is made is a row of the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from storage.rows import BlankAs, CheckRow, FigureRow, MentionRow, Number, State, Strength

__all__ = [
    "ABOUT", "BlankAs", "CheckResult", "Figure", "Issue", "Mention", "Number", "Reading", "State", "Strength",
]  # fmt: skip

ABOUT = "about"
"""How a value was come by that is printed with 余, 约 or 多."""

Figure = FigureRow
Mention = MentionRow
CheckResult = CheckRow


@dataclass(frozen=True, slots=True)
class Reading:
    """What one printed cell or phrase says: `value` in `unit`, `raw` as printed, `approximate` for 余 约 多."""

    value: Number | None
    state: State
    raw: str
    unit: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a person should look at. `level` error, warning, info; `kind` a short stable word."""

    level: Literal["error", "warning", "info"]
    kind: str
    detail: str
