"""Which of several versions is current, and what the others say."""

from __future__ import annotations

from dataclasses import replace

from extract.versions import choose
from storage.database.versions import ReportVersion

OURS = ReportVersion(
    id="a", publisher_id="p", year=2020, title="t", published_on="2021-01-20", template="2019", url="u",
    status="extracted", scope="own", origin="official", content_digest="d", capture_id="c",
    fetched_at="2026-03-01T00:00:00Z",
    capture_origin="crawl:1", figures=198, is_current=False,
)  # fmt: skip


def current(*versions: ReportVersion, **unread: int) -> list[str]:
    return list(choose(list(versions), unread).current)


def why(*versions: ReportVersion, **unread: int) -> str:
    ((_, reason),) = choose(list(versions), unread).others
    return reason.partition(": ")[2]


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
    assert why(OURS, replace(OURS, id="b"), a=0, b=33) == "fewer unread cells before more"


def test_the_newer_of_two_alike_is_the_corrected_one() -> None:
    newer = replace(OURS, id="b", fetched_at="2026-04-01T00:00:00Z", content_digest="e")
    assert current(OURS, newer) == ["b"]
    assert why(OURS, newer) == "the later date of publication, then the later capture"


def test_q79_a_clone_is_never_current_even_alone() -> None:
    clone = replace(OURS, origin="clone")
    assert current(clone) == []
    assert choose([clone], {}).others == (("a", "signs of a hijacked or cloned page: never current"),)


def test_what_is_not_identified_stands_for_itself() -> None:
    one, two = replace(OURS, year=None), replace(OURS, id="b", year=None)
    assert current(one, two) == ["a", "b"]
    assert current(replace(OURS, publisher_id=None)) == ["a"]


def test_exactly_one_is_current_and_every_other_has_a_reason() -> None:
    versions = [replace(OURS, id=f"{number}") for number in range(5)]
    choice = choose(versions, {})
    assert len(choice.current) == 1
    assert len(choice.others) == 4
    assert all(reason for _, reason in choice.others)
