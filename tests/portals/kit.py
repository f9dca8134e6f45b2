"""What every test portal is made of: a server on a loopback address of its own, pages, and what was asked of it.

A portal is a dictionary from path (with its query where that matters) to a reply, and a list `reports` of the paths
that a crawl must bring home; `lookalikes` are paths it must leave alone. A function in place of a reply gets the Ask.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Ask:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    target: str
    headers: dict[str, str]
    body: bytes = b""
    at: float = 0.0

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Reply:
    """A response. `cut`: close the connection after so many bytes of the body, without a declared length."""

    body: str | bytes = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    declared: int | None = None
    slow: float = 0.0

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else self.body.encode()


Answer = Reply | str | bytes | Callable[[Ask], "Reply | str"]


@dataclass
class Portal:
    """One host. Use as a context; `home` is its home page once it runs."""

    host: str
    pages: dict[str, Answer] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)
    lookalikes: list[str] = field(default_factory=list)
    also: list[Portal] = field(default_factory=list)
    publisher: str = "试验县人民政府"
    code: str = "341522"
    scheme: str = "http"
    tls: ssl.SSLContext | None = None
    hits: list[Ask] = field(default_factory=list)
    worst: int = 0
    port: int = 0
    _server: Any = None

    def __post_init__(self) -> None:
        self._busy = 0
        self._lock = threading.Lock()
        self._server = _Server((self.host, 0), type("Handler", (_Handler,), {"portal": self}))
        self.port = self._server.server_port
        if self.tls:
            self._server.socket = self.tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )

    @property
    def base(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def home(self) -> str:
        return f"{self.base}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        for portal in self.also:
            portal.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        for portal in self.also:
            portal.__exit__()

    @property
    def targets(self) -> list[str]:
        """What was asked for, in order, but robots.txt."""
        return [hit.target for hit in self.hits if hit.path != "/robots.txt"]

    @property
    def asked(self) -> Counter[str]:
        posted = ("" if hit.method == "GET" else f" {hit.method} {hit.body.decode()}" for hit in self.hits)
        return Counter(
            hit.target + body for hit, body in zip(self.hits, posted, strict=True) if hit.path != "/robots.txt"
        )

    def missing(self) -> list[str]:
        """Reports that were never asked for."""
        return [path for path in self.reports if path not in self.asked]

    def wasted(self) -> list[str]:
        """Look-alikes that were asked for."""
        return [path for path in self.lookalikes if path in self.asked]

    def answer(self, ask: Ask) -> Reply:
        found = self.pages.get(ask.target, self.pages.get(ask.path))
        if found is None:
            fallback = self.pages.get("*")
            found = fallback if fallback is not None else Reply(page("404", "<p>404</p>"), 404)
        reply = found(ask) if callable(found) else found
        return reply if isinstance(reply, Reply) else Reply(reply)

    def took(self, ask: Ask) -> Reply:
        with self._lock:
            self._busy += 1
            self.worst = max(self.worst, self._busy)
            self.hits.append(ask)
        try:
            reply = self.answer(ask)
            time.sleep(reply.slow)
            return reply
        finally:
            with self._lock:
                self._busy -= 1


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up, or speaks the wrong scheme, is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        ask = Ask(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            self.path,
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(length),
            time.monotonic(),
        )
        self._send(self.portal.took(ask))

    do_POST = do_GET

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.type)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.cut is None:
            self.send_header("Content-Length", str(len(reply.data) if reply.declared is None else reply.declared))
            self.close_connection = reply.declared is not None or self.close_connection
        else:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(reply.data if reply.cut is None else reply.data[: reply.cut])

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet."""


NEWS = (
    "县委常委会召开会议",
    "我县春耕生产有序推进",
    "县医院新院区投入使用",
    "关于道路封闭施工的通告",
    "秋季招聘会公告",
)
MENU = (
    "新闻中心",
    "政务服务",
    "互动交流",
    "走进试验",
    "专题专栏",
    "政策文件",
    "政策解读",
    "规划计划",
    "财政资金",
    "人事信息",
)


def page(title: str, body: str, head: str = "", menu: str = "") -> str:
    """A page with the navigation that every page of a portal repeats."""
    items = "".join(f'<li><a href="/nav/{number}/">{name}</a></li>' for number, name in enumerate(MENU))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<div class="header"><ul class="nav"><li><a href="/">首页</a></li>{items}{menu}</ul></div>'
        f'<div class="content">{body}</div>'
        '<div class="footer"><a href="http://127.9.9.9/">邻县人民政府</a><a href="/about.html">关于我们</a>'
        '<a href="/map.html">网站地图</a><p>试验县人民政府办公室主办</p></div></body></html>'
    )


def home(*links: tuple[str, str], title: str = "试验县人民政府") -> str:
    """A home page with news and the links given (address, text)."""
    news = "".join(
        f'<li><a href="/news/{number}.html">{text}</a><span>03-1{number}</span></li>'
        for number, text in enumerate(NEWS)
    )
    given = "".join(f'<a href="{href}">{text}</a>' for href, text in links)
    return page(title, f'<div class="news"><h2>要闻</h2><ul>{news}</ul></div><div class="quick">{given}</div>')


def rows(items: Iterable[tuple[str, str, str]]) -> str:
    """A list of links with dates: address, text, date."""
    return (
        '<ul class="list">'
        + "".join(
            f'<li><a href="{href}" title="{text}">{text}</a><span>{date}</span></li>' for href, text, date in items
        )
        + "</ul>"
    )


def report(title: str, extra: str = "") -> str:
    """The page of a report: its title, date and enough text to be one."""
    sections = (
        (
            "一、总体情况",
            "本年度，我单位认真贯彻落实政府信息公开条例，主动公开政府信息若干条，办理依申请公开若干件，各项工作平稳有序。"
            * 4,
        ),
        (
            "二、主动公开政府信息情况",
            "通过门户网站、政务新媒体和公开栏等渠道发布信息，内容涵盖规划计划、财政资金、重大项目和民生事项。" * 4,
        ),
        ("三、收到和处理政府信息公开申请情况", "全年收到申请若干件，均已按期答复，没有逾期情形。" * 4),
        ("四、政府信息公开行政复议、行政诉讼情况", "本年度未发生因政府信息公开引起的行政复议和行政诉讼。" * 4),
        ("五、存在的主要问题及改进情况", "公开的广度和深度仍有不足，下一步将加强培训，完善制度。" * 4),
    )
    text = "".join(f"<p>{heading}</p><p>{words}</p>" for heading, words in sections)
    meta = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2022-01-20 10:00">'
    return page(title, f'<h1>{title}</h1><div class="article" id="zoom">{text}{extra}</div>', meta)


def article(title: str) -> str:
    """A page that is no report."""
    return page(
        title,
        f"<h1>{title}</h1><div class='article'>{'<p>各单位要高度重视，切实做好相关工作，确保按时完成。</p>' * 20}</div>",
    )


def title_of(year: int, body: str = "试验县人民政府") -> str:
    return f"{body}{year}年政府信息公开工作年度报告"


def pdf() -> Reply:
    return Reply(b"%PDF-1.4\n%a report\n" + b"0" * 3000 + b"\n%%EOF", type="application/pdf")
