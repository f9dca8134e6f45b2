-- Every archived answer: one row a response, resource or revisit record.
CREATE VIEW captures AS
SELECT capture.id, capture.url, capture.fetched_at, capture.status, capture.media_type,
       warc.name AS warc_file, capture.warc_offset, capture.warc_length,
       capture.payload_digest, capture.origin, capture.found, capture.verdict, reader.version AS read_by
FROM capture
JOIN warc ON warc.key = capture.warc
LEFT JOIN reader ON reader.key = capture.reader;
