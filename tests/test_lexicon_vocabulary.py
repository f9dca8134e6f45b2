import pytest

from lexicon.vocabulary import address_scent, label_scent


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("政府信息公开年报", "column"),
        ("信息公开年度报告", "column"),
        ("政府信息公開工作年度報告", "column"),
        ("公开年报", "column"),
        ("年报", "column"),
        ("历年报告", "column"),
        ("2019年", "column"),
        ("政府信息公开", "section"),
        ("政务公开", "section"),
        ("信 息 公 开", "section"),
        ("乡镇街道", "units"),
        ("市直部门", "units"),
        ("部门年报", "column"),
        ("政府信息公开指南", "aside"),
        ("依申请公开", "aside"),
        ("新闻动态", "aside"),
        ("部门决算", "aside"),
        ("法治政府建设", "aside"),
        ("张三", ""),
        ("", ""),
    ],
)
def test_labels(text, role):
    assert label_scent(text).role == role, label_scent(text)


def test_the_nearer_the_higher():
    scores = [
        label_scent(text).score for text in ("政府信息公开年报", "年报", "政府信息公开", "政务公开", "乡镇", "新闻动态")
    ]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


@pytest.mark.parametrize(
    ("url", "role"),
    [
        ("http://www.x.gov.cn/zwgk/zfxxgk/zfxxgknb/201801/t20180123_80506.htm", "column"),
        ("http://x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2018", "column"),
        ("http://www.x.gov.cn/xxgk/", "section"),
        ("http://www.x.gov.cn/ysqgk/", "aside"),
        ("http://zfxxgk.x.gov.cn/", ""),
        ("http://www.x.gov.cn/", ""),
    ],
)
def test_addresses(url, role):
    assert address_scent(url).role == role
