"""Figures from tables: by label, heading and column."""
