-- What a reader was made of, so that a later one reads again only what it could read differently.

--   parts    JSON: a digest for each part of the program; NULL: of a release that did not say
--   partial  1 for what the reading of one capture used of a program, 0 for a program that filled the database
--   sources  of a program: the digest of its files as they lay there when it ran last
-- capture.reader names what the last reading used, report.reader and superseded the program that ran.
ALTER TABLE reader ADD COLUMN parts TEXT;
ALTER TABLE reader ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reader ADD COLUMN sources TEXT;

-- Answers by what read them, file by file; the status stands here so that no row is opened to be passed over.
CREATE INDEX capture_reader ON capture (warc, reader, status, warc_offset);

-- Pages as a browser rendered them are few.
CREATE INDEX capture_rendered ON capture (url) WHERE json_extract(verdict, '$.kind') = 'rendered';

-- What the crawl fetched as a page's file, by that page.
CREATE INDEX capture_attached ON capture (json_extract(found, '$.page'))
    WHERE json_extract(found, '$.role') = 'attachment';

-- The addresses at which a reading looked for the page's files, found or not: 64 bits of their digest.
CREATE TABLE asked (
    address INTEGER NOT NULL,
    page INTEGER NOT NULL REFERENCES capture,
    PRIMARY KEY (address, page)
) WITHOUT ROWID;
CREATE INDEX asked_page ON asked (page);

-- Files that were read as parts of a page's report.
CREATE TABLE claim (
    file INTEGER NOT NULL REFERENCES capture,
    page INTEGER NOT NULL REFERENCES capture,
    PRIMARY KEY (file, page)
) WITHOUT ROWID;
CREATE INDEX claim_page ON claim (page);
