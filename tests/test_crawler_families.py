"""Every family is a small file that reads, and has a recorded page that is recognised and read as expected.

A recorded page is a folder `tests/pages/<family>/<slug>/`: `page.html`, `meta.toml` (address, what it was found as),
`links.json` (what the page is, and what is followed: role, address, year, body), reviewed by eye when it is made.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from crawler.errors import FamilyError
from crawler.families import epoint, truecms
from crawler.families.family import FOLDER, Family, families, load, one_spelling
from crawler.pages.listing import Listing
from crawler.pages.page import Page
from crawler.reading.lead import Lead
from crawler.reading.read import read
from crawler.reading.reading import Reading
from crawler.reading.site import Site
from storage.found import Found, Seed

PAGES = Path(__file__).parent / "pages"
RECORDED = sorted(path.parent for path in PAGES.glob("*/*/meta.toml"))


def reading(folder: Path) -> Reading:
    meta = tomllib.loads((folder / "meta.toml").read_text("utf-8"))
    page = Page.of(meta["url"], 200, (("Content-Type", meta["content_type"]),), (folder / "page.html").read_bytes())
    found = Found(meta["role"], Seed("341522", "试验县人民政府", "http://www.example.gov.cn/"))
    return read(page, Lead(meta["url"], found, 1), Site(years=(2008, 2025)))


@pytest.mark.parametrize("folder", RECORDED, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_recorded_page_is_read_as_expected(folder: Path) -> None:
    expected = json.loads((folder / "links.json").read_text("utf-8"))
    got = reading(folder)
    assert (got.family, got.kind) == (expected["family"], expected["kind"])
    assert got.family == folder.parent.name
    links = [[lead.found.role, lead.url, lead.found.year, lead.found.unit] for lead in got.leads]
    assert links == expected["links"]
    assert links, "a recorded page from which nothing follows proves nothing"


@pytest.mark.parametrize("family", families(), ids=lambda family: family.name)
def test_every_family_is_small_and_has_a_recorded_page(family: Family) -> None:
    assert any(folder.parent.name == family.name for folder in RECORDED), f"record a page: tests/pages/{family.name}/"
    lines = (FOLDER / f"{family.name}.toml").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.startswith("#")]) <= 40


def test_a_family_file_with_an_unknown_word_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text('title = "Odd"\nnext = "a.next"\n[recognise]\naddress = ["x"]\n', encoding="utf-8")
    with pytest.raises(FamilyError, match=r"odd\.toml: next is not known here; see docs/how-to/add-a-family\.md"):
        load(file)


@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ('[recognise]\naddress = ["x"]\n', "'title' is missing"),
        ('title = "Odd"\n[recognise]\naddress = ["(x"]\n', "unterminated subpattern"),
        ('title = "Odd"\n[recognise\n', "line 2"),
        (
            'title = "Odd"\n[recognise]\nmarkup = ["x"]\n[[call]]\nwhen = "x"\nurl = "y"\n',
            r"page of \[\[call\]\] is missing",
        ),
    ],
)
def test_a_family_file_with_a_slip_is_one_line(tmp_path: Path, slip: str, message: str) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(slip, encoding="utf-8")
    with pytest.raises(FamilyError, match=rf"odd\.toml: .*{message}.*; see docs/how-to/add-a-family\.md"):
        load(file)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("//a.gov.cn/nb/content/mpost_123.html", "//a.gov.cn/nb/content/post_123.html"),
        ("//a.gov.cn/content.jsp?urltype=news.NewsContentUrl&wbnewsid=77&wbtreeid=1050", "//a.gov.cn/info/1050/77.htm"),
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert one_spelling(one) == one_spelling(other)


@pytest.mark.parametrize(("per_page", "asked"), [("15", 1), ("pageSize", 1), ("", 1)])
def test_a_count_that_is_a_variable_of_the_script_breaks_nothing(per_page: str, asked: int) -> None:
    call = f"jpage({{totalRecord:88,perPage:{per_page},proxyUrl:'/getMessage.do',ajaxParam:{{columnId:'7f'}}}})"
    page = Page.of("http://127.0.0.9/", 200, (), f"<script>{call}</script>".encode())
    assert len(truecms.more(Listing(page, 1, []))) == asked
    answer = Page.of("http://127.0.0.9/", 200, (), b'{"custom":[{"total":"many"}]}')
    assert epoint.more(Listing(answer, 1, [], "epoint")) == []


@pytest.mark.parametrize(("title", "kind"), [("试验县政府信息公开年度报告制度", "lookalike"), ("", "empty")])
def test_an_article_on_the_rules_of_reports_is_no_empty_column(title: str, kind: str) -> None:
    url = "http://www.example.gov.cn/zd/1.html"
    body = f'<html><head><meta name="ArticleTitle" content="{title}"></head><body><p>应当按时报送。</p></body></html>'
    found = Found("column", Seed("341522", "试验县人民政府", "http://www.example.gov.cn/"))
    page = Page.of(url, 200, (("Content-Type", "text/html; charset=utf-8"),), body.encode())
    assert read(page, Lead(url, found, 1), Site(years=(2008, 2025))).kind == kind
