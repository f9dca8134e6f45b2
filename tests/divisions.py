"""Divisions that tests speak of by their codes."""

from __future__ import annotations

from lexicon.place_index import Jurisdiction
from lexicon.places import Gazetteer


def division(code: str, year: int | None = None) -> Jurisdiction:
    """The division of a code, which is there."""
    found = Gazetteer.load().by_code(code, year)
    assert found is not None, code
    return found
