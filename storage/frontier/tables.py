"""The tables of crawl/frontier.sqlite: what is to be fetched, what was, and how each host wants to be treated.

Declared with SQLAlchemy Core so that PostgreSQL can take them as they are. Times are seconds since 1970.
"""

from __future__ import annotations

import sqlalchemy as sa

SCHEMA_VERSION = 2
TABLES = sa.MetaData()

meta = sa.Table(
    "meta",
    TABLES,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

crawls = sa.Table(
    "crawls",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("started", sa.Float, nullable=False),
    sa.Column("finished", sa.Float),
    sa.Column("options", sa.Text, nullable=False),  # JSON
)

# state: queued -> leased -> fetched (archived, not parsed) -> done; failed and blocked end it too
entries = sa.Table(
    "entries",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("headers", sa.Text, nullable=False),  # JSON list of pairs
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("found", sa.Text, nullable=False),  # JSON
    sa.Column("context", sa.Text, nullable=False),  # JSON, the crawler's own
    sa.Column("portal", sa.Text, nullable=False),  # the seed's home_url
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("not_before", sa.Float, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("leased_until", sa.Float),
    sa.Column("due_at", sa.Float, nullable=False),
    sa.Column("capture_id", sa.Text),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("crawl", sa.Text, nullable=False),
    sa.Index("entries_next", "host", "state", "priority", "id"),
    sa.Index("entries_waiting", "host", "state", "not_before"),
    sa.Index("entries_state", "state", "portal"),
)

# ready_at: when the host may be asked and has something queued; NULL while a request is in flight or nothing waits
hosts = sa.Table(
    "hosts",
    TABLES,
    sa.Column("host", sa.Text, primary_key=True),
    sa.Column("delay", sa.Float, nullable=False),
    sa.Column("not_before", sa.Float, nullable=False),
    sa.Column("strikes", sa.Integer, nullable=False),
    sa.Column("notes", sa.Text, nullable=False),  # JSON
    sa.Column("in_flight", sa.Integer, nullable=False),
    sa.Column("ready_at", sa.Float),
    sa.Index("hosts_ready", "ready_at"),
)

captures = sa.Table(
    "captures",
    TABLES,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("fetched", sa.Float, nullable=False),
    sa.Column("record_id", sa.Text, nullable=False),
    sa.Column("warc", sa.Text, nullable=False),
    sa.Column("warc_offset", sa.Integer, nullable=False),
    sa.Column("warc_length", sa.Integer, nullable=False),
    sa.Column("entry_key", sa.Text),
    # the record that carries the payload: this one, or the one a revisit refers to
    sa.Column("payload_record", sa.Text, nullable=False),
    sa.Column("payload_url", sa.Text, nullable=False),
    sa.Column("payload_date", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Index("captures_url", "url", "fetched"),
    sqlite_with_rowid=False,
)

# committed: every byte before it belongs to a committed group; synced: every byte before it is on the disk
files = sa.Table(
    "files",
    TABLES,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("crawl", sa.Text, nullable=False),
    sa.Column("committed", sa.Integer, nullable=False),
    sa.Column("synced", sa.Integer, nullable=False),
    sa.Column("finished", sa.Boolean, nullable=False),
)

# the index lines of files still being written
lines = sa.Table(
    "lines",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("warc", sa.Text, nullable=False),
    sa.Column("warc_offset", sa.Integer, nullable=False),
    sa.Column("line", sa.Text, nullable=False),
    sa.Index("lines_line", "line"),
)

# what failed and what was blocked, for coverage; evidence is the capture of the refusal where there is one
incidents = sa.Table(
    "incidents",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("crawl", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),  # failed or blocked
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("portal", sa.Text, nullable=False),
    sa.Column("capture_id", sa.Text),
    sa.Column("status", sa.Integer),
    sa.Index("incidents_portal", "portal"),
)

# what a crawl decides by beside its queue; gone when the next begins
notes = sa.Table(
    "notes",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("crawl", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),  # JSON
    sa.UniqueConstraint("crawl", "kind", "name"),
)
