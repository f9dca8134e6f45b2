"""Which of several namesakes a host name means."""

from __future__ import annotations

import pytest

from lexicon.places import Gazetteer
from lexicon.spelling import spells


@pytest.mark.parametrize(
    ("name", "host", "code"),
    [
        ("江北区", "www.nbjb.gov.cn", "330205"),
        ("江北区", "jiangbei.ningbo.gov.cn", "330205"),
        ("江北区", "www.cqjbq.gov.cn", "500105"),
        ("江北区", "www.jiangbei.gov.cn", ""),  # both write themselves so
        ("江北区", "www.jb.gov.cn", ""),
        ("江北区", "www.wxjb.gov.cn", ""),  # another city's
        ("朝阳区", "www.bjchaoyang.gov.cn", "110105"),
        ("城关镇", "www.huoqiu.gov.cn", "341522100"),
        ("城关镇", "127.0.0.1", ""),
    ],
)
def test_a_host_chooses_between_namesakes_by_what_lies_above_them(name: str, host: str, code: str) -> None:
    gazetteer = Gazetteer.load()
    rows = gazetteer.match(name, None, 2020).candidates
    assert len(rows) > 1
    assert [row.code for row in rows if spells(host, row, gazetteer.ancestors(row.code))] == ([code] if code else [])
