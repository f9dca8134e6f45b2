import json

from command import run
from storage_rows import SEED

from storage.archive import Archive
from storage.entry import Entry
from storage.found import Found
from storage.frontier import Frontier


def test_frontier_that_is_no_database_is_one_line(monkeypatch, capsys, tmp_path):
    Archive.create(tmp_path).frontier_path.write_bytes(b"a letter, no database" * 99)
    for verb in ("status", "coverage"):
        status, out, err = run(monkeypatch, capsys, verb, "--archive", tmp_path)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "the next crawl makes a new one" in err


def test_crawls_and_portals(monkeypatch, capsys, tmp_path):
    archive = Archive.create(tmp_path)
    status, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
    assert (status, out) == (0, "no crawl has run here: gongkai crawl starts one\n")
    with Frontier.open(archive) as frontier:
        crawl = frontier.begin({})
        urls = [f"{SEED.home_url}{number}" for number in range(5)]
        roles = ("home", "report", "report", "report", "list")
        frontier.add(
            [Entry(url, url, "www.hq.example", Found(role, SEED)) for url, role in zip(urls, roles, strict=True)]
        )
        frontier.done(urls[0])
        frontier.done(urls[1])
        frontier.failed(urls[2], "timeout")
        frontier.blocked(urls[3], "captcha")
        _, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
        assert out.splitlines()[1].split()[:2] == [crawl, "running"]
    _, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
    assert out.splitlines()[1].split()[:2] == [crawl, "stopped"]
    assert out.splitlines()[-1].split() == [SEED.home_url, SEED.publisher, "2", "1", "1", "1", "1"]
    with Frontier.open(archive) as frontier:
        frontier.begin({})
        frontier.finish()
    _, out, _ = run(monkeypatch, capsys, "status", "--format", "json", "--archive", tmp_path)
    assert json.loads(out)[0]["waiting"] == 1
    _, out, _ = run(monkeypatch, capsys, "status", "--archive", tmp_path)
    assert out.splitlines()[1].split()[1] == "finished"
