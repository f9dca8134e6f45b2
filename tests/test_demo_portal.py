"""The sample portals: consistent with the forms' arithmetic, and served as real portals serve."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message

import pytest

from demo import forms
from demo.document import HERE, read_toml
from demo.pages import files
from demo.portal import Portal
from demo.site import NAMES, Site

REPORTS = sorted(path.stem for path in (HERE / "reports").glob("*.toml"))
BLANK = "shuipo-2020"  # the street left the sums blank: no arithmetic
TABLES = [name for name in REPORTS if read_toml(f"reports/{name}.toml")["form"] in ("2019", "2021") and name != BLANK]


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


def fetch(address: str, **headers: str) -> tuple[int, bytes, Message]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers


def number(figures: dict[str, forms.Value], code: str) -> float:
    value = figures[code]
    assert not isinstance(value, str), code
    return value


@pytest.mark.parametrize("name", TABLES)
def test_made_up_figures_keep_the_forms_arithmetic(name: str) -> None:
    data = read_toml(f"reports/{name}.toml")
    figures = forms.complete(data["form"], data)
    for column in (*forms.COLUMNS, "total"):
        received = number(figures, f"app_new__{column}") + number(figures, f"app_carried_in__{column}")
        settled = number(figures, f"out_total__{column}") + number(figures, f"app_carried_out__{column}")
        assert received == settled, column


def test_every_report_is_listed_once_and_every_column_answers(portal: Portal) -> None:
    listed = [name for site in portal.sites for column in site.columns for name in column.documents if name in REPORTS]
    assert sorted(listed) == REPORTS
    for site in portal.sites:
        for column in site.columns:
            assert fetch(site.home.rstrip("/") + site.link(column))[0] == 200, (site.name, column.path)


@pytest.mark.parametrize("name", NAMES)
def test_links_within_a_portal_lead_to_files(name: str) -> None:
    site = Site(name, 80)
    known = files(site)
    for column in site.columns:
        for row in site.rows(column):
            assert row.href.startswith("http") or row.href in known, row.href
        for _, path in column.links:
            assert path.startswith(".") or path in known, path


def test_a_page_is_not_sent_again_when_it_is_unchanged(portal: Portal) -> None:
    home = portal.sites[0].home
    _, body, headers = fetch(home)
    assert "盘锦市人民政府" in body.decode()
    assert fetch(home, **{"If-None-Match": headers["ETag"]})[:2] == (304, b"")
    assert fetch(home, **{"If-Modified-Since": headers["Last-Modified"]})[:2] == (304, b"")
    assert fetch(home, **{"If-None-Match": '"other"'})[0] == 200


def test_what_is_not_there_is_404(portal: Portal) -> None:
    assert fetch(f"{portal.sites[0].home}nowhere.html")[0] == 404


def test_the_pages_of_a_hanweb_list_come_from_its_proxy(portal: Portal) -> None:
    home = next(site.home for site in portal.sites if site.name == "liangshan")
    _, first, _ = fetch(f"{home}col/col51140/index.html")
    _, second, _ = fetch(f"{home}module/web/jpage/dataproxy.jsp?page=2&columnid=51140")
    _, both, _ = fetch(f"{home}module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=6&columnid=51140")
    assert first.decode().count("<record>") == second.decode().count("<record>") == 3
    assert both.decode().count("<record>") == 6
    assert fetch(f"{home}module/web/jpage/dataproxy.jsp?columnid=1")[0] == 404


def test_pages_carry_the_faults_they_are_there_for(portal: Portal) -> None:
    pages = {site.name: files(site) for site in portal.sites}
    old = next(file for path, file in pages["guiding"].items() if "t20140321" in path)
    assert b'charset="gb2312"' in old.body
    assert "贵定县2013年" in old.body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        old.body.decode("utf-8")
    hengnan = (file.body.decode() for file in pages["hengnan"].values())
    traditional = next(text for text in hengnan if "衡南縣柞市鎮2018年" in text)
    assert "方麵" in traditional
    assert "編製" in traditional
    attachment = next(file for path, file in pages["panjin"].items() if path.endswith(".pdf"))
    assert attachment.body.startswith(b"%PDF-")
    copy = fetch(f"http://127.0.0.6:{portal.port}/news/html/2016-zfxxgk.html")[1].decode()
    assert "報(bào)告" in copy
    assert "40276" in copy
