"""An archive of pages of every kind: lists, news, tables, reports in every carrier, what repeats and what leads on."""

from __future__ import annotations

import io
from pathlib import Path

from docx import Document as Word
from extract_archive import Page, as_html
from recorded_reports import FOLDER, Recorded

from storage.found import Found, Seed

HOST = "http://www.huoqiu.gov.cn"
SEED = Seed("341522", "霍邱县人民政府", f"{HOST}/")
NARRATIVE = (Path(__file__).parent / "pipeline" / "narrative.txt").read_text(encoding="utf-8")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES = "\n".join(f"霍邱县{year}年政府信息公开年度报告" for year in range(2010, 2018))
TABLE = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>道路养护</td><td>12</td></tr></table>"
BUDGET = f"<html><body><h1>霍邱县2015年预算公开</h1><p>现将有关情况公开如下。</p>{TABLE}</body></html>"


def recorded(name: str, year: int) -> Page:
    """A recorded report at an address of ours, found by a link that names the body and the year."""
    one = Recorded(FOLDER / name)
    found = Found("report", seed=SEED, link_text=f"霍邱县人民政府{year}年政府信息公开工作年度报告")
    return Page(f"{HOST}/{name}", one.content.payload, one.meta["media_type"], found)


def docx(text: str) -> bytes:
    """A Word file with a paragraph a line."""
    document, file = Word(), io.BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def narrative(year: int, place: str = "霍邱县白莲乡", text: str = NARRATIVE) -> str:
    """The narrative report on another year, of another body."""
    return text.replace("2016", str(year + 1)).replace("2015", str(year)).replace("霍邱县白莲乡", place)


def attachment(name: str, text: str, page: str = f"{HOST}/attached") -> Page:
    """A Word file that the crawl found on a page; with page '' the crawl knows nothing of it."""
    found = Found("attachment", seed=SEED, page=page, link_text=name) if page else None
    return Page(f"{HOST}/f/{name}.docx", docx(text), WORD, found)


def linking(title: str, *names: str, url: str = f"{HOST}/attached") -> Page:
    """A page with nothing but a title and links to files."""
    links = "".join(f'<p><a href="/f/{name}.docx">{name}.docx</a></p>' for name in names)
    page = f"<html><body><h1>{title}</h1>{links}</body></html>"
    return Page(url, page.encode(), found=Found("report", seed=SEED))


PICTURED = "<html><body><h1>霍邱县城关镇2013年政府信息公开年度报告</h1><img src='/f/nb.png' width='900'></body></html>"
PAGES = {
    "list": Page(f"{HOST}/list", as_html(LINES), found=Found("list", seed=SEED)),
    "news": Page(f"{HOST}/news", as_html("霍邱县召开会议\n会议研究了今年的工作，部署了下一步任务。")),
    "budget": Page(f"{HOST}/budget", BUDGET.encode()),
    "picture": Page(f"{HOST}/logo.png", b"\x89PNG", "image/png"),
    "narrative": Page(f"{HOST}/narrative", as_html(narrative(2015))),
    "namesake": Page("http://www.reports.example.org/1", as_html(narrative(2015, "朝阳区"))),
    "statutory": recorded("2021/word-markup", 2021),
    "wrong sums": recorded("2021/wrong-sums", 2022),
    "pdf": recorded("2021/pdf-ruled", 2023),
    "workbook": recorded("2021/workbook", 2024),
    "text": recorded("2019/text-bars", 2019),
    "attached": linking("霍邱县白莲乡2014年政府信息公开年度报告", "1"),
    "file": attachment("1", narrative(2014)),
    "pictured": Page(f"{HOST}/pictured", PICTURED.encode(), found=Found("report", seed=SEED)),
    "half a scan": Page(f"{HOST}/f/nb.png", b"\x89PNG half", "image/png", Found("attachment", seed=SEED)),
}
