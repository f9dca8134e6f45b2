-- In place of the publishers: the years of which some report of theirs came, went, changed or became current since the
-- rules between years were applied. What stood unsettled before is unsettled for every year.
CREATE TABLE unsettled_year (
    publisher INTEGER NOT NULL REFERENCES publisher,
    year INTEGER NOT NULL,
    PRIMARY KEY (publisher, year)
) WITHOUT ROWID;
INSERT INTO unsettled_year
    SELECT DISTINCT publisher, year FROM report JOIN unsettled USING (publisher) WHERE year IS NOT NULL;
DROP TABLE unsettled;
