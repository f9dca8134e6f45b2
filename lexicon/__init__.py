"""What crawler and extract both need to know: bodies, years, numerals, titles, places. Imports nothing of ours."""
