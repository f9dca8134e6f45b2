"""A crawl that is stopped goes on; a second one asks for lists and for what is new or changed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from portals.kit import Ask, Portal, Reply, home, page, report, rows, title_of

from crawler.options import CrawlOptions
from crawler.run import crawl
from storage.archive import Archive
from storage.verifying.verify import verify

SCRIPT = """
import sys
from pathlib import Path
from crawler.options import CrawlOptions
from crawler.run import crawl
from storage.archive import Archive
if __name__ == "__main__":
    summary = crawl(Archive.create(sys.argv[1]), CrawlOptions(portals=(Path(sys.argv[2]),), browser="never", delay=0))
    sys.exit(0 if summary.finished else 1)
"""


def portal(count: int, slow: float = 0.0) -> Portal:
    site = Portal("127.0.15.1")
    listed = [(f"/nb/{k}.html", title_of(2008 + k % 17, f"试验县第{k}局"), "2022-01-20") for k in range(count)]
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.pages["/nb/"] = page("政府信息公开年报", rows(listed))
    for href, title, _ in listed:
        site.pages[href] = Reply(report(title), slow=slow)
    site.reports = [href for href, _, _ in listed]
    return site


def options(site: Portal, folder: Path) -> CrawlOptions:
    file = folder / "portals.csv"
    file.write_text(
        f"jurisdiction_code,publisher,home_url\n{site.code},{site.publisher},{site.home}\n", encoding="utf-8"
    )
    return CrawlOptions(portals=(file,), browser="never", delay=0)


def test_second_crawl_asks_for_lists_and_what_is_new(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive")
    with portal(8) as site:
        crawl(archive, options(site, tmp_path))
        assert site.missing() == []
        listed = [(f"/nb/{k}.html", title_of(2008 + k % 17, f"试验县第{k}局"), "2022-01-20") for k in range(8)]
        listed[3] = (listed[3][0], listed[3][1] + "（更正）", "2022-06-01")  # corrected
        del listed[5]  # removed
        listed.append(("/nb/new.html", title_of(2024), "2025-01-20"))  # added
        site.pages["/nb/"] = page("政府信息公开年报", rows(listed))
        site.pages["/nb/new.html"] = report(title_of(2024))
        site.pages["/nb/3.html"] = report(listed[3][1])
        site.hits.clear()
        summary = crawl(archive, options(site, tmp_path))
        assert sorted(site.targets) == ["/", "/nb/", "/nb/3.html", "/nb/new.html"]
        assert summary.finished
    assert list(verify(archive)) == []


def test_an_unchanged_portal_adds_next_to_nothing(tmp_path: Path) -> None:
    archive, dice = Archive.create(tmp_path / "archive"), random.Random(1)
    with portal(60) as site:
        for href in site.reports:  # of the size of real pages, and as little compressible
            site.pages[href] = report(title_of(2020)) + f"<!-- {dice.randbytes(12_000).hex()} -->"
        crawl(archive, options(site, tmp_path))
        before = sum(path.stat().st_size for path in archive.warc_files())
        site.hits.clear()
        crawl(archive, options(site, tmp_path))
        assert sorted(site.targets) == ["/", "/nb/"]
    assert sum(path.stat().st_size for path in archive.warc_files()) < 1.05 * before


def test_what_robots_txt_closes_stays_closed_when_it_is_unchanged(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive")

    def robots(ask: Ask) -> Reply:
        if ask.headers.get("if-none-match"):
            return Reply("", 304)
        return Reply("User-agent: *\nDisallow: /nb/closed/\n", type="text/plain", headers=(("ETag", '"1"'),))

    with portal(3) as site:
        site.pages["/robots.txt"] = robots
        site.pages["/"] = home(("/nb/", "政府信息公开年报"), ("/nb/closed/", "部门政府信息公开年报"))
        crawl(archive, options(site, tmp_path))
        site.hits.clear()
        crawl(archive, options(site, tmp_path))
        assert sorted(hit.target for hit in site.hits) == ["/", "/nb/", "/robots.txt"]


def test_what_was_no_report_yet_is_asked_at_every_crawl(tmp_path: Path) -> None:
    """A list behind a report's title, a year not filed, a listed address that is missing."""
    archive = Archive.create(tmp_path / "archive")
    first = (("/nb/2022.html", title_of(2022), "2023-01-20"), ("/nb/gone.html", title_of(2021), "2022-01-20"))
    with Portal("127.0.15.2") as site:
        links = rows([("/nb/szf.html", title_of(2020), ""), ("/nb/year?y=2023", "2023年", ""), *first])
        site.pages["/"] = home(("/nb/", "政府信息公开年报"))
        site.pages["/nb/"] = page("政府信息公开年报", links)
        site.pages["/nb/szf.html"] = page(
            "县政府年报", rows([(f"/nb/{k}.html", title_of(2010 + k), "") for k in range(2)])
        )
        site.pages["/nb/year"] = page("政府信息公开年报", "<div class='empty'>暂无内容</div>")
        site.pages |= {f"/nb/{k}.html": report(title_of(2010 + k)) for k in range(3)}
        site.pages["/nb/2022.html"] = report(title_of(2022))
        crawl(archive, options(site, tmp_path))
        site.pages["/nb/szf.html"] = page(
            "县政府年报", rows([(f"/nb/{k}.html", title_of(2010 + k), "") for k in range(3)])
        )
        site.pages["/nb/year"] = report(title_of(2023))
        site.pages["/nb/gone.html"] = report(title_of(2021))
        site.hits.clear()
        crawl(archive, options(site, tmp_path))
        assert sorted(site.targets) == ["/", "/nb/", "/nb/2.html", "/nb/gone.html", "/nb/szf.html", "/nb/year?y=2023"]
        site.hits.clear()
        crawl(archive, options(site, tmp_path))
        assert sorted(site.targets) == ["/", "/nb/", "/nb/szf.html"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_crawl_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    archive = Archive.create(tmp_path / "archive")
    with portal(40, slow=0.05) as site:
        chosen = options(site, tmp_path)
        (tmp_path / "crawl.py").write_text(SCRIPT, encoding="utf-8")
        command = [sys.executable, str(tmp_path / "crawl.py"), str(archive.root), str(chosen.portals[0])]
        process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)})
        deadline = time.monotonic() + 30
        while len(site.targets) < 8 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(timeout=30) == 1
        assert list(verify(archive)) == []
        before = len(site.targets)
        assert 8 <= before < 42
        assert crawl(archive, chosen).finished
        assert site.missing() == []
        assert max(site.asked.values()) == 1
    assert list(verify(archive)) == []
