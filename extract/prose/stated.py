"""What the sentences of a document state of a report whose body and year are known: the way in to this room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.codebook import unit
from extract.document import Document
from extract.prose.choosing import Choice, choices
from extract.prose.statements import Reader, Statement, in_unit, read_prose
from extract.prose.subjects import Own
from extract.used import use
from lexicon.places import Gazetteer

if TYPE_CHECKING:
    from extract.identity.identify import Identity

LOCAL = frozenset({"department", "township", "subdistrict", "institution"})


def stated(document: Document, template: str | None, identity: Identity, capture_id: str) -> Iterator[Choice]:
    """For every indicator the statement that counts, in the unit of the form, and the others."""
    use("prose")
    province = (identity.publisher.jurisdiction_code or "")[:2] if identity.publisher else ""
    reader = Reader(identity.year, template or "2014", province, identity.kind in LOCAL, _own(identity))
    return choices(_in_units(document, template, reader), capture_id)


def _in_units(document: Document, template: str | None, reader: Reader) -> list[Statement]:
    return [in_unit(said, unit(said.indicator, template)) for said in read_prose(document.paragraphs(), reader)]


def _own(identity: Identity) -> Own:
    """The level of the place and the names that sentences are read against; of an unknown body what is printed."""
    publisher = identity.publisher
    if publisher is None:
        return Own("", tuple(filter(None, (identity.printed, identity.title))))
    place = Gazetteer.load().by_code(publisher.jurisdiction_code or "", identity.year)
    level = "township" if publisher.kind in {"township", "subdistrict"} else place.level if place else ""
    names = (place.name if place else publisher.name, publisher.name, identity.printed, identity.title or "")
    return Own(level, names)
