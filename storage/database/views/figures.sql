-- Every figure of every report: at most one row a report and indicator.
CREATE VIEW figures AS
SELECT report.id AS report_id, indicator.code AS indicator, figure.value,
       CASE figure.marks & 3 WHEN 0 THEN 'value' WHEN 1 THEN 'blank' WHEN 2 THEN 'not_applicable' ELSE 'unreadable' END AS state,
       COALESCE(note.raw, CASE figure.marks & 3 WHEN 0 THEN CAST(figure.value AS TEXT) ELSE '' END) AS raw,
       unit.name AS unit,
       CASE figure.marks & 4 WHEN 0 THEN 'table' ELSE 'prose' END AS source,
       COALESCE(note.place, 't' || (figure.cell >> 11) || 'r' || (figure.cell >> 5 & 63) || 'c' || (figure.cell & 31)) AS locator,
       capture.id AS capture_id,
       COALESCE(note.derived, '') AS derived
FROM figure
JOIN report ON report.key = figure.report
JOIN indicator ON indicator.key = figure.indicator
JOIN unit ON unit.key = figure.marks >> 3
LEFT JOIN figure_note AS note ON note.report = figure.report AND note.indicator = figure.indicator
JOIN capture ON capture.key = COALESCE(note.capture, report.capture);
