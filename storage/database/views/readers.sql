-- What read a capture: a digest for each part of the program that its reading used, or of the program as a whole.
CREATE VIEW readers AS
SELECT reader.version AS read_by, part.key AS part, part.value AS digest
FROM reader, json_each(reader.parts) AS part;
