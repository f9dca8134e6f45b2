"""Links that name a government: by themselves, near or far, and in walls."""

import pytest

from lexicon.governments import Named, government, governments
from lexicon.place_index import Jurisdiction, load_index


@pytest.mark.parametrize(
    ("label", "prior", "codes"),
    [
        ("六安市", "340000", ["341500"]),
        ("六安市人民政府门户网站", "341522", ["341500"]),
        ("中国·六安", "340000", ["341500"]),
        ("【霍邱县人民政府网】", "341500", ["341522"]),
        ("安徽省六安市霍邱县人民政府", "340000", ["341522"]),
        ("白莲乡人民政府", "341522", ["341522208"]),
        ("恩施州政府", "420000", ["422800"]),
        ("首都之窗", "340000", ["110000"]),
        ("北京市政府", "341522000000", ["110000"]),
        # namesakes: the nearest; as near as each other: all of them
        ("鼓楼区", "320100", ["320106"]),
        ("朝阳", "210000", ["211300"]),
        ("抚顺", "210400", ["210400", "210421"]),
        ("向阳区人民政府", "230000", ["230402", "230803"]),
        ("吉林", "220100", ["220000", "220200"]),
    ],
)
def test_names_of_governments(label: str, prior: str, codes: list[str]) -> None:
    named = government(label, prior)
    assert named is not None
    assert sorted(row.code for row in named.candidates) == codes
    assert (named.jurisdiction is not None) == (len(codes) == 1)


@pytest.mark.parametrize(
    "label",
    ["霍邱县教育局", "六安新闻网", "六安日报", "政务服务网", "市政府", "公安", "白莲乡信用社", "更多", ""],
)
def test_what_names_no_government(label: str) -> None:
    assert government(label, "341522") is None


def test_a_township_is_meant_only_near_by() -> None:
    assert government("白莲乡", "110000") is None


def test_a_short_name_counts_in_a_wall_or_with_a_word_for_government() -> None:
    assert governments(["教育", "霍邱", "民政"], "341500") == [None, None, None]
    assert [bool(one) for one in governments(["霍邱政府网", "霍邱"], "341500")] == [True, False]
    assert all(governments(["霍邱", "金寨", "舒城"], "341500"))


def division(named: Named | None) -> Jurisdiction:
    """The one division that a link names."""
    assert named is not None
    assert named.jurisdiction is not None, named.candidates
    return named.jurisdiction


def test_a_wall_decides_between_namesakes() -> None:
    provinces = [row.short for row in load_index().rows if row.level == "province"]
    named = governments(provinces, "120101")  # 天津 has a district 河北
    assert {division(one).level for one in named} == {"province"}
    city = governments(["长春", "吉林", "四平", "白城"], "220100")[1]
    assert division(city).code == "220200"
    assert city is not None
    assert "beside" in city.why
    left_open = governments(["临夏", "永靖", "广河", "东乡"], "622900")[0]  # 临夏市, 临夏县
    assert left_open is not None
    assert left_open.jurisdiction is None


def test_every_division_is_found_in_the_wall_of_the_one_above() -> None:
    """By their full names all of them; by short names all but those that a person could not tell either."""
    living = [row for row in load_index().rows if row.valid_to is None and row.level in ("prefecture", "county")]
    above = {row.parent_code: [one for one in living if one.parent_code == row.parent_code] for row in living}
    open_ = 0
    for parent, rows in above.items():
        full = governments([f"{row.name}人民政府" for row in rows], parent)
        assert [division(one) for one in full] == rows
        for row, one in zip(rows, governments([row.short for row in rows], parent), strict=True):
            open_ += one is None or one.jurisdiction is None
            assert one is None or one.jurisdiction in (None, row)
    assert open_ <= 15
