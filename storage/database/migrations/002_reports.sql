-- Reports and what was read of them. Text that repeats (codes, units, rules) is kept once and referred to by number.

CREATE TABLE jurisdictions (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    parent_code TEXT,
    valid_from INTEGER,                  -- years; NULL: before 2008, or still
    valid_to INTEGER
);
CREATE INDEX jurisdictions_code ON jurisdictions (code);
CREATE INDEX jurisdictions_parent ON jurisdictions (parent_code);

-- The digest of the file that filled a list.
CREATE TABLE list_note (
    list TEXT PRIMARY KEY,
    digest TEXT NOT NULL
);

CREATE TABLE publisher (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    jurisdiction_code TEXT
);
CREATE INDEX publisher_jurisdiction ON publisher (jurisdiction_code, kind);

CREATE TABLE report (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    publisher INTEGER REFERENCES publisher,
    publisher_printed TEXT NOT NULL,
    year INTEGER,
    title TEXT,
    published_on TEXT,
    template TEXT,
    url TEXT NOT NULL,
    capture INTEGER NOT NULL REFERENCES capture,
    is_current INTEGER NOT NULL,
    status TEXT NOT NULL,
    scope TEXT NOT NULL,
    origin TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    evidence TEXT NOT NULL,              -- JSON: what publisher, year, date and title were read from
    reader INTEGER NOT NULL REFERENCES reader
);
CREATE INDEX report_publisher ON report (publisher, year);
CREATE INDEX report_capture ON report (capture);
CREATE INDEX report_content ON report (content_digest);
CREATE INDEX report_url ON report (url);

CREATE TABLE section (
    report INTEGER NOT NULL REFERENCES report,
    number INTEGER NOT NULL,
    heading TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (report, number)
);

CREATE TABLE indicators (
    code TEXT NOT NULL,
    template TEXT NOT NULL,
    section TEXT NOT NULL,
    row_label TEXT NOT NULL,
    column_label TEXT NOT NULL,
    unit TEXT NOT NULL,
    label_en TEXT NOT NULL,
    number INTEGER NOT NULL,             -- the order in the form
    PRIMARY KEY (code, template)
);

-- One number a code: figures and mentions refer to it.
CREATE TABLE indicator (
    key INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
);

-- Key 0 is the unit of nearly every cell of the forms: a zero costs no byte.
CREATE TABLE unit (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
INSERT INTO unit (key, name) VALUES (0, '件'), (1, ''), (2, '条'), (3, '万元'), (4, '人次'), (5, '次'), (6, '个'), (7, '人'), (8, '篇');

-- Some 18 bytes a figure: 200 of them are a report.
--   marks   state + 4 * source + 8 * unit; state: 0 value, 1 blank, 2 not_applicable, 3 unreadable; source: 0 table, 1 prose
--   cell    the locator t{table}r{row}c{column} as table * 2048 + row * 32 + column, if row < 64 and column < 32
CREATE TABLE figure (
    report INTEGER NOT NULL REFERENCES report,
    indicator INTEGER NOT NULL REFERENCES indicator,
    value NUMERIC,
    marks INTEGER NOT NULL,
    cell INTEGER,
    PRIMARY KEY (report, indicator)
) WITHOUT ROWID;

-- What the narrow row cannot say; most figures of a table need no note.
--   raw     NULL where it is the whole number printed plainly, or the empty cell
--   place   a locator that is no cell
--   capture NULL where it is the report's own
CREATE TABLE figure_note (
    report INTEGER NOT NULL REFERENCES report,
    indicator INTEGER NOT NULL REFERENCES indicator,
    raw TEXT,
    place TEXT,
    capture INTEGER REFERENCES capture,
    PRIMARY KEY (report, indicator)
) WITHOUT ROWID;
CREATE INDEX figure_note_capture ON figure_note (capture) WHERE capture IS NOT NULL;

CREATE TABLE mention (
    report INTEGER NOT NULL REFERENCES report,
    number INTEGER NOT NULL,
    indicator INTEGER NOT NULL REFERENCES indicator,
    value NUMERIC,
    raw TEXT NOT NULL,
    place TEXT NOT NULL,
    capture INTEGER REFERENCES capture,  -- NULL: the report's own
    PRIMARY KEY (report, number)
) WITHOUT ROWID;

CREATE TABLE rule (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

--   marks  strength + 4 * reading; strength: 0 hard, 1 soft, 2 info; reading: 0 blank_unknown, 1 blank_zero
CREATE TABLE assessment (
    report INTEGER NOT NULL REFERENCES report,
    number INTEGER NOT NULL,
    rule INTEGER NOT NULL REFERENCES rule,
    marks INTEGER NOT NULL,
    passed INTEGER,                      -- NULL: cannot be assessed
    expected NUMERIC,
    actual NUMERIC,
    detail TEXT,
    PRIMARY KEY (report, number)
) WITHOUT ROWID;

-- The same for the rules between a report and the one of the year before, made anew with every choice of versions.
CREATE TABLE year_assessment (
    report INTEGER NOT NULL REFERENCES report,
    number INTEGER NOT NULL,
    rule INTEGER NOT NULL REFERENCES rule,
    marks INTEGER NOT NULL,
    passed INTEGER,
    expected NUMERIC,
    actual NUMERIC,
    detail TEXT,
    PRIMARY KEY (report, number)
) WITHOUT ROWID;

-- Issues of a report go with it, those of a capture with its next reading, those of a WARC file with its next listing.
CREATE TABLE issue (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    report INTEGER REFERENCES report,
    capture INTEGER REFERENCES capture,
    warc INTEGER REFERENCES warc,
    level TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX issue_report ON issue (report);
CREATE INDEX issue_capture ON issue (capture);
CREATE INDEX issue_warc ON issue (warc);
CREATE INDEX issue_kind ON issue (kind);

-- What a version of the reader said and the next one no longer says; state NULL: it said nothing.
CREATE TABLE superseded (
    report_id TEXT NOT NULL,
    indicator TEXT NOT NULL,
    reader INTEGER NOT NULL REFERENCES reader,
    successor INTEGER NOT NULL REFERENCES reader,
    value NUMERIC,
    state TEXT,
    raw TEXT,
    PRIMARY KEY (report_id, indicator, reader)
) WITHOUT ROWID;
