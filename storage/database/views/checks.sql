-- Every rule applied to every report, blank as unknown and blank as zero; those between two years after the others.
CREATE VIEW checks AS
SELECT report.id AS report_id, rule.name AS rule,
       CASE assessment.marks & 3 WHEN 0 THEN 'hard' WHEN 1 THEN 'soft' ELSE 'info' END AS strength,
       CASE reading.zero WHEN 0 THEN 'blank_unknown' ELSE 'blank_zero' END AS reading,
       assessment.passed, assessment.expected, assessment.actual, COALESCE(assessment.detail, '') AS detail
FROM (SELECT * FROM assessment UNION ALL SELECT * FROM year_assessment) AS assessment
JOIN (SELECT 0 AS zero UNION ALL SELECT 4) AS reading ON reading.zero = assessment.marks & 4 OR assessment.marks & 8
JOIN report ON report.key = assessment.report
JOIN rule ON rule.key = assessment.rule;
