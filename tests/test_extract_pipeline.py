"""From archived pages to the database: reports, look-alikes, attachments, versions, repeats, broken pages."""

from __future__ import annotations

import io
import json
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word
from extract_archive import Page, add_warc, as_html, dump, figures, make_archive, rows

from extract import pipeline, versions
from extract.checks import check_years
from extract.errors import TemplateError
from extract.figure import CheckResult
from extract.pipeline import ExtractOptions, extract
from extract.tables import template
from storage import withdrawn
from storage.database.database import Database
from storage.found import Found, Seed
from storage.rows import StoredValues

SHARED = Path(__file__).parent.parent.parent / "shared" / "documents"
HOST = "http://www.huoqiu.gov.cn"
SEED = Seed("341522", "霍邱县人民政府", f"{HOST}/")

SAMPLES = Path(__file__).parent / "pipeline"
NARRATIVE = (SAMPLES / "narrative.txt").read_text(encoding="utf-8")
STATED = {
    "proactive_info_total": (412, "value"),
    "proactive_via_website": (305, "value"),
    "proactive_via_wechat": (62, "value"),
    "proactive_via_other": (45, "value"),
    "app_received_total": (3, "value"),
    "app_via_online": (2, "value"),
    "app_via_letter": (1, "value"),
    "app_closed_on_time": (3, "value"),
    "recon_total": (0, "value"),
    "lit_total": (0, "value"),
}


@pytest.fixture(autouse=True)
def without_divisions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty thousand divisions are loaded into the database for coverage; no test here asks for them."""
    monkeypatch.setattr(pipeline, "load_lists", lambda db: None)


def report(year: int, url: str = "", text: str = NARRATIVE) -> Page:
    plain = text.replace("2016", str(year + 1)).replace("2015", str(year))
    return Page(url or f"{HOST}/{year}.html", as_html(plain))


@pytest.mark.parametrize("media_type", ["text/html; charset=utf-8", "text/plain; charset=utf-8"])
def test_a_narrative_report_is_read(tmp_path: Path, media_type: str) -> None:
    body = as_html(NARRATIVE) if "html" in media_type else NARRATIVE.encode()
    archive = make_archive(tmp_path, [Page(f"{HOST}/a", body, media_type)])
    summary = extract(archive)
    assert (summary.captures, summary.reports, summary.figures) == (1, 1, len(STATED))
    assert figures(archive, f"{HOST}/a") == STATED
    said = "publisher, jurisdiction_code, year, title, published_on, template, status, scope, origin, is_current"
    assert rows(archive, f"SELECT {said} FROM reports") == [
        ("霍邱县白莲乡人民政府", "341522208", 2015, "霍邱县白莲乡2015年政府信息公开年度报告", "2016-03-02", "2014",
         "extracted", "own", "official", 1)
    ]  # fmt: skip


def test_every_figure_leads_to_its_sentence(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, [report(2015)])
    extract(archive)
    sql = "SELECT locator, raw, unit, source FROM figures WHERE indicator = 'proactive_info_total'"
    assert rows(archive, sql) == [("p7:10-14", "412", "条", "prose")]


def test_a_number_about_is_marked(tmp_path: Path) -> None:
    assert "主动公开政府信息412条" in NARRATIVE
    text = NARRATIVE.replace("主动公开政府信息412条", "主动公开政府信息约400余条")
    archive = make_archive(tmp_path, [report(2015, text=text)])
    extract(archive)
    derived = dict(rows(archive, "SELECT indicator, derived FROM figures"))
    assert derived.pop("proactive_info_total") == "about"
    assert set(derived.values()) == {""}
    assert figures(archive, f"{HOST}/2015.html")["proactive_info_total"] == (400, "value")


def test_sentences_that_differ_are_an_issue_and_the_first_counts(tmp_path: Path) -> None:
    text = NARRATIVE + "六、其他\n2015年共收到政府信息公开申请4件。\n"
    archive = make_archive(tmp_path, [report(2015, text=text)])
    extract(archive)
    assert figures(archive, f"{HOST}/2015.html")["app_received_total"] == (3, "value")
    assert rows(archive, "SELECT indicator, value FROM mentions") == [("app_received_total", 4)]
    ((detail,),) = rows(archive, "SELECT detail FROM issues WHERE kind = 'statements_differ'")
    assert detail.startswith("app_received_total: 3 at p9:")


NOT_REPORTS = tomllib.loads((SAMPLES / "look-alikes.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", NOT_REPORTS.values(), ids=NOT_REPORTS)
def test_a_look_alike_is_no_report(tmp_path: Path, text: str) -> None:
    archive = make_archive(tmp_path, [Page(f"{HOST}/a", as_html(text), found=Found("report", seed=SEED))])
    assert extract(archive).reports == 0
    assert rows(archive, "SELECT level, kind FROM issues") == [("info", "not_a_report")]


def docx(text: str) -> bytes:
    document, file = Word(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attached(body: bytes) -> list[Page]:
    link = '<p>附件：<a href="/f/1.docx">年度报告.docx</a></p>'
    shell = f"<html><body><h1>霍邱县白莲乡2015年政府信息公开年度报告</h1>{link}</body></html>"
    found = Found("attachment", seed=SEED, page=f"{HOST}/a", link_text="年度报告.docx")
    return [
        Page(f"{HOST}/f/1.docx", body, WORD, found),
        Page(f"{HOST}/a", shell.encode(), found=Found("report", seed=SEED)),
    ]


def test_a_title_over_nothing_is_never_lost_in_silence(tmp_path: Path) -> None:
    body = as_html("霍邱县2020年政府信息公开工作年度报告\n正在加载\n")
    archive = make_archive(tmp_path, [Page(f"{HOST}/a", body)])
    assert extract(archive).reports == 0
    assert rows(archive, "SELECT kind FROM issues") == [("not_a_report",)]


def test_a_page_and_its_attachment_are_one_report(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, attached(docx(NARRATIVE)))
    assert extract(archive).reports == 1
    assert figures(archive, f"{HOST}/a") == STATED
    sql = """SELECT DISTINCT captures.url FROM figures JOIN captures ON captures.id = figures.capture_id"""
    assert rows(archive, sql) == [(f"{HOST}/f/1.docx",)]


@pytest.mark.parametrize("name", ["%E5%B9%B4%E6%8A%A5", "%C4%EA%B1%A8"], ids=["utf-8", "gb18030"])
def test_a_file_behind_a_redirection_is_the_pages(tmp_path: Path, name: str) -> None:
    file, page = attached(docx(NARRATIVE))
    page = replace(page, body=page.body.replace(b"/f/1.docx", "/f/down.jsp?name=年报".encode()))
    asked = f"{HOST}/f/down.jsp?name={name}"
    moved = Page(asked, b"", file.media_type, file.found, moved="/store/9.docx")
    kept = Page(f"{HOST}/store/9.docx", file.body, file.media_type, file.found)
    archive = make_archive(tmp_path, [page, moved, kept])
    extract(archive)
    assert rows(archive, "SELECT url, status FROM reports") == [(f"{HOST}/a", "extracted")]


def test_an_attachment_no_reader_understands_leaves_an_unread_report(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, attached(b"PK\x03\x04 half a file"))
    assert extract(archive).unread == 1
    assert rows(archive, "SELECT publisher, year, status FROM reports") == [("霍邱县白莲乡人民政府", 2015, "unread")]
    assert [kind for (kind,) in rows(archive, "SELECT kind FROM issues")] == ["unread"]


def test_an_attachment_alone_is_a_report(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, [Page(f"{HOST}/f/1.docx", docx(NARRATIVE), WORD)])
    extract(archive)
    assert figures(archive, f"{HOST}/f/1.docx") == STATED


def linking(title: str, *names: str) -> Page:
    links = "".join(f'<p><a href="/f/{name}.docx">{name}.docx</a></p>' for name in names)
    page = f"<html><body><h1>{title}</h1>{links}</body></html>"
    return Page(f"{HOST}/a", page.encode(), found=Found("report", seed=SEED))


def word(name: str, text: str) -> Page:
    return Page(
        f"{HOST}/f/{name}.docx", docx(text), WORD, Found("attachment", seed=SEED, page=f"{HOST}/a", link_text=name)
    )


def test_a_column_of_files_is_no_report_and_each_file_is_one(tmp_path: Path) -> None:
    earlier = NARRATIVE.replace("2015", "2014").replace("2016", "2015")
    pages = [linking("政府信息公开年报", "1", "2"), word("1", NARRATIVE), word("2", earlier)]
    archive = make_archive(tmp_path, pages)
    extract(archive)
    assert rows(archive, "SELECT year, url FROM reports ORDER BY year") == [
        (2014, f"{HOST}/f/2.docx"),
        (2015, f"{HOST}/f/1.docx"),
    ]


def test_another_bodys_report_beside_it_is_not_part_of_it(tmp_path: Path) -> None:
    other = NARRATIVE.replace("霍邱县白莲乡", "霍邱县城关镇").replace("412", "999")
    pages = [linking("霍邱县白莲乡2015年政府信息公开年度报告", "1", "2"), word("1", NARRATIVE), word("2", other)]
    archive = make_archive(tmp_path, pages)
    extract(archive)
    sql = "SELECT publisher, value FROM figures JOIN reports ON id = report_id WHERE indicator = 'proactive_info_total'"
    assert sorted(rows(archive, sql)) == [("霍邱县城关镇人民政府", 999), ("霍邱县白莲乡人民政府", 412)]


def test_a_file_alone_that_cannot_be_read_is_an_unread_report(tmp_path: Path) -> None:
    found = Found("report", seed=SEED, link_text="霍邱县白莲乡2015年政府信息公开年度报告")
    archive = make_archive(tmp_path, [Page(f"{HOST}/f/1.docx", b"PK\x03\x04 half a file", WORD, found)])
    extract(archive)
    said = "SELECT publisher, year, title, status FROM reports"
    assert rows(archive, said) == [("霍邱县白莲乡人民政府", 2015, "霍邱县白莲乡2015年政府信息公开年度报告", "unread")]
    assert len(rows(archive, "SELECT 1 FROM issues WHERE kind = 'unread'")) == 1


def test_a_second_run_reads_nothing_but_when_told_to(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, [report(2015), report(2016)])
    assert extract(archive).captures == 2
    before = dump(archive)
    assert extract(archive).captures == 0
    assert extract(archive, ExtractOptions(everything=True)).captures == 2
    assert dump(archive) == before


def test_what_is_settled_is_not_settled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = make_archive(tmp_path, [report(2015), report(2016)])
    settled: list[Database] = []

    def settle(db: Database) -> None:
        settled.append(db)
        versions.settle(db)

    monkeypatch.setattr(pipeline, "settle", settle)
    extract(archive)
    extract(archive)
    assert len(settled) == 1
    monkeypatch.setattr(pipeline, "sources", lambda: "another way to choose")
    extract(archive)
    add_warc(archive, [report(2017)], "more.warc.gz", "crawl:2")
    extract(archive)
    assert len(settled) == 3


def test_only_years_beside_a_change_are_compared_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = make_archive(tmp_path, [report(2015), report(2016), report(2017)])
    compared: list[StoredValues] = []

    def comparing(before: StoredValues, after: StoredValues, forms: tuple[str | None, str | None]) -> list[CheckResult]:
        compared.append(after)
        return check_years(before, after, forms)

    monkeypatch.setattr(versions, "check_years", comparing)
    extract(archive)
    assert len(compared) == 2
    other = Page(f"{HOST}/other.html", as_html(NARRATIVE.replace("白莲乡", "城关镇")))
    add_warc(archive, [other], "other.warc.gz", "crawl:2")
    extract(archive)
    assert len(compared) == 2
    add_warc(archive, [report(2018)], "more.warc.gz", "crawl:3")
    extract(archive)
    assert len(compared) == 2 + 1
    again = replace(report(2016, text=NARRATIVE.replace("412条", "415条")), at="2026-05-01T00:00:00Z")
    add_warc(archive, [again], "later.warc.gz", "crawl:4")
    extract(archive)
    assert len(compared) == 2 + 1 + 2


@pytest.mark.parametrize("entry", [("host", "www.huoqiu.gov.cn"), ("address", f"{HOST}/2015.html")])
def test_what_was_withdrawn_is_neither_read_nor_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: tuple[str, str]
) -> None:
    archive = make_archive(tmp_path, [report(2015)])
    extract(archive)
    monkeypatch.setattr(withdrawn, "withdrawn", lambda: {entry: "asked"})
    assert extract(archive).captures == 0
    assert rows(archive, "SELECT * FROM reports") == []
    assert extract(archive, ExtractOptions(everything=True)).reports == 0


def test_the_same_rows_whatever_the_workers_and_the_order(tmp_path: Path) -> None:
    pages = [report(year, f"{HOST}/{year}/{copy}.html") for year in range(2010, 2016) for copy in range(4)]
    one = make_archive(tmp_path / "one", pages)
    two = make_archive(tmp_path / "two", pages)
    other = make_archive(tmp_path / "other", pages[::-1])
    extract(one)
    extract(two, ExtractOptions(workers=2))
    extract(other)
    assert dump(one) == dump(two) == dump(other)


def test_one_broken_page_is_one_issue_and_the_run_goes_on(tmp_path: Path) -> None:
    pages = [
        Page(f"{HOST}/zip", b"PK\x03\x04" + b"\0" * 40, WORD),
        Page(f"{HOST}/pdf", b"%PDF-1.4 nothing more", "application/pdf"),
        Page(f"{HOST}/deep", b"<div>" * 20_000 + "政府信息公开".encode()),
        report(2015),
    ]
    archive = make_archive(tmp_path, pages)
    assert extract(archive).reports == 1
    assert len(rows(archive, "SELECT * FROM issues")) == 2


def test_one_version_is_current_and_the_others_say_why(tmp_path: Path) -> None:
    copy = Page("http://www.reports.example.org/a", as_html(NARRATIVE), at="2026-05-01T00:00:00Z")
    clone = Page("http://www.clone.example.org/a", as_html("百家乐 棋牌\n" + NARRATIVE), at="2026-06-01T00:00:00Z")
    archive = make_archive(tmp_path, [copy, clone, report(2015)])
    extract(archive)
    sql = "SELECT url, origin, is_current FROM reports ORDER BY url"
    assert rows(archive, sql) == [
        ("http://www.clone.example.org/a", "clone", 0),
        (f"{HOST}/2015.html", "official", 1),
        ("http://www.reports.example.org/a", "copy", 0),
    ]
    details = sorted(detail for (detail,) in rows(archive, "SELECT detail FROM issues WHERE kind = 'other_version'"))
    assert details[0].endswith("(the same content): an official page before a copy")
    assert details[1].startswith("signs of a hijacked")


FOOT = "主办单位：霍邱县人民政府办公室 网站标识码：3415220001 皖ICP备05000000号 皖公网安备00000000000000号\n"
MORE = "本报告的电子版可以在霍邱县人民政府网站的政府信息公开专栏下载，欢迎社会各界监督。\n"


@pytest.mark.parametrize(
    ("change", "equal"),
    [
        (lambda text: text.replace("2016-03-02", "2016-04-05") + FOOT, True),
        (lambda text: text + MORE, False),
    ],
    ids=["foot and date", "a sentence more"],
)
def test_a_repost_is_the_same_content(tmp_path: Path, change: Callable[[str], str], equal: bool) -> None:
    longer = "\n".join(
        [NARRATIVE, *(f"{line}。该项工作已经纳入年度考核范围并长期坚持。" for line in NARRATIVE.split("\n"))]
    )
    again = Page(f"{HOST}/again.html", as_html(change(longer)))
    archive = make_archive(tmp_path, [Page(f"{HOST}/2015.html", as_html(longer)), again])
    extract(archive)
    assert rows(archive, "SELECT COUNT(DISTINCT content_digest), SUM(is_current) FROM reports") == [(2 - equal, 1)]
    ((why,),) = rows(archive, "SELECT detail FROM issues WHERE kind = 'other_version'")
    assert "(the same content)" in why


def test_a_correction_elsewhere_is_current_and_says_what_it_corrects(tmp_path: Path) -> None:
    corrected = NARRATIVE.replace("412", "421").replace("2016-03-02", "2016-05-06")
    archive = make_archive(tmp_path, [report(2015), Page(f"{HOST}/b.html", as_html(corrected))])
    extract(archive)
    assert rows(archive, "SELECT url FROM reports WHERE is_current") == [(f"{HOST}/b.html",)]
    ((why,),) = rows(archive, "SELECT detail FROM issues WHERE kind = 'other_version'")
    said = "(1 figures differ: proactive_info_total is 412 here and 421 there)"
    assert why.endswith(f"{said}: a correction, published later, before what it corrects")


def test_a_corrected_page_at_the_same_address_becomes_current(tmp_path: Path) -> None:
    corrected = as_html(NARRATIVE.replace("412", "421"))
    pages = [report(2015), Page(f"{HOST}/2015.html", corrected, at="2026-04-01T00:00:00Z")]
    archive = make_archive(tmp_path, pages)
    extract(archive)
    sql = """SELECT value FROM figures JOIN reports ON reports.id = report_id
             WHERE is_current AND indicator = 'proactive_info_total'"""
    assert rows(archive, sql) == [(421,)]
    assert rows(archive, "SELECT COUNT(*) FROM reports") == [(2,)]


def test_a_report_with_a_table_of_no_known_form_says_so(tmp_path: Path) -> None:
    lines = "".join(f"<tr><td>第{n}类事项</td><td>件</td><td>{n * 3}</td></tr>" for n in range(1, 7))
    table = f"<table><tr><td>统计项目</td><td>计量</td><td>本年度</td></tr>{lines}</table></body>"
    archive = make_archive(tmp_path, [Page(f"{HOST}/a", as_html(NARRATIVE).replace(b"</body>", table.encode()))])
    extract(archive)
    said = "6 numbers in a table of no known form, which begins 统计项目 | 计量 | 本年度 | 第1类事项 | 件 | 3"
    assert rows(archive, "SELECT level, detail FROM issues WHERE kind = 'unknown_form'") == [("info", said)]


def test_a_report_that_is_nothing_but_a_table_of_no_known_form_is_unread(tmp_path: Path) -> None:
    lines = "".join(f"<tr><td>{word}类<td>{number}" for number, word in enumerate("甲乙丙丁戊己", 10))
    body = f"<h1>霍邱县白莲乡2015年政府信息公开年度报告</h1><table>{lines}</table>"
    archive = make_archive(tmp_path, [Page(f"{HOST}/a", as_html("").replace(b"</body>", f"{body}</body>".encode()))])
    assert extract(archive).unread == 1
    assert rows(archive, "SELECT publisher, year, status FROM reports") == [("霍邱县白莲乡人民政府", 2015, "unread")]
    assert rows(archive, "SELECT kind, detail FROM issues ORDER BY kind") == [
        ("unknown_form", "6 numbers in a table of no known form, which begins 甲类 | 10 | 乙类 | 11 | 丙类 | 12"),
        ("unread", "the figures stand in a table of no known form"),
    ]  # fmt: skip


@pytest.mark.parametrize("last", ["<td>2016-01-1{}", "<td>附件{}"])
def test_a_list_of_documents_under_a_year_is_no_table_of_figures(tmp_path: Path, last: str) -> None:
    lines = "".join(f"<tr><td>{n}<td>{name}局{last.format(n)}" for n, name in enumerate("甲乙丙丁戊己", 1))
    body = f"<h1>2015年度政府信息公开年报</h1><table>{lines}</table></body>"
    archive = make_archive(tmp_path, [Page(f"{HOST}/a", as_html("").replace(b"</body>", body.encode()))])
    assert extract(archive).reports == 0


@pytest.mark.parametrize("slip", ["name = ", "[[table]]\nrows = 3\n"])
def test_a_slip_in_a_declared_file_costs_nothing_that_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    archive = make_archive(tmp_path / "archive", [report(2015)])
    extract(archive)
    before = dump(archive)
    shutil.copytree(template.FOLDER, tmp_path / "templates")
    with (tmp_path / "templates" / "2021.toml").open("a", encoding="utf-8") as file:
        file.write(slip)
    monkeypatch.setattr(template, "FOLDER", tmp_path / "templates")
    template.load_all.cache_clear()
    with pytest.raises(TemplateError, match=r"2021\.toml"):
        extract(archive, ExtractOptions(everything=True))
    monkeypatch.undo()
    template.load_all.cache_clear()
    assert dump(archive) == before


def test_a_repeat_of_the_same_page_is_the_same_report(tmp_path: Path) -> None:
    archive = make_archive(
        tmp_path, [report(2015), Page(f"{HOST}/2015.html", report(2015).body, at="2026-04-01T00:00:00Z")]
    )
    assert extract(archive).reports == 1
    assert rows(archive, "SELECT fetched_at FROM reports JOIN captures ON captures.id = capture_id") == [
        ("2026-03-01T00:00:00Z",)
    ]


def test_a_report_of_the_year_before_is_compared(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, [report(2015), report(2016)])
    extract(archive)
    sql = "SELECT year, rule, passed FROM checks JOIN reports ON reports.id = report_id WHERE rule = 'X_SAME_NUMBERS'"
    assert rows(archive, sql) in ([], [(2016, "X_SAME_NUMBERS", 0)])


if SHARED.is_dir():
    NAMES = sorted(path.stem for path in SHARED.glob("*.txt"))

    @pytest.mark.parametrize("road", ["html", "text"])
    @pytest.mark.parametrize("name", NAMES)
    def test_the_five_documents_are_exact(tmp_path: Path, name: str, road: str) -> None:
        text = (SHARED / f"{name}.txt").read_text(encoding="utf-8")
        gold = json.loads((SHARED / f"{name}.gold.json").read_text(encoding="utf-8"))
        body, media_type = (as_html(text), "text/html") if road == "html" else (text.encode(), "text/plain")
        archive = make_archive(tmp_path, [Page("http://reports.example.org/1", body, media_type)])
        extract(archive)
        sql = """SELECT publisher, kind, reports.jurisdiction_code, year, template, published_on, title
                 FROM reports JOIN publishers ON publishers.id = publisher_id"""
        keys = ("publisher", "kind", "jurisdiction_code", "year", "template", "published_on", "title")
        assert rows(archive, sql) == [tuple(gold[key] for key in keys)]
        expected = {code: (figure["value"], figure["state"]) for code, figure in gold["figures"].items()}
        assert figures(archive, "http://reports.example.org/1") == expected
