"""How much of a page is prose: what an article has and a list has not."""

from __future__ import annotations

from typing import Any

from crawler.pages.page import Page

PROSE = 450  # characters; an article has more


def prose(page: Page) -> int:
    """Length of the text that is no link, no script, no option: what an article has and a list has not."""
    total = 0
    for element in page.tree.iter(
        "p", "td", "div", "span", "font", "section", "article", "li", "h1", "h2", "h3", "strong", "b", "u"
    ):
        if element.text and not _inside(element):
            total += len(element.text.strip())
        total += sum(len(child.tail.strip()) for child in element if child.tail)
    return total


def _inside(element: Any) -> bool:
    return any(
        parent.tag in ("a", "select", "footer", "script", "style", "button") for parent in element.iterancestors()
    )
