"""Links in answers that are data: JSON, with or without a callback, with rows as objects or as mark-up in strings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from crawler.addresses import join
from crawler.pages.links import Link, fragment_links, records
from crawler.pages.page import Page, clean

URL_KEYS = (
    "url",
    "post_url",
    "infourl",
    "visiturl",
    "link",
    "href",
    "linkurl",
    "docpuburl",
    "jump_url",
    "puburl",
    "arturl",
    "fileurl",
    "path",
)
TITLE_KEYS = ("realtitle", "title", "name", "doctitle", "headline", "text", "articletitle", "vc_title", "infotitle")
DATE_KEYS = (
    "display_publish_time",
    "publishedtimestr",
    "published_time_format",
    "infodate",
    "pubdate",
    "date",
    "publish_time",
    "publishtime",
    "first_publish_time",
    "docreltime",
    "created_at",
    "createdate",
    "time",
    "pubtime",
)
CALLBACK = re.compile(r"^\s*[\w$.]*\s*\(\s*([\[{].*[\]}]|\".*\")\s*\)\s*;?\s*$", re.DOTALL)
CHINA = timezone(timedelta(hours=8))


def parsed(text: str) -> Any:
    """The JSON of an answer, its callback taken off; None if it is none."""
    stripped = text.strip().lstrip("\ufeff")
    if match := CALLBACK.match(stripped):
        stripped = match.group(1)
    if stripped[:1] not in ("{", "[") and not (match and stripped[:1] == '"'):
        return None
    try:
        return json.loads(stripped, strict=False)
    except ValueError:
        return None


def data_links(page: Page) -> list[Link]:
    """Every row of a JSON answer: objects with a title and an address, and the links of mark-up inside strings."""
    return list(_links(page, parsed(page.text), 0))


def _links(page: Page, value: Any, depth: int) -> Iterator[Link]:
    if depth > 12:
        return
    if isinstance(value, str):
        yield from _in_text(page, value, depth)
    elif isinstance(value, list):
        for item in value:
            yield from _links(page, item, depth + 1)
    elif isinstance(value, dict):
        row = row_link(page, value)
        if row:
            yield row
        for name, item in value.items():
            if isinstance(item, (list, dict)) or (isinstance(item, str) and "<" in item and not row and name):
                yield from _links(page, item, depth + 1)


def _in_text(page: Page, value: str, depth: int) -> Iterator[Link]:
    if "<a" in value or "onclick" in value or "<record" in value:
        yield from fragment_links(page, records(value) or value, "json")
    elif value[:1] in "{[" and len(value) > 20:
        yield from _links(page, parsed(value), depth + 1)


def row_link(page: Page, row: dict[str, Any]) -> Link | None:
    """An object that is a row: title, address, date."""
    low = {str(name).lower(): value for name, value in row.items()}
    href = next((low[name] for name in URL_KEYS if isinstance(low.get(name), str) and low[name].strip()), "")
    title = next((low[name] for name in TITLE_KEYS if isinstance(low.get(name), str) and low[name].strip()), "")
    url = join(page.base, href, "utf-8") if href and title else None
    if not url:
        return None
    date = next((low[name] for name in DATE_KEYS if low.get(name)), "")
    return Link(url, clean(re.sub(r"<[^>]+>", "", title)), date=day(date), block="json", how="json")


def day(value: Any) -> str:
    """A date of a row as printed; seconds and milliseconds since 1970 become the day in China."""
    text = str(value).strip()
    if not re.fullmatch(r"\d{9,13}", text):
        return clean(text)[:40]
    seconds = int(text) / (1000 if len(text) > 11 else 1)
    return datetime.fromtimestamp(seconds, UTC).astimezone(CHINA).strftime("%Y-%m-%d")
