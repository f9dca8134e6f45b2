"""What a crawl knows beside its queue. All of it is kept as notes, so that a crawl that was killed goes on by it."""
