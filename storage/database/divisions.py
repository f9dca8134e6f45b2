"""Divisions as coverage needs them: the names a code bore, when it existed, when its report is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.database.store import Store


@dataclass(frozen=True, slots=True)
class Division:
    """One row of `jurisdictions`."""

    code: str
    name: str
    level: str
    parent_code: str | None
    valid_from: int | None
    valid_to: int | None

    def in_year(self, year: int) -> bool:
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class Divisions:
    """Looks divisions up and remembers them; the rows of a code are in the order of their years."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._known: dict[str, list[Division]] = {}

    def rows(self, code: str) -> list[Division]:
        """The rows of a code, one for each name it bore; none for an unknown one."""
        if code not in self._known:
            self._known[code] = self._select("code = ?", code)
        return self._known[code]

    def townships(self, code: str) -> list[str]:
        """The codes of the townships that lie directly in a division."""
        inside: dict[str, list[Division]] = {}
        for row in self._select("level = 'township' AND parent_code = ?", code):
            inside.setdefault(row.code, []).append(row)
        self._known.update(inside)
        return list(inside)

    def parent(self, code: str) -> str:
        """The division a code lies in, or `''`."""
        rows = self.rows(code)
        return (rows[-1].parent_code or "") if rows else ""

    def _select(self, where: str, code: str) -> list[Division]:
        sql = f"""SELECT code, name, level, parent_code, valid_from, valid_to FROM jurisdictions
                  WHERE {where} ORDER BY code, COALESCE(valid_from, 0), rowid"""  # noqa: S608 -- conditions of ours
        return [Division(*row) for row in self.store.run(sql, (code,))]


def name_in(rows: list[Division], year: int) -> str:
    """The name a code bore in a year, or the last one it bore; `''` for a code without rows."""
    return next((row.name for row in rows if row.in_year(year)), rows[-1].name if rows else "")


def level_of(code: str) -> str:
    """The level that a code alone tells: 340000 province, 341500 prefecture, 341522 county, 341522208 township."""
    if len(code) > 6:
        return "township"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def not_due(rows: list[Division], year: int, due: tuple[int, int], today: date) -> str:
    """Why no report of that year can be there yet, or `''`. `due` is month and day of the next year."""
    if rows and not any(row.in_year(year) for row in rows):
        return f"the division did not exist in {year}"
    deadline = date(year + 1, *due)
    return f"due on {deadline}" if today <= deadline else ""
