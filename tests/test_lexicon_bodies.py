import pytest
from divisions import division

from lexicon.bodies import division_served, full_name, kind_of, official_organ
from lexicon.data import table
from lexicon.nation import NATION, national_name


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
        ("霍邱县国有资产监督管理委员会", "department"),
        ("北京市城市管理委员会", "department"),
        ("中国人民银行合肥中心支行", "department"),
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
        ("钦州市北部湾华侨投资区", "zone"),
        ("鄂州市临空经济区管委会", "zone"),
        ("霍邱报社", "institution"),
        ("县供销社", "department"),
        ("太和中学", "institution"),
        ("县人民医院", "institution"),
        ("市供水集团有限公司", "institution"),
        ("霍邱县财政局（县政府办公室编制）", "department"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
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
        ("341522", "霍邱县行政审批局", "霍邱县行政审批局"),
        ("341522", "霍邱县市监局", "霍邱县市场监督管理局"),
        ("450326104", "永福县三皇乡人民政府", "永福县三皇乡人民政府"),
        ("450326104", "三皇乡财政所", "永福县三皇乡财政所"),
        ("450326104", "三皇镇", "永福县三皇镇人民政府"),
        ("450326", "永福县高明乡", "永福县高明乡人民政府"),
        ("341522", "霍邱县文化和旅游局（霍邱县文物局）", "霍邱县文化和旅游局"),
        ("341522", "霍邱县人民政府办公室(霍邱县外事办公室)", "霍邱县人民政府办公室"),
        ("341522", "霍邱县人民政府（本级）", "霍邱县人民政府"),
        ("341522", "霍邱县人民政府(本级机关)", "霍邱县人民政府"),
        ("341522", "霍邱县气象部门", "霍邱县气象局"),
        ("341522", "国家统计局霍邱调查队", "国家统计局霍邱调查队"),
        ("340100", "合肥师范学院", "合肥师范学院"),
        ("340100", "安徽省合肥市第一中学", "合肥市第一中学"),
        ("340100", "合肥海关", "合肥海关"),
        ("340100", "中华人民共和国合肥海关", "中华人民共和国合肥海关"),
        ("370832002", "梁山县水泊街道党工委、办事处", "梁山县水泊街道办事处"),
        ("341522", "霍邱县卫生和计划生育委员会", "霍邱县卫生和计划生育委员会"),
        ("341522", "县政府办", "霍邱县人民政府办公室"),
        ("341522", "霍邱县人民政府办公室", "霍邱县人民政府办公室"),
        ("341522", "市场监管局", "霍邱县市场监督管理局"),
        ("341522", "霍邱县财政局（县政府办公室编制）", "霍邱县财政局"),
        ("341522", "国家税务总局霍邱县税务局", "国家税务总局霍邱县税务局"),
        ("341522", "霍邱经济开发区管委会", "霍邱经济开发区管理委员会"),
        ("341522", "县直机关工委", "霍邱县直机关工作委员会"),
        ("150624", "鄂托克旗工信和科技局", "鄂托克旗工信和科技局"),
        ("110000", "北京市教委", "北京市教育委员会"),
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
def test_full_names(code: str, printed: str, name: str) -> None:
    assert full_name(division(code), printed) == name


def test_a_renamed_county_keeps_the_name_of_the_year() -> None:
    assert full_name(division("420600", 2009), "市教育局") == "襄樊市教育局"


@pytest.mark.parametrize(
    ("year", "county"), [(2009, "上虞市"), (2012, "上虞市"), (2013, "上虞区"), (2021, "上虞区"), (None, "上虞区")]
)
def test_a_township_stands_behind_the_county_of_the_year(year: int | None, county: str) -> None:
    township = division("330604105")
    assert full_name(township, f"{county}下管镇", year) == f"{county}下管镇人民政府"
    assert full_name(township, f"{county}下管镇财政所", year) == f"{county}下管镇财政所"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("水利部", "中华人民共和国水利部"),
        ("中华人民共和国水利部", "中华人民共和国水利部"),
        ("科技部", "中华人民共和国科学技术部"),
        ("海关总署", "中华人民共和国海关总署"),
        ("中华人民共和国国家发展和改革委员会", "国家发展和改革委员会"),
        ("中国证监会", "中国证券监督管理委员会"),
        ("国家税务局", ""),
        ("国家税务总局霍邱县税务局", ""),
        ("宣传部", ""),
        ("霍邱县水利局", ""),
    ],
)
def test_bodies_of_the_central_government(printed: str, name: str) -> None:
    assert national_name(printed) == name
    assert not name or (kind_of(printed), full_name(NATION, printed)) == ("department", name)


def test_every_short_name_is_of_a_declared_body() -> None:
    data = table("nation")
    assert set(data["short"].values()) <= {*data["ministries"], *data["others"]}


def test_an_abbreviation_is_spelled_out_only_as_a_whole() -> None:
    assert official_organ("卫健委") == "卫生健康委员会"
    assert official_organ("教育局") == "教育局"
    assert official_organ("工信和科技局") == "工信和科技局"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("六安市生态环境局霍邱分局", "341522"),
        ("六安市生态环境局霍邱县分局", "341522"),
        ("六安市公安局金安分局", "341502"),
        ("六安市公安局经开区分局", "341500"),
        ("六安市生态环境局", "341500"),
        ("开封市公安局顺河回族分局", "410203"),
        ("河池市公安局宜州分局", "451203"),
    ],
)
def test_a_citys_branch_serves_a_county(name: str, code: str) -> None:
    city = division(f"{code[:4]}00")
    assert (full_name(city, name), division_served(city, name, 2022).code) == (name, code)
