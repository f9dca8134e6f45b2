-- Every report found, with whose it is, of which year, and where it was read.
CREATE VIEW reports AS
SELECT report.id, publisher.id AS publisher_id, publisher.name AS publisher, publisher.jurisdiction_code,
       report.year, report.title, report.published_on, report.template, report.url,
       capture.id AS capture_id, report.is_current, report.status, report.scope, report.origin,
       report.publisher_printed, report.content_digest, report.evidence, reader.version AS read_by
FROM report
JOIN capture ON capture.key = report.capture
LEFT JOIN reader ON reader.key = capture.reader
LEFT JOIN publisher ON publisher.key = report.publisher;
