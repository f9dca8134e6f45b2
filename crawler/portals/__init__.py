"""Whose portals are crawled: the lists that name them, and the map of those still to be found."""
