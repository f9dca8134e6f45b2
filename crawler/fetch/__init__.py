"""Fetching: the byte-exact download handler, TLS, the browser."""
