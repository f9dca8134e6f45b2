"""Figures from sentences."""
