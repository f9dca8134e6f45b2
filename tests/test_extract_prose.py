"""Sentences and what they state. Every sentence here is our own; the shapes are those of real reports."""

from __future__ import annotations

import pytest

from extract.document import Paragraph
from extract.prose import Reader, Statement, in_unit, read_prose

NARRATIVE = Reader(2015, "2014", "34")


def stated(text: str, reader: Reader = NARRATIVE) -> list[tuple[str, float]]:
    lines = [Paragraph(line, f"p{number}") for number, line in enumerate(text.split("\n"), 1)]
    return [(statement.indicator, statement.value) for statement in read_prose(lines, reader)]


STATES = {
    # requests and their channels
    "2015年，全县共受理政府信息公开申请37件，其中当面申请12件，网络申请20件，信函申请5件。": [
        ("app_received_total", 37), ("app_via_in_person", 12), ("app_via_online", 20), ("app_via_letter", 5)],
    "本年度共收到公民、法人和其他组织提出的政府信息公开申请8件。按申请方式分：网上3件，信函4件，传真1件。": [
        ("app_received_total", 8), ("app_via_online", 3), ("app_via_letter", 4), ("app_via_fax", 1)],
    "全年收到6份依申请公开，均在规定时间内答复。": [("app_received_total", 6)],
    "一年来，我局共收到依申请公开件二十三件，其中通过电子邮件提交的7件。": [("app_received_total", 23), ("app_via_email", 7)],
    "2015年我镇接到信息公开申请1件，已办结1件，按时办结率100%。": [("app_received_total", 1), ("app_closed_total", 1)],
    "三、依申请公开情况\n共受理申请15件，其中，当面8件、网上7件。": [
        ("app_received_total", 15), ("app_via_in_person", 8), ("app_via_online", 7)],
    # outcomes
    "全年收到政府信息公开申请30件，办结30件，其中按时办结28件，延期办结2件；答复30件，其中属于已主动公开范围9件，同意公开10件，"
    "同意部分公开3件，不同意公开2件，不属于本行政机关公开4件，申请信息不存在2件。": [
        ("app_received_total", 30), ("app_closed_total", 30), ("app_closed_on_time", 28), ("app_closed_extended", 2), ("reply_total", 30),
        ("reply_already_public", 9), ("reply_granted", 10), ("reply_partial", 3), ("reply_denied", 2), ("reply_not_this_organ", 4),
        ("reply_not_exist", 2)],
    "在12件已答复的申请中，予以公开的7件，部分公开的2件，不予公开的3件。": [
        ("reply_total", 12), ("reply_granted", 7), ("reply_partial", 2), ("reply_denied", 3)],
    "对申请的答复总数5件，其中同意公开答复数4件，不予公开答复数1件，其中涉及商业秘密1件。": [
        ("reply_total", 5), ("reply_granted", 4), ("reply_denied", 1), ("deny_trade_secret", 1)],
    # published, and where
    "2015年，全市主动公开政府信息18万余条。": [("proactive_info_total", 180000)],
    "全年主动公开政府信息1,204条，其中政府网站公开680条，政务微博公开120条，政务微信公开96条，政府公报公开48条，其他方式公开260条。": [
        ("proactive_info_total", 1204), ("proactive_via_website", 680), ("proactive_via_weibo", 120), ("proactive_via_wechat", 96),
        ("proactive_via_gazette", 48), ("proactive_via_other", 260)],
    "我县主动公开政府信息总数为３５６条。其中，通过政府网站公开政府信息300条，通过公示栏公开信息56条。": [
        ("proactive_info_total", 356), ("proactive_via_website", 300), ("proactive_via_board", 56)],
    "截至2015年底，网站累计公开信息9000条，其中2015年公开信息1500条。": [("proactive_info_total", 1500)],
    "信息公开专栏访问量达12.6万人次。": [("website_visits", 126000)],
    # denials are noughts
    "2015年度未收到政府信息公开申请。": [("app_received_total", 0)],
    "全年没有公民、法人或其他组织提出政府信息公开申请。": [("app_received_total", 0)],
    "本年度没有发生因政府信息公开被申请行政复议、提起行政诉讼的情况。": [("recon_total", 0), ("lit_total", 0)],
    "我局政府信息公开行政复议、行政诉讼均为0件。": [("recon_total", 0), ("lit_total", 0)],
    "五、政府信息公开行政复议和行政诉讼情况\n无。": [("recon_total", 0), ("lit_total", 0)],
    "2015年，因政府信息公开引发的行政复议、行政诉讼均未发生。": [("recon_total", 0), ("lit_total", 0)],
    "没有向申请人收取任何信息公开费用。": [("fee_app_amount", 0)],
    "截至目前，未发生针对信息公开的投诉举报。": [("complaint_total", 0)],
    # remedies
    "全年因政府信息公开被申请行政复议3件，其中维持2件，被依法纠错1件；被提起行政诉讼1件，驳回1件。": [
        ("recon_total", 3), ("recon_upheld", 2), ("recon_corrected", 1), ("lit_total", 1), ("lit_upheld", 1)],
    "收到2件有关政府信息公开的行政复议申请，没有行政诉讼。": [("recon_total", 2), ("lit_total", 0)],
    # answers, offices, money
    "全年召开新闻发布会6场，发布政策解读稿件41篇，开展在线访谈3次。": [
        ("press_conf_total", 6), ("policy_explainers", 41), ("interview_total", 3)],
    "配备专职人员2名、兼职人员5名，安排政府信息公开专项经费3.5万元。": [
        ("staff_full_time", 2), ("staff_part_time", 5), ("budget_amount", 35000)],
    "召开政务公开工作会议4次，举办信息公开培训班2期，培训人员120余人次。": [("meetings", 4), ("trainings", 2), ("trainees", 120)],
    "全县共设立政府信息公开查阅点十二个。": [("reading_points", 12)],
    "主动公开应急管理信息14条，主动公开行政权力和为民服务信息9条。": [("ah_emergency", 14), ("ah_powers_services", 9)],
}  # fmt: skip

SAYS_NOTHING = [
    "全年受理群众来信来访226件，12345热线转办件310件，办结率100%。",
    "市长信箱共受理信件5725件。",
    "自2008年以来，累计主动公开政府信息56000条。",
    "截止2015年12月，网站累计公开信息达1168条。",
    "2014年主动公开政府信息800条。",
    "主动公开政府信息同比增加120条，增长15%。",
    "其中，县直各单位主动公开政府信息2475条，占62.2%。各乡镇主动公开政府信息1503条，占37.8%。",
    "其中市本级主动公开政府信息320条。",
    "县政府公开办主动公开信息数为1795条。",
    "行政许可类信息33条，行政事业性收费信息2条，其他信息1161条。",
    "对脱贫攻坚实施细则解读36条，市政府主要领导解读政策1次。",
    "各村、各单位累计建立政务公开微信群14个，开设政务微博、微信17个。",
    "窗口全年共受理审批申请136437件，办结136400件。",
    "2016年，我们将举办信息公开培训班4期，召开工作会议2次。",
    "四、存在的主要问题\n一是没有配备政务公开专职人员，未收到信息公开申请的单位较多。",
    "每个单位配备1名专职人员，各乡镇均设立查阅点1个。",
    "全年办理行政复议案件35件。",
    "主动公开率达100%，答复率98%。",
    "办理人大代表建议35件、政协提案40件，答复75件。",
    "《关于报送资料的通知》（贵府办发〔2013〕53号）公开了3类信息。",
    "收到依申请公开的行政复议、行政诉讼共3件。",
    "没有法律依据的不予收费，无正当理由不得拒绝。",
    "要求各单位全年公开信息不少于100条。",
    "作为依申请公开信息数46条，不予公开信息数1854条。",
    "主动公开机构职能类信息205条，公开财政预决算信息114条。",
    "在政府网站公开937条，在电视台公布19次，通过手机短信平台公布365次。",
    "解答纳税人咨询达3000多人次，零投诉。",
    "三是共受理群众诉求2062件。",
]


@pytest.mark.parametrize(
    ("text", "expected"), STATES.items(), ids=lambda value: value[:18] if isinstance(value, str) else ""
)
def test_a_sentence_states(text: str, expected: list[tuple[str, float]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize("text", SAYS_NOTHING, ids=lambda text: text[:18])
def test_a_sentence_says_nothing(text: str) -> None:
    assert stated(text) == []


def test_statutory_reports_mention_their_tables() -> None:
    text = (
        "2022年，全市共受理政府信息公开申请41件（含上年度结转3件），办结39件，2件结转下年度继续办理。其中予以公开20件，部分公开4件，不予公开6件，"
        "无法提供7件，不予处理1件，其他处理1件。政府信息公开行政复议5件，其中结果维持3件，尚未审结2件；行政诉讼2件，结果维持1件，其他结果1件。"
    )
    assert dict(stated(text, Reader(2022, "2021"))) == {
        "app_new__total": 41, "app_carried_in__total": 3, "out_total__total": 39, "app_carried_out__total": 2, "out_granted__total": 20,
        "out_partial__total": 4, "deny__total": 6, "unable__total": 7, "notproc__total": 1, "other__total": 1, "recon_total": 5,
        "recon_upheld": 3, "recon_pending": 2, "lit_total": 2, "lit_upheld": 1, "lit_other": 1,
    }  # fmt: skip


def test_a_statutory_report_makes_no_other_figures() -> None:
    assert stated("全年主动公开政府信息907条，召开新闻发布会3场。", Reader(2022, "2021")) == []


def test_the_place_leads_to_the_number_and_marks_stay_in_raw() -> None:
    text = "2015 年，接受培训人员“共计” 1000 多人次。"
    (found,) = read_prose([Paragraph(text, "p7")], NARRATIVE)
    assert found.indicator == "trainees"
    assert (found.raw, found.value, found.approximate) == ("1000多", 1000, True)
    start, end = map(int, found.locator.removeprefix("p7:").split("-"))
    assert text[start:end] == "1000 多人次"


def test_anhui_rows_are_anhuis() -> None:
    assert stated("主动公开应急管理信息14条。", Reader(2015, "2014", "43")) == []


@pytest.mark.parametrize(
    ("value", "unit", "expected"), [(5000, "万元", 0.5), (35000, "万元", 3.5), (35000, "元", 35000)]
)
def test_money_in_the_unit_of_the_indicator(value: float, unit: str, expected: float) -> None:
    assert in_unit(Statement("budget_amount", value, "", "p1:0-1", "元"), unit).value == expected


def test_half_a_number_is_no_number() -> None:
    """Two runs of digits with a blank between them are not joined."""
    assert stated("全年主动公开政府信息1 168条。") == []
