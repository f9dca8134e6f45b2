"""What is archived, shown and handed on: replay of a page, a WACZ of a crawl or a division."""
