-- Publishers some report of which came, went, changed or became current since the rules between years were applied.
CREATE TABLE unsettled (
    publisher INTEGER PRIMARY KEY REFERENCES publisher
);
INSERT INTO unsettled SELECT DISTINCT publisher FROM report WHERE publisher IS NOT NULL;
