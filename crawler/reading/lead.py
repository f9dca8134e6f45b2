"""A lead: an address worth fetching, how it was found, and how soon."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.found import Found

# the smaller, the sooner; what expires comes first, what is only a last hope comes last
ATTACHMENT, REPORT, MORE, ANNUAL, YEAR, UNIT_REPORTS, ADOPTED, SECTION, UNITS, UNIT, DEEPER, MENU, RESERVE, GUESS = (
    5, 10, 15, 20, 22, 25, 30, 40, 45, 50, 55, 70, 80, 95,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lead:
    """One request to make. `number`, `total` and `rule` are those of a list's further page; `state` is the rule's own.

    `hops` counts redirects and shells passed on the way, `entry` is the list whose rows a further page continues.
    `swapped`: asked with the other scheme after the first failed; `same_page`: a hop that leads to the same page.
    `browser`: to be rendered, because the plain page lacks what it should hold; `wall`: because of a challenge.
    """

    url: str
    found: Found
    priority: int
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    number: int = 1
    total: int | None = None
    hops: int = 0
    entry: str = ""
    misses: int = 0
    state: tuple[tuple[str, str], ...] = field(default=())
    swapped: bool = False
    same_page: bool = False
    browser: bool = False
    wall: bool = False

    @property
    def is_reserve(self) -> bool:
        """Whether it is followed only when nothing better led to an annual-report column."""
        return self.priority >= RESERVE
