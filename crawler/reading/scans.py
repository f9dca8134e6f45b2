"""The scanned pages of a report whose text is a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from crawler.addresses import join
from crawler.pages.links import names_file
from crawler.pages.page import PROSE, Page
from crawler.reading.lead import ATTACHMENT, Lead

MOST = 40


def scans(page: Page, lead: Lead) -> list[Lead]:
    """Leads to the images in the body of a report, where it has hardly text and no file."""
    if page.prose > PROSE or names_file(page):
        return []
    found = replace(lead.found, role="attachment", page=page.url, depth=lead.found.depth + 1)
    sources = (element.get("src") or "" for element in page.tree.iter("img") if _is_scan(element))
    urls = dict.fromkeys(url for source in sources if (url := join(page.base, source)))
    return [Lead(url, found, ATTACHMENT) for url in list(urls)[:MOST]]


def _is_scan(element: Any) -> bool:
    marks = "".join(f"{parent.get('class') or ''} {parent.get('id') or ''} " for parent in element.iterancestors())
    if re.search(
        r"foot|head|logo|nav|menu|share|qrcode|ewm|banner|friend", marks + (element.get("class") or ""), re.IGNORECASE
    ):
        return False
    named = re.search(r"\.(?:jpe?g|png|gif|bmp|tiff?)(?:\?|$)", element.get("src") or "", re.IGNORECASE)
    inside = re.search(r"content|zoom|TRS|article|text|vsb|ivs|con\b|editor|body", marks, re.IGNORECASE)
    return bool(named and inside)
