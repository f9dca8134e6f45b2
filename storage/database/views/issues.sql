-- What a person should look at: failed fetches, unread pages, unmapped rows, conflicts.
CREATE VIEW issues AS
SELECT issue.id, report.id AS report_id, capture.id AS capture_id, issue.level, issue.kind, issue.detail
FROM issue
LEFT JOIN report ON report.key = issue.report
LEFT JOIN capture ON capture.key = issue.capture;
