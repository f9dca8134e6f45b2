"""What is kept: WARC files, their index, captures, the database. Imports nothing of ours.

The nouns that cross borders lie here (found, exchange, capture, entry, rows), and `recorder`, which archives a crawl.
The rooms, from the bytes upwards:

warc       records and files: written, read, indexed
frontier   the state of crawls
importing  files of other tools on their way in
verifying  whether an archive is what it was
sharing    replay, and WACZ files to hand on
database   the SQLite file that researchers query
"""
