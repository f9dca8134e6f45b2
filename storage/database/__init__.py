"""The SQLite file: captures, reports, figures, coverage."""
