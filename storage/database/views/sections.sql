-- The headed parts of a report, in order.
CREATE VIEW sections AS
SELECT report.id AS report_id, section.number, section.heading, section.text
FROM section
JOIN report ON report.key = section.report;
