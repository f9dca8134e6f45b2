"""Portals to crawl, read from a CSV; every fault is named with file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import PortalsError
from storage.found import Seed

REQUIRED = ("jurisdiction_code", "publisher", "home_url")
OPTIONAL = ("disclosure_url", "annual_report_url", "note")
CODE = re.compile(r"\d{6}(\d{3}|\d{6})?")


@dataclass(frozen=True, slots=True)
class Portal:
    """One row: whose portal, and where it starts. Addresses other than `home_url` may be empty."""

    jurisdiction_code: str
    publisher: str
    home_url: str
    disclosure_url: str = ""
    annual_report_url: str = ""
    note: str = ""

    @property
    def seed(self) -> Seed:
        """What every capture of this portal carries."""
        return Seed(self.jurisdiction_code, self.publisher, self.home_url)

    @property
    def host(self) -> str:
        """The host name of the home page."""
        return urlsplit(self.home_url).hostname or ""


def read_portals(path: Path | str) -> list[Portal]:
    """Read a portals CSV (UTF-8, with or without BOM). PortalsError with file and line for what is wrong."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PortalsError(f"{path}: cannot be read ({error.strerror}); give the path of a CSV file") from error
    except UnicodeDecodeError as error:
        raise PortalsError(f"{path}: not UTF-8 (byte {error.start}); save the file as UTF-8") from error
    portals = list(_rows(path, text))
    if not portals:
        raise PortalsError(f"{path}: no portals in it; add a line {','.join(REQUIRED)}")
    return portals


def _rows(path: Path, text: str) -> Iterator[Portal]:
    rows = csv.DictReader(text.splitlines(), strict=True)
    try:
        _check_header(path, rows.fieldnames or [])
        for row in rows:
            yield _portal(f"{path}, line {rows.line_num}", row)
    except csv.Error as error:
        raise PortalsError(f"{path}, line {rows.line_num}: {error}; check the quotes") from error


def _check_header(path: Path, names: Iterable[str]) -> None:
    if missing := [name for name in REQUIRED if name not in names]:
        raise PortalsError(f"{path}, line 1: column {missing[0]} is missing; the header is {','.join(REQUIRED)}[,…]")


def _portal(place: str, row: dict[str, str]) -> Portal:
    values = {name: (row.get(name) or "").strip() for name in (*REQUIRED, *OPTIONAL)}
    if not CODE.fullmatch(values["jurisdiction_code"]):
        what = f"jurisdiction_code {values['jurisdiction_code']!r} is not 6, 9 or 12 digits"
        raise PortalsError(f"{place}: {what}; seeds/jurisdictions.csv has the codes")
    if not values["publisher"]:
        raise PortalsError(f"{place}: publisher is empty; write the body's full name")
    for name in ("home_url", "disclosure_url", "annual_report_url"):
        if values[name] or name == "home_url":
            _check_address(f"{place}: {name}", values[name])
    return Portal(**values)


def _check_address(place: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", url):
        raise PortalsError(f"{place} {url!r} is not an address; write it as http://host/ or https://host/")


def choose(portals: Iterable[Portal], only: Iterable[str]) -> list[Portal]:
    """The portals whose code or host is in `only` (all where it is empty). PortalsError when none is."""
    wanted = set(only)
    known = list(portals)
    chosen = [portal for portal in known if not wanted or {portal.jurisdiction_code, portal.host} & wanted]
    if not chosen:
        raise PortalsError(
            f"--only {' '.join(sorted(wanted))}: no portal has that code or host; they stand in the portals CSV"
        )
    return chosen
