"""Answers with status 200 that are not what was asked for: error pages, the home page, shells that lead elsewhere."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from crawler.addresses import join, key
from crawler.pages.page import Page, clean
from crawler.pages.scripts import jump

MISSING = re.compile(
    r"页面(?:不存在|未找到|没有找到|找不到|已(?:被)?删除|走丢)|(?:找不到|未找到|没有找到|不存在).{0,8}(?:页面|网页|文件|资源|内容|文章|信息)|(?:内容|文章|信息|栏目|记录)(?:不存在|已(?:被)?(?:删除|撤销|下线))|"
    r"\b404\b|Not Found|网站维护|维护中|系统升级|正在建设|栏目建设中|发生错误|服务器错误|出错了|file not found",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"(?:暂无|没有|无)(?:相关)?(?:信息|数据|内容|记录|文章)|暂时没有|No data",
    re.IGNORECASE,
)
REFRESH = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"'>]+)", re.IGNORECASE)


def missing(page: Page) -> str:
    """The words by which a page of status 200 says that it is not there, or an empty string."""
    title = MISSING.search(page.title)
    if title and len(page.visible) < 1500:
        return title.group()
    found = MISSING.search(page.visible) if len(page.visible) < 300 else None
    return found.group() if found else ""


def nothing(page: Page) -> str:
    """The words by which a list or a column says that it is empty, or an empty string."""
    found = NOTHING.search(page.visible if "<" in page.text else page.text)
    return found.group() if found else ""


def nothing_in(page: Page) -> str:
    """The same words where an element says nothing else; in the sentences of a report they do not count."""
    texts = (clean(element.text or "") for element in page.tree.iter("div", "p", "td", "li", "span", "h2", "h3"))
    return next((text for text in texts if len(text) < 30 and NOTHING.search(text)), "")


def target(page: Page) -> str | None:
    """Where a shell sends its reader: a refresh, a script, or the one frame that fills it. None if it is no shell."""
    href = _refresh(page)
    if href is None and len(page.visible) < 200 and len(page.tree.findall(".//a")) < 6:
        href = _script(page) or _frame(page)
    url = join(page.base, href, page.encoding or "utf-8") if href else None
    return url if url and (key(url) != key(page.url) or urlsplit(url).query != urlsplit(page.url).query) else None


def only_link(page: Page) -> str | None:
    """Where a welcome page leads: the one place all its links go to."""
    if len(page.visible) > 120:
        return None
    urls = {join(page.base, element.get("href") or "") for element in page.tree.iter("a", "area")} - {None, page.url}
    return next(iter(urls)) if len(urls) == 1 else None


def _refresh(page: Page) -> str | None:
    for element in page.tree.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            found = REFRESH.match(element.get("content") or "")
            if found and (float(found.group(1)) <= 10 or len(page.visible) < 200):
                return found.group(2).strip()
    return None


def _script(page: Page) -> str | None:
    for script in (*page.scripts, *_onload(page)):
        if found := jump(script):
            return found
    return None


def _onload(page: Page) -> list[str]:
    body = page.tree.find("body")
    call = body.get("onload") if body is not None else None
    return [call] if call else []


def _frame(page: Page) -> str | None:
    frames = [element.get("src") for element in page.tree.iter("iframe", "frame") if element.get("src")]
    return frames[0] if len(frames) == 1 and "viewer" not in frames[0] else None


def framed_document(url: str) -> str | None:
    """The file that a PDF viewer's address names (`viewer.html?file=/x.pdf`), as written."""
    for item in urlsplit(url).query.split("&"):
        name, _, value = item.partition("=")
        if name.lower() in ("file", "url", "src", "pdf") and re.search(
            r"\.(pdf|docx?|wps|ofd)\b", value, re.IGNORECASE
        ):
            return unquote(value)
    return None
