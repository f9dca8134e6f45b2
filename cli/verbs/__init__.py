"""One file a verb: its options, its help, and one call."""
