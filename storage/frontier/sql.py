"""What the frontier asks and changes for every page, as prepared statements."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam as given

from storage.frontier.prepared import Prepared
from storage.frontier.tables import captures, entries, files, hosts, lines

ENDED = ("done", "failed", "blocked")
PUT = ("key", "url", "method", "body", "headers", "host", "found", "context", "portal", "role", "priority", "attempts",
       "not_before", "state", "due_at", "reason", "crawl")  # fmt: skip
KNOW = ("host", "delay", "not_before", "strikes", "notes", "in_flight")
CAPTURE = tuple(column.name for column in captures.columns)


def refresh() -> Any:
    """Set when hosts may be asked next; the caller may narrow it to one."""
    waiting = (
        sa.select(sa.func.min(entries.c.not_before))
        .where(entries.c.host == hosts.c.host, entries.c.state == "queued")
        .scalar_subquery()
    )
    later = sa.case((waiting > hosts.c.not_before, waiting), else_=hosts.c.not_before)
    ready = sa.case((waiting.is_(None), None), (hosts.c.in_flight > 0, None), else_=later)
    return sa.update(hosts).values(ready_at=ready)


class EntrySql:
    """Entries: queueing, leasing, ending."""

    def __init__(self, connection: sa.Connection, insert: Any) -> None:
        def prepared(statement: Any, columns: tuple[str, ...] | None = None) -> Prepared:
            return Prepared(connection, statement, columns)

        row, host = entries.c, entries.c.host == given("of_host")
        waiting = (host, row.state == "queued", row.not_before <= given("now"))
        put = insert(entries).on_conflict_do_nothing(index_elements=["key"])
        again = {"state": "queued", "attempts": 0, "not_before": given("later"), "crawl": given("now_in")}
        ending: dict[str, Any] = {"state": given("to"), "leased_until": None, "capture_id": given("capture")}
        ending |= {"due_at": given("due"), "reason": given("why"), "attempts": given("tries")}
        ending |= {"not_before": given("later")}
        self.of = prepared(sa.select(entries).where(row.key == given("of_key")))
        self.next_of = prepared(sa.select(entries).where(*waiting).order_by(row.priority, row.id).limit(1))
        self.lease = prepared(
            sa.update(entries).where(row.id == given("of_id")).values(state="leased", leased_until=given("until"))
        )
        self.end = prepared(sa.update(entries).where(row.id == given("of_id")).values(ending))
        self.put = prepared(put, PUT)
        self.again = prepared(
            sa.update(entries)
            .where(row.key == given("of_key"), sa.or_(*(row.state == state for state in ENDED)))
            .values({**again, "found": given("found_so")})
        )
        leased = sa.select(sa.func.count().label("count")).select_from(entries).where(row.state == "leased")
        self.in_flight = prepared(leased)


class HostSql:
    """Hosts: when each may be asked."""

    def __init__(self, connection: sa.Connection, insert: Any) -> None:
        def prepared(statement: Any, columns: tuple[str, ...] | None = None) -> Prepared:
            return Prepared(connection, statement, columns)

        row, this = hosts.c, hosts.c.host == given("of_host")
        pause = row.delay + given("now", type_=sa.Float)
        rested = sa.case((row.not_before > pause, row.not_before), else_=pause)
        learnt: dict[str, Any] = {name: given(f"new_{name}") for name in ("delay", "not_before", "strikes", "notes")}
        self.get = prepared(sa.select(hosts).where(this))
        self.know = prepared(insert(hosts).on_conflict_do_nothing(index_elements=["host"]), KNOW)
        self.ready = prepared(
            sa.select(row.host).where(row.ready_at <= given("now")).order_by(row.ready_at).limit(given("most"))
        )
        self.take = prepared(sa.update(hosts).where(this).values(in_flight=1, ready_at=None))
        self.release = prepared(sa.update(hosts).where(this).values(in_flight=0, not_before=rested))
        self.refresh = prepared(refresh().where(this))
        self.learn = prepared(sa.update(hosts).where(this).values(learnt))
        self.next_time = prepared(sa.select(sa.func.min(row.ready_at).label("soonest")))


class CaptureSql:
    """Captures and the files they are in."""

    def __init__(self, connection: sa.Connection, insert: Any) -> None:
        row = captures.c
        good = sa.select(captures).where(row.url == given("of_url"), sa.or_(row.status == 200, row.status == 304))
        self.last = Prepared(connection, good.order_by(row.fetched.desc()).limit(1))
        self.of = Prepared(connection, sa.select(row.url, row.record_id).where(row.id == given("of_id")))
        self.whole = Prepared(connection, sa.select(captures).where(row.id == given("of_id")))
        self.put = Prepared(connection, insert(captures).on_conflict_do_nothing(index_elements=["id"]), CAPTURE)
        self.line = Prepared(connection, sa.insert(lines), ("warc", "warc_offset", "line"))
        self.committed = Prepared(
            connection, sa.update(files).where(files.c.name == given("of_name")).values(committed=given("length"))
        )
