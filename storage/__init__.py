"""What is kept: WARC files, their index, captures, the database. Imports nothing of ours.

The nouns that cross borders lie here (found, exchange, capture, entry, rows); `warc` writes and reads records,
`frontier` keeps the state of crawls, `database` the SQLite file that researchers query.
"""
