"""Whether an archive is what it was."""
