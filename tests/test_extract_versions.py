"""Which of several versions is current, and what the others say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extract.contents import Said, main_text, near
from extract.rivals import Rivals, choose
from storage.database.versions import ReportVersion

OURS = ReportVersion(
    id="a", publisher_id="p", year=2020, title="t", published_on="2021-01-20", template="2019", url="u",
    status="extracted", scope="own", origin="official", content_digest="d", capture_id="c",
    fetched_at="2026-03-01T00:00:00Z",
    capture_origin="crawl:1", figures=198, is_current=False,
)  # fmt: skip


def rivals(*versions: ReportVersion, unread: Mapping[str, int] = {}, **values: float) -> Rivals:
    """`values` are what the only figure says, by version; `unread` counts cells."""
    said = {one.id: Said({"a": values[one.id]} if one.id in values else {}, unread.get(one.id, 0)) for one in versions}
    return Rivals(versions, said)


def current(*versions: ReportVersion, unread: Mapping[str, int] = {}, **values: float) -> list[str]:
    return list(choose(rivals(*versions, unread=unread, **values)).current)


def why(*versions: ReportVersion, unread: Mapping[str, int] = {}, **values: float) -> str:
    ((_, reason),) = choose(rivals(*versions, unread=unread, **values)).others
    return reason.rpartition(": ")[2]


def test_official_before_copy_even_if_the_copy_is_newer() -> None:
    copy = replace(OURS, id="b", origin="copy", published_on="2022-01-01")
    assert current(copy, OURS) == ["a"]
    assert why(copy, OURS) == "an official page before a copy"


def test_our_own_crawl_before_an_imported_file() -> None:
    imported = replace(OURS, id="b", capture_origin="sha1:X", fetched_at="2027-01-01T00:00:00Z")
    assert why(imported, OURS) == "our own crawl before an imported file"


def test_a_portals_page_before_its_own_mirrors() -> None:
    page = replace(OURS, url="http://www.fuling.example.gov.cn/nb/1.html")
    mirrors = ("http://m.fuling.example.gov.cn/nb/1.html", "http://www.fuling.example.gov.cn/big5/nb/1.html")
    for url in mirrors:
        mirror = replace(OURS, id="b", url=url, published_on="2022-03-01")
        assert why(mirror, page) == "the portal's page before its mirror for telephones or in traditional characters"
        assert current(mirror) == ["b"]


def test_what_could_be_read_before_what_could_not() -> None:
    assert why(OURS, replace(OURS, id="b", status="unread", figures=0)) == "read before unread"
    assert why(OURS, replace(OURS, id="b", figures=0)) == "one with figures before one without"
    assert why(OURS, replace(OURS, id="b"), unread={"b": 33}) == "fewer unread cells before more"


def test_the_newer_of_two_alike_is_the_corrected_one() -> None:
    newer = replace(OURS, id="b", fetched_at="2026-04-01T00:00:00Z", content_digest="e")
    assert current(OURS, newer) == ["b"]
    assert why(OURS, newer) == "the later date of publication, then the later capture"


def test_q79_a_clone_is_never_current_even_alone() -> None:
    clone = replace(OURS, origin="clone")
    assert current(clone) == []
    assert choose(rivals(clone)).others == (("a", "signs of a hijacked or cloned page: never current"),)


def test_what_is_not_identified_stands_for_itself() -> None:
    one, two = replace(OURS, year=None), replace(OURS, id="b", year=None)
    assert current(one, two) == ["a", "b"]
    assert current(replace(OURS, publisher_id=None)) == ["a"]


def test_exactly_one_is_current_and_every_other_has_a_reason() -> None:
    versions = [replace(OURS, id=f"{number}") for number in range(5)]
    choice = choose(rivals(*versions))
    assert len(choice.current) == 1
    assert len(choice.others) == 4
    assert all(reason for _, reason in choice.others)


def test_a_correction_before_what_it_corrects_even_if_less_of_it_can_be_read() -> None:
    later = replace(OURS, id="b", published_on="2021-03-01", content_digest="e")
    assert current(OURS, later, unread={"b": 5}, a=12, b=13) == ["b"]
    ((_, reason),) = choose(rivals(OURS, later, unread={"b": 5}, a=12, b=13)).others
    told = "1 figures differ: a is 12 here and 13 there"
    assert reason == f"current is b ({told}): a correction, published later, before what it corrects"
    assert current(OURS, later, unread={"b": 5}, a=12, b=12) == ["a"]


def test_an_old_report_posted_again_is_not_its_own_correction() -> None:
    correction = replace(OURS, id="b", published_on="2021-03-01", content_digest="e")
    again = replace(OURS, id="c", published_on="2023-06-01", fetched_at="2026-05-01T00:00:00Z")
    assert current(OURS, correction, again, a=12, b=13, c=12) == ["b"]


def test_where_a_content_has_no_date_the_last_sight_decides() -> None:
    undated = replace(OURS, id="b", published_on=None, fetched_at="2027-01-01T00:00:00Z")
    assert current(OURS, undated, a=12, b=13) == ["a"]
    assert current(replace(OURS, published_on=None), undated, a=12, b=13) == ["b"]


def test_what_an_address_says_now_before_what_it_said() -> None:
    now = replace(OURS, id="b", published_on=None)
    assert why(replace(OURS, replaced=True), now, a=12, b=13) == "what an address says now before what it said earlier"


TEXT = "本年度主动公开政府信息四百一十二条，其中通过网站公开三百零五条，通过微信公开六十二条，其他方式四十五条。"


def test_the_main_text_is_the_same_below_another_portals_foot() -> None:
    ours = [TEXT, "主办单位：某县人民政府办公室 网站标识码：3400000000 皖ICP备00000000号", "2021年1月20日"]
    theirs = ["发布时间：2021-03-05 10:11 来源：某县人民政府办公室信息公开科 浏览次数：12", TEXT, "字号：大中小"]
    assert main_text(ours) == main_text(theirs) != ""
    assert main_text([TEXT + "截至2020年12月31日，无结转。"]) == main_text([TEXT + "截至2020年12月30日，无结转。"])


def test_texts_that_differ_in_a_sentence_are_near_and_others_are_not() -> None:
    one = "".join(f"第{number}项工作按照年初的安排完成情况良好并且形成了制度。" for number in range(40))
    assert near(one, one + "本报告的电子版可以从网站下载。")
    assert not near(one, "".join(f"{number}号文件要求各单位认真落实公开的有关规定。" for number in range(40)))
