"""Files of other tools on their way in: WARC, ARC and WACZ, whatever state they are in."""
