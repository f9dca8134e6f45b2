"""Pages of the web: the walk over their nodes, what they say of themselves, and text that stands in scripts."""
