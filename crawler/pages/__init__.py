"""What a page is and which of its links are worth fetching."""
