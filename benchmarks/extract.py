"""Reports per second, WARC to database: `gongkai extract` against the plain way, and two workers against one.

The plain way reads each record with warcio, parses the whole page with BeautifulSoup and lxml, reads every cell of its
tables and writes figures with sqlite3, a transaction a report; it knows nothing of labels, spans, blanks or whose the
report is. All take turns over the parts of one archive, so that a busy machine slows all: the plain way and one worker
read the even parts, two workers the odd ones. A few pages are read before the clock runs: what both ways load once
(divisions, the words of sentences, a parser) is not counted. What the process holds in memory after the first part and
at the end says whether it grows with the archive.

    python benchmarks/extract.py [pages]          2,000 pages; 20,000 for the memory
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[1])  # this folder holds an extract.py too: this script

import csv  # noqa: E402
import io  # noqa: E402
import random  # noqa: E402
import re  # noqa: E402
import resource  # noqa: E402
import sqlite3  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Iterator  # noqa: E402
from dataclasses import dataclass, field  # noqa: E402
from functools import partial  # noqa: E402
from tempfile import TemporaryDirectory  # noqa: E402

from bs4 import BeautifulSoup  # noqa: E402
from warcio.archiveiterator import ArchiveIterator  # noqa: E402
from warcio.statusandheaders import StatusAndHeaders  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

from extract.pipeline import ExtractOptions, extract  # noqa: E402
from extract.tables.template import load_all  # noqa: E402
from storage.archive import Archive  # noqa: E402

PARTS = 4
CELL = (
    '<td width="62" valign="center" style="width:46.8pt;padding:0 5.4pt;border:1pt solid windowtext">'
    '<p class="MsoNormal" align="center" style="text-align:center;line-height:15pt">'
    '<span style="font-family:宋体;font-size:10.5pt">'
    "{}</span></p></td>"
)
COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
FIGURES_OF_A_PAGE = 200


def main(pages: int) -> None:
    """Build the archive, let all ways take turns, print times and ratios."""
    with TemporaryDirectory() as folder:
        archive, size = build(Path(folder), pages)
        turns = take_turns(archive, Path(folder) / "plain.sqlite")
        check(archive, pages)
    print(f"{pages} pages of {size / 1024:.0f} KB, WARC to database")
    for name, seconds in (("plain", turns.plain), ("one worker", turns.one), ("two workers", turns.two)):
        each = seconds / (pages / 2)
        print(f"{name:12} {1 / each:6.0f} reports/s   {each * 1000:6.2f} ms a report")
    print(f"one worker is {turns.plain / turns.one:.1f} times as fast as the plain way")
    print(f"two workers are {turns.one / turns.two:.2f} times as fast as one")
    print(f"memory {turns.memory[0]:.0f} MB after the first part, {turns.memory[-1]:.0f} MB at the end")


def build(folder: Path, pages: int) -> tuple[Archive, int]:
    """An archive of reports of as many counties and years; returns the size of one page."""
    archive = Archive.create(folder / "archive")
    counties = county_names()
    size = 0
    for part in range(PARTS):
        with (archive.warc_dir / f"part-{part}.warc.gz").open("wb") as file:
            writer = WARCWriter(file, gzip=True)
            for number in range(part, pages, PARTS):
                body = page(counties[number % len(counties)], 2021 + number // len(counties) % 5, number)
                size = len(body)
                writer.write_record(response(writer, f"http://www.example.gov.cn/nb/{number}.htm", body))
    return archive, size


def county_names() -> list[str]:
    """Counties of today; names that stand twice are left out, for the page alone could not tell whose it is."""
    with (Path(__file__).parents[1] / "seeds" / "jurisdictions.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name"] for row in csv.DictReader(file) if row["level"] == "county" and not row["valid_to"]]
    return [name for name in names if names.count(name) == 1 and name.endswith("县")]


def response(writer: WARCWriter, url: str, body: bytes) -> object:
    """One answer as a WARC record."""
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    return writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)


def page(body_name: str, year: int, seed: int) -> bytes:
    """A report of the form of 2021 as a portal shows it: navigation, Word markup in every cell, a footer."""
    chance = random.Random(seed)
    title = f"{body_name}人民政府{year}年政府信息公开工作年度报告"
    links = "".join(f'<li><a href="/zwgk/c{i}/index.html" title="栏目{i}">政务公开栏目{i}</a></li>' for i in range(120))
    first, second, third = (form_table(number, chance) for number in range(3))
    words = "<p>这一年认真办理公众的申请，及时更新栏目，公开重点领域的信息，回应大家关心的事。</p>" * 12
    whose = f"<p>本报告由{body_name}人民政府办公室编制，统计期限为{year}年1月1日至{year}年12月31日。</p>"
    parts = [
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>',
        f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{year + 1}-01-20"></head><body>',
        f'<div class="nav"><ul>{links}</ul></div><h1>{title}</h1><div id="zoom">{whose}<p>一、总体情况</p>{words}',
        f"<p>二、主动公开政府信息情况</p>{first}<p>三、收到和处理政府信息公开申请情况</p>{second}",
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{third}<p>五、存在的主要问题及改进情况</p>{words}",
        f"<p>六、其他需要报告的事项</p><p>没有其他需要报告的事项。</p></div><ul>{links}</ul></body></html>",
    ]
    return "".join(parts).encode()


def form_table(number: int, chance: random.Random) -> str:
    """One table of the form, its labels from the declared template."""
    form = load_all()[0].forms[number]
    rows = list(header_rows(number))
    label = {key: label for label, keys in reversed([*form.row_index.items()]) for key in keys}
    head = {key: label for label, keys in reversed([*form.column_index.items()]) for key in keys}
    filled = balanced([row for row in form.rows if row != "other_handling"], chance) if number == 1 else {}
    for block in form.blocks:
        if number == 0:
            rows.append(["信息内容", *(head[column.key] for column in block.columns)])
        for row in block.rows:
            if row == "other_handling":
                continue
            values = filled[row] if number == 1 else reviews(chance) if number == 2 else [3] * len(block.columns)
            rows.append([*([label[row]] if row else []), *map(str, values)])
    return "<table>" + "".join(f"<tr>{''.join(map(CELL.format, row))}</tr>" for row in rows) + "</table>"


def balanced(rows: list[str], chance: random.Random) -> dict[str, list[int]]:
    """Numbers that add up as the form promises, most of them zero."""
    sums = {"app_new", "app_carried_in", "out_total"}
    filled = {row: [0 if chance.random() < 0.7 else chance.randrange(1, 60) for _ in range(6)] for row in rows}
    results = [numbers for row, numbers in filled.items() if row not in {*sums, "app_carried_out"}]
    filled["out_total"] = [sum(column) for column in zip(*results, strict=True)]
    filled["app_carried_in"] = [0] * 6
    filled["app_new"] = [a + b for a, b in zip(filled["out_total"], filled["app_carried_out"], strict=True)]
    return {row: [*numbers, sum(numbers)] for row, numbers in filled.items()}


def reviews(chance: random.Random) -> list[int]:
    """Three times four results and their sum."""
    blocks = [[chance.randrange(5) for _ in range(4)] for _ in range(3)]
    return [number for block in blocks for number in (*block, sum(block))]


def header_rows(number: int) -> Iterator[list[str]]:
    """The header of a table, one cell a label."""
    if number == 1:
        yield ["申请人情况", *COLUMNS]
    elif number == 2:
        five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
        yield ["行政复议", "行政诉讼"]
        yield [*five, "未经复议直接起诉", "复议后起诉"]
        yield five * 2


@dataclass
class Turns:
    """Seconds of every way over its half of the pages, and MB of memory after each part."""

    plain: float = 0.0
    one: float = 0.0
    two: float = 0.0
    memory: list[float] = field(default_factory=list)


def take_turns(archive: Archive, database: Path) -> Turns:
    """All ways over their parts, one part after the other."""
    plain_database = sqlite3.connect(database)
    plain_database.execute("CREATE TABLE figures (url TEXT, place TEXT, raw TEXT, value INTEGER)")
    warm_up(database.parent / "first", plain_database)
    extract(archive, ExtractOptions(warcs=["warc/none.warc.gz"]))  # the lists of divisions and codes are there before
    turns = Turns()
    for number, path in enumerate(sorted(archive.warc_dir.glob("*.warc.gz"))):
        names = [f"warc/{path.name}"]
        if number % 2:
            turns.two += seconds(partial(extract, archive, ExtractOptions(warcs=names, workers=2)))
        else:
            turns.plain += seconds(partial(the_plain_way, path, plain_database))
            turns.one += seconds(partial(extract, archive, ExtractOptions(warcs=names)))
        turns.memory.append(resident())
    plain_database.close()
    return turns


def warm_up(folder: Path, database: sqlite3.Connection) -> None:
    """Both ways over a few pages of an archive of their own."""
    archive, _ = build(folder, PARTS)
    for path in archive.warc_dir.glob("*.warc.gz"):
        the_plain_way(path, database)
    extract(archive)


def seconds(work: Callable[[], object]) -> float:
    """How long it took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resident() -> float:
    """MB of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def the_plain_way(path: Path, database: sqlite3.Connection) -> None:
    """Every number of every table, by warcio, BeautifulSoup and sqlite3."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                soup = BeautifulSoup(record.content_stream().read(), "lxml")
                url = record.rec_headers.get_header("WARC-Target-URI")
                with database:
                    database.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", cells(soup, url))


def cells(soup: BeautifulSoup, url: str) -> Iterator[tuple[str, str, str, int]]:
    """The cells of a page that hold a number."""
    for t, table in enumerate(soup.find_all("table")):
        for r, row in enumerate(table.find_all("tr")):
            for c, cell in enumerate(row.find_all(["td", "th"])):
                text = cell.get_text(strip=True)
                if re.fullmatch(r"\d+", text):
                    yield url, f"t{t}r{r}c{c}", text, int(text)


def check(archive: Archive, pages: int) -> None:
    """Both ways must have read every page, or the times say nothing."""
    with sqlite3.connect(archive.database_path) as database:
        (reports,) = database.execute("SELECT count(*) FROM reports WHERE status = 'extracted'").fetchone()
        (figures,) = database.execute("SELECT count(*) FROM figures WHERE state = 'value'").fetchone()
    assert reports == pages, f"{reports} of {pages} reports"
    assert figures >= FIGURES_OF_A_PAGE * pages, f"{figures} figures"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
