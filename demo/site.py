"""The structure of one sample portal, declared in `sites/*.toml`: columns, their lists, addresses of documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import md5
from typing import Any

from demo.document import Document, document, read_toml
from demo.lists import Row

NAMES = ("panjin", "huoqiu", "hengnan", "liangshan", "guiding")


@dataclass(frozen=True)
class Column:
    """A column. `list` is a paging of `lists.LISTS`, or `hub` (links only) or `shell` (a bounce to its link)."""

    path: str
    title: str
    list: str
    documents: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    text: tuple[str, ...] = ()
    per_page: int = 10
    side: bool = False

    @classmethod
    def declared(cls, data: Mapping[str, Any]) -> Column:
        """Read a `[[columns]]` table."""
        return cls(**dict(data) | {"links": tuple(map(tuple, data.get("links", ())))})


@dataclass(frozen=True)
class Site:
    """One portal; `port` is that of all sample hosts, which link to each other."""

    name: str
    port: int

    @property
    def data(self) -> Mapping[str, Any]:
        """The declared file."""
        return read_toml(f"sites/{self.name}.toml")

    @property
    def home(self) -> str:
        """The address a crawl starts from."""
        return f"http://{self.data['host']}:{self.port}/"

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return tuple(map(Column.declared, self.data["columns"]))

    def link(self, column: Column) -> str:
        """The column's address as the portal writes it."""
        return column.path + str(self.data.get("index", ""))

    def documents(self, column: Column) -> tuple[Document, ...]:
        """What the column lists on this host."""
        return tuple(document(name, self.place(column)) for name in column.documents if name != "copy")

    def rows(self, column: Column) -> tuple[Row, ...]:
        """The lines of the column's list, in its order."""
        return tuple(self._row(column, name) for name in column.documents)

    def _row(self, column: Column, name: str) -> Row:
        if name == "copy":
            copy = self.data["copy"]
            return Row(f"http://{copy['host']}:{self.port}{copy['path']}", copy["title"], copy["date"])
        one = document(name, self.place(column))
        return Row(self.address(column, one), one.title, one.date.isoformat())

    def address(self, column: Column, one: Document) -> str:
        """The path of a document, in the manner of the portal's family."""
        digest = md5(f"{self.name}{column.path}{one.id}".encode(), usedforsecurity=False).hexdigest()
        return str(self.data["article"]).format(
            column=column.path,
            month=one.date.strftime("%Y%m"),
            day=one.date.strftime("%Y%m%d"),
            date=f"{one.date.year}/{one.date.month}/{one.date.day}",
            number=int(digest[:7], 16) % 9_000_000 + 1_000_000,
            hex=digest,
            id=column.path.strip("/").removeprefix("col/col"),
        )

    def place(self, column: Column) -> str:
        """The township whose column this is, else the portal's own place."""
        return next((title for title in self.trail(column) if title.endswith(("乡", "镇", "街道"))), self.data["place"])

    def trail(self, column: Column) -> tuple[str, ...]:
        """Titles of the columns above, outermost first, and its own."""
        parent = self._parent(column)
        return (*(self.trail(parent) if parent else ()), column.title)

    def _parent(self, column: Column) -> Column | None:
        for one in self.columns:
            if one.list == "hub" and self.link(column) in {path for _, path in one.links}:
                return one
        above = [one for one in self.columns if one is not column and column.path.startswith(one.path)]
        return max(above, key=lambda one: len(one.path), default=None)

    def top(self) -> tuple[Column, ...]:
        """The columns of the main navigation: those nothing links to."""
        return tuple(column for column in self.columns if self._parent(column) is None)
