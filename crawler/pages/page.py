"""A page as the crawl sees it: decoded text, its tree, and what it says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.addresses import join
from crawler.pages.decode import decode, unpack
from storage.errors import TooLarge

Header = tuple[str, str]
DOCUMENT_TYPES = re.compile(
    r"pdf|msword|officedocument|ms-excel|octet-stream|wps|zip|image/|audio|video|powerpoint|rtf", re.IGNORECASE
)
DOCUMENT_MAGIC = (
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"PK\x03\x04",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"Rar!",
)
PROSE = 450  # characters of prose; an article has more
PROSE_TAGS = ("p", "td", "div", "span", "font", "section", "article", "li", "h1", "h2", "h3", "strong", "b", "u")
FURNITURE = frozenset(("a", "select", "footer", "script", "style", "button"))
CRUMB = re.compile(r"position|crumb|location|dqwz|mbx|\bpath\b|weizhi|bread|curloc|wznav", re.IGNORECASE)
CRUMB_TEXT = re.compile(r"^\W{0,3}(?:您?(?:当前|现在)?(?:所在|的)?的?位置(?:是)?|当前位置|首页\s*[>＞»›/])")


@dataclass(frozen=True)
class Page:
    """One answer, read. `body` has its content-encoding undone; `url` is the address that answered."""

    url: str
    status: int
    headers: tuple[Header, ...] = ()
    body: bytes = b""
    text: str = ""
    encoding: str = ""
    is_document: bool = False
    fault: str = field(default="")

    @classmethod
    def of(cls, url: str, status: int, headers: tuple[Header, ...], raw: bytes) -> Self:
        """Decode an answer as received (transfer-encoding already undone)."""
        names = {name.lower(): value for name, value in reversed(headers)}
        try:
            body = unpack(raw, names.get("content-encoding", ""))
        except TooLarge as error:
            return cls(url, status, headers, b"", fault=str(error), is_document=True)
        kind = names.get("content-type", "")
        if is_document(body, kind):
            return cls(url, status, headers, body, is_document=True)
        text, encoding = decode(body, kind)
        return cls(url, status, headers, body, text.replace("\x00", ""), encoding)

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").lower()

    @cached_property
    def tree(self) -> Any:
        """The lxml root; an empty document where there is nothing to parse."""
        source = re.sub(r"^\s*<\?xml[^>]*\?>", "", self.text) or "<html></html>"
        parser = html.HTMLParser(huge_tree=True, remove_pis=True)
        try:
            return html.document_fromstring(source, parser=parser)
        except (etree.ParserError, ValueError):
            return html.document_fromstring("<html><body></body></html>")

    @cached_property
    def base(self) -> str:
        """What relative links are joined to: `<base href>`, else the address."""
        for element in self.tree.iter("base"):
            if href := (element.get("href") or "").strip():
                return join(self.url, href) or self.url
        return self.url

    @cached_property
    def metas(self) -> dict[str, str]:
        """`<meta name>` → content, names in lower case, the first of a name."""
        found: dict[str, str] = {}
        for element in self.tree.iter("meta"):
            name = (element.get("name") or "").strip().lower()
            if name:
                found.setdefault(name, clean(element.get("content") or ""))
        return found

    @cached_property
    def title(self) -> str:
        """The article's title where the page declares one, else `<title>`."""
        if declared := self.metas.get("articletitle"):
            return declared
        return clean(self.tree.findtext(".//title") or "")

    @cached_property
    def headline(self) -> str:
        """The largest heading in the body, or an empty string."""
        for tag in ("h1", "h2"):
            for element in self.tree.iter(tag):
                if text := clean(content(element)):
                    return text[:200]
        return ""

    @cached_property
    def visible(self) -> str:
        """All text a reader would see, spaces collapsed."""
        body = self.tree.find("body")
        return clean(content(body)) if body is not None else ""

    @cached_property
    def prose(self) -> int:
        """Length of the text that is no link, no script, no option: what an article has and a list has not."""
        total = 0
        for element in self.tree.iter(*PROSE_TAGS):
            if element.text and not _is_furniture(element):
                total += len(element.text.strip())
            total += sum(len(child.tail.strip()) for child in element if child.tail)
        return total

    @cached_property
    def crumbs(self) -> tuple[str, ...]:
        """The trail above the content (`首页 > 政府信息公开 > 年报`), outermost first, without the front page."""
        for element in self.tree.iter("div", "p", "span", "td", "ul", "nav", "ol"):
            named = CRUMB.search(f"{element.get('class') or ''} {element.get('id') or ''}")
            if not named and not CRUMB_TEXT.match((element.text or "").strip()):
                continue
            text = clean(content(element))
            if 2 < len(text) < 200 and re.search(r"[>＞»›]|位置|-\s?>", text):
                return _steps(text)
        return ()

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The text of every inline script that is program, not data."""
        kinds = ("", "text/javascript", "application/javascript", "module", "text/ecmascript")
        return tuple(
            element.text
            for element in self.tree.iter("script")
            if element.text and (element.get("type") or "").lower() in kinds and not element.get("src")
        )


def _is_furniture(element: Any) -> bool:
    return any(parent.tag in FURNITURE for parent in element.iterancestors())


def is_document(body: bytes, content_type: str) -> bool:
    """Whether an answer is a file to keep, not a page to read: its bytes decide before its header."""
    head = body[:512].lstrip()
    if head.startswith(DOCUMENT_MAGIC):
        return True
    if head[:1] in (b"<", b"{", b"[") or not head:
        return False
    return bool(DOCUMENT_TYPES.search(content_type)) and "html" not in content_type.lower()


def content(element: Any) -> str:
    """Text below an element without scripts, styles and comments."""
    parts: list[str] = []
    _gather(element, parts)
    return "".join(parts)


def _gather(element: Any, parts: list[str]) -> None:
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, closing = stack.pop()
        if closing:
            parts.append(node.tail or "")
            continue
        if isinstance(node.tag, str) and node.tag not in ("script", "style", "noscript", "template"):
            if node.tag in ("br", "p", "li", "tr", "td", "div", "option", "dd", "dt", "h1", "h2", "h3"):
                parts.append(" ")
            parts.append(node.text or "")
            for child in reversed(node):
                stack.append((child, True))
                stack.append((child, False))


def clean(text: str) -> str:
    """One line: spaces of every width collapsed, the ends stripped, halves of characters (a cut emoji) marked by ?."""
    whole = text.encode("utf-8", "replace").decode()
    return re.sub(r"[\s\u3000\xa0\u200b\ufeff]+", " ", whole).strip()


def _steps(text: str) -> tuple[str, ...]:
    text = re.sub(r"^.*?位置\s*(?:是)?\s*[:：]?", "", text)
    steps = (clean(step) for step in re.split(r"[>＞»›]|\s-\s", text))
    return tuple(step for step in steps if step and step not in ("首页", "网站首页", "主页", "正文"))[:8]
