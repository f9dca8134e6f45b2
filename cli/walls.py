"""What the words mean that stand before an address in coverage, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

MEANS = {
    "needs_browser": "scripts write the page; make extras, then crawl again",
    "robots": "robots.txt forbids it: nothing, or ask its owners",
    "robots_unreachable": "robots.txt cannot be read, so nothing may be asked; the next crawl tries again",
    "user_agent_refused": "the host refuses a program that says who it is: write to its owners",
    "refused": "a firewall, or no connection; the next crawl tries again",
    "challenge": "a test that browsers pass by loading the page; make extras, then crawl again",
    "captcha": "a test for people: open it in a browser, and import what you save as WARC",
    "login": "only for those who log in",
    "restricted": "only for readers of its own network",
    "retry_after": "the host asked for a longer rest than a crawl takes; the next crawl tries again",
    "unreachable": "the host failed several times in a row; the next crawl tries again",
    "timeout": "no answer in time; the next crawl tries again",
    "disconnected": "the host broke off; the next crawl tries again",
    "dns": "the name has no address: the portal may have moved, look for its new one",
    "tls": "no secure connection: open it in a browser, the certificate or the address may be wrong",
    "too_large": "over the size that is archived",
    "page_budget": "the pages of --max-pages were used up; crawl with more",
    "address_refused": "the name leads to no public address, and nothing was sent: look for the portal's new one",
    "redirect_elsewhere": "leads to a host that can be no government's: look for the portal's new address",
    "redirect_loop": "leads back to itself; the next crawl tries again",
    "redirect_nowhere": "leads to no address; the next crawl tries again",
}


def explained(words: Iterable[str]) -> Iterator[str]:
    """A line for each word that has a meaning here."""
    for word in sorted(set(words) & MEANS.keys()):
        yield f"{word}: {MEANS[word]}"
