-- Written anew after every extraction, from reports and from what the crawls met.

CREATE TABLE coverage (
    jurisdiction_code TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    level TEXT NOT NULL,
    year INTEGER NOT NULL,
    status TEXT NOT NULL,
    report_id TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (jurisdiction_code, year)
) WITHOUT ROWID;

CREATE TABLE publisher_coverage (
    publisher_id TEXT NOT NULL,
    publisher TEXT NOT NULL,
    jurisdiction_code TEXT,
    year INTEGER NOT NULL,
    status TEXT NOT NULL,
    report_id TEXT,
    reason TEXT NOT NULL,
    PRIMARY KEY (publisher_id, year)
) WITHOUT ROWID;
