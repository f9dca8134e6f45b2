"""The `gongkai` command: one file a verb, each a signature, a docstring and one call."""
