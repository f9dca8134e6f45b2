"""A page of a list, as pagers see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.pages.links import Link
from crawler.pages.page import Page
from crawler.pages.step import Step


@dataclass(frozen=True)
class Listing:
    """A page of a list: the page, its number (the first is 1), its links; `rule` and `state` are those of the step
    that asked for it, empty on a list's first page."""

    page: Page
    number: int
    links: list[Link]
    rule: str = ""
    state: tuple[tuple[str, str], ...] = ()


Pager = Callable[[Listing], list[Step]]  # the requests that continue the lists of a page; none where it is not known
