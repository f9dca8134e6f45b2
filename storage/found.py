"""How an address was found: kept with every capture, because an archive is read again years later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, Self, get_args

Role = Literal["robots", "home", "section", "column", "list", "report", "attachment", "probe", "asset"]
ROLES: frozenset[str] = frozenset(get_args(Role))


@dataclass(frozen=True, slots=True)
class Seed:
    """A row of a portals CSV: whose portal a crawl started from."""

    jurisdiction_code: str
    publisher: str
    home_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The link that led to an address, as the page printed it.

    `role` is what the crawl expected behind the link; `column` the headings above it, outermost first;
    `list_date` the date printed beside it, as printed; `family` the CMS family of the page it stood on.
    """

    role: Role
    seed: Seed | None = None
    page: str | None = None
    link_text: str = ""
    link_title: str = ""
    list_date: str = ""
    column: tuple[str, ...] = ()
    unit: str = ""
    year: int | None = None
    family: str | None = None
    depth: int = 0

    def as_json(self) -> dict[str, Any]:
        """The members that say something, for the metadata record."""
        said = ((name, getattr(self, name)) for name in NAMES)
        return {name: asdict(value) if name == "seed" else value for name, value in said if value not in (None, "", ())}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read a metadata record of any version: unknown members are passed over."""
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        if values.get("role") not in ROLES:
            values["role"] = "probe"
        if values.get("seed"):
            values["seed"] = Seed(**values["seed"])
        values["column"] = tuple(values.get("column", ()))
        return cls(**values)


NAMES = tuple(field.name for field in fields(Found))
