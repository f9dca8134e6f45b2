-- What lies in the archive, and what was read of it.
-- Rule of names: a plural noun is public (a view, or a table where nothing is packed); a singular noun is internal,
-- keyed by integers that mean nothing outside this file of the database.

CREATE TABLE warc (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,           -- relative to the archive: warc/….warc.gz
    size INTEGER NOT NULL                -- bytes read so far: a file of another size is read again
);

-- The program (and its declared files) that read a capture. Keys grow in the order versions came into use.
CREATE TABLE reader (
    key INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE
);

CREATE TABLE capture (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER,
    media_type TEXT NOT NULL,
    warc INTEGER NOT NULL REFERENCES warc,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    payload_digest TEXT NOT NULL,
    origin TEXT NOT NULL,
    refers_to_url TEXT,
    refers_to_date TEXT,
    found TEXT,                          -- JSON: how the address was found
    verdict TEXT,                        -- JSON: what the crawl made of the page
    reader INTEGER REFERENCES reader     -- the version that read it last; NULL: not read yet
);
CREATE INDEX capture_place ON capture (warc, warc_offset);
CREATE INDEX capture_url ON capture (url, fetched_at);
CREATE INDEX capture_payload ON capture (payload_digest);
