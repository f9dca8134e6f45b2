"""CMS families: declared in the files beside this one, recognised by address shapes and mark-up, never by host name.

A family file says how its pages are told (`[recognise]`), which addresses are one page (`[[same]]`), and which request
fills a list (`[[call]]`). Lists and pagers are found by what a page holds, whoever made it: mixed portals
work. What data cannot say stands in a module of the same name beside the file (`__init__.py` lists them).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from crawler.errors import FamilyError
from crawler.pages.page import Page

FOLDER = Path(__file__).parent
KEYS = frozenset(("title", "note", "recognise", "same", "call"))
SIGNS = frozenset(("address", "link", "markup"))


@dataclass(frozen=True)
class Call:
    """A request that fills a list: made where `when` is found on a page or in its address.

    `{name}` in `url` and `values` stands for a named group of `when`, else for the query of the page. `page` names the
    value that counts pages, from `first` on; `size` is the rows of a page.
    """

    when: re.Pattern[str]
    url: str
    page: str
    values: Mapping[str, str]
    first: int = 1
    size: int = 15
    method: str = "GET"
    json: bool = False
    kind: Literal["rows", "tree", "annual"] = "rows"


@dataclass(frozen=True)
class Family:
    """One CMS. `address` and `link` are patterns over addresses of pages and of their links, `markup` over the text."""

    name: str
    title: str
    address: tuple[re.Pattern[str], ...] = ()
    link: tuple[re.Pattern[str], ...] = ()
    markup: tuple[re.Pattern[str], ...] = ()
    same: tuple[tuple[re.Pattern[str], str], ...] = ()
    call: tuple[Call, ...] = ()


@dataclass(frozen=True)
class Recognised:
    """The family of a page (None: the general reader alone), and the signs that say so."""

    family: Family | None
    why: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str | None:
        return self.family.name if self.family else None


@cache
def families() -> tuple[Family, ...]:
    """Every declared family, by name."""
    return tuple(load(path) for path in sorted(FOLDER.glob("*.toml")))


def load(path: Path) -> Family:
    """Read one family file; FamilyError names what it does not know, or lacks."""
    try:
        return _family(path, tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError, re.error) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else error
        raise FamilyError(f"{path.name}: {what}; see docs/how-to/add-a-family.md") from error


def _family(path: Path, data: dict[str, Any]) -> Family:
    signs = data.get("recognise", {})
    if unknown := sorted((data.keys() - KEYS) | (signs.keys() - SIGNS)):
        raise FamilyError(f"{path.name}: {unknown[0]} is not known here; see docs/how-to/add-a-family.md")
    if not signs:
        raise FamilyError(f"{path.name}: [recognise] is missing; say by which addresses or mark-up it is told")
    return Family(
        name=path.stem,
        title=data["title"],
        **{name: _compiled(signs.get(name, [])) for name in SIGNS},
        same=tuple((re.compile(rule["pattern"], re.IGNORECASE), rule["as"]) for rule in data.get("same", ())),
        call=tuple(_call(path, rule) for rule in data.get("call", ())),
    )


def _call(path: Path, rule: dict[str, Any]) -> Call:
    if unknown := sorted(rule.keys() - Call.__dataclass_fields__.keys()):
        raise FamilyError(f"{path.name}: {unknown[0]} of [[call]] is not known; see docs/how-to/add-a-family.md")
    if lacking := [name for name in ("when", "url", "page", "values") if name not in rule]:
        raise FamilyError(f"{path.name}: {lacking[0]} of [[call]] is missing; see docs/how-to/add-a-family.md")
    return Call(**{**rule, "when": re.compile(rule["when"], re.IGNORECASE)})


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def recognise(page: Page, urls: Iterable[str] = ()) -> Recognised:
    """Name the family of a page by its mark-up (4), its address (3) and the addresses of its links (1, from two on)."""
    listed = list(urls)[:80]
    best: Family | None = None
    score, why = 0, tuple[str, ...]()
    for family in families():
        found, signs = _signs(family, page, listed)
        if found > score:
            best, score, why = family, found, signs
    return Recognised(best, why)


def _signs(family: Family, page: Page, urls: list[str]) -> tuple[int, tuple[str, ...]]:
    score, why = 0, []
    if match := next((found for pattern in family.address if (found := pattern.search(page.url))), None):
        score += 3
        why.append(f"address {match.group()[:60]}")
    if match := next((found for pattern in family.markup if (found := pattern.search(page.text))), None):
        score += 4
        why.append(f"markup {match.group()[:60]}")
    linked = [url for url in urls if any(pattern.search(url) for pattern in (family.link or family.address))]
    if len(linked) > 1:
        score += 1
        why.append(f"{len(linked)} links like {linked[0][-60:]}")
    return score, tuple(why)


@cache
def _same() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(rule for family in families() for rule in family.same)


def one_spelling(address_key: str) -> str:
    """The key under which every spelling of a page's address is known (mobile twins, `content.jsp` and `/info/`)."""
    for pattern, spelling in _same():
        address_key = pattern.sub(spelling, address_key)
    return address_key
