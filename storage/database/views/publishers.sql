-- Every body that published a report or has a portal, by its full official name.
CREATE VIEW publishers AS
SELECT id, name, kind, jurisdiction_code FROM publisher;
