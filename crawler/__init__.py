"""From seed to archive: the Scrapy spider and what it needs to find the report pages of a portal.

`crawl` is the story: which address is asked next, and what an answer changes. `run` is its front door. The rooms:

portals   whose portals are crawled
engine    Scrapy around the crawl
fetch     what goes over the wire, archived before anything reads it
manners   when a host may be asked again, and which addresses are never asked
pages     what an answer holds: text, links, scripts, walls
families  makes of portals, declared
reading   what a page is, and what is worth fetching next
outcomes  what an answer, or none, changes
memory    what a crawl knows beside its queue
"""
