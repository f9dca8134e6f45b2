"""Every quirk of the test portals, each under its number. One crawl asks all of them at once."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from portals import faults, hanweb, more, others, secure, small, trs, ucap
from portals.kit import Portal

from crawler.options import CrawlOptions, CrawlSummary
from crawler.run import crawl
from storage.archive import Archive
from storage.frontier.queue import Frontier
from storage.warc.reading import iter_captures

PORTALS = {
    "trs": trs.portal,
    "written": trs.written,
    "gkml": trs.gkml,
    "tree": trs.tree,
    "forbidden": trs.forbidden_parent,
    "ucap": ucap.portal,
    "search": ucap.search,
    "jcms": hanweb.jcms,
    "opaque": hanweb.opaque,
    "dead": hanweb.dead,
    "jpaas": hanweb.jpaas,
    "annual": hanweb.annual,
    "vsb": others.vsb,
    "longxun": others.longxun,
    "gkmlpt": others.gkmlpt,
    "epoint": others.epoint,
    "framed": others.framed,
    "posted": others.posted,
    "counted": others.counted,
    "by_year": others.by_year,
    "hub": faults.hub,
    "walls": faults.walls,
    "cookie": faults.cookie,
    "flaky": faults.flaky,
    "soft": faults.soft,
    "drowning": faults.drowning,
    "titles": faults.titles,
    "banned": faults.banned,
    "closed": faults.closed,
    "moved": faults.moved,
    "panes": more.panes,
    "elsewhere": more.elsewhere,
    "dead_proxy": more.dead_proxy,
    "expiring": more.expiring,
    "gateway": more.gateway,
    "sisters": more.sisters,
    "folders": more.folders,
    "wide": more.wide,
    "welcome": faults.welcome,
    "shorter": faults.shorter,
    "expired": secure.expired,
    "old": secure.old,
    "https_only": secure.https_only,
    "http_only": secure.http_only,
    "refused": faults.refused,
    "loaded": small.loaded,
    "siteserver": small.siteserver,
    "jeecms": small.jeecms,
    "phpcms": small.phpcms,
    "ilist": small.ilist,
    "showlist": small.showlist,
    "extensionless": small.extensionless,
    "chengdu": small.chengdu,
    "hunan": small.hunan,
    "easysite": small.easysite,
    "boxes": small.boxes,
    "cmsweb": small.cmsweb,
    "truecms": small.truecms,
    "yuanlue": small.yuanlue,
    "shanghai": small.shanghai,
    "county": small.county,
    "plain_paths": small.plain_paths,
}


@dataclass
class Crawled:
    """What one crawl of every portal left behind."""

    portals: dict[str, Portal]
    summary: CrawlSummary
    archive: Archive

    def __getitem__(self, name: str) -> Portal:
        return self.portals[name]

    def verdicts(self, portal: Portal) -> dict[str, dict[str, Any]]:
        """Path → what was made of it, of the last capture of each."""
        stored = (item for path in self.archive.warc_files() for item in iter_captures(path))
        return {
            item.capture.url.removeprefix(portal.base): dict(item.verdict or {})
            for item in stored
            if item.capture.url.startswith(portal.base)
        }

    def reasons(self, portal: Portal) -> set[str]:
        """Why entries of a portal are blocked."""
        with Frontier.open(self.archive) as frontier:
            return {incident.reason for incident in frontier.incidents() if incident.portal == portal.home}

    def years(self, portal: Portal) -> dict[str, int | None]:
        """Path → the year by which its link was known."""
        stored = (item.capture for path in self.archive.warc_files() for item in iter_captures(path))
        ours = (capture for capture in stored if capture.url.startswith(portal.base) and capture.found)
        return {capture.url.removeprefix(portal.base): capture.found.year for capture in ours if capture.found}

    def progress(self, portal: Portal) -> Any:
        return next(state for state in self.summary.portals if state.portal == portal.home)


def write_portals(path: Path, portals: list[Portal]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["jurisdiction_code", "publisher", "home_url"])
        writer.writerows([portal.code, portal.publisher, portal.home] for portal in portals)
    return path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    folder = tmp_path_factory.mktemp("quirks")
    with ExitStack() as stack:
        portals = {name: stack.enter_context(make()) for name, make in PORTALS.items()}
        listed = write_portals(folder / "portals.csv", list(portals.values()))
        archive = Archive.create(folder / "archive")
        summary = crawl(archive, CrawlOptions(portals=(listed,), years=(2005, 2025), browser="never", delay=0))
        yield Crawled(portals, summary, archive)


ALL_FOUND = [name for name in PORTALS if name not in ("walls", "closed", "refused")]


@pytest.mark.parametrize("name", ALL_FOUND)
def test_every_report_is_fetched(crawled: Crawled, name: str) -> None:
    portals = [crawled[name], *crawled[name].also]
    assert {portal.host: portal.missing() for portal in portals} == {portal.host: [] for portal in portals}


@pytest.mark.parametrize("name", list(PORTALS))
def test_lookalikes_are_left_alone(crawled: Crawled, name: str) -> None:
    assert [path for portal in (crawled[name], *crawled[name].also) for path in portal.wasted()] == []


@pytest.mark.parametrize("name", list(PORTALS))
def test_one_request_at_a_time(crawled: Crawled, name: str) -> None:
    assert max(portal.worst for portal in (crawled[name], *crawled[name].also)) <= 1


@pytest.mark.parametrize("name", list(PORTALS))
def test_nothing_is_fetched_twice_but_after_a_fault(crawled: Crawled, name: str) -> None:
    allowed = {
        "flaky": 4,
        "cookie": 2,
        "banned": 8,
        "walls": 2,
        "forbidden": 2,
        "refused": 2,
        "shorter": 5,
        "gateway": 2,
    }.get(name, 1)
    assert {path: count for path, count in crawled[name].asked.items() if count > allowed} == {}


def test_waste_is_small(crawled: Crawled) -> None:
    reports = sum(len(portal.reports) for name in ALL_FOUND for portal in (crawled[name], *crawled[name].also))
    asked = sum(len(portal.targets) for name in ALL_FOUND for portal in (crawled[name], *crawled[name].also))
    assert reports / asked > 0.6, json.dumps(
        {name: [len(crawled[name].reports), len(crawled[name].targets)] for name in ALL_FOUND}
    )


def kinds(crawled: Crawled, name: str) -> dict[str, str]:
    return {path: verdict.get("kind", "") for path, verdict in crawled.verdicts(crawled[name]).items()}


def test_q01_trs_pages_count_from_zero(crawled: Crawled) -> None:
    asked = [path for path in crawled["trs"].targets if "index" in path]
    assert asked == [f"{trs.COLUMN}index_{number}.html" for number in (1, 2, 3)]


def test_q02_quoted_total(crawled: Crawled) -> None:
    assert {"/xxgk/ndbg/index_1.shtml", "/xxgk/ndbg/index_2.shtml"} <= set(crawled["written"].targets)


def test_q04_stub_pages_end_a_list(crawled: Crawled) -> None:
    assert kinds(crawled, "written")["/xxgk/ndbg/index_3.shtml"] == "empty"
    assert crawled["written"].missing() == []


def test_q05_gkml_second_page_keeps_the_number(crawled: Crawled) -> None:
    assert "/214/224/index_18036_1.html" in crawled["gkml"].asked


def test_q06_ucap_pages_count_from_one(crawled: Crawled) -> None:
    assert {f"/syx/c104567/zfxxgk_gknbz_{number}.shtml" for number in (2, 3)} <= set(crawled["ucap"].targets)
    assert "/syx/c104567/zfxxgk_gknbz_4.shtml" not in crawled["ucap"].asked


def test_q07_q08_list_names_and_bare_queries_are_kept(crawled: Crawled) -> None:
    assert "/syx/c104567/" not in crawled["ucap"].asked
    assert {f"/syx/dept/xxgk_navs.shtml?{number}" for number in (1, 2, 3)} <= set(crawled["ucap"].targets)


def test_q09_q10_vsb_pages_count_down(crawled: Crawled) -> None:
    assert [path for path in crawled["vsb"].targets if path.startswith("/zfxxgknb")] == [
        "/zfxxgknb.htm",
        "/zfxxgknb/3.htm",
        "/zfxxgknb/2.htm",
        "/zfxxgknb/1.htm",
    ]


def test_q11_q12_q14_rows_in_islands_of_two_units(crawled: Crawled) -> None:
    posts = [hit for hit in crawled["jcms"].hits if hit.path == hanweb.PROXY]
    assert {hit.method for hit in posts} == {"POST"}
    assert {hit.form["unitid"] for hit in posts} == {"101", "202"}
    assert len([path for path in crawled["jcms"].targets if "/art_101_" in path]) == 50


def test_q13_an_opaque_unit_is_followed_by_its_next_group(crawled: Crawled) -> None:
    assert [hit.query.get("g") for hit in crawled["opaque"].hits if hit.path == hanweb.PROXY] == [None, "45"]


def test_q15_rows_are_the_pages_own_where_the_proxy_is_dead(crawled: Crawled) -> None:
    asked = [hit.method for hit in crawled["dead"].hits if hit.path == hanweb.PROXY]
    assert asked == ["POST"]
    assert kinds(crawled, "dead")["/col/col8/index.html"] == "list"
    assert len([path for path in crawled["dead"].targets if "/art_" in path]) == 40


def test_q16_q17_jpaas_counts_inside_param_json(crawled: Crawled) -> None:
    asked = [json.loads(hit.query["paramJson"])["pageNo"] for hit in crawled["jpaas"].hits if "paramJson" in hit.query]
    assert asked == [1, 2, 3]


def test_q18_gkmlpt_rows_once(crawled: Crawled) -> None:
    assert next(path for path in crawled["gkmlpt"].targets if "/api/" in path).endswith("page=1&sid=768001")
    assert len([path for path in crawled["gkmlpt"].targets if "post_" in path and "content" in path]) == 100


def test_q19_longxun_stops_at_the_empty_text(crawled: Crawled) -> None:
    asked = [
        hit.query["pageIndex"] for hit in crawled["longxun"].hits if hit.query.get("labelName") == "publicInfoList"
    ]
    assert asked == ["1", "2", "3", "4"]


def test_q20_epoint_counts_from_zero(crawled: Crawled) -> None:
    assert [json.loads(hit.body)["pageIndex"] for hit in crawled["epoint"].hits if hit.method == "POST"] == [0, 1, 2]


def test_q21_hidden_rows(crawled: Crawled) -> None:
    assert crawled["truecms"].missing() == []


def test_q22_post_back_with_the_fields_of_each_answer(crawled: Crawled) -> None:
    posts = [hit.form for hit in crawled["posted"].hits if hit.method == "POST"]
    assert [(form["__EVENTARGUMENT"], form["__VIEWSTATE"], form["__EVENTVALIDATION"]) for form in posts] == [
        ("2", "v1", "e1"),
        ("3", "v2", "e2"),
    ]


def test_q23_a_list_that_repeats_itself_ends(crawled: Crawled) -> None:
    assert len([path for path in crawled["phpcms"].targets if "lists" in path]) == 4


def test_q24_counted_files(crawled: Crawled) -> None:
    assert [f"/zfxxgk/zfxxgknb/{number}.html" for number in (1, 2, 3)] == [
        path for path in crawled["counted"].targets if path.startswith("/zfxxgk/")
    ]


def test_q25_lists_in_frames(crawled: Crawled) -> None:
    assert len([path for path in crawled["framed"].targets if "iframe" in path]) <= 5
    assert crawled["framed"].missing() == []


def test_q26_q34_year_folders_and_slugs_of_any_name(crawled: Crawled) -> None:
    assert len(crawled["tree"].reports) == 11
    assert crawled["tree"].missing() == []


def test_q27_years_as_columns_of_a_side_menu(crawled: Crawled) -> None:
    assert {f"/col/col{year}/index.html" for year in (2009, 2010, 2011)} <= set(crawled["jcms"].targets)


def test_q29_inline_reports_by_year(crawled: Crawled) -> None:
    found = kinds(crawled, "longxun")
    assert found["/public/column/101?type=3&action=detail&title=2021"] == "report"
    assert found["/public/column/101?type=3&action=detail&title=2009"] != "report"


def test_q30_organ_and_year_in_the_query(crawled: Crawled) -> None:
    assert len({path for path in crawled["annual"].targets if "fbtime" in path}) == 6


def test_q31_other_years_of_a_select(crawled: Crawled) -> None:
    assert crawled["by_year"].missing() == []


def test_q32_a_column_that_is_the_report(crawled: Crawled) -> None:
    assert kinds(crawled, "vsb")["/zfxxgk/n2022n/xz/zgz.htm"] == "report"


def test_q33_q41_q42_other_hosts_through_disclosure_alone(crawled: Crawled) -> None:
    site = crawled["hub"]
    other, copy = site.also
    assert other.missing() == []
    assert copy.hits == []
    assert site.targets == ["/"]


def test_q35_mobile_twins_are_one(crawled: Crawled) -> None:
    asked = [path for path in crawled["gkmlpt"].targets if path.startswith("/bm/nb/")]
    assert asked == ["/bm/nb/", "/bm/nb/post_1.html"]


def test_q37_q40_titles(crawled: Crawled) -> None:
    found = kinds(crawled, "titles")
    assert {found[path] for path in crawled["titles"].reports} == {"report"}
    verdict = crawled.verdicts(crawled["titles"])["/nb/"]
    assert len(verdict["lookalikes"]) == 6


def test_q45_q46_shells_lead_on(crawled: Crawled) -> None:
    assert kinds(crawled, "trs")["/zwgk/zfxxgk/"] == "shell"
    assert kinds(crawled, "ucap")["/syx/zwgk/redirect_firstChannel.shtml"] == "shell"


def test_q47_rows_written_by_scripts(crawled: Crawled) -> None:
    assert len([path for path in crawled["written"].targets if "/t202001" in path]) == 9


def test_q44_a_node_that_leads_elsewhere_is_a_link(crawled: Crawled) -> None:
    site = crawled["gkmlpt"]
    assert "/bm/nb/" in site.targets
    assert [path for path in site.targets if "/api/all/2974" in path] == []


def test_q48_bodies_in_json(crawled: Crawled) -> None:
    assert kinds(crawled, "gkmlpt")["/gkmlpt/content/9/91/post_3.html"] == "report"


def test_q50_documents_behind_a_viewer(crawled: Crawled) -> None:
    assert kinds(crawled, "written")["/xxgk/ndbg/202402/P020240201.pdf"] == "attachment"


def test_q51_q52_files_without_a_name(crawled: Crawled) -> None:
    assert (
        kinds(crawled, "vsb")["/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=5"]
        == "attachment"
    )
    assert kinds(crawled, "jcms")["/attach/0/ab12.pdf"] == "attachment"


def test_q53_gb18030_under_a_wrong_name(crawled: Crawled) -> None:
    verdicts = crawled.verdicts(crawled["posted"])
    assert verdicts["/Show.aspx?id=3"]["title"] == "试验县人民政府2011年政府信息公开工作年度报告"


def test_q54_soft_errors(crawled: Crawled) -> None:
    found = kinds(crawled, "soft")
    assert found["/2010.html"] == "soft404"
    assert found["/gone/"] == "soft404"
    assert found["/moved/"] == "redirect"


def test_a_redirect_never_leads_to_a_name_that_was_sold(crawled: Crawled) -> None:
    assert crawled.reasons(crawled["soft"]) == {"redirect_elsewhere"}
    assert "redirect to http://www.sold.example/" in str(crawled.verdicts(crawled["soft"])["/2012.html"])


def test_q55_a_forbidden_parent_hides_no_child(crawled: Crawled) -> None:
    assert kinds(crawled, "forbidden")["/zwgk/"] == "blocked"
    assert crawled["forbidden"].missing() == []


def test_q56_q57_q67_broken_links(crawled: Crawled) -> None:
    assert {"/x/y.html", "/files/2018.html", "/files/2017.html", "/info/view_10.html"} <= set(
        crawled["counted"].targets
    )
    assert not [path for path in crawled["counted"].targets if "{" in path or "%7B" in path]


def test_q58_q59_q68_q69_nobody_drowns(crawled: Crawled) -> None:
    assert sorted(crawled["drowning"].targets) == ["/", "/nb/", *(f"/r/{k}.html" for k in range(5))]


def test_q63_gzip_that_nobody_announced(crawled: Crawled) -> None:
    assert kinds(crawled, "flaky")["/r/3.html"] == "report"


def test_q64_epoch_seconds(crawled: Crawled) -> None:
    stored = (item for path in crawled.archive.warc_files() for item in iter_captures(path))
    dates = {
        item.capture.found.list_date for item in stored if "/gkmlpt/content/" in item.capture.url and item.capture.found
    }
    assert dates == {"2022-01-20"}


def test_q66_robots(crawled: Crawled) -> None:
    assert crawled["closed"].targets == []
    assert crawled.progress(crawled["closed"]).blocked == 1
    assert "/secret/2021.html" not in crawled["forbidden"].asked
    assert crawled["flaky"].missing() == []


def test_q70_q71_q74_walls_are_blocked(crawled: Crawled) -> None:
    found = crawled.verdicts(crawled["walls"])
    assert {path: found[path]["why"][0] for path in ("/zwgk/zfxxgk/", "/nb/", "/gk/", "/ml/")} == {
        "/zwgk/zfxxgk/": "challenge",
        "/nb/": "challenge",
        "/gk/": "captcha",
        "/ml/": "challenge",
    }
    assert crawled.progress(crawled["walls"]).blocked == 4


def test_q72_a_redirect_to_itself_with_a_cookie(crawled: Crawled) -> None:
    assert crawled["cookie"].missing() == []


def test_q76_a_ban_that_passes(crawled: Crawled) -> None:
    assert crawled["banned"].missing() == []
    assert crawled.progress(crawled["banned"]).blocked == 0


def test_q77_faults_that_pass(crawled: Crawled) -> None:
    site = crawled["flaky"]
    assert isinstance(site, faults.Flaky)
    first, second = site.busy[:2]
    assert second - first >= 1
    assert site.missing() == []


def test_q60_who_refuses_our_name_is_blocked_for_it(crawled: Crawled) -> None:
    assert crawled["refused"].missing() == []
    assert crawled.reasons(crawled["refused"]) == {"user_agent_refused"}


def test_q80_a_home_page_that_moved(crawled: Crawled) -> None:
    _, own, neighbour = crawled["moved"].also
    assert own.missing() == []
    assert neighbour.hits == []


def test_q61_q62_schemes_certificates_and_old_ciphers(crawled: Crawled) -> None:
    for name in ("expired", "old", "https_only", "http_only"):
        assert crawled[name].missing() == [], name


def test_q03_a_folder_and_its_index_are_one(crawled: Crawled) -> None:
    assert len([path for path in crawled["folders"].targets if path in ("/nb/", "/nb/index.html")]) == 1


def test_q28_panes_the_server_does_not_know(crawled: Crawled) -> None:
    assert len([path for path in crawled["panes"].targets if path.startswith("/zfxxgk/")]) <= 2


def test_q36_q38_q39_q43_reports_filed_elsewhere(crawled: Crawled) -> None:
    assert crawled["elsewhere"].missing() == []
    years = [year for path, year in crawled.years(crawled["elsewhere"]).items() if path.startswith("/2018n/")]
    assert years == [2018]


def test_q73_a_cookie_that_expires(crawled: Crawled) -> None:
    assert "challenge" in crawled.reasons(crawled["expiring"])
    kinds_found = kinds(crawled, "expiring")
    assert {kinds_found[path] for path in crawled["expiring"].targets[4:]} == {"blocked"}


def test_q75_a_gateway_that_refuses(crawled: Crawled) -> None:
    assert crawled.reasons(crawled["gateway"]) == {"refused"}


def test_q78_a_stub_shared_by_sisters(crawled: Crawled) -> None:
    assert crawled.reasons(crawled["sisters"])
