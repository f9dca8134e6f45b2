"""A browser that asks nobody but us: every request of a page is answered by the crawl's own downloader.

So what it fetches is archived byte for byte like everything else, one request at a time, within robots.txt and the
page's own host. It may run scripts; it gets no downloads, no sockets, no service workers, no files, no other hosts.
"""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import logging
import os
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WANTED = frozenset(("Document", "Script", "XHR", "Fetch", "Stylesheet"))
LONGEST = 45.0  # seconds for a page and all it asks for
QUIET = 8.0  # seconds to wait for the page to fall silent
CONTEXTS = 40  # hosts whose cookies are kept at once; more than are asked at once
MOST = 60  # requests a page may make
AGAIN = 3  # times it may ask for the same: a challenge reloads once or twice, a wall for ever
OWN_HEADERS = frozenset(("content-length", "content-encoding", "transfer-encoding"))
ARGUMENTS = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy",
)


class NoBrowser(Exception):
    """There is no browser, or it does not start."""


@dataclass(frozen=True)
class Asked:
    """A request of a page: `kind` is the browser's word for what it is for."""

    url: str
    method: str
    headers: Mapping[str, str]
    body: bytes
    kind: str


@dataclass(frozen=True)
class Given:
    """What our downloader brought: status, headers, body with its coding undone."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Rendered:
    """A page after its scripts have run."""

    url: str
    markup: str
    picture: bytes


Fetch = Callable[[Asked], Awaitable[Given]]


def executable() -> str | None:
    """The browser to use: GONGKAI_CHROMIUM, else the system's; '' for Playwright's own; None without Playwright."""
    if importlib.util.find_spec("playwright") is None:
        return None
    return os.environ.get("GONGKAI_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), "")


@dataclass
class Browser:
    """One browser process, started when the first page needs it."""

    user_agent: str
    _playwright: Any = None
    _browser: Any = None
    _contexts: dict[str, Any] = field(default_factory=dict)
    _starting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def render(self, url: str, fetch: Fetch) -> Rendered:
        """Load an address; NoBrowser when there is none, TimeoutError when the page never settles."""
        context = await self._context(urlsplit(url).netloc)
        page = await context.new_page()
        try:
            return await asyncio.wait_for(_load(page, url, fetch), LONGEST)
        finally:
            await page.close()

    async def _context(self, netloc: str) -> Any:
        """The host's own context, so that a cookie it sets is there on its next page."""
        browser = await self._started()
        if netloc not in self._contexts:
            if len(self._contexts) >= CONTEXTS:
                await self._contexts.pop(next(iter(self._contexts))).close()
            self._contexts[netloc] = await browser.new_context(
                user_agent=self.user_agent, service_workers="block", accept_downloads=False, permissions=[]
            )
        return self._contexts[netloc]

    async def _started(self) -> Any:
        async with self._starting:
            if self._browser is None:
                await self._start()
        return self._browser

    async def _start(self) -> None:
        path = executable()
        if path is None:
            raise NoBrowser("playwright is not installed; make extras adds it")
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415 - an extra

        rootly = os.geteuid() == 0
        if rootly:
            log.warning("the browser runs without its sandbox, because it runs as root; let another user crawl")
        try:
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(
                executable_path=path or None, headless=True, chromium_sandbox=not rootly, args=list(ARGUMENTS)
            )
        except (Error, OSError) as error:
            why = f"the browser does not start: {str(error).splitlines()[0]}"
            raise NoBrowser(f"{why}; set GONGKAI_CHROMIUM to one that does") from error

    async def close(self) -> None:
        if self._browser is not None:
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()


async def _load(page: Any, url: str, fetch: Fetch) -> Rendered:
    from playwright.async_api import Error, TimeoutError  # noqa: A004, PLC0415 - an extra

    await page.route_web_socket("**", lambda socket: socket.close())
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await session.send("Fetch.enable", {"patterns": [{"urlPattern": "*", "requestStage": "Request"}]})
    gate = Gate(session, fetch)
    session.on("Fetch.requestPaused", gate.paused)
    try:
        await page.goto(url, wait_until="domcontentloaded", timeout=LONGEST * 1000)
        await page.wait_for_load_state("networkidle", timeout=QUIET * 1000)
    except TimeoutError:
        log.debug("%s: not silent yet; taken as it is", url)
    except Error as error:
        log.warning("%s: the browser gave up (%s); the page is taken as it is", url, str(error).splitlines()[0])
    await asyncio.sleep(0.2)
    return Rendered(page.url, await page.content(), await page.screenshot(full_page=False, timeout=10_000))


class Gate:
    """Answers the requests of one page, one after the other."""

    def __init__(self, session: Any, fetch: Fetch) -> None:
        self._session = session
        self._fetch = fetch
        self._turn = asyncio.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def paused(self, event: dict[str, Any]) -> None:
        """The browser asks."""
        task = asyncio.ensure_future(self._answer(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, event: dict[str, Any]) -> None:
        asked = event["request"]
        wanted = event.get("resourceType") in WANTED and asked["url"].startswith(("http://", "https://"))
        same = (asked["url"], asked.get("postData", ""))
        self._counts[same] += wanted
        try:
            if not wanted or self._counts[same] > AGAIN or self._counts.total() > MOST:
                await self._refuse(event)
                return
            async with self._turn:
                given = await self._fetch(await self._asked(event))
            await self._give(event, given)
        except Exception as error:  # noqa: BLE001 - whatever went wrong, the page must get an answer
            log.debug("%s: %r", asked["url"], error)
            await self._refuse(event)

    async def _asked(self, event: dict[str, Any]) -> Asked:
        request = event["request"]
        cookies = (await self._session.send("Network.getCookies", {"urls": [request["url"]]}))["cookies"]
        headers = dict(request["headers"])
        if cookies:
            headers["Cookie"] = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
        body = request.get("postData", "").encode()
        return Asked(request["url"], request["method"], headers, body, event["resourceType"])

    async def _give(self, event: dict[str, Any], given: Given) -> None:
        headers = [{"name": name, "value": value} for name, value in given.headers if name.lower() not in OWN_HEADERS]
        answer = {"requestId": event["requestId"], "responseCode": given.status, "responseHeaders": headers}
        answer["responsePhrase"] = "Answer"  # the browser knows none for statuses like 521
        await self._session.send("Fetch.fulfillRequest", {**answer, "body": base64.b64encode(given.body).decode()})

    async def _refuse(self, event: dict[str, Any]) -> None:
        from playwright.async_api import Error  # noqa: PLC0415 - an extra

        with suppress(Error):  # the page may be gone
            await self._session.send(
                "Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "BlockedByClient"}
            )
