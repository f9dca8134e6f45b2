"""From seed to archive: the Scrapy spider and what it needs to find the report pages of a portal."""
