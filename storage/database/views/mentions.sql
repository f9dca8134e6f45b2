-- Every other statement of a figure, for checks and readers.
CREATE VIEW mentions AS
SELECT report.id AS report_id, indicator.code AS indicator, mention.value, mention.raw,
       mention.place AS locator, capture.id AS capture_id
FROM mention
JOIN report ON report.key = mention.report
JOIN indicator ON indicator.key = mention.indicator
JOIN capture ON capture.key = COALESCE(mention.capture, report.capture);
