"""The database brought up to what the archive and the lists of this release say, coverage among it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from extract.codebook import CODEBOOK, indicators
from extract.identity.identify import publisher
from lexicon.bodies import full_name, kind_of
from lexicon.nation import NATION
from lexicon.place_index import DIVISIONS, load_index
from lexicon.places import Gazetteer
from storage.archive import Archive
from storage.database.database import Database
from storage.frontier.learnt import seeds_of
from storage.rows import JurisdictionRow, PublisherRow


def refresh(db: Database, archive: Archive) -> None:
    """List new WARC files, renew the lists of divisions and indicators, and write coverage anew."""
    with db.writing():
        db.sync_captures(archive)
        load_lists(db)
        db.save_publishers(bodies_with_portals(archive))
        db.rebuild_coverage(archive, datetime.now(UTC).date())
    db.optimise()


def load_lists(db: Database) -> None:
    """Renew the lists of divisions and indicators, where their files have changed."""
    with db.writing():
        db.load_jurisdictions(jurisdictions(), f"{NATION.code} {file_digest(DIVISIONS)}")
        db.load_indicators(indicators(), file_digest(CODEBOOK))


def file_digest(path: Path) -> str:
    """The sha1 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha1").hexdigest()


def jurisdictions() -> Iterator[JurisdictionRow]:
    """The nation and all divisions, whose valid_to is the first year without them; ours is the last."""
    for row in (NATION, *load_index().rows):
        last = row.valid_to - 1 if row.valid_to else None
        yield JurisdictionRow(row.code, row.name, row.level, row.parent_code or None, row.valid_from, last)


def bodies_with_portals(archive: Archive) -> Iterator[PublisherRow]:
    """Bodies below a government whose own portals were crawled: coverage speaks of them without a report, too."""
    for seed in seeds_of(archive):
        if kind_of(seed.publisher) != "government":
            place = Gazetteer.load().match(seed.publisher, seed.jurisdiction_code, None).jurisdiction
            if place is not None:
                yield publisher(full_name(place, seed.publisher), place)
