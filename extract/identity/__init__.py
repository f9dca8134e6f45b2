"""Whose report, of which year, official or a copy; and whether it is a report at all."""
