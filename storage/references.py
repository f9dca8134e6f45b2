"""Whether database and archive speak of the same things: rows that point nowhere, captures that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from storage.archive import Archive
from storage.errors import StorageError
from storage.reading import iter_captures
from storage.store import Store
from storage.syncing import warc_name


@dataclass(frozen=True, slots=True)
class Dangling:
    """A row that points nowhere. `captures` and `reports` are the ids that it touches, at most `MOST` of each."""

    detail: str
    captures: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()


MOST = 5


def dangling(store: Store, archive: Archive) -> Iterator[Dangling]:
    """Every reference of the database that leads nowhere; nothing is changed."""
    yield from _broken_keys(store)
    yield from _gone_files(store, archive)
    yield from _wrong_places(store, archive)
    yield from _double_versions(store)


def touched(store: Store, warc_file: str, offset: int) -> Dangling | None:
    """The capture whose record begins at an offset of a WARC file, and the reports that were read from it."""
    place = "warc = (SELECT key FROM warc WHERE name = ?) AND warc_offset = ?"
    found = _of_captures(store, f"{warc_file} at {offset}", place, (warc_file, offset))
    return found if found.captures else None


def _broken_keys(store: Store) -> Iterator[Dangling]:
    counts: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in store.run("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), count in sorted(counts.items()):
        yield Dangling(f"{table}: {count} rows name a {parent} that is not there; run `gongkai extract --all`")


def _gone_files(store: Store, archive: Archive) -> Iterator[Dangling]:
    there = {warc_name(path) for path in archive.warc_files()}
    for key, name in store.run("SELECT key, name FROM warc ORDER BY name").all():
        if name not in there:
            yield _of_captures(store, f"{name} is gone: put it back", "warc = ?", (key,))


def _wrong_places(store: Store, archive: Archive) -> Iterator[Dangling]:
    """Captures listed at a place of a file where no such answer begins."""
    for path in archive.warc_files():
        sql = "SELECT capture.id, warc_offset FROM capture JOIN warc ON warc.key = capture.warc WHERE warc.name = ?"
        listed = {(row.id, row.warc_offset) for row in store.run(sql, (warc_name(path),))}
        if not listed:
            continue
        try:
            listed -= {(stored.capture.id, stored.capture.warc_offset) for stored in iter_captures(path)}
        except StorageError:
            continue  # the file itself is at fault, and said to be so by what checks files
        for capture, offset in sorted(listed):
            detail = f"{warc_name(path)} has no such record at offset {offset}"
            yield _of_captures(store, detail, "id = ?", (capture,))


def _double_versions(store: Store) -> Iterator[Dangling]:
    sql = """SELECT publisher_id, year, MIN(id), MAX(id) FROM reports
             WHERE is_current AND publisher_id IS NOT NULL AND year IS NOT NULL GROUP BY 1, 2 HAVING COUNT(*) > 1"""
    for publisher, year, *reports in store.run(sql).all():
        yield Dangling(f"{publisher} has several current reports on {year}", (), tuple(reports))


def _of_captures(store: Store, detail: str, where: str, values: tuple[object, ...]) -> Dangling:
    """A fault with the captures it touches, and the reports with one of them as their page or behind a figure."""
    chosen = f"SELECT key FROM capture WHERE {where}"  # noqa: S608 -- conditions of ours
    captures = store.run(f"SELECT id FROM capture WHERE key IN ({chosen}) ORDER BY key LIMIT {MOST}", values)  # noqa: S608
    reports = f"""SELECT id FROM report WHERE capture IN ({chosen})
                  OR key IN (SELECT report FROM figure_note WHERE capture IN ({chosen})) ORDER BY id LIMIT {MOST}"""  # noqa: S608
    return Dangling(detail, tuple(captures.scalars()), tuple(store.run(reports, values * 2).scalars()))
