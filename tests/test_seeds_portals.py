import csv
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from divisions import division

from lexicon.bodies import government_name
from lexicon.place_index import load_index

SEEDS = Path(__file__).parent.parent / "seeds"
PORTALS = list(csv.DictReader((SEEDS / "portals.csv").read_text(encoding="utf-8").splitlines()))


def test_every_province_and_prefecture_has_a_portal() -> None:
    codes = {row["jurisdiction_code"] for row in PORTALS}
    living = {row.code for row in load_index().rows if row.level in {"province", "prefecture"} and not row.valid_to}
    assert living - codes == set()
    assert len(living) == 31 + 333


def test_publishers_carry_the_official_name() -> None:
    named = {row["jurisdiction_code"]: row["publisher"] for row in PORTALS}
    zone = named.pop("350128")
    assert zone == "平潭综合实验区管理委员会"
    assert named == {code: government_name(division(code)) for code in named}


def test_addresses_are_official_hosts_each_once() -> None:
    hosts = [urlsplit(row["home_url"]).hostname or "" for row in PORTALS]
    assert [host for host in hosts if not host.endswith(".gov.cn")] == []
    assert [host for host, count in Counter(hosts).items() if count > 1] == []
    assert {urlsplit(row["home_url"]).scheme for row in PORTALS} == {"http", "https"}


def test_nothing_is_withdrawn_yet() -> None:
    assert (SEEDS / "withdrawn.csv").read_text(encoding="utf-8") == "kind,value,since,reason\n"
