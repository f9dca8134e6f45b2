"""Which records of an archive belong to a crawl or a division; what was withdrawn belongs to none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from storage import withdrawn
from storage.archive import Archive
from storage.warc.reading import warc_fields
from storage.warc.scan import Scanned, scan

# where the parts of a twelve-digit division code end: province, prefecture, county, township, village
LEVELS = (2, 4, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Choice:
    """A crawl by its id, a division by its code with all below it, or, with neither, everything."""

    crawl: str | None = None
    jurisdiction: str | None = None

    def __str__(self) -> str:
        said = [f"crawl {self.crawl}"] if self.crawl else []
        said += [f"jurisdiction {self.jurisdiction}"] if self.jurisdiction else []
        return ", ".join(said) or "the whole archive"


@dataclass(slots=True)
class Chosen:
    """A WARC file and which of its records: lengths by offset, None for all."""

    path: Path
    offsets: dict[int, int] | None = None


@dataclass
class Sieve:
    """The records of one file that a division's portals led to."""

    prefix: str
    chosen: Chosen
    ids: set[str] = field(default_factory=set)
    repeated: set[tuple[str, str]] = field(default_factory=set)
    waiting: dict[str, list[Scanned]] = field(default_factory=dict)

    def take(self, record: Scanned) -> None:
        """Records of a group come before the metadata record that says whose they are."""
        assert self.chosen.offsets is not None
        own = record.fields.get("warc-record-id", "")
        if record.kind == "warcinfo":
            if not self.chosen.offsets:
                self._keep(record)
            return
        if record.kind != "metadata":
            self.waiting.setdefault((record.concurrent_to or [own])[0], []).append(record)
            return
        group = (record.concurrent_to or [""])[0]
        if record.fields.get("warc-refers-to") in self.ids or self._is_ours(record):
            self.ids.add(group)
            for one in [*self.waiting.pop(group, []), record]:
                self._keep(one)
        self.waiting.clear()

    def _is_ours(self, record: Scanned) -> bool:
        seed = _object(_object(warc_fields(record.block).get("found")).get("seed"))
        return str(seed.get("jurisdiction_code", "")).startswith(self.prefix)

    def _keep(self, record: Scanned) -> None:
        assert self.chosen.offsets is not None
        self.chosen.offsets[record.offset] = record.length
        if record.kind == "revisit":
            fields = record.fields
            self.repeated.add((fields.get("warc-refers-to-target-uri", ""), fields.get("warc-refers-to-date", "")))


def choose(archive: Archive, choice: Choice) -> list[Chosen]:
    """The finished WARC files of a choice, and what of them may be handed on."""
    chosen = _chosen(archive, choice)
    if withdrawn.withdrawn():
        for one in chosen:
            one.offsets = {at: length for at, length in _shown(one.path) if one.offsets is None or at in one.offsets}
    return [one for one in chosen if one.offsets is None or len(one.offsets) > 1]


def _shown(path: Path) -> Iterator[tuple[int, int]]:
    """Offset and length of the records of a file that nobody had withdrawn."""
    for record in scan(path):
        digest = record.sha1 or record.fields.get("warc-payload-digest", "")
        if not withdrawn.withdrawn_because(record.fields["warc-target-uri"], digest):
            yield record.offset, record.length


def _chosen(archive: Archive, choice: Choice) -> list[Chosen]:
    paths = [path for path in archive.warc_files() if not path.name.endswith(".open")]
    if choice.crawl:
        paths = [path for path in paths if _origin(path) == f"crawl:{choice.crawl}"]
    if not choice.jurisdiction:
        return [Chosen(path) for path in paths]
    sieves = [_sift(path, division_prefix(choice.jurisdiction)) for path in paths]
    repeated = set[tuple[str, str]]().union(*(sieve.repeated for sieve in sieves))
    chosen = [sieve.chosen for sieve in sieves]
    if repeated:
        _add_originals(chosen, repeated)
    return chosen


def division_prefix(code: str) -> str:
    """What the codes of a division and all below it begin with: `341522` of 341522000000, `34` of 340000."""
    full = code.ljust(12, "0")
    return next(full[:level] for level in LEVELS if not full[level:].strip("0"))


def _sift(path: Path, prefix: str) -> Sieve:
    sieve = Sieve(prefix, Chosen(path, {}))
    for record in scan(path):
        sieve.take(record)
    return sieve


def _add_originals(chosen: list[Chosen], repeated: set[tuple[str, str]]) -> None:
    """What chosen revisits repeat comes too, or they would be empty."""
    for one in chosen:
        for record in scan(one.path):
            if record.kind == "response" and one.offsets is not None:
                place = (record.fields["warc-target-uri"], record.fields.get("warc-date", ""))
                if place in repeated:
                    one.offsets[record.offset] = record.length


def _origin(path: Path) -> str:
    first = next(scan(path), None)
    return warc_fields(first.block).get("origin", "") if first is not None else ""


def _object(said: Any) -> dict[str, Any]:
    """A JSON object, or an empty one for anything else."""
    try:
        value = json.loads(said) if isinstance(said, str) else said
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
