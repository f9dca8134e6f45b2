"""Verbs that read and write an archive: import, extract, trace, on pages of our own."""

from pathlib import Path

import pytest
from command import Screen, run

from storage import withdrawn
from storage.archive import Archive
from storage.database.database import open_database
from storage.warc import records

PAGE = """<html><head><meta charset="utf-8"><title>白莲乡</title></head><body>
<h1>霍邱县白莲乡2016年政府信息公开年报</h1>
<p>发布时间：2017-03-30</p>
<p>根据《政府信息公开条例》，现公布白莲乡人民政府2016年政府信息公开年度报告。</p>
<p>一、主动公开政府信息情况</p><p>2016年，我乡主动公开政府信息120条。</p>
<p>二、依申请公开政府信息情况</p><p>2016年，我乡收到政府信息公开申请3件。</p>
<p>三、行政复议和行政诉讼情况</p><p>2016年，我乡未发生行政复议和行政诉讼。</p>
<p>四、存在的主要问题和改进措施</p><p>公开的内容不够全面，下一步将逐项改进。</p>
<p>霍邱县白莲乡人民政府</p><p>2017年3月30日</p></body></html>"""


def warc(path: Path, *pages: str) -> Path:
    with path.open("wb") as file:
        for number, page in enumerate(pages):
            fields = (
                ("WARC-Date", "2026-01-02T03:04:05Z"),
                ("WARC-Target-URI", f"http://www.hq.example/{number}.html"),
                ("Content-Type", "application/http; msgtype=response"),
            )
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            records.pack(records.build("response", fields, head, page.encode()), file)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def test_import_extract_trace(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, archive: Path) -> None:
    file = warc(tmp_path / "other.warc.gz", PAGE)
    status, out, err = run(monkeypatch, capsys, "import", file, "--archive", archive)
    assert (status, err) == (0, "")
    assert ": 1 records, 1 captures, as warc/import-" in out
    assert {path.name for path in archive.iterdir() if path.is_dir()} == {"warc", "index", "crawl"}
    status, out, _ = run(monkeypatch, capsys, "extract", "--workers", 1, "--archive", archive)
    assert (status, out.splitlines()[0].partition(",")[0]) == (0, "extract: 1 captures read")
    with open_database(Archive.open(archive).database_path) as db:
        report = db.query("SELECT id FROM reports")[0].id
    status, out, _ = run(monkeypatch, capsys, "trace", report[:8], "app_received_total", "--archive", archive)
    assert status == 0
    assert "value        3 件 (value)" in out
    assert "offset " in out
    assert "【" in out.splitlines()[-2]


def test_known_file_is_noticed(monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, archive: Path) -> None:
    file = warc(tmp_path / "other.warc.gz", PAGE)
    for _ in range(2):
        status, out, _ = run(monkeypatch, capsys, "import", file, "--archive", archive)
    assert (status, "taken in before" in out) == (0, True)


@pytest.mark.parametrize(
    ("verb", "content", "message"),
    [
        ("import", b"just a letter\n", "not a WARC, ARC or WACZ file"),
        ("import", None, "No such file"),
        ("crawl", b"jurisdiction_code,home_url\n341522,http://127.0.0.1/\n", "line 1: column publisher is missing"),
        (
            "crawl",
            b"jurisdiction_code,publisher,home_url\n341522,x,ftp://h/\n",
            "line 2: home_url 'ftp://h/' is not an address",
        ),
        ("crawl", None, "cannot be read"),
    ],
)
def test_unusable_input_is_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: Screen,
    tmp_path: Path,
    archive: Path,
    verb: str,
    content: bytes | None,
    message: str,
) -> None:
    file = tmp_path / "given"
    if content is not None:
        file.write_bytes(content)
    given = [file] if verb == "import" else ["--portals", file]
    status, out, err = run(monkeypatch, capsys, verb, *given, "--archive", archive)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert str(file) in err


def test_warc_that_is_not_in_the_archive(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Path) -> None:
    Archive.create(archive)
    status, _, err = run(monkeypatch, capsys, "extract", "--warc", "warc/nowhere.warc.gz", "--archive", archive)
    assert (status, err.count("\n")) == (2, 1)
    assert "nowhere.warc.gz" in err


def test_trace_of_nothing(monkeypatch: pytest.MonkeyPatch, capsys: Screen, archive: Path) -> None:
    Archive.create(archive)
    status, _, err = run(monkeypatch, capsys, "trace", "abc", "app_new", "--archive", archive)
    assert (status, err) == (2, "gongkai: no report 'abc' in the database; ids stand in the table reports\n")


def test_verify_names_what_a_flipped_byte_touches(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, archive: Path
) -> None:
    run(monkeypatch, capsys, "import", warc(tmp_path / "other.warc.gz", PAGE, PAGE), "--archive", archive)
    run(monkeypatch, capsys, "extract", "--workers", 1, "--archive", archive)
    status, out, err = run(monkeypatch, capsys, "verify", "--archive", archive)
    assert (status, out, err) == (0, "verify: 1 WARC files, no fault\n", "")
    opened = Archive.open(archive)
    with open_database(opened.database_path) as db:
        last = db.query(
            "SELECT id, warc_file, warc_offset, warc_length FROM captures ORDER BY warc_offset DESC LIMIT 1"
        )[0]
    path = opened.warc_path(last.warc_file)
    content = bytearray(path.read_bytes())
    content[last.warc_offset + last.warc_length // 2] ^= 1
    path.write_bytes(content)
    status, out, _ = run(monkeypatch, capsys, "verify", "--archive", archive)
    assert status == 1
    assert f"{last.warc_file}, offset {last.warc_offset}: " in out
    assert last.id in out
    assert out.splitlines()[-1].startswith("verify: 1 WARC files, ")


@pytest.mark.parametrize("how", [(), ("--serve",)])
def test_what_was_withdrawn_is_not_replayed(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, archive: Path, how: tuple[str, ...]
) -> None:
    url = "http://www.hq.example/0.html"
    run(monkeypatch, capsys, "--archive", archive, "import", warc(tmp_path / "other.warc.gz", PAGE))
    status, out, err = run(monkeypatch, capsys, "--archive", archive, "replay", url)
    assert (status, out) == (0, PAGE)
    assert err.startswith(f"{url}\n2026-01-02T03:04:05Z  200  sha1:")
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {("address", url): "asked by a court"})
    assert run(monkeypatch, capsys, "--archive", archive, "replay", url, *how) == (
        1,
        "",
        f"gongkai: {url}: withdrawn from view: asked by a court\n",
    )


def test_an_extraction_without_a_report_says_so_until_there_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: Screen, tmp_path: Path, archive: Path
) -> None:
    news = "<html><head><title>植树</title></head><body><h1>县里组织植树</h1><p>三百人参加。</p></body></html>"
    run(monkeypatch, capsys, "import", warc(tmp_path / "news.warc.gz", news), "--archive", archive)
    status, out, _ = run(monkeypatch, capsys, "extract", "--archive", archive)
    assert (status, out.splitlines()[-1]) == (
        1,
        "there is no report among them: gongkai coverage says what is missing, and why",
    )
    run(monkeypatch, capsys, "import", warc(tmp_path / "report.warc.gz", PAGE), "--archive", archive)
    assert run(monkeypatch, capsys, "extract", "--archive", archive)[0] == 0
    run(monkeypatch, capsys, "import", warc(tmp_path / "more.warc.gz", news, news + " "), "--archive", archive)
    status, out, _ = run(monkeypatch, capsys, "extract", "--archive", archive)
    assert (status, out.count("\n")) == (0, 1)
