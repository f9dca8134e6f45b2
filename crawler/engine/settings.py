"""Every Scrapy setting that is not Scrapy's default, with its reason."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from crawler.errors import NoContact
from crawler.fetch.browser import executable
from crawler.manners.robots import AGENT
from crawler.options import CrawlOptions

MIDDLEWARES = "scrapy.downloadermiddlewares"
OFF = (
    # the frontier does these, so that every hop and every try is an entry and a capture of its own
    "retry.RetryMiddleware",
    "redirect.RedirectMiddleware",
    "redirect.MetaRefreshMiddleware",
    "robotstxt.RobotsTxtMiddleware",
    "httpcache.HttpCacheMiddleware",
    # bodies stay as they came; crawler/pages/decode.py undoes the coding with limits
    "httpcompression.HttpCompressionMiddleware",
    # not needed
    "offsite.OffsiteMiddleware",
    "httpauth.HttpAuthMiddleware",
    "httpproxy.HttpProxyMiddleware",
    "stats.DownloaderStats",
)
FIXED: dict[str, Any] = {
    # an HTTP server that runs posted Python, and a Python console: nobody may reach into a crawl
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    # the queue, its order and its politeness are ours and survive any crash
    "SCHEDULER": "crawler.engine.scheduler.FrontierScheduler",
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "DOWNLOADER_MIDDLEWARES": {f"{MIDDLEWARES}.{name}": None for name in OFF},
    # the spider has one callback and yields nothing
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "zh-CN,zh;q=0.9",
        # what any reader of the archive can undo
        "Accept-Encoding": "gzip, deflate",
    },
    # many hosts at once, one request at a time to each; the pause between them is the frontier's
    "CONCURRENT_REQUESTS": 32,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    # slow is usual: 3 to 15 seconds
    "DOWNLOAD_TIMEOUT": 60,
    # a scanned report has up to 30 MB; what is longer is cut and marked as cut
    "DOWNLOAD_MAXSIZE": 48 << 20,
    "DOWNLOAD_WARNSIZE": 0,
    # a body shorter than declared is read, archived as cut, and asked for again
    "DOWNLOAD_FAIL_ON_DATALOSS": False,
    # 100 tasks for each answer by default, a third of the whole cost of a page
    "CONCURRENT_ITEMS": 4,
    # names of hosts are looked up in threads
    "REACTOR_THREADPOOL_MAXSIZE": 16,
    # the command line sets up logging
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
}


def user_agent(contact: str) -> str:
    """An honest name: the program, its version, and who to write to."""
    return f"{AGENT}/{release()} (+{contact})" if contact else f"{AGENT}/{release()}"


def release() -> str:
    """The version of this program."""
    try:
        return version("gongkai")
    except PackageNotFoundError:
        return "0"


def check_contact(contact: str, any_public: bool) -> None:
    """NoContact when a public host would be asked by nobody in particular."""
    if any_public and not contact:
        raise NoContact(
            "a public portal is asked only with an address to write to: "
            "set GONGKAI_CONTACT, or --contact, to a mail address or page"
        )


def equipped(options: CrawlOptions) -> CrawlOptions:
    """The options as they can be met: no browser where the extra is not installed."""
    return options if executable() is not None else replace(options, browser="never")


def settings(options: CrawlOptions) -> dict[str, Any]:
    """The settings of a crawl with these options, which are `equipped`."""
    handler = "wire.WireHandler" if options.browser == "never" else "rendering.BrowserHandler"
    ours = dict.fromkeys(("http", "https"), f"crawler.fetch.{handler}")  # every byte of every exchange is archived
    none = dict.fromkeys(("ftp", "s3", "data", "file"))
    return {**FIXED, "DOWNLOAD_HANDLERS": ours | none, "USER_AGENT": user_agent(options.contact)}
