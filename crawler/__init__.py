"""From seed to archive: the Scrapy spider and what it needs to find the report pages of a portal.

`crawl` is the story. `fetch` archives what goes over the wire, `pages` says what a page is and what is worth
fetching next, by the makes declared in `families`; `manners` decides when a host may be asked again.
"""
