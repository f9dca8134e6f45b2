"""What archiving costs: CPU per answer of one spider, with and without it, and of wget on the same site.

    python benchmarks/capture.py [--pages 40] [--rounds 5]

Variants run in turn, several rounds, each in a process of its own; what counts is the CPU time of that process from the
first request to the last byte archived, per answer. The medians of the ratios are printed; absolute times depend on the
machine, ratios hardly.

    stock       Scrapy as it comes, nothing archived
    archiving   the same settings, and every exchange archived
    ours        our settings, every exchange archived
    wget        wget -r --warc-file
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

HOSTS = 20
LINK = re.compile(rb'href="(/[^"]+)"')


def page(host: int, number: int) -> bytes:
    """Some 58 KB of a report page, of which gzip makes a fifth."""
    chance = random.Random(host * 1000 + number)
    words = ["政府信息公开", "工作年度报告", "主动公开", "依申请公开", "行政复议", "行政诉讼", "收到申请数", "不予公开"]
    rows = "".join(
        "<tr>" + "".join(f'<td style="border:1px">{chance.randrange(5000)}</td>' for _ in range(10)) + "</tr>"
        for _ in range(90)
    )
    text = "".join(f"<p>{chance.choice(words)}{chance.randrange(10**9)}</p>" for _ in range(500))
    return f"<html><head><title>年报</title></head><body>{text}<table>{rows}</table></body></html>".encode()


def serve(pages: int) -> tuple[int, list[ThreadingHTTPServer]]:
    """The site on HOSTS loopback addresses: a list each, and its pages."""
    made = [page(1, number) for number in range(pages)]
    listed = "".join(f'<li><a href="/p{number}.html">{number}</a></li>' for number in range(pages))
    index = f"<html><ul>{listed}</ul></html>".encode()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = re.fullmatch(r"/p(\d+)\.html", self.path)
            body = made[int(number[1])] if number else index if self.path == "/" else b""
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    servers: list[ThreadingHTTPServer] = []
    port = 0
    for host in range(1, HOSTS + 1):
        servers.append(ThreadingHTTPServer((f"127.0.7.{host}", port), Handler))
        port = servers[0].server_address[1]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return port, servers


def homes(port: int) -> list[str]:
    """Where crawls start."""
    return [f"http://127.0.7.{host}:{port}/" for host in range(1, HOSTS + 1)]


def run_scrapy(variant: str, port: int, folder: str) -> None:
    """One crawl in this process; prints CPU seconds and answers."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    class Spider(scrapy.Spider):
        """Follows the links of each list."""

        name = "bench"
        answers = 0
        began = 0.0

        async def start(self) -> AsyncIterator[Any]:
            self.began = time.process_time()
            for home in homes(port):
                yield scrapy.Request(home, self.parse)

        def parse(self, response: Any) -> Iterator[Any]:
            self.answers += 1
            for href in LINK.findall(response.body):
                yield response.follow(href.decode(), self.page)

        def page(self, _response: Any) -> None:
            self.answers += 1

    quiet = {"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}
    if variant == "stock":
        process = AsyncCrawlerProcess({**quiet, "CONCURRENT_REQUESTS": 64})
        crawler = process.create_crawler(Spider)
        process.crawl(crawler)
        process.start()
        report(crawler.spider)
        return
    archive_with(Spider, variant, quiet, folder)


def archive_with(spider: Any, variant: str, quiet: dict[str, Any], folder: str) -> None:
    """The crawl with an archive behind it."""
    from scrapy.crawler import AsyncCrawlerProcess

    from storage.archive import Archive
    from storage.frontier.queue import Frontier
    from storage.recorder import Recorder

    handlers = dict.fromkeys(("http", "https"), "crawler.fetch.wire.WireHandler")
    chosen: dict[str, Any] = {**quiet, "CONCURRENT_REQUESTS": 64, "DOWNLOAD_HANDLERS": handlers}
    if variant == "ours":
        from crawler.engine.settings import settings
        from crawler.options import CrawlOptions

        chosen = settings(CrawlOptions(browser="never", delay=0))
        chosen |= {"CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
        chosen.pop("SCHEDULER")
    with Frontier.open(Archive.create(folder), delay=0) as frontier:
        crawl_id = frontier.begin({})
        with Recorder.open(frontier.archive, crawl_id, "bench", frontier) as recorder:
            process = AsyncCrawlerProcess(chosen)
            crawler = process.create_crawler(local(spider))
            setattr(crawler, "recorder", recorder)  # noqa: B010
            process.crawl(crawler)
            process.start()
        report(crawler.spider)


def local(spider: Any) -> Any:
    """The same spider, saying that its portal is on loopback, as the address check asks."""
    import scrapy

    from storage.found import Found, Seed

    found = Found(role="report", seed=Seed("341522000000", "霍邱县人民政府", "http://127.0.7.1/"), link_text="年报")

    class Local(spider):  # type: ignore[misc]
        async def start(self) -> AsyncIterator[Any]:
            async for request in super().start():
                request.meta["found"] = found
                yield request

        def parse(self, response: Any) -> Iterator[Any]:
            for request in super().parse(response):
                assert isinstance(request, scrapy.Request)
                request.meta["found"] = found
                yield request

    return Local


def report(spider: Any) -> None:
    """What this process spent since the first request."""
    print(json.dumps({"cpu": time.process_time() - spider.began, "answers": spider.answers}))


def measure(variant: str, port: int) -> float:
    """CPU milliseconds per answer of one variant."""
    folder = tempfile.mkdtemp(prefix="gongkai-bench-")
    try:
        if variant == "wget":
            return measure_wget(port, folder)
        command = [sys.executable, __file__, "--variant", variant, "--port", str(port), "--folder", f"{folder}/archive"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        said = json.loads(done.stdout.splitlines()[-1])
        return float(said["cpu"]) / int(said["answers"]) * 1000
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure_wget(port: int, folder: str) -> float:
    """The same of wget, from its whole life: it starts in a few milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["wget", "-q", "-r", "-l", "1", "-e", "robots=off"]
    command += ["--warc-file", f"{folder}/got", "-P", f"{folder}/site", *homes(port)]
    subprocess.run(command, check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    answers = sum(len(names) for _, _, names in os.walk(f"{folder}/site"))
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent / max(1, answers) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=40, help="pages of each of the 20 hosts")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--variant", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.variant:
        run_scrapy(given.variant, given.port, given.folder)
        return
    variants = ["stock", "archiving", "ours", *(["wget"] if shutil.which("wget") else [])]
    port, servers = serve(given.pages)
    rounds = [
        {variant: measure(variant, port) for variant in random.sample(variants, len(variants))}
        for _ in range(given.rounds)
    ]
    for server in servers:
        server.shutdown()
    for variant in variants:
        cost = statistics.median(one[variant] for one in rounds)
        print(f"{variant:10} {cost:6.2f} ms CPU an answer")
    for above, below, most in (("archiving", "stock", 1.4), ("ours", "stock", 1.0), ("ours", "wget", 1.5)):
        if below in variants:
            ratio = statistics.median(one[above] / one[below] for one in rounds)
            print(f"{above} / {below}: {ratio:.2f} (at most {most})")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    main()
