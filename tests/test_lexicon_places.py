import pytest
from divisions import division

from lexicon.place_index import load_index
from lexicon.places import Gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("text", "prior", "year", "code"),
    [
        ("霍邱县白莲乡2016年政府信息公开年报", None, 2016, "341522208"),
        ("湖南省衡阳市衡南县柞市镇2018年", None, 2018, "430422115"),
        ("衡南县柞市镇", None, 2018, "430422115"),
        ("柞市镇", "430422", 2018, "430422115"),
        ("水泊街道办事处", None, 2020, "370832002"),
        ("2019年上海市人民政府办公厅政府信息公开", None, 2019, "310000"),
        ("盘锦2016年", None, 2016, "211100"),
        ("贵定县人民政府", None, 2013, "522723"),
        ("霍邱 2016年", None, 2016, "341522"),
        ("白莲2016年", "341522", 2016, "341522208"),
        ("宣州卫健委2020年", None, 2020, "341802"),
        # namesakes, decided by the parent, the child or the seed
        ("朝阳区2019年", "110105", 2019, "110105"),
        ("朝阳区奥运村街道办事处", None, 2019, "110105031"),
        ("鼓楼区", "320100", 2019, "320106"),
        ("西湖区", "360000", 2012, "360103"),
        ("长安区2025年", "130100", 2025, "130102"),
        ("晋城市城区2018年", None, 2018, "140502"),
        ("城区2018年", "140500", 2018, "140502"),
        # traps
        ("北京街道办事处2020年", None, 2020, "440104003"),
        ("仁寿县钟祥镇", None, 2019, "511421106"),
        ("钟祥市", None, 2019, "420881"),
        ("吉林省吉林市船营区", None, 2018, "220204"),
        ("吉林市", None, 2018, "220200"),
        # autonomous areas by their everyday names
        ("恩施州2012年", None, 2012, "422800"),
        ("恩施土家族苗族自治州教育局", None, 2012, "422800"),
        ("喀左县2012年", None, 2012, "211324"),
        ("玉屏县", None, 2018, "520622"),
        ("平潭综合实验区2013年", None, 2013, "350128"),
        ("合作市教育局", None, 2018, "623001"),
        ("公安县公安局", None, 2018, "421022"),
        # names that run into the next word
        ("芜湖市场监督管理局", "340200", 2020, "340200"),
        ("建宁乡村振兴局", "350430", 2022, "350430"),
        ("富阳市场口镇", None, 2012, "330111110"),
        ("南平市政和县", None, 2020, "350725"),
        ("玉林市容县", None, 2020, "450921"),
        ("芝罘岛", "370602", 2020, "370602008"),
        ("巴州光辉镇", "511902", 2024, "511902125"),
        ("市中区朝阳镇", None, 2024, "511002103"),
        # what a place was at the time
        ("富阳市2012年", None, 2012, "330183"),
        ("富阳2012年政府信息公开", None, 2012, "330183"),
        ("富阳2019年政府信息公开", None, 2019, "330111"),
        ("富阳区2012年", None, 2012, "330111"),
        ("万盛经开区东林街道办事处", None, 2020, "500110"),
        ("庐江县2009年", None, 2009, "341421"),
        ("庐江县2009年", "340124", 2009, "341421"),
        ("庐江县2019年", None, 2019, "340124"),
        ("巢湖市2009年", None, 2009, "341400"),
        ("巢湖市2015年", None, 2015, "340181"),
        ("临安市锦城街道2016年", None, 2016, "330185006"),
        ("临安区锦城街道2018年", None, 2018, "330112001"),
        ("襄樊市2009年", None, 2009, "420600"),
        ("楚州区2009年", None, 2009, "320803"),
        ("淮安区2012年", None, 2012, "320803"),
        ("莱芜市2017年", None, 2017, "371200"),
        # on a portal, a place by its kind alone
        ("县教育局2015年", "341522", 2015, "341522"),
        ("市教育局", "341522", 2015, "341500"),
        ("县政府办公室", "341522", 2015, "341522"),
        ("省自然资源厅", "330000", 2020, "330000"),
        ("我县人民政府", "341522", 2015, "341522"),
    ],
)
def test_match(text: str, prior: str | None, year: int, code: str) -> None:
    match = GAZETTEER.match(text, prior, year)
    assert match.jurisdiction is not None, match
    assert match.jurisdiction.code == code
    assert not match.ambiguous


@pytest.mark.parametrize(
    ("text", "prior", "count"),
    [
        ("朝阳区2019年政府信息公开", None, 2),
        ("鼓楼区", None, 4),
        ("城关镇", None, 70),
        ("城关镇", "341225", 70),  # 阜南县 has none: its neighbour's is not meant
        ("太和中学", None, 2),
    ],
)
def test_namesakes_are_said_to_be_several(text: str, prior: str | None, count: int) -> None:
    match = GAZETTEER.match(text, prior, 2019)
    assert match.jurisdiction is None
    assert match.ambiguous
    assert len(match.candidates) >= count


@pytest.mark.parametrize(
    ("text", "prior"),
    [
        ("城乡建设局", None),
        ("北京东路街道", None),
        ("城区建设2018年", None),
        ("公安局2019年", "341522"),
        ("公安局2019年", None),
        ("合作交流办公室", "341522"),
        ("中山小学2020年", "341522"),
        ("市场监督管理局", "341522"),
        ("区域合作办公室", "310115"),
        ("教育局", "341522"),
        ("2019年政府信息公开工作年度报告", "341522"),
        ("", None),
    ],
)
def test_no_place_is_invented(text: str, prior: str | None) -> None:
    match = GAZETTEER.match(text, prior, 2019)
    assert match.jurisdiction is None, match
    assert not match.ambiguous


def test_the_rest_is_what_follows_the_place() -> None:
    assert GAZETTEER.match("安徽省霍邱县教育局").rest == "教育局"
    assert GAZETTEER.match("县教育局", "341522").rest == "教育局"


def test_a_named_place_beats_the_seed() -> None:
    match = GAZETTEER.match("南京市鼓楼区2019年", "320302", 2019)
    assert match.jurisdiction is not None
    assert match.jurisdiction.code == "320106"


def test_a_short_name_goes_on_in_what_took_its_place() -> None:
    match = GAZETTEER.match("万盛经开区东林街道办事处", None, 2020)
    assert match.jurisdiction is not None
    assert match.jurisdiction.name == "綦江区"


def test_by_code_knows_the_name_of_the_year() -> None:
    names = [division("420600", year).name for year in (2009, 2012)]
    assert names == ["襄樊市", "襄阳市"]
    assert division("420600").name == "襄阳市"
    assert GAZETTEER.by_code("999999") is None


def test_ancestors() -> None:
    assert [row.code for row in GAZETTEER.ancestors("341522208")] == ["341522", "341500", "340000"]
    assert [row.code for row in GAZETTEER.ancestors("110105031")] == ["110105", "110000"]
    assert GAZETTEER.ancestors("110000") == []


def test_below() -> None:
    assert "341522208" in {row.code for row in GAZETTEER.below("341522")}
    assert {row.code for row in GAZETTEER.below("341500", 2018)} >= {"341522", "341502"}
    assert "341521" not in {row.code for row in GAZETTEER.below("341500", 2018)}  # 寿县 went to 淮南 in 2015
    assert len(GAZETTEER.below("110000", 2020)) == 16


def test_find() -> None:
    assert [row.code for row in GAZETTEER.find("鼓楼区", within="320000")] == ["320106", "320302"]
    assert [row.code for row in GAZETTEER.find("霍邱")] == ["341522"]
    assert [row.code for row in GAZETTEER.find("白莲", within="341522")] == ["341522208"]
    assert GAZETTEER.find("桃花源") == []


def test_is_within_follows_forerunners() -> None:
    town = division("330111001")
    assert GAZETTEER.is_within(town, "330111")
    assert GAZETTEER.is_within(town, "330183")
    assert not GAZETTEER.is_within(town, "330110")


def test_townships_are_found_behind_their_parents() -> None:
    """Every fifth township of today, as a portal prints it: 安徽省六安市霍邱县白莲乡."""
    living = [row for row in load_index().rows if row.level == "township" and row.valid_to is None][::5]
    wrong = []
    for row in living:
        parents = "".join(upper.name for upper in reversed(GAZETTEER.ancestors(row.code)))
        match = GAZETTEER.match(f"{parents}{row.name}2025年政府信息公开年报", None, 2026)
        if match.jurisdiction != row:
            wrong.append((row.code, parents, row.name, match.evidence))
    assert len(living) > 7_500
    assert wrong == []
