"""How well the crawl finds reports on the test portals: recall, precision, pages per report, CPU per page.

    python benchmarks/discovery.py [PORTAL…]

Precision counts what the crawl took for a report; waste is what it asked for that was neither a report nor on the way.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from portals.kit import Portal
from test_crawler_quirks import PORTALS, write_portals

from crawler.options import CrawlOptions
from crawler.run import crawl
from storage.archive import Archive
from storage.warc.reading import iter_captures

WITHOUT = ("walls", "closed", "refused", "expiring", "gateway", "sisters")


def taken_for_reports(archive: Archive) -> set[str]:
    """Addresses whose verdict is a report, and documents linked as one."""
    found = set()
    for path in archive.warc_files():
        for capture, verdict in iter_captures(path):
            kind = (verdict or {}).get("kind")
            role = capture.found.role if capture.found else ""
            if kind == "report" or (kind == "attachment" and role in ("report", "attachment")):
                found.add(capture.url)
    return found


def line(name: str, wanted: int, got: int, wrong: int, pages: int) -> str:
    """A row of the table."""
    recall, precision = got / (wanted or 1), got / ((got + wrong) or 1)
    return f"{name:14} {wanted:7} {recall:7.3f} {precision:9.3f} {pages / (got or 1):12.2f}"


def main() -> None:
    """Crawl the portals named (all without a name) and print the table."""
    names = sys.argv[1:] or [name for name in PORTALS if name not in WITHOUT]
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        portals = {name: stack.enter_context(PORTALS[name]()) for name in names}
        archive = Archive.create(Path(folder) / "archive")
        listed = write_portals(Path(folder) / "portals.csv", list(portals.values()))
        crawl(archive, CrawlOptions(portals=(listed,), years=(2005, 2025), browser="never", delay=0))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        table(portals, taken_for_reports(archive), used.ru_utime + used.ru_stime)


def table(portals: dict[str, Portal], taken: set[str], seconds: float) -> None:
    """Print a line a portal and the sum."""
    print(f"{'portal':14} {'reports':>7} {'recall':>7} {'precision':>9} {'pages/report':>12}")
    sums = [0, 0, 0, 0]
    for name, portal in portals.items():
        sites = [portal, *portal.also]
        wanted = {site.base + path for site in sites for path in site.reports}
        asked = {site.base + path for site in sites for path in site.asked}
        mine = {url for url in taken if any(url.startswith(site.base) for site in sites)}
        row = [len(wanted), len(wanted & asked), len(mine - wanted), sum(len(site.targets) for site in sites)]
        print(line(name, *row))
        sums = [total + value for total, value in zip(sums, row, strict=True)]
    print(line("all", *sums))
    print(f"CPU per page: {1000 * seconds / (sums[3] or 1):.1f} ms (with start-up)")


if __name__ == "__main__":
    main()
