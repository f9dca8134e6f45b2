import pytest

from lexicon.bodies import aliases, full_name, kind_of, official_organ, split_body
from lexicon.places import Gazetteer

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("霍邱县人民政府", "government"),
        ("盘锦市", "government"),
        ("浦东新区人民政府", "government"),
        ("浦东新区", "government"),
        ("阿里地区行政公署", "government"),
        ("兴安盟", "government"),
        ("霍邱县人民政府办公室", "department"),
        ("县政府办", "department"),
        ("上海市人民政府办公厅", "department"),
        ("霍邱县教育局", "department"),
        ("淮安市发改委", "department"),
        ("国家税务总局霍邱县税务局", "department"),
        ("合肥海关", "department"),
        ("六安市公安局交警支队", "department"),
        ("霍邱县白莲乡人民政府", "township"),
        ("白莲乡", "township"),
        ("柞市镇", "township"),
        ("水泊街道", "subdistrict"),
        ("水泊街道办事处", "subdistrict"),
        ("平潭综合实验区管委会", "zone"),
        ("苏州工业园区管理委员会", "zone"),
        ("合肥高新区", "zone"),
        ("霍邱经济开发区", "zone"),
        ("太和中学", "institution"),
        ("县人民医院", "institution"),
        ("市供水集团有限公司", "institution"),
        ("霍邱县财政局（县政府办公室编制）", "department"),
    ],
)
def test_kinds(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("code", "printed", "name"),
    [
        ("341522", "", "霍邱县人民政府"),
        ("341522", "霍邱县", "霍邱县人民政府"),
        ("341522", "县政府", "霍邱县人民政府"),
        ("341522", "县教育局", "霍邱县教育局"),
        ("341522", "教育局", "霍邱县教育局"),
        ("341522", "安徽省六安市霍邱县教育局", "霍邱县教育局"),
        ("341522", "县卫健委", "霍邱县卫生健康委员会"),
        ("341522", "霍邱县卫生和计划生育委员会", "霍邱县卫生和计划生育委员会"),
        ("341522", "县政府办", "霍邱县人民政府办公室"),
        ("341522", "霍邱县人民政府办公室", "霍邱县人民政府办公室"),
        ("341522", "市场监管局", "霍邱县市场监督管理局"),
        ("341522", "霍邱县财政局（县政府办公室编制）", "霍邱县财政局"),
        ("341522", "国家税务总局霍邱县税务局", "国家税务总局霍邱县税务局"),
        ("341522", "霍邱经济开发区管委会", "霍邱经济开发区管理委员会"),
        ("341522", "区域合作办公室", "霍邱县区域合作办公室"),
        ("341522208", "", "霍邱县白莲乡人民政府"),
        ("341522208", "白莲乡", "霍邱县白莲乡人民政府"),
        ("341522208", "霍邱县白莲乡党政办公室", "霍邱县白莲乡党政办公室"),
        ("370832002", "水泊街道", "梁山县水泊街道办事处"),
        ("370832002", "水泊街道办", "梁山县水泊街道办事处"),
        ("430422115", "湖南省衡阳市衡南县柞市镇", "衡南县柞市镇人民政府"),
        ("320800", "市教育局", "淮安市教育局"),
        ("320800", "淮安市人民政府", "淮安市人民政府"),
        ("211100", "盘锦市", "盘锦市人民政府"),
        ("542500", "阿里地区", "阿里地区行政公署"),
        ("340000", "省政府办公厅", "安徽省人民政府办公厅"),
        ("310000", "上海市人民政府办公厅", "上海市人民政府办公厅"),
        ("310115", "浦东新区", "浦东新区人民政府"),
        ("441803", "清远市清新区教育局", "清新区教育局"),
        ("350128", "平潭综合实验区", "平潭综合实验区管理委员会"),
        ("350128", "福建省平潭综合实验区管委会", "平潭综合实验区管理委员会"),
        ("350128", "平潭综合实验区地方税务局", "平潭综合实验区地方税务局"),
        ("350128", "平潭县人民政府", "平潭县人民政府"),
        ("341802", "宣州卫健委", "宣州区卫生健康委员会"),
    ],
)
def test_full_names(code, printed, name):
    assert full_name(GAZETTEER.by_code(code), printed) == name


def test_a_renamed_county_keeps_the_name_of_the_year():
    assert full_name(GAZETTEER.by_code("420600", 2009), "市教育局") == "襄樊市教育局"


@pytest.mark.parametrize(
    ("name", "place", "organ"),
    [
        ("霍邱县市场监督管理局", "霍邱县", "市场监督管理局"),
        ("安徽省教育厅", "安徽省", "教育厅"),
        ("霍邱县白莲乡人民政府", "霍邱县白莲乡", ""),
        ("教育局", "", "教育局"),
        ("国家税务总局霍邱县税务局", "霍邱县", "国家税务总局霍邱县税务局"),
    ],
)
def test_split_body(name, place, organ):
    assert (split_body(name).place, split_body(name).organ) == (place, organ)


def test_aliases_hold_a_department_together():
    assert {"卫健委", "卫生健康委员会", "卫生和计划生育委员会", "卫计委"} <= aliases("卫生健康委员会")
    assert "自然资源局" in aliases("国土局")
    assert aliases("教育局") == {"教育局"}
    assert official_organ("教育局") == "教育局"
