"""From capture to checked figures; reads the archive only, never the network.

`pipeline` is the story. `formats` makes documents of payloads, `identity` says whose report of which year,
`tables` reads cells by the forms declared in `templates`, `prose` reads sentences, `checks` hold the arithmetic.
"""
