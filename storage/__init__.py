"""What is kept: WARC files, their index, captures, the database. Imports nothing of ours."""
