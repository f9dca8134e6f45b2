"""Scrapy around the crawl: its process, its settings, its scheduler and its spider."""
