"""What an answer, or none, changes: how its entry ends, what is noted, and what is queued."""
