"""The state of crawls: what is to be fetched, what was, how each host wants to be treated."""
