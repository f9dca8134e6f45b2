"""Scanned pages and pictures of tables, by optical reading: an extra."""
