"""What a crawl knows beside its queue survives the crawl's death."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.answer import Answer
from crawler.crawl import Crawl
from crawler.entries import entry_of
from crawler.memory.accounts import Account
from crawler.options import CrawlOptions
from crawler.outcomes import pages
from crawler.pages.page import Page
from crawler.portals.portal import Portal
from crawler.reading.lead import ANNUAL, MORE, RESERVE, Lead
from crawler.reading.reading import Reading
from storage import withdrawn
from storage.archive import Archive
from storage.found import Found
from storage.frontier.notes import CrawlNotes
from storage.frontier.queue import Frontier
from storage.recorder import Recorder

PORTAL = Portal("341522000000", "试验县人民政府", "http://127.0.0.9/")
COLUMN = Lead("http://127.0.0.9/nb/", Found("column", PORTAL.seed, unit="教育局"), ANNUAL)
HOPE = Lead("http://127.0.0.9/more/", Found("section", PORTAL.seed, unit="民政局"), RESERVE, state=(("a", "b"),))

NEXT = Lead(COLUMN.url + "2.html", COLUMN.found, MORE, rule="next", number=2, entry="//127.0.0.9/nb/")
HOME = Page.of(PORTAL.home_url, 200, (), b'<html><body><a href="/nb/">\xe5\xb9\xb4\xe6\x8a\xa5</a></body></html>')


def opened(archive: Archive) -> tuple[Frontier, Crawl]:
    frontier = Frontier.open(archive, 0)
    crawl_id = frontier.begin({}, [PORTAL.home_url])
    crawl = Crawl(frontier, Recorder.open(archive, crawl_id, "test", frontier), [PORTAL], CrawlOptions(delay=0))
    crawl.begin()
    return frontier, crawl


def account_of(crawl: Crawl) -> Account:
    account = crawl.state.accounts.of(COLUMN.found)
    assert account is not None
    return account


def known(frontier: Frontier) -> int:
    return sum(sum(count.states.values()) for count in frontier.counts())


def test_what_a_crawl_knows_is_there_after_its_death(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path)
    frontier, crawl = opened(archive)
    account_of(crawl).columns.add("教育局")
    account_of(crawl).fetched = 7
    crawl.state.hosts.good["127.0.0.9"] = 1
    crawl.state.hosts.close("127.0.0.8", "challenge")
    with frontier.store.writing():
        crawl.state.accounts.keep_back(account_of(crawl), COLUMN, [COLUMN, HOPE])
        crawl.state.remember(entry_of(COLUMN))
        crawl.state.hosts.keep("127.0.0.8")
        crawl.state.sites.keep(HOME)
        assert not crawl.state.lists.repeats(COLUMN, Reading("list", rows=("a", "b")))
        assert not crawl.state.lists.repeats(NEXT, Reading("list", rows=("b", "c")))
    frontier.close()
    frontier, again = opened(archive)
    assert account_of(again).fetched == 7
    assert account_of(again).columns == {"教育局"}
    assert account_of(again).reserve == [HOPE]
    assert again.state.hosts.good["127.0.0.9"] == 1
    assert again.state.hosts.closed == {"127.0.0.8": "challenge"}
    assert again.state.sites.is_home("http://127.0.0.9/index.html")
    assert again.state.sites.of(HOME, "127.0.0.9").chrome == {"//127.0.0.9/nb/"}
    assert again.state.lists.repeats(NEXT, Reading("list", rows=("a", "c")))
    frontier.close()


@pytest.mark.parametrize("entry", [("host", "127.0.0.9"), ("address", "http://127.0.0.9/")])
def test_what_was_withdrawn_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: tuple[str, str]
) -> None:
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {entry: "asked by a court (since 2026-01-01)"})
    frontier, crawl = opened(Archive.create(tmp_path))
    crawl.state.hosts.keep_rules("http://127.0.0.9", "")
    asked = []
    while one := crawl.next_entry(1e12):
        asked.append(one.url)
        frontier.done(one.key)
    assert asked == ([] if entry[0] == "host" else ["http://127.0.0.9/robots.txt"])
    assert {incident.reason for incident in frontier.incidents()} == {"withdrawn: asked by a court (since 2026-01-01)"}
    frontier.close()


def test_a_new_crawl_knows_nothing_of_it(tmp_path: Path) -> None:
    frontier, crawl = opened(Archive.create(tmp_path))
    account_of(crawl).fetched = 7
    crawl.state.accounts.keep(account_of(crawl))
    frontier.finish()
    frontier.close()
    frontier, again = opened(Archive.open(tmp_path))
    assert account_of(again).fetched == 0
    assert list(CrawlNotes(frontier).of("account")) == []
    frontier.close()


def test_an_answer_is_taken_in_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frontier, crawl = opened(Archive.create(tmp_path))
    crawl.state.hosts.keep_rules("http://127.0.0.9", "")
    frontier.add([entry_of(COLUMN)])
    page = '<html><body><a href="/nb/1.html">试验县教育局2021年政府信息公开工作年度报告</a></body></html>'.encode()
    answer = Answer(COLUMN.url, 200, (("Content-Type", "text/html"),), page)

    def dies(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(crawl.state, "remember", dies)
    with pytest.raises(KeyboardInterrupt):
        crawl.answered(entry_of(COLUMN), answer)
    before = known(frontier)
    monkeypatch.undo()
    crawl.answered(entry_of(COLUMN), answer)
    assert known(frontier) == before + 1
    frontier.close()


def test_a_fault_of_ours_costs_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frontier, crawl = opened(Archive.create(tmp_path))
    frontier.add([entry_of(COLUMN)])
    monkeypatch.setattr(pages, "read", lambda *_: 1 // 0)
    crawl.answered(entry_of(COLUMN), Answer(COLUMN.url, 200, (), b"<html></html>"))
    [incident] = frontier.incidents()
    assert (incident.url, incident.reason) == (
        COLUMN.url,
        "internal: ZeroDivisionError('integer division or modulo by zero')",
    )
    assert account_of(crawl).failed == 1
    frontier.close()
