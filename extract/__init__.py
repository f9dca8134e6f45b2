"""From capture to checked figures; reads the archive only, never the network."""
