"""Walls told from pages: challenges, captchas, refusals, log-ins. A wall is recorded and left, never taken for content.

Signs are those of FAMILIES.md §4; a page is judged by status, length and markers together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.pages.page import Page

SHORT = 6000


@dataclass(frozen=True, slots=True)
class Wall:
    """Why a page is no page. `passable`: an ordinary browser may pass it by just loading it."""

    reason: str
    sign: str
    passable: bool = False


MARKERS: tuple[tuple[str, re.Pattern[str], bool], ...] = (
    (
        "challenge",
        re.compile(r"\$_ts\b|__jsl_clearance|acw_sc__v\d|\barg1\s*=|wzws(?:challenge|_)|C3VK|_guard/|EO_Bot_Ssid"),
        True,
    ),
    (
        "captcha",
        re.compile(
            r"滑块|拖动.{0,6}验证|验证码|[人安][机全]验证|请完成.{0,4}验证|captcha|NWAF|nc_token", re.IGNORECASE
        ),
        False,
    ),
    (
        "refused",
        re.compile(
            r"不合法的参数|GeoBL|访问(?:被|已)(?:拒绝|拦截|阻断|禁止)|您的(?:访问|请求).{0,12}(?:拦截|拒绝|阻断|威胁|异常)|"
            r"IP.{0,12}(?:封|禁止|限制)|请求.{0,6}拦截|Access Denied|Forbidden|访问过于频繁|访问频率"
        ),
        False,
    ),
    ("login", re.compile(r"type=[\"']?password", re.IGNORECASE), False),
    ("restricted", re.compile(r"访问权限|无权(?:访问|查看)|仅限内网|没有权限"), False),
)
COOKIE_SCRIPT = re.compile(r"document\.cookie\s*=|\beval\s*\(", re.IGNORECASE)


def wall(page: Page) -> Wall | None:
    """What stands before the content of this answer, if anything does."""
    by_status = _by_status(page)
    if by_status or page.is_document or page.status >= 300:
        return by_status
    return _by_content(page)


def _by_status(page: Page) -> Wall | None:
    if page.status == 412 or (page.status == 202 and "<script" in page.text):
        return Wall("challenge", f"status {page.status} with a script", passable=True)
    if page.status == 521:
        return Wall("challenge", "status 521", passable=True)
    if page.status in (401, 403, 405, 406, 418, 422, 423, 451, 493):
        sign = _marker(page, MARKERS)
        return Wall(
            sign.reason if sign and sign.reason != "login" else "refused",
            f"status {page.status}",
            bool(sign and sign.passable),
        )
    if page.status == 400 and len(page.body) < SHORT and _marker(page, MARKERS[:1]):
        return Wall("challenge", "status 400 with a challenge", passable=True)
    return None


def _by_content(page: Page) -> Wall | None:
    text = page.visible
    if len(text) > 600 or len(page.body) > 60_000 or page.text.lstrip()[:1] in ("{", "["):
        return None
    found = _marker(page, MARKERS)
    if found and (found.reason != "restricted" or len(text) < 200):
        return found
    if len(text) < 20 and len(page.body) < SHORT and any(COOKIE_SCRIPT.search(script) for script in page.scripts):
        return Wall("challenge", "nothing but a script that sets a cookie", passable=True)
    return None


def _marker(page: Page, markers: tuple[tuple[str, re.Pattern[str], bool], ...]) -> Wall | None:
    for reason, pattern, passable in markers:
        if match := pattern.search(page.text):
            if reason in ("captcha", "refused", "restricted") and len(page.visible) > 400:
                continue
            if reason == "login" and len(page.visible) > 300:
                continue
            return Wall(reason, match.group()[:40], passable)
    return None
