"""Sort keys equal those of cdxj-indexer, for odd addresses too, and times as it writes them."""

from __future__ import annotations

import pytest
import surt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.warc.cdxj import timestamp
from storage.warc.index import parse_line
from storage.warc.surt import urlkey

ODD = [
    "http://www.huoqiu.gov.cn/public/6596741/1.html",
    "https://WWW2.Example.GOV.cn:443/A/../B/./c//d/?b=2&a=1&A=0",
    "http://example.cn:8080/?jsessionid=0123456789abcdef0123456789ABCDEF&x=1",
    "http://example.cn/(S(0123456789abcdefghijklmn))/page.aspx?x",
    "http://127.0.0.1:80/%7Euser/%2541%20b",
    "http://3232235777/",
    "http://0300.0250.01.01/",
    "http://[2001:db8::1]:8080/a",
    "http://user:pass@example.cn/",
    "http://公开.中国/年报?年=２０２３",
    "http://example.cn",
    "http://example.cn?a",
    "http://example.cn/?",
    "http://example.cn:/",
    "http://http://example.cn/",
    "http:////example.cn/x",
    "  http://example.cn/\n a b ",
    "example.cn/a",
    "urn:pageinfo:http://example.cn/A",
    "dns:www.example.cn",
    "ftp://example.cn/File",
    "http://example.cn/a;jsessionid=1?q#frag",
    "http://example.cn:99999/",
    "http://example..cn./",
    "http://example.cn/%E5%B9%B4?x=%zz&&=",
    "mailto:a@b.cn",
]
PARTS = st.text(alphabet="aA1./%?&=#:;@[]()-_~ 年\t", max_size=30)


def theirs(url: str) -> str:
    """As cdxj-indexer makes it: what cannot be taken apart is its own key."""
    try:
        return str(surt.surt(url))
    except Exception:  # noqa: BLE001 - as it does itself
        return url


@pytest.mark.parametrize("url", ODD)
def test_odd_addresses(url: str) -> None:
    assert urlkey(url) == theirs(url)


@settings(max_examples=300, deadline=None)
@given(host=st.from_regex(r"[a-zA-Z0-9.-]{1,20}", fullmatch=True), rest=PARTS)
@example(host="a", rest="?a&a=1&a")
@example(host="WWW12.a", rest="/%25%32%35")
def test_any_address(host: str, rest: str) -> None:
    if host.replace(".", "").isdigit():
        return  # the other side asks the name server about 1.2.3
    assert urlkey(f"http://{host}/{rest}") == theirs(f"http://{host}/{rest}")


@pytest.mark.parametrize(
    ("date", "stamp"),
    [
        ("2026-01-02T03:04:05.999999Z", "20260102030405"),
        ("2026-01-02T03:04:05Z", "20260102030405"),
        ("2026-01-02", "20260102000000"),
    ],
)
def test_times(date: str, stamp: str) -> None:
    assert timestamp(date) == stamp


@pytest.mark.parametrize("date", ["", "yesterday", "2026-13-01T00:00:00Z", "2026"])
def test_what_is_no_time(date: str) -> None:
    with pytest.raises(ValueError, match=r"date|month"):
        timestamp(date)


def test_a_line_is_taken_apart() -> None:
    said = '{"url": "http://a.cn/", "mime": "text/html", "length": "5", "offset": "7", "filename": "f.warc.gz"}'
    entry = parse_line(f"cn,a)/ 20260102030405 {said}\n")
    assert (entry.urlkey, entry.offset, entry.length, entry.status) == ("cn,a)/", 7, 5, "")
    with pytest.raises((ValueError, KeyError)):
        parse_line("no line")
