"""Captures as rows: listing new WARC files, and which captures are still to be read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from storage.capture import Capture
from storage.database.store import Row, Store
from storage.found import Found

SOME = 500  # rows fetched at a time
GOOD = "status BETWEEN 200 AND 299"
FROM = """SELECT capture.id, url, fetched_at, status, media_type, warc.name, warc_offset, warc_length, payload_digest,
                 origin, found, refers_to_url, refers_to_date
          FROM capture JOIN warc ON warc.key = capture.warc"""


def captures_to_read(
    store: Store, versions: Collection[str] = (), warcs: Collection[str] = (), everything: bool = False
) -> Iterator[Capture]:
    """Answers (status 2xx) that none of these versions has read last, file by file in order.

    `everything`: those too. `warcs` are names relative to the archive; none: all.
    """
    if everything:
        return _listed(store, warcs, GOOD)
    known = store.run("SELECT key, version FROM reader").all()
    stale = ", ".join(str(key) for key, version in known if version not in versions)
    return _listed(store, warcs, f"{GOOD} AND (reader IS NULL OR reader IN ({stale}))")


def new_answers(store: Store, warcs: Collection[str] = ()) -> Iterator[Capture]:
    """Answers and redirections that were never read, file by file in order."""
    return _listed(store, warcs, "status BETWEEN 200 AND 399 AND reader IS NULL")


def mark_redirections(store: Store, version: str) -> None:
    """Note redirections as read: there is nothing in them to read."""
    reader = store.readers[version]
    for (warc,) in store.all("SELECT key FROM warc"):
        sql = "UPDATE capture SET reader = ? WHERE warc = ? AND reader IS NULL AND status BETWEEN 300 AND 399"
        store.run(sql, (reader, warc))


def _listed(store: Store, warcs: Collection[str], condition: str) -> Iterator[Capture]:
    """What of each file is to be read is told before any of it is, so that marking it meanwhile disturbs nothing."""
    for warc, name in store.run("SELECT key, name FROM warc ORDER BY name").all():
        if not warcs or name in warcs:
            sql = f"SELECT key FROM capture WHERE warc = ? AND {condition} ORDER BY warc_offset"  # noqa: S608 -- ours
            keys = iter([row[0] for row in store.all(sql, (warc,))])
            while some := ", ".join(map(str, islice(keys, SOME))):
                yield from map(_capture, store.all(f"{FROM} WHERE capture.key IN ({some}) ORDER BY warc_offset"))


def capture_by_id(store: Store, public: str) -> Capture | None:
    """The capture of a public id."""
    row = store.first(f"{FROM} WHERE capture.id = ?", (public,))
    return None if row is None else _capture(row)


def capture_by_url(store: Store, url: str, at: str | None = None, hops: int = 5) -> Capture | None:
    """The last answer (status 2xx) of an address, or the last one before or at `at` (ISO 8601, UTC);
    where it only ever led elsewhere, that of where it led, over `hops` redirects at most.

    An answer comes before any page rendered from it.
    """
    sql = f"""{FROM} WHERE url = ? AND status BETWEEN 200 AND 299 AND fetched_at <= ?
              ORDER BY json_extract(verdict, '$.kind') IS 'rendered', origin LIKE 'crawl:%' DESC,
                       fetched_at DESC, capture.id LIMIT 1"""
    row = store.run(sql, (url, at or "9999")).first()
    if row is not None:
        return _capture(row)
    target = redirected_to(store, url, at) if hops else None
    return capture_by_url(store, target, at, hops - 1) if target else None


def redirected_to(store: Store, url: str, at: str | None = None) -> str | None:
    """Where the last answer of an address led, as the crawl noted it (`kind` redirect, the target the first `why`)."""
    sql = """SELECT json_extract(verdict, '$.why[0]') FROM capture WHERE url = ? AND status BETWEEN 300 AND 399
             AND fetched_at <= ? AND json_extract(verdict, '$.kind') = 'redirect' ORDER BY fetched_at DESC LIMIT 1"""
    row = store.run(sql, (url, at or "9999")).first()
    return None if row is None else row[0]


def alike(store: Store, capture: Capture) -> list[str]:
    """The ids of good answers with the content of a capture at its address, the first first; what a browser made of
    them is none.
    """
    sql = f"""SELECT id FROM capture WHERE url = ? AND payload_digest = ? AND {GOOD}
              AND json_extract(verdict, '$.kind') IS NOT 'rendered' ORDER BY fetched_at, id"""  # noqa: S608 -- ours
    return [row[0] for row in store.all(sql, (capture.url, capture.payload_digest))]


def is_repeated(store: Store, capture: Capture) -> bool:
    """Whether an address has only ever given this answer, and an earlier one had been read before this one."""
    sql = """SELECT COUNT(DISTINCT payload_digest || CASE WHEN status < 300 THEN ''
                          ELSE COALESCE(json_extract(verdict, '$.why[0]'), id) END),
                    COUNT(reader) FILTER (WHERE (fetched_at, id) < (?, ?))
             FROM capture WHERE url = ? AND status BETWEEN 200 AND 399"""
    answers, read = store.all(sql, (capture.fetched_at, capture.id, capture.url))[0]
    return bool(answers == 1 and read)


def files_found_on(store: Store, url: str) -> list[Capture]:
    """The answers that the crawl noted as attachments of a page, the last of each address first."""
    sql = f"""{FROM} WHERE json_extract(found, '$.page') = ? AND json_extract(found, '$.role') = 'attachment'
              AND {GOOD} ORDER BY url, fetched_at DESC, capture.id"""
    return [_capture(row) for row in store.all(sql, (url,))]


def rendered(store: Store) -> dict[str, str]:
    """The pages as a browser rendered them: their addresses by id."""
    sql = "SELECT id, url FROM capture WHERE json_extract(verdict, '$.kind') = 'rendered'"
    return dict(store.all(sql))


def mark_read(store: Store, captures: Collection[str], version: str) -> None:
    """Note that `version` has read these captures."""
    key = store.readers[version]
    store.run_many("UPDATE capture SET reader = ? WHERE id = ?", [(key, public) for public in captures])


def forget_issues(store: Store, captures: Collection[str]) -> None:
    """Take back what earlier readings had to say of these captures beside reports."""
    sql = "DELETE FROM issue WHERE report IS NULL AND warc IS NULL AND capture = (SELECT key FROM capture WHERE id = ?)"
    store.run_many(sql, [(public,) for public in captures])


def put_captures(store: Store, warc: int, captures: list[tuple[Capture, Mapping[str, Any] | None]]) -> None:
    """Write captures of one WARC file. One that lies in several files is our own crawl's, else the first by name.

    What is known of it otherwise than when it was read makes it one to read again.
    """
    store.run_many(PUT, [_row(warc, capture, verdict) for capture, verdict in captures])


PUT = """INSERT INTO capture (id, url, fetched_at, status, media_type, warc, warc_offset, warc_length,
                              payload_digest, origin, refers_to_url, refers_to_date, found, verdict)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET warc = excluded.warc, warc_offset = excluded.warc_offset,
             warc_length = excluded.warc_length, origin = excluded.origin, found = excluded.found,
             verdict = excluded.verdict, status = excluded.status, media_type = excluded.media_type,
             reader = CASE WHEN found IS excluded.found AND verdict IS excluded.verdict AND status IS excluded.status
                                AND media_type = excluded.media_type THEN reader END
         WHERE excluded.warc = warc OR (origin NOT LIKE 'crawl:%' AND excluded.origin LIKE 'crawl:%')
             OR ((origin LIKE 'crawl:%') = (excluded.origin LIKE 'crawl:%')
                 AND (SELECT name FROM warc WHERE key = excluded.warc)
                     < (SELECT name FROM warc WHERE key = capture.warc))"""


def _row(warc: int, capture: Capture, verdict: Mapping[str, Any] | None) -> Row:
    found = _json(capture.found.as_json()) if capture.found else None
    place = (warc, capture.warc_offset, capture.warc_length)
    what = (capture.id, capture.url, capture.fetched_at, capture.status, capture.media_type)
    refers = (capture.refers_to_url, capture.refers_to_date)
    return (*what, *place, capture.payload_digest, capture.origin, *refers, found, _json(verdict) if verdict else None)


def _capture(row: Any) -> Capture:
    *members, found, refers_to_url, refers_to_date = row
    members += [Found.from_json(json.loads(found)) if found else None, refers_to_url, refers_to_date]
    return Capture(*members)


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
