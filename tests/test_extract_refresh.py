"""The lists of this release as the database takes them."""

from __future__ import annotations

from extract.codebook import indicators
from extract.refresh import jurisdictions


def test_valid_to_is_the_last_year_of_a_division() -> None:
    """Chongming became a district in 2016: its last report as a county is on 2015."""
    rows = {(row.code, row.name): row for row in jurisdictions()}
    chongming = rows["310230", "崇明县"]
    assert (chongming.valid_from, chongming.valid_to) == (None, 2015)
    assert rows["310151", "崇明区"].valid_from == 2016
    assert rows["341522", "霍邱县"].valid_to is None


def test_every_indicator_has_a_code_and_a_template() -> None:
    assert all(row.code and row.template for row in indicators())
